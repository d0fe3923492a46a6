"""Texts that stand in two languages in the database."""

from typing import Any

from django import template

from participants.round_words import short
from participants.rounds import Advice

register = template.Library()


@register.filter
def in_language(thing: Any, field: str) -> str:
    """{{ item|in_language:"text" }}: the reader's language, Spanish where English is missing."""
    text: str = thing.in_language(field)
    return text


@register.filter
def due_shortly(advice: Advice) -> str:
    """ "endline due", "baseline stored" …"""
    return short(advice)
