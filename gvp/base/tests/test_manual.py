"""The manual in GVP: every chapter a page, every link and picture of it somewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.base import manual

pytestmark = pytest.mark.django_db

# Which pictures stand in which section, of what is explained for each contribution (tools/screenshots.py takes them).
SHOWN = {
    "campo": {
        "8-acciones-de-la-red-y-réplicas": ["action", "replication"],
        "9-las-fichas-de-cambio": ["questionnaire"],
    },
    "coordinacion": {
        "1-el-tablero": ["board", "contribution", "worklist", "map", "indicator"],
        "8-el-informe-para-la-financiera": ["donor-report", "report-texts"],
        "10-la-red-de-referentes-y-las-réplicas": ["network", "cascade"],
        "11-materiales": ["material", "act"],
        "12-la-medición-del-cambio": ["change"],
        "13-los-planes-provinciales": ["plan"],
    },
    "administracion": {"mesas-y-planes": ["plan-steps"]},
}


@pytest.mark.parametrize("slug", manual.CHAPTERS)
def test_every_chapter_opens_without_login(client, slug):
    answer = client.get(manual.address(slug))
    assert (answer.status_code, answer.context["chapter"].slug) == (200, slug)


def test_every_file_of_the_manual_is_a_chapter():
    assert sorted(path.stem for path in manual.FOLDER.glob("*.md")) == sorted(manual.CHAPTERS)


@pytest.mark.parametrize("slug", manual.CHAPTERS)
def test_links_between_chapters_arrive(slug):
    pages = {chapter.url: chapter.body for chapter in manual.chapters()}
    links = [link.partition("#") for link in re.findall(r'href="([^":]*)"', manual.chapter(slug).body)]
    lost = [
        page + mark + anchor
        for page, mark, anchor in links
        if (page or manual.address(slug)) not in pages
        or (anchor and f'id="{anchor}"' not in pages[page or manual.address(slug)])
    ]
    assert lost == []


@pytest.mark.parametrize("slug", manual.CHAPTERS)
def test_pictures_of_the_manual_are_there_and_say_what_they_show(slug):
    pictures = re.findall(r'<img alt="([^"]*)" loading="lazy" src="/static/manual/([^"]+)"', manual.chapter(slug).body)
    folder: Path = settings.BASE_DIR / "docs" / "img"
    assert len(pictures) == manual.chapter(slug).body.count("<img")
    assert [name for alt, name in pictures if not alt or not (folder / name).exists()] == []


@pytest.mark.parametrize("slug", SHOWN)
def test_what_a_page_looks_like_is_shown_where_it_is_explained(slug):
    _before, *sections = manual.chapter(slug).body.split("<h2")
    pictures = {re.search(r'id="([^"]*)"', part)[1]: re.findall(r"/static/manual/([^\".]+)", part) for part in sections}
    assert {section: pictures.get(section) for section in SHOWN[slug]} == SHOWN[slug]


def test_a_chapter_that_is_none_is_not_found(client):
    assert client.get(reverse("base:manual_chapter", args=["settings"])).status_code == 404


def test_the_manual_is_the_same_for_everybody(client, login, world):
    without, logged_in = (
        re.search(r"<article.*</article>", answer.text, re.S).group()
        for answer in (client.get(reverse("base:manual")), login(world.field).get(reverse("base:manual")))
    )
    assert without == logged_in
