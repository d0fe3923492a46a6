"""Times that people type, and the days of the house's cellar."""

from typing import Any

from django import forms

from gvp.base.days import PastDay, PlannedDay

__all__ = ["PastDay", "PlannedDay", "TimeInput"]


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%H:%M"} | kwargs)


def refuse_future(date: dt.date, field: str = "date") -> None:
    """Raise ValidationError at the field for a day that cannot be the day of a fact."""
    if problem := date_error(date):
        raise ValidationError({field: problem})
