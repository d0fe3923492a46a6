"""What the admin's templates need beside Django's own tags."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

ICON = re.compile(r'<img src="[^"]*/icon-(yes|no|unknown)(?:-\w+)?\.svg" alt="[^"]*">')


@register.filter
def worded(cell: str) -> SafeString:
    """Django draws a yes or no as an icon whose alternative text is English, True or False; here it is a word."""
    words = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
    # `cell` is Django's own, escaped output; only its icons are replaced.
    return mark_safe(ICON.sub(lambda icon: words[icon[1]], cell))  # noqa: S308
