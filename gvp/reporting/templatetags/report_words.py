"""Filters of the donor report."""

from collections.abc import Sequence
from typing import Any

from django import template

from gvp.reporting.report import wording

register = template.Library()
register.filter("paragraphs", wording.paragraphs)
register.filter("opening", wording.opening)


@register.filter
def nth(row: Sequence[Any], number: int) -> Any:
    """The cell of a table at this place; the first is 0."""
    return row[number]
