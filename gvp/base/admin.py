"""Controls of the admin's forms: the browser's own pickers, and a search box that has a name."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
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

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        """A choice that was refused is asked of the database again, to be shown; rubbish would be an error there."""
        return super().optgroups(name, [chosen for chosen in value if self._is_key(chosen)], attrs)

    def _is_key(self, text: str) -> bool:
        try:
            self.field.remote_field.model._meta.pk.to_python(text)
        except ValidationError:
            return False
        return "\0" not in text


CONTROLS: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": DayInput},
    models.TimeField: {"widget": ClockInput},
}
