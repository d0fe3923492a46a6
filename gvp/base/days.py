"""Days that people type: Lima's calendar, nothing before the programme could exist."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.base.admin import DayInput

FIRST_DATE = dt.date(2000, 1, 1)
LOOK_AHEAD = dt.timedelta(days=5 * 366)  # later than that is a slip of the finger


def date_error(date: dt.date) -> str:
    """Why a date cannot be the date of a fact; "" when it can."""
    if date > timezone.localdate():
        return _("This date is in the future.")
    return _("This date is before the year 2000.") if date < FIRST_DATE else ""


class PastDay(forms.DateField):
    """The day of something that happened: today at the latest."""

    widget = DayInput

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and (problem := date_error(value)):
            raise ValidationError(problem, code="day")


class PlannedDay(forms.DateField):
    """The day of something that may lie ahead."""

    widget = DayInput

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and value < FIRST_DATE:
            raise ValidationError(_("This date is before the year 2000."), code="day")
        if value and value > timezone.localdate() + LOOK_AHEAD:
            raise ValidationError(_("This date is more than five years ahead. Check the year."), code="day")
