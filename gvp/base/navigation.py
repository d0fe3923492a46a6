"""The main menu: what one person may open, in the order of gvp/navigation.py.

The cellar knows no program noun, so the entries stand above it and settings.NAVIGATION names them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One page of the menu, for whoever has one of the permissions.

    `covers` are other pages on which it is marked as the current one; `pages` are those that belong beneath it. Where
    somebody may open one of these and not the entry itself, it stands in the entry's place. `count` says how much waits
    there; it is asked on itself and on the pages `counted_on` only, since it costs a query.
    """

    permissions: tuple[str, ...]
    url_name: str
    label: Any
    covers: tuple[str, ...] = ()
    pages: tuple["Entry", ...] = ()
    count: Callable[[Any], int] | None = None
    counted_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it. `current` is an aria-current value: "page", "true" or ""."""

    label: Any
    url: str
    current: str
    pages: list["Link"] = field(default_factory=list)
    count: int = 0


def links(request: HttpRequest) -> list[Link]:
    """The menu of whoever asks; empty before login. No query, but where something is counted."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return _links(import_string(settings.NAVIGATION), user, here)


def _links(entries: Iterable[Entry], user: Any, here: str) -> list[Link]:
    found: list[Link] = []
    for entry in entries:
        pages = _links(entry.pages, user, here)
        url = _url(entry.url_name) if any(map(user.may, entry.permissions)) else ""
        link = Link(entry.label, url, _current(entry, pages, here), pages, _count(entry, user, here) if url else 0)
        found += [link] if url else pages
    return found


def _count(entry: Entry, user: Any, here: str) -> int:
    return entry.count(user) if entry.count and here in (entry.url_name, *entry.counted_on) else 0


def _current(entry: Entry, pages: list[Link], here: str) -> str:
    if here == entry.url_name:
        return "page"
    return "true" if here in entry.covers or any(page.current for page in pages) else ""


def _url(name: str) -> str:
    """The address, or "" for a page that this installation does not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
