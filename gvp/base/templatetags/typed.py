"""{% keeps_typed %} inside a form: should the login end while somebody writes, what was typed is not lost."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gvp.base import typed

register = template.Library()


@register.simple_tag(takes_context=True)
def keeps_typed(context: Any, page: str = "") -> SafeString:
    """`page`: path of the page with the form, where that is not the one asked for."""
    request = context["request"]
    return format_html('<input type="hidden" name="{}" value="{}">', typed.FIELD,
                       typed.token(request.user, page or request.path))  # fmt: skip
