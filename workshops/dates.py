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
