"""Whatever is sent to whatever page, it is refused in words: no address of the house answers with an error.

Every form of every page is filled with rubbish, one field after the other, and everything that pages read from
their address as well. PostgreSQL refuses more than SQLite does, so that this runs on both.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle, islice
from typing import Any
from unittest.mock import patch
from zlib import crc32

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings
from django.urls import reverse

from gvp.testing import access, furnished
from gvp.testing.world import build

pytestmark = pytest.mark.django_db
RUBBISH = (
    "", "\0", "x" * 10_000, "99999999999999999999", "-1", "0000-01-01", "9999-12-31", "2026-02-30", "NaN", "1e400",
    "\N{GRINNING FACE}\N{RIGHT-TO-LEFT OVERRIDE}", "no-such-choice", str(uuid.UUID(int=7)), "٣",
)  # fmt: skip
ASKED = (
    "all", "community", "consent", "e", "group", "indicator", "kind", "lacking", "language", "leader", "next", "o",
    "p", "page", "period", "province", "q", "report", "school", "shelf", "since", "status", "term", "until",
    "_changelist_filters", "_to_field",
)  # fmt: skip
# What is sent at once to a page without a form of its own, beside each word that it asks for.
SENT = (
    "q", "person", "mark", "shown", "id", "given_names", "first_surname", "birth_year", "community", "words", "source",
    "reason", "form-TOTAL_FORMS", "form-INITIAL_FORMS", "state-x", "ticket-x", "head_count", "language", "next",
)  # fmt: skip
OTHER_FORMS = re.compile(r"-(?:[1-9]\d*|__prefix__)-")
# Each draws a PDF, and asks nothing that its page does not.
SLOW = ("workshops:sheet", "materials:transfer_act", "plans:plan_pdf")
ENDS_IT = ("accounts:logout", "admin:logout")
PAGES = {page.name: page for page in access.pages() if page.name not in (*SLOW, *ENDS_IT)}


class Forms(HTMLParser):
    """The POST forms of a page: where each is sent, and its fields with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.fields: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        name, value = told.get("name"), told.get("value") or ""
        if tag == "form":
            self.fields = {}
            if told.get("method", "").lower() == "post":
                self.found.append((told.get("action", ""), self.fields))
        elif tag == "option" and self.select and ("selected" in told or not self.fields.get(self.select)):
            self.fields[self.select] = value
        elif name and tag == "select":
            self.select = name
        elif name and tag in ("input", "textarea", "button"):
            chosen = told.get("type") not in ("radio", "checkbox") or "checked" in told
            self.fields[name] = value if chosen else self.fields.get(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Any]:
    """One of everything, and an administrator to whom every page is open; nothing of it stays."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files, VAR_DIR=files), transaction.atomic():
        world = build()
        user = world.users["administrator"]
        user.sees_minors = True
        user.save()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        yield client, furnished.furnish(world)["own"]
        transaction.set_rollback(True)


def status(client: Client, verb: str, url: str, data: Any) -> int:
    with transaction.atomic():
        answer = client.get(url, data) if verb == "GET" else client.post(url, data)
        list(answer)  # a file is only made while it is read
        transaction.set_rollback(True)
    return answer.status_code


@dataclass
class Visit:
    """Asks one address again and again; keeps which words the page listens to, and what it broke at."""

    client: Client
    verb: str
    url: str
    of_all: Sequence[str]  # the words tried where a page goes through all it gets, whatever their names
    rubbish: Iterator[str]
    heard: set[str] = field(default_factory=set)
    broken: list[Any] = field(default_factory=list)

    def send(self, data: Any) -> None:
        with self._listening():
            code = status(self.client, self.verb, self.url, data)
        if code >= 500:
            self.broken.append((self.verb, self.url, data))

    def each_word(self) -> Iterator[str]:
        """Every word the page listens to, also those that it comes to while the others are tried."""
        tried: set[str] = set()
        while left := self.heard - tried:
            tried.add(min(left))
            yield min(left)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        with ExitStack() as patches:
            for method in ("__getitem__", "__contains__", "_getlist"):
                patches.enter_context(self._overheard(method, lambda _sent, word: [str(word)]))
            for method in ("__iter__", "keys", "lists"):
                patches.enter_context(self._overheard(method, lambda sent: self.of_all if len(sent) else ()))
            yield

    def _overheard(self, method: str, words: Callable[..., Iterable[str]]) -> Any:
        plain = getattr(QueryDict, method)

        def asked(sent: QueryDict, *word: Any, **how: Any) -> Any:
            if not sent._mutable:  # neither while Django fills it nor somebody's copy
                self.heard.update(words(sent, *word[:1]))
            return plain(sent, *word, **how)

        return patch.object(QueryDict, method, asked)


def spoil_address(visit: Visit) -> None:
    """What stands behind the question mark: all words spoilt at once, then each that the page asks for alone."""
    visit.send(dict.fromkeys(ASKED, next(visit.rubbish)))
    visit.send({"_to_field": ""})
    for word in visit.each_word():
        visit.send({word: next(visit.rubbish)})


def spoil_form(visit: Visit, fields: dict[str, str], turn: int) -> None:
    """All fields spoilt at once, with a NUL as well; then each alone; each third one missing or twice.

    Of a formset's forms the first one stands for the others. A page without a form is sent what it asks for.
    """
    sent = fields or dict.fromkeys(SENT, "")
    visit.send(dict.fromkeys(sent, "\0"))
    visit.send(dict.fromkeys(sent, next(visit.rubbish)))
    alone = (name for name in fields if not OTHER_FORMS.search(name)) if fields else visit.each_word()
    for place, name in enumerate(alone):
        visit.send(sent | {name: next(visit.rubbish)})
        if place % 3 == turn % 3:
            visit.send({other: value for other, value in sent.items() if other != name})
            visit.send(sent | {name: [sent.get(name, ""), next(visit.rubbish)]})


@pytest.mark.parametrize("name", sorted(PAGES))
def test_rubbish_is_refused_in_words(house, name):
    """The rubbish goes round, so that each kind of it meets many pages and no page costs a minute."""
    client, corner = house
    page, turn = PAGES[name], crc32(name.encode())
    rubbish = islice(cycle(RUBBISH), turn % len(RUBBISH), None)
    url = furnished.address(page, corner)
    visits = []
    if "GET" in page.verbs:
        visits.append(Visit(client, "GET", url.partition("?")[0], ASKED[turn % 6 :: 6], rubbish))
        spoil_address(visits[-1])
    if "POST" in page.verbs:
        for to, fields in forms(client, page, url):
            visits.append(Visit(client, "POST", to, SENT, rubbish))
            spoil_form(visits[-1], fields, turn)
    assert [broken for visit in visits for broken in visit.broken] == []


def forms(client: Client, page: access.Page, url: str) -> list[tuple[str, dict[str, str]]]:
    """The page's own forms; where it has none, one without fields."""
    answer = client.get(url) if "GET" in page.verbs else None
    found = Forms(answer.content.decode()).found if answer is not None and not answer.streaming else []
    elsewhere = (reverse("accounts:logout"), reverse("base:language"))
    own = [(action or url, fields) for action, fields in found if action not in elsewhere]
    return own or [(url, {})]


