"""What a phone keeps of the program itself: it names nobody, is found under its names, and is light."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.sync import precache
from gvp.testing import access

pytestmark = pytest.mark.django_db
KEPT = [reverse(name) for name in ("sync:phone", "sync:rescue", "sync:hand_in")]
FIRST_LOAD = 120_000  # bytes, compressed: the field pages and everything they need without signal
EVERY_PAGE = 16 * 1024  # bytes, compressed: what the outbox adds to each page on its first visit


def packed(*contents: bytes) -> int:
    return sum(len(gzip.compress(content)) for content in contents)


@pytest.mark.parametrize("path", KEPT)
def test_the_kept_pages_are_the_same_for_everybody(client, login, world, path):
    def shown() -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(path).content.decode())

    nobody = shown()
    login(world.coordinator)
    assert shown() == nobody


def test_the_worker_is_asked_for_at_every_visit_and_costs_nothing_when_it_is_the_same(client):
    first = client.get("/sw.js")
    again = client.get("/sw.js", headers={"if-none-match": first.headers["ETag"]})
    headers = [first.headers[name] for name in ("Content-Type", "Service-Worker-Allowed", "Cache-Control")]
    assert (headers, again.status_code) == (["text/javascript", "/", "no-cache"], 304)


def test_everything_the_worker_keeps_is_there_and_needs_no_login(client):
    listed = re.search(r"= (\{.*\});", client.get("/sw.js").content.decode())
    lists = json.loads(listed[1] if listed else "")
    answers = {path: client.get(path).status_code for path in [*lists["shells"], *lists["reading"]]}
    files = [name for name in precache.names() if not (precache.STATIC / name).is_file()]
    assert (answers, files) == (dict.fromkeys(answers, 200), [])


def test_every_file_of_a_prepared_page_is_kept(login, world):
    """A page that asks for a file that is not on the phone stays without style, or dead."""
    client = login(world.field)
    prepared = client.post(reverse("sync:prepared"), {"dias": "8"}).json()
    asked: set[str] = set()
    for path in [*prepared["pages"], *KEPT[:2]]:
        asked |= set(re.findall(r'(?:src|href)="(/static/[^"#]+)', client.get(path).content.decode()))
    unneeded = {"/static/img/app-192.png"}  # drawn by the home screen, not by the page
    assert asked - set(precache.files()) - unneeded == set()


def test_the_first_load_that_works_without_signal_is_light(client, login, world):
    pages = [client.get(path).content for path in (*precache.shells(), "/sw.js", "/app.webmanifest")]
    today = login(world.field).get(reverse("workshops:today")).content
    files = [(precache.STATIC / name).read_bytes() for name in precache.names()]
    assert packed(*pages, today, *files) < FIRST_LOAD


def modules(name: str, found: set[str]) -> set[str]:
    """The module and all that it imports."""
    if name not in found:
        found.add(name)
        source = (precache.STATIC / "js" / "sync" / name).read_text()
        for imported in re.findall(r'from "\./([\w.]+)"', source):
            modules(imported, found)
    return found


def test_what_the_outbox_adds_to_each_page_is_light():
    asked = modules("bar.js", set())
    assert packed(*((precache.STATIC / "js" / "sync" / name).read_bytes() for name in asked)) < EVERY_PAGE


def test_the_app_has_a_neutral_name_and_icons_that_exist(client):
    told = client.get("/app.webmanifest").json()
    icons = [settings.BASE_DIR / icon["src"].lstrip("/") for icon in told["icons"]]
    assert (told["name"], told["start_url"], [icon.is_file() for icon in icons]) == (
        "Registro de talleres",
        "/",
        [True] * 4,
    )


def test_the_bar_stands_on_the_pages_of_whoever_writes_facts_down(client, login, world):
    roles = {role: 'id="outbox"' in login(world.users[role]).get(reverse("base:help_card")).content.decode()
             for role in access.ROLES.values()}  # fmt: skip
    assert roles == {"field": True, "coordinator": True, "monitoring": False, "administrator": True, "donor": False}


def test_no_answer_makes_the_browser_throw_away_what_is_unsent(world, login):
    client = login(world.field)
    answers = [client.get(reverse("sync:prepare")), client.post(reverse("accounts:logout"))]
    answers.append(client.post(reverse("accounts:login"), {"username": "field", "password": "x"}))
    assert not any(answer.has_header("Clear-Site-Data") for answer in answers)


def test_no_script_can_delete_a_store_or_empty_it():
    """What is unsent is deleted entry by entry, and only when the server has it."""
    empties = re.compile(r"deleteObjectStore|deleteDatabase|\.clear\(")
    scripts = (precache.STATIC / "js").rglob("*.js")
    assert [path.name for path in scripts if empties.search(path.read_text())] == []
