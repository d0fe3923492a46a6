"""What the admin's templates need beside Django's own tags."""

import re
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gvp.base.languages import language_of

register = template.Library()

ICON = re.compile(r'<img src="[^"]*/icon-(yes|no|unknown)(?:-\w+)?\.svg" alt="[^"]*">')


@register.filter
def worded(cell: str) -> SafeString:
    """Django draws a yes or no as an icon whose alternative text is English, True or False; here it is a word."""
    words = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
    # `cell` is Django's own, escaped output; only its icons are replaced.
    return mark_safe(ICON.sub(lambda icon: words[icon[1]], cell))  # noqa: S308


@register.filter
def spoken(field: Any) -> str:
    """The language of a field that is only shown (an AdminReadonlyField), where it is kept in both; else ""."""
    try:
        return language_of(field.model_admin.model._meta.get_field(field.field["name"]))
    except FieldDoesNotExist:
        return ""
