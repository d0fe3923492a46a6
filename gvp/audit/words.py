"""Audit entries as people read them: no key of a record, no name of a column, no word of the code."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.audit.models import Entry

# What an entry's detail may say. A name that does not stand here is for programs and is not shown.
LABELS = {
    "after": gettext_lazy("now"),
    "before": gettext_lazy("before"),
    "code": gettext_lazy("code"),
    "columns": gettext_lazy("with"),
    "consents": gettext_lazy("consents"),
    "created": gettext_lazy("new"),
    "date": gettext_lazy("date"),
    "days": gettext_lazy("days"),
    "decided": gettext_lazy("disagreement decided"),
    "emptied": gettext_lazy("what had arrived was removed"),
    "enrolled": gettext_lazy("enrolled"),
    "fields": gettext_lazy("fields"),
    "file": gettext_lazy("file"),
    "indicator": gettext_lazy("indicator"),
    "kind": gettext_lazy("kind"),
    "left_on": gettext_lazy("left on"),
    "lists": gettext_lazy("lists"),
    "mode": gettext_lazy("how"),
    "people": gettext_lazy("people"),
    "practice_on": gettext_lazy("closing practice on"),
    "reason": gettext_lazy("reason"),
    "revocation_undone": gettext_lazy("revocation undone, it was of"),
    "revoked": gettext_lazy("revoked"),
    "revoked_on": gettext_lazy("revoked on"),
    "rows": gettext_lazy("rows"),
    "sessions": gettext_lazy("sessions"),
    "status": gettext_lazy("state"),
    "title": gettext_lazy("record"),
    "unchanged": gettext_lazy("unchanged"),
    "until": gettext_lazy("until"),
    "updated": gettext_lazy("changed"),
    "validated": gettext_lazy("validated"),
    "withdrawn_on": gettext_lazy("withdrawn on"),
}
FREE = {"code", "columns", "indicator", "reason", "sessions", "title"}  # written by people, or codes
FILES = {"register": gettext_lazy("register")}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def kind(entry: Entry) -> str:
    """ "participant", "session" …; "" for an entry about nothing in particular."""
    model = _model(entry)
    return str(model._meta.verbose_name) if model else ""


def details(entry: Entry) -> str:
    """ "fields: given names, school; reason: typed twice"."""
    model = _model(entry)
    said = ((label, _value(model, name, entry.detail[name])) for name, label in LABELS.items() if name in entry.detail)
    return "; ".join(f"{label}: {value}" for label, value in said if value)


def titles(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """What the records that the entries speak of are called: one query per kind of record."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if _model(entry) is not None:
            wanted.setdefault(entry.target_type, set()).add(entry.target_id)
    found = {}
    for target_type, keys in wanted.items():
        rows = apps.get_model(target_type)._default_manager.all()
        for row in rows.select_related(*_shown_relations(rows.model)).filter(pk__in=keys):
            found[target_type, str(row.pk)] = UUID.sub("", str(row)).strip()
    return found


def _model(entry: Entry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.target_type)
    except (LookupError, ValueError):
        return None


def _shown_relations(model: type[models.Model]) -> list[str]:
    """Titles are made of a row and its direct parents."""
    return [field.name for field in model._meta.concrete_fields if field.many_to_one and field.name != "recorded_by"]


def _value(model: type[models.Model] | None, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(word for item in value if (word := _value(model, name, item)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True, force_grouping=True)
    if not isinstance(value, str) or UUID.search(value):
        return ""
    if name == "fields":
        return _field(model, value)
    if DAY.fullmatch(value):
        return date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if name == "file":
        return str(FILES.get(value, value))
    return value if name in FREE else str(_choices().get(value, value))


def _field(model: type[models.Model] | None, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name) if model else ""  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return _("password") if name == "password" else ""


@cache
def _choices() -> dict[str, Any]:
    """The label of every stored word that any model lets one choose; labels translate themselves when shown."""
    labels: dict[str, Any] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for stored, label in field.flatchoices:
                labels.setdefault(stored, label)
    return labels
