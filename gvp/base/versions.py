"""Two people correct one record at once: the second is told, sees what is stored now, and overwrites nothing unseen.

The form carries the version that its page showed; the action compares, under its lock.
"""

import datetime as dt
import json
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.base.crypto import fingerprint

SEEN = "seen"


def version(row: models.Model) -> str:
    """A keyed hash of all facts of a row, and of the rows it is linked with."""
    facts: dict[str, Any] = {field.name: field.value_to_string(row) for field in row._meta.concrete_fields}
    for link in row._meta.many_to_many:
        facts[link.name] = sorted(str(pk) for pk in getattr(row, link.name).values_list("pk", flat=True))
    return fingerprint(json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder))


def check(row: models.Model, seen: str) -> None:
    """Raise ValidationError with code "stale" when the row is no longer the one seen; "" is not asked."""
    if seen and seen != version(row):
        raise ValidationError(
            _("Somebody else changed this record while you were writing. Compare and save again."), code="stale"
        )


class Correction(forms.BaseForm):
    """Mixed into a form. `watch` names the stored row it corrects, `compare` shows what became of that row."""

    row: Any = None

    def watch(self, row: models.Model) -> None:
        self.row = row
        self.fields.setdefault(SEEN, forms.CharField(widget=forms.HiddenInput, required=False))
        self.initial[SEEN] = version(row)

    def compare(self) -> None:
        """Beside each fact that differs stands what is stored now; a second "save" goes through."""
        row = type(self.row)._default_manager.get(pk=self.row.pk)
        data = cast(QueryDict, self.data).copy()
        data[SEEN] = version(row)
        self.data = data
        for name, typed in self.typed().items():
            if name in self.fields and _plain(typed) != _plain(getattr(row, name)):
                # On the bound field, which has copied its help from the field by now.
                self[name].help_text = _("Stored now: %(value)s") % {"value": self.shown(row, name) or "—"}

    def typed(self) -> dict[str, Any]:
        """What was written, by the row's field."""
        return {name: value for name, value in self.cleaned_data.items() if hasattr(self.row, name)}

    def shown(self, row: Any, name: str) -> str:
        """A stored fact as people read it; "" for nothing."""
        value = _plain(getattr(row, name))
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(value, dt.date):
            return date_format(value, "SHORT_DATE_FORMAT")
        display = getattr(row, f"get_{name}_display", None)
        return str(display()) if display else "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """Linked rows as a list, by key; anything else as it is."""
    rows = value.all() if isinstance(value, models.Manager | models.QuerySet) else None
    return value if rows is None else sorted(rows, key=lambda row: str(row.pk))
