"""Every address × role × whose record, against the table in gvp/testing/access.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver

from gvp.accounts.models import User
from gvp.accounts.roles import ROLES as ROLE_CLASSES
from gvp.testing import access, furnished
from gvp.testing.world import World, build

pytestmark = pytest.mark.django_db
PAGES = {page.name: page for page in access.pages()}
ANYWHERE = {"monitoring", "administrator", "donor"}  # roles that are not limited to their provinces


def url_names(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL's name with its namespaces, the admin's included."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield space + (entry.name or ""), entry
        else:
            yield from url_names(entry.url_patterns, space + (f"{entry.namespace}:" if entry.namespace else ""))


LOGIN = ("/cuenta/entrar/?next=", "/admin/login/?next=")
URLS = [
    (name, pattern)
    for name, pattern in url_names(get_resolver().url_patterns)
    # Old addresses of the admin's, which only redirect to those that have a name.
    if not (name == "admin:" and str(pattern.pattern).endswith("<path:object_id>/"))
]


HOW_TO_DECLARE = """Every URL says who may open it, in gvp/testing/access.py:
a model of the admin by a line in ADMIN, anything else by a line in PAGES such as
"""


def of_a_model(name: str) -> bool:
    return name.startswith("admin:") and name.rpartition("_")[2] in access.ADMIN_PAGES


def test_every_url_is_declared():
    missing = sorted({name for name, _pattern in URLS} - PAGES.keys())
    assert not missing, HOW_TO_DECLARE + "\n".join(
        f"    {name:<28}  GET POST  F C M A D  person" for name in missing if not of_a_model(name)
    )


def test_every_declared_page_exists():
    assert sorted(PAGES.keys() - {name for name, _pattern in URLS}) == []


def test_every_model_of_the_admin_is_declared():
    registered = {model._meta.label_lower for model in admin.site._registry}
    declared = {line.split()[0] for line in access.ADMIN.strip().splitlines() if line[0] != "#"}
    assert registered == declared, "One line per model in ADMIN of gvp/testing/access.py."


def outcome(response: HttpResponse) -> str:
    if response.status_code == 302 and response.url.startswith(LOGIN):
        return "login"
    return {401: "login", 403: "refused", 404: "not found", 405: "wrong verb"}.get(
        response.status_code, "open" if response.status_code < 500 else f"error {response.status_code}"
    )


def expected(page: access.Page, role: str, verb: str, place: str) -> str:
    if role == "anonymous" and not page.public:
        return "login"
    if role != "anonymous" and not page.may(role, verb):
        return "refused"
    if verb not in page.verbs:
        return "wrong verb"
    return "open" if place == "own" or _reaches(role, place, page) else "not found"


def _reaches(role: str, place: str, page: access.Page) -> bool:
    if place == "programme":
        return role in ANYWHERE or not page.about.startswith("own ")
    if place == "other":
        return role in ANYWHERE
    return place == "colleague" and role != "field"


@dataclass
class House:
    """The furnished world and the session cookie of each role, made once for all cells."""

    corners: dict[str, SimpleNamespace]
    sessions: dict[str, str]

    def answer(self, page: access.Page, role: str, verb: str, place: str) -> str:
        """What the address answers; whatever it changed is taken back, so that no cell depends on another."""
        url, client = furnished.address(page, self.corners[place]), Client()
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        with transaction.atomic():
            response = client.get(url) if verb == "GET" else client.post(url, {"sent": "empty"})
            transaction.set_rollback(True)
        return outcome(response)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files, VAR_DIR=files), transaction.atomic():
        world = build()
        users = {role: world.users[role] for role in access.ROLES.values()}
        users["protected"] = _protected(world)
        yield House(furnished.furnish(world), {role: _session(user) for role, user in users.items()})
        transaction.set_rollback(True)


def _protected(world: World) -> User:
    """A coordinator with the protection permission."""
    user = User.objects.create_user(username="protected", role="coordinator", is_staff=True, sees_minors=True)
    user.provinces.add(world.jauja.province)
    return user


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def places(page: access.Page, corners: dict[str, Any]) -> list[str]:
    """Where the record may lie: a corner counts when it holds what the address names."""
    if not page.about and not page.asks:
        return ["own"]
    return [place for place, corner in corners.items() if place == "own" or _has(corner, page)]


def _has(corner: Any, page: access.Page) -> bool:
    needed = {"pair": "twin", "indicator": "province", "app": "app"}
    about = page.about.removeprefix("own ").partition(" of ")[0]
    return hasattr(corner, needed.get(about, about or page.asks))


WHO = ("anonymous", *access.ROLES.values())


def _worth_trying(page: access.Page, role: str, verb: str, place: str) -> bool:
    """Whoever is turned away at the door is so whatever the record, and by one guard or the other."""
    if expected(page, role, verb, place) in ("refused", "login"):
        return place == "own" and verb in page.verbs
    return True


OF_MINORS = [
    name for name, page in PAGES.items() if page.about in ("person", "consent", "sheet", "enrolment", "attendance")
]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_table_is_kept(house, name):
    page = PAGES[name]
    cells = [cell for cell in product(WHO, access.VERBS, places(page, house.corners)) if _worth_trying(page, *cell)]
    wanted = {cell: expected(page, *cell) for cell in cells}
    seen = {cell: house.answer(page, *cell) for cell in cells}
    differing = {cell: f"{seen[cell]}, not {wanted[cell]}" for cell in cells if seen[cell] != wanted[cell]}
    assert not differing, f"{name}: the page and its line in gvp/testing/access.py differ"


@pytest.mark.parametrize("name", OF_MINORS)
def test_a_minors_record_opens_with_the_protection_permission(house, name):
    page = PAGES[name]
    seen = {verb: house.answer(page, "protected", verb, "minor") for verb in access.VERBS}
    assert seen == {verb: expected(page, "coordinator", verb, "own") for verb in access.VERBS}


def test_every_role_has_its_letter():
    assert set(access.ROLES.values()) == set(ROLE_CLASSES)
