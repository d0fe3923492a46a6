"""What a phone keeps of the program itself, so that it opens without signal. None of it names a person."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from gvp.base.manual import chapters

STYLES = ("tokens", "base", "components", "field", "sync", "prepare", "act", "assess", "network", "outreach", "pages")
PICTURES = ("mark.svg", "band.svg", "icons.svg")
# Modules of desk pages, which nobody opens in a village.
AT_THE_DESK = {"admin", "making", "print", "similar"}


def names() -> list[str]:
    """Every static file of the field pages, by the name it has in static/."""
    folder = settings.BASE_DIR / "static" / "js"
    scripts = sorted(path for path in folder.rglob("*.js") if path.stem not in AT_THE_DESK)
    return [
        *(f"css/{name}.css" for name in STYLES),
        *(path.relative_to(folder.parent).as_posix() for path in scripts),
        *(f"img/{name}" for name in PICTURES),
    ]


def files() -> list[str]:
    return [static(name) for name in names()]


def shells() -> list[str]:
    """The page that opens what is kept, and the one that rescues when that fails."""
    return [reverse("sync:phone"), reverse("sync:rescue")]


def reading() -> list[str]:
    """Fetched at the first preparation, not before."""
    return [reverse("base:help_card"), *(chapter.url for chapter in chapters())]


def digest() -> str:
    """Changes when anything above does; by it the worker of one version is told from the next. 12 hex digits."""
    said = hashlib.sha256(" ".join([*files(), *shells(), *reading()]).encode())
    for name in [*names(), "../templates/sync/worker.js"]:
        said.update(_read(name))
    return said.hexdigest()[:12]


def _read(name: str) -> bytes:
    found = finders.find(name) or settings.BASE_DIR / "static" / name
    return Path(found).read_bytes()
