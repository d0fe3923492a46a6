"""Days that people type: Lima's calendar, nothing before the programme could exist."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.forms import DateInput
from participants.rules import FIRST_DATE, date_error

LOOK_AHEAD = dt.timedelta(days=5 * 366)  # later than that is a slip of the finger


class PastDay(forms.DateField):
    """The day of something that happened: today at the latest."""

    widget = DateInput

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and (problem := date_error(value)):
            raise ValidationError(problem, code="day")


class PlannedDay(forms.DateField):
    """The day of something that may lie ahead."""

    widget = DateInput

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and value < FIRST_DATE:
            raise ValidationError(_("This date is before the year 2000."), code="day")
        if value and value > timezone.localdate() + LOOK_AHEAD:
            raise ValidationError(_("This date is more than five years ahead. Check the year."), code="day")


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%H:%M"} | kwargs)
