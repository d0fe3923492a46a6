"""The main menu: what one person may open, in the order of gvp/navigation.py.

The cellar knows no program noun, so the entries stand above it and settings.NAVIGATION names them.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One page of the menu. `covers` are the other pages on which it is marked as the current one."""

    permission: str
    url_name: str
    label: Any
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it. `current` is an aria-current value: "page", "true" or ""."""

    label: Any
    url: str
    current: str


def links(request: HttpRequest) -> list[Link]:
    """The menu of whoever asks; empty before login. No query."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries: tuple[Entry, ...] = import_string(settings.NAVIGATION)
    return [
        Link(entry.label, url, _current(entry, here))
        for entry in entries
        if user.may(entry.permission) and (url := _url(entry.url_name))
    ]


def _current(entry: Entry, here: str) -> str:
    return "page" if here == entry.url_name else "true" if here in entry.covers else ""


def _url(name: str) -> str:
    """The address, or "" for a page that this installation does not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
