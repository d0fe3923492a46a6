"""The manual as pages: docs/es/manual, written in Markdown. No page of it names a person, so phones may keep it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor

FOLDER: Path = settings.BASE_DIR / "docs" / "es" / "manual"
PICTURES = "../../img/"  # from a chapter, as GitHub shows it; among the static files they are below "manual/"
FIRST = "index"
# In the order of reading; the file of each is called so.
CHAPTERS = (FIRST, "campo", "sin-senal", "coordinacion", "administracion")


@dataclass(frozen=True)
class Section:
    title: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    body: SafeString
    sections: tuple[Section, ...]  # of the second level

    @property
    def url(self) -> str:
        return address(self.slug)


def address(slug: str) -> str:
    return reverse("base:manual") if slug == FIRST else reverse("base:manual_chapter", args=[slug])


@cache
def chapter(slug: str) -> Chapter:
    """Read once; a new version of the program starts anew. Raises KeyError for a chapter that is none."""
    if slug not in CHAPTERS:
        raise KeyError(slug)
    toc = TocExtension(slugify=slugify_unicode, toc_depth="1-2")
    reader: Any = Markdown(extensions=["tables", "sane_lists", toc, _House()])
    body = reader.convert((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    title, *_others = reader.toc_tokens
    sections = tuple(Section(token["name"], token["id"]) for token in title["children"])
    return Chapter(slug, title["name"], mark_safe(body), sections)  # noqa: S308 our own files


def chapters() -> list[Chapter]:
    return [chapter(slug) for slug in CHAPTERS]


class _House(Extension):
    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 as the package calls it
        md.treeprocessors.register(_Addresses(md), "house", 5)


class _Addresses(Treeprocessor):
    """Links to files become links to pages; tables may be wider than a phone; pictures load when they are near."""

    def run(self, root: Any) -> None:
        for link in root.iter("a"):
            file, mark, anchor = link.get("href", "").partition("#")
            slug = file.removesuffix(".md")
            if slug in CHAPTERS:
                link.set("href", address(slug) + mark + anchor)
            elif slug != file:  # documents for those who run the server, which are no pages
                link.tag, link.attrib = "em", {}
        for picture in root.iter("img"):
            picture.set("src", static("manual/" + picture.get("src", "").removeprefix(PICTURES)))
            picture.set("loading", "lazy")
        for table in root.iter("table"):
            table.set("class", "table")