BODIES = [
    ("application/json", b"{"),
    ("text/plain", b"\0"),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nrubbish"),
    ("application/x-www-form-urlencoded; charset=rubbish", b"q=%ff"),
    ("application/x-www-form-urlencoded", b"q=%ff&a=%00&=&&;"),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_a_body_that_is_no_form_is_refused_in_words(house, kind, body):
    client, corner = house
    urls = [furnished.address(page, corner) for page in list(PAGES.values())[:: len(BODIES)] if "POST" in page.verbs]
    answers = {}
    for url in urls:
        with transaction.atomic():
            answers[url] = client.generic("POST", url, body, content_type=kind).status_code
            transaction.set_rollback(True)
    assert [url for url, code in answers.items() if code >= 500] == []


DATED = [("workshop_changelist", "date"), ("workshop_export", "date"), ("cycle_changelist", "starts_on")]


@pytest.mark.parametrize(("listed", "field"), DATED)
def test_a_year_that_no_calendar_has_starts_the_list_again(house, listed, field):
    client, _corner = house
    answer = client.get(reverse(f"admin:workshops_{listed}"), {f"{field}__year": "99999999999"})
    assert answer.status_code == 302


@pytest.mark.parametrize("path", ["/\0", "/static/%00", "/personas/?q=%00", "/admin/places/province/%00/change/"])
def test_an_address_with_a_nul_is_not_understood(client, path):
    assert client.get(path).status_code == 400
