"""A new version of the program, and a new shape of the storage, on a phone that has something unsent."""

import pytest
from django.urls import reverse

from gvp.sync import precache
from gvp.sync.models import Operation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = reverse("workshops:today")
TAKE = "**/campo/envios/"
NEW = "0123456789ab"
ONLY_THE_NEW = f"async () => (await caches.keys()).join() === 'gvp-{NEW}'"


@pytest.fixture
def waiting(phone, today):
    """Prepared in English, the page is the worker's, and one record cannot be sent for now."""
    phone.prepare().at(TODAY)
    phone.page.wait_for_function("async (path) => Boolean(await caches.match(path))", arg=reverse("base:manual"))
    phone.page.route(TAKE, lambda route: route.abort())
    return phone.write_down(today).says(unsent=1)


def test_a_new_version_waits_for_what_is_unsent_and_takes_all_reading_along(waiting, monkeypatch):
    is_waiting = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
    monkeypatch.setattr(precache, "digest", lambda: NEW)
    page = waiting.page
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    page.wait_for_selector("[data-alert=newer]:not([hidden])")
    before = page.evaluate(is_waiting)
    page.unroute(TAKE)
    waiting.send().says(unsent=0)
    page.wait_for_function(ONLY_THE_NEW)
    kept = page.evaluate("async (paths) => Promise.all(paths.map(async (path) => Boolean(await caches.match(path))))",
                         precache.reading())  # fmt: skip
    assert (before, page.evaluate(is_waiting), Operation.objects.count(), all(kept)) == (True, False, 1, True)


def test_a_phone_that_never_prepared_takes_no_reading_along(phone, today, monkeypatch):
    page = phone.at(TODAY).page
    page.evaluate("async () => (await navigator.serviceWorker.ready).active.state")
    monkeypatch.setattr(precache, "digest", lambda: NEW)
    phone.at(TODAY)
    page.wait_for_function(ONLY_THE_NEW)
    assert page.evaluate("async (path) => Boolean(await caches.match(path))", precache.reading()[0]) is False


# --- The storage --------------------------------------------------------------------------------

# A version from the future left the storage in a shape that this one does not know.
NEWER = """async () => {
  const database = await new Promise((done) => {
    const request = indexedDB.open("gvp", 7);
    request.onupgradeneeded = () => request.result.createObjectStore("future");
    request.onsuccess = () => done(request.result);
  });
  database.close();
}"""
STORES = "return [...(await store.open()).objectStoreNames]"
NO_WORKER = """async () => {
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""


def test_a_storage_of_a_newer_version_is_opened_as_it_is(waiting):
    waiting.page.evaluate(NEWER)
    waiting.at(TODAY).says(unsent=1)
    assert waiting.call(STORES) == ["drafts", "entries", "facts", "future", "meta", "pages", "receipts"]


def test_an_upgrade_of_the_storage_keeps_what_is_unsent_and_it_arrives(waiting):
    source = (precache.STATIC / "js/sync/store.js").read_text()
    next_one = source.replace("VERSION = 1;", "VERSION = 2;").replace("  meta:", '  later: { keyPath: "id" },\n  meta:')
    page = waiting.page
    page.evaluate(NO_WORKER)
    page.route("**/js/sync/store.js", lambda route: route.fulfill(body=next_one, content_type="text/javascript"))
    waiting.at(TODAY).says(unsent=1)
    stores, version = waiting.call(STORES), waiting.call("return (await store.open()).version")
    page.unroute(TAKE)
    waiting.send().says(unsent=0)
    assert (stores, version, Operation.objects.count()) == (
        ["drafts", "entries", "facts", "later", "meta", "pages", "receipts"], 2, 1,
    )  # fmt: skip


def test_a_page_makes_way_for_a_newer_storage_and_goes_on_with_it(phone, today):
    phone.at(TODAY)
    phone.page.evaluate("""() => new Promise((done) => {
      const request = indexedDB.open('gvp', 2);
      request.onsuccess = () => done(request.result.close());
    })""")
    phone.write_down(today).says(unsent=0)
    assert Operation.objects.count() == 1
