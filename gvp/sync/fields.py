"""Reading a payload: keys, and the fields of a page's form. Raises ValidationError by field."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

Payload = Mapping[str, Any]
F = TypeVar("F", bound=forms.BaseForm)


def key(payload: Payload, name: str) -> UUID:
    found = keys([payload.get(name)])
    if not found:
        raise ValidationError({name: _broken()})
    return found[0]


def keys(values: Any) -> list[UUID]:
    """Those of the values that are keys."""
    found = []
    for value in values:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found


def posted(payload: Payload, **fixed: Any) -> QueryDict:
    """The page's form as its browser would post it; `fixed` values stand instead of what was sent."""
    data = QueryDict(mutable=True)
    sent = payload.get("fields")
    if not isinstance(sent, dict) or not all(isinstance(values, list) for values in sent.values()):
        raise ValidationError(_broken())
    for name, values in sent.items():
        data.setlist(name, [value if isinstance(value, str) else str(value) for value in values])
    for name, value in fixed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def checked(form: F) -> F:
    """The form, valid."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form


def _broken() -> str:
    return _("This did not arrive whole.")
