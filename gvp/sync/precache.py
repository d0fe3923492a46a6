"""What a phone keeps of the program itself, so that it opens without signal. None of it names a person."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from gvp.base.manual import chapters

STATIC: Path = settings.BASE_DIR / "static"
STYLES = ("tokens", "base", "components", "field", "sync", "prepare", "act", "assess", "network", "outreach", "pages",
          "print")  # fmt: skip
PICTURES = ("mark.svg", "band.svg", "icons.svg")
# Modules of pages that nobody opens in a village: those of the desk, and those that are about having signal.
AT_THE_DESK = {"admin", "making", "print", "similar", "tray", "hand_in", "prepare", "withdrawn"}


def names() -> list[str]:
    """Every static file of the field pages, by the name it has in static/."""
    scripts = sorted(path for path in (STATIC / "js").rglob("*.js") if path.stem not in AT_THE_DESK)
    return [
        *(f"css/{name}.css" for name in STYLES),
        *(path.relative_to(STATIC).as_posix() for path in scripts),
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
    templates = ("sync/worker.js", "sync/phone.html", "sync/rescue.html", "components/outbox.html", "base.html")
    for path in [*(STATIC / name for name in names()), *(settings.BASE_DIR / "templates" / name for name in templates)]:
        said.update(path.read_bytes())
    return said.hexdigest()[:12]
