"""Nobody meets a key of the database or an English word in the Spanish admin."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gvp.audit import log
from gvp.audit.models import Entry
from gvp.ops.tests.admin_world import every_page, fill, url
from gvp.places.models import Community
from gvp.testing.world import add_man, hold
from participants.models import Participant
from workshops.models import Attendance, Cycle, Enrolment

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
# Words that any English sentence or button would hold and no Spanish one does.
ENGLISH = re.compile(
    r"\b(the|of|with|and|is|are|this|that|from|by|to|add|change|delete|home|history|save|search|view|filter|true|false"
    r"|yes|select|all|any|import|export|today|none|unknown|user|name|date|submit|confirm|row)\b",
    re.IGNORECASE,
)
SPOKEN = {"alt", "title", "aria-label", "placeholder", "value"}
UNSPOKEN_TYPES = {"hidden", "checkbox", "radio"}


class Seen(HTMLParser):
    """What a page says to the eye or the ear: text, and the attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.silent += tag in ("script", "style") or facts.get("lang") == "en"
        if facts.get("type") not in UNSPOKEN_TYPES and tag != "option":
            self.words += [value for name, value in attributes if name in SPOKEN and value and tag != "button"]

    def handle_endtag(self, tag):
        if tag in ("script", "style") or (tag == "button" and self.silent):
            self.silent = 0

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class Page(NamedTuple):
    status: int
    html: str


@pytest.fixture(scope="module")
def pages(stage, small_world) -> dict[str, Page]:
    """Every page of the admin, as an administrator gets it who may see minors."""

    def opened() -> dict[str, Page]:
        world, client = small_world(), Client()
        world.users["administrator"].sees_minors = True
        world.users["administrator"].save()
        client.force_login(world.users["administrator"], backend="django.contrib.auth.backends.ModelBackend")
        answers = {address: client.get(address) for address in every_page(fill(world))}
        return {address: Page(answer.status_code, answer.content.decode()) for address, answer in answers.items()}

    return stage.glance(opened)


def test_every_page_answers(pages):
    assert {address: page.status for address, page in pages.items() if page.status != 200} == {}


def test_no_page_shows_a_key(pages):
    assert [address for address, page in pages.items() if UUID.search(Seen(page.html).text)] == []


def test_no_page_speaks_english_to_spanish_readers(pages):
    found = {address: ENGLISH.findall(Seen(page.html).text) for address, page in pages.items()}
    assert {address: words for address, words in found.items() if words} == {}


def test_no_page_carries_inline_code(pages):
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)")
    assert [address for address, page in pages.items() if inline.search(page.html)] == []


def test_page_titles_are_neutral(pages):
    titles = {re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)[1] for page in pages.values()}
    assert len(titles) == 1


# --- Queries ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "queries"), [(Participant, 7), (Enrolment, 7), (Attendance, 7), (Cycle, 7), (Community, 5), (Entry, 9)]
)
def test_lists_ask_the_same_however_many_rows(world, login, django_assert_num_queries, model, queries):
    client = login(world.users["administrator"])
    hold(world.jauja.workshops[0], world.jauja.men[0])
    say(world.jauja.men[0])
    for grow in (lambda: None, lambda: more(world)):
        grow()
        with django_assert_num_queries(queries):
            client.get(url(model))


def say(*people):
    with transaction.atomic():
        for person in people:
            log.record(by=None, verb="changed", target=person, province="1204", fields=["school"])


def more(world):
    for n in (20, 21):
        man = add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
        say(man)
        hold(world.jauja.workshops[0], man)
        Cycle.objects.create(code=f"K{n}", name=f"K{n}", community=world.jauja.community, starts_on="2026-03-03")
        Community.objects.create(code=f"C{n}", name=f"C{n}", district=world.jauja.district)


def test_the_first_page_asks_the_same_however_much_is_open(world, login, django_assert_num_queries):
    client = login(world.users["administrator"])
    say(world.jauja.men[0])
    for grow in (lambda: None, lambda: more(world)):
        grow()
        with django_assert_num_queries(12):
            client.get(reverse("admin:index"))
