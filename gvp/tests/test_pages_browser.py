"""Every page that somebody can open, in Chromium: accessible, never sideways, quiet in the console.

The pages come from the table of who may open what, so that a new one is looked at from its first day.
"""

from collections.abc import Iterator

import pytest

from gvp.testing import access, browser, furnished

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Answers that are files or data, and addresses that only lead on.
NOT_PAGES = {
    "healthz", "worker", "webmanifest", "home", "documents:document", "materials:transfer_act", "workshops:sheet",
    "workshops:evidence_file", "sync:greeting",
    "plans:calendar", "plans:plan_pdf", "reporting:report_page", "reporting:report_preview", "reporting:rendering_file",
    "admin:autocomplete", "admin:jsi18n", "admin:login", "admin:logout", "admin:app_list",
}  # fmt: skip
READERS = ("field", "coordinator", "administrator", "monitoring", "donor")


def reader_of(page: access.Page) -> str:
    """The role the page is looked at with; the whole admin with the administrator's."""
    if page.name.startswith("admin:"):
        return "administrator"
    return next(role for role in READERS if page.may(role, "GET"))


def batches() -> Iterator[tuple[str, list[access.Page]]]:
    """Pages by the dozen, so that both cores have work and a failure says where to look."""
    pages = [page for page in access.pages() if "GET" in page.verbs and page.who and page.name not in NOT_PAGES]
    for role in READERS:
        seen = [page for page in pages if reader_of(page) == role]
        yield from ((role, seen[start : start + 12]) for start in range(0, len(seen), 12))


BATCHES = list(batches())


@pytest.fixture
def corner(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return furnished.furnish(world)["own"]


def wrong(page, url: str) -> list[str]:
    """Everything that is wrong with a page on a phone, at 200 % and on a desk."""
    page.set_viewport_size(browser.PHONE)
    with browser.complaints(page) as heard:
        answer = page.goto(url)
        found = [f"answers {answer.status}"] * (answer.status not in (200, 404))
        found += browser.sideways(page, browser.PHONE) + browser.violations(page)
        found += browser.sideways(page, browser.ZOOMED)
        found += browser.sideways(page, browser.DESK) + browser.violations(page)
    return sorted({*found, *(line for line in heard if "status of 404" not in line or answer.status == 200)})


@pytest.mark.parametrize(("role", "pages"), BATCHES, ids=[f"{role}-{pages[0].name}" for role, pages in BATCHES])
def test_pages_are_accessible_fit_and_are_quiet(world, corner, page, live_server, role, pages):
    browser.enter(page, live_server, world.users[role])
    seen = {opened.name: wrong(page, live_server.url + furnished.address(opened, corner)) for opened in pages}
    assert not any(seen.values()), "\n".join(f"{name}: {line}" for name, lines in seen.items() for line in lines)


@pytest.mark.parametrize("path", ["/cuenta/entrar/", "/ayuda/", "/no-existe/"])
def test_pages_before_login_are_accessible_fit_and_are_quiet(world, page, live_server, path):
    assert wrong(page, live_server.url + path) == []
