"""A phone in the hand of a test: Chromium at the end of a road that can be cut (gvp/testing/proxy.py)."""

from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from gvp.testing.proxy import Road

PIN = "482915"

# Every record of every store, as text; bytes stay what they are.
DUMP = """async () => {
  const database = await new Promise((done) => {
    const request = indexedDB.open("gvp");
    request.onsuccess = () => done(request.result);
  });
  const stores = {};
  for (const name of database.objectStoreNames) {
    stores[name] = await new Promise((done) => {
      const request = database.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => done(request.result);
    });
  }
  database.close();
  const bytes = (key, value) => (value instanceof Uint8Array ? `${value.length} bytes` : value);
  return JSON.stringify(stores, bytes);
}"""


class Handset:
    """`page` is Playwright's; addresses are ours alone, without the host."""

    def __init__(self, page: Any, road: Road) -> None:
        self.page, self.road = page, road

    def enter(self, user: Any) -> "Handset":
        """Logged in, without the form."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.road.url}
        self.page.context.add_cookies([cookie])
        return self

    def at(self, path: str) -> "Handset":
        self.page.goto(self.road.url + path)
        return self

    def prepare(self, pin: str = PIN) -> "Handset":
        """One tap, and the PIN the first time."""
        self.at(reverse("sync:prepare"))
        self.page.click(".primary-bar .button.primary")
        self.page.fill("#pin-once", pin)
        self.page.fill("#pin-again", pin)
        self.page.click("#choose-pin .primary")
        self.page.wait_for_selector("#prepared .ok")
        return self

    def unlock(self, pin: str = PIN) -> "Handset":
        self.page.fill("#lock-pin", pin)
        self.page.press("#lock-pin", "Enter")
        return self

    def opened(self, pin: str = PIN) -> "Handset":
        """The right PIN, and the page behind it."""
        self.unlock(pin)
        self.page.wait_for_selector("#lock", state="hidden")
        self.page.wait_for_selector("main h1")
        return self

    def says(self, unsent: int) -> "Handset":
        """The bar says so, sooner or later."""
        self.page.wait_for_selector(f".outbox[data-count='{unsent}']")
        return self

    def send(self) -> "Handset":
        """ "Enviar ahora". The phone also sends by itself: the button may go away under the finger."""
        self.page.evaluate("document.querySelector('.outbox [data-do=send]').click()")
        return self

    def call(self, program: str, *given: Any) -> Any:
        """Run it with the phone's own modules: `call("return (await outbox.pending()).length")`."""
        names = ("store", "outbox", "returned", "key", "pins", "drafts", "facts", "keep")
        imports = "; ".join(f"const {name} = await import('/static/js/sync/{name}.js')" for name in names)
        return self.page.evaluate(f"async (given) => {{ {imports}; {program} }}", list(given))

    def stored(self) -> str:
        """All that lies open in this browser: IndexedDB, caches, both plain storages, cookies, title and address."""
        plain = """async () => {
          const kept = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
          }
          return [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, document.title,
                  location.href, ...kept].join("\\n");
        }"""
        return self.page.evaluate(DUMP) + self.page.evaluate(plain)

    def write_down(self, session: Any, head_count: int = 3) -> "Handset":
        """One record in the outbox, as the roster puts it there: the head count of the session."""
        fields = {"fields": {"head_count": str(head_count)}, "shown": {"head_count": ""}}
        operation = {"kind": "counts", "record": str(session.pk), "payload": fields}
        self.call("await outbox.put([given[0]], {title: given[1]})", operation, "Asistencia")
        return self

    def count(self, store: str) -> int:
        return self.call(f"return (await store.all('{store}')).length")
