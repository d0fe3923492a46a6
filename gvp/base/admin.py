"""Controls of the admin's forms: the browser's own pickers, and a search box that has a name."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms import DateInput, TimeInput
from django.utils.translation import gettext as _


class DayInput(DateInput):
    """The browser's date picker; its value is ISO whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%Y-%m-%d"} | kwargs)


class ClockInput(TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%H:%M"} | kwargs)


class SearchSelect(AutocompleteSelect):
    """Django's search box. Without a placeholder its control would have no name for a screen reader."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": _("Type to search")}


CONTROLS: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": DayInput},
    models.TimeField: {"widget": ClockInput},
}
