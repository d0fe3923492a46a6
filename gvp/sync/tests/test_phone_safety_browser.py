"""What a phone says about itself, and what it does when it is left alone, full, old, or broken."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync.models import Operation
from gvp.testing import browser
from workshops.models import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKE = "/campo/envios/"
COVERED = "() => getComputedStyle(document.querySelector('main')).visibility"


def roster(phone, session):
    phone.at(reverse("workshops:roster", args=[session.pk])).page.wait_for_selector(".is-quick")
    return phone.page


def test_after_five_idle_minutes_the_page_is_covered_until_the_pin(phone, today):
    phone.prepare()
    roster(phone, today)
    phone.page.evaluate("localStorage.setItem('gvp-touched', Date.now() - 6 * 60000)")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.wait_for_selector("#lock[open]")
    locked = phone.page.evaluate(COVERED), phone.call("return Boolean(await key.key({ask: false}))")
    phone.page.reload()  # opening the page anew is no way round
    phone.page.wait_for_selector("#lock[open]")
    violations = browser.violations(phone.page)
    phone.opened()
    seen = locked, phone.page.evaluate(COVERED), violations
    assert seen == (("hidden", False), "visible", [])


def test_saving_twice_with_quick_fingers_is_one_record(phone, today):
    page = roster(phone, today)
    page.click("#everyone")
    page.evaluate("() => { const save = document.getElementById('save'); save.click(); save.click(); }")
    page.wait_for_url("**/informe/")
    phone.says(unsent=0)
    assert Operation.objects.count() == 3


def test_a_clock_that_is_wrong_is_said(phone, today):
    phone.page.add_init_script("const now = Date.now; Date.now = () => now() + 25.5 * 60000;")
    page = roster(phone, today)
    assert "25 minutos" in page.wait_for_selector("[data-alert=skew]:not([hidden])").inner_text()


def test_a_full_phone_says_that_nothing_was_saved_and_leaves_the_page(phone, today):
    tools = phone.page.context.new_cdp_session(phone.page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": phone.road.url, "quotaSize": 1})
    page = roster(phone, today)
    page.click("#everyone")
    phone.road.cut()
    page.click("#save")
    page.wait_for_selector("main .messages .error")
    still = page.locator(".people > [data-state=present]").count(), today.attendances.count()
    phone.road.mend()
    page.click("#save")
    page.wait_for_url("**/informe/")
    assert (still, today.attendances.count()) == ((3, 0), 3)


# Chrome before 103 and before 92, and a private window.
OLD = ["delete AbortSignal.timeout", "delete Crypto.prototype.randomUUID",
       "Object.defineProperty(window, 'indexedDB', {value: undefined})"]  # fmt: skip


@pytest.mark.parametrize("lacks", OLD)
def test_without_what_it_needs_the_page_says_so_and_the_form_is_sent_as_ever(phone, today, lacks):
    phone.page.add_init_script(lacks)
    page = roster(phone, today)
    off = page.wait_for_selector("[data-alert=off]:not([hidden])").is_visible()
    page.click("#everyone")
    page.click("#save")
    page.wait_for_url("**/informe/")
    assert (off, today.attendances.filter(state="present").count(), Operation.objects.count()) == (True, 3, 0)


# An upgrade that fails: the storage opens only as it lies there.
BROKEN = """
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      if (version) throw new DOMException("broken", "UnknownError");
      return open.call(this, name);
    };
"""


def test_when_the_storage_does_not_open_the_rescue_page_saves_it_and_anybody_hands_it_in(phone, today, tmp_path):
    phone.at(reverse("workshops:today"))
    phone.page.route(f"**{TAKE}", lambda route: route.abort())
    phone.write_down(today, head_count=17).says(unsent=1)
    phone.page.add_init_script(BROKEN)
    phone.at(reverse("workshops:today"))
    phone.page.wait_for_selector("[data-alert=broken]:not([hidden])")
    phone.page.click("[data-alert=broken] a")
    with phone.page.expect_download() as saved:
        phone.page.click("#save-file:enabled")
    saved.value.save_as(tmp_path / "sin-enviar.json")
    content = json.loads((tmp_path / "sin-enviar.json").read_text())
    phone.page.context.clear_cookies()
    for _twice in range(2):
        phone.at(reverse("sync:hand_in"))
        phone.page.set_input_files("#file", tmp_path / "sin-enviar.json")
        phone.page.click(".primary-bar .button")
        phone.page.wait_for_selector("#handed-in .notice:has-text('1')")
    seen = (
        saved.value.suggested_filename[:10],
        sorted(content),
        Workshop.objects.get(pk=today.pk).head_count,
        Operation.objects.count(),
    )
    assert seen == ("sin-enviar", ["author", "device", "entries", "gvp_outbox", "made_at"], 17, 1)


def test_what_is_on_the_phone_is_listed_and_what_was_sent(phone, today):
    phone.prepare()
    phone.write_down(today).says(unsent=0)
    phone.at(reverse("sync:phone")).opened()
    phone.page.wait_for_selector("[data-part=sent] li")
    phone.page.click("[data-part=pages] summary")
    kept = phone.page.locator("[data-part=pages] li").count()
    sent = phone.page.locator("[data-part=sent] li").count()
    assert (sent, kept == phone.count("pages"), browser.violations(phone.page)) == (1, True, [])


def test_what_is_refused_comes_back_filled_in_on_its_page_and_goes_once_corrected(phone, today):
    page = roster(phone, today)
    page.fill("#id_head_count", "4")
    page.click("details.more summary")
    page.fill("#id_note", "Llegó tarde el DNI 45678912")
    page.click("#save")
    page.wait_for_selector("#id_note[aria-invalid=true]")
    roster(phone, today)
    page.wait_for_selector("#id_note[aria-invalid=true]")
    back = page.input_value("#id_note"), page.locator(".outbox").get_attribute("data-state")
    page.fill("#id_note", "Hablaron de sus hijos")
    page.click("#save")
    page.wait_for_url("**/informe/")
    phone.says(unsent=0)
    assert (back, Workshop.objects.get(pk=today.pk).note) == (
        ("Llegó tarde el DNI 45678912", "late"),
        "Hablaron de sus hijos",
    )


# --- A storage that fails -----------------------------------------------------------------------


def test_a_storage_that_cannot_write_lets_the_browser_send_and_the_next_tap_writes_again(phone, today):
    page = roster(phone, today)
    nowhere = {"status": 204}  # the browser stays on the page
    page.route(
        lambda url: url == page.url,
        lambda route: route.fulfill(**nowhere) if route.request.method == "POST" else route.fallback(),
    )
    page.evaluate("""() => {
      window.add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = () => { throw new DOMException('', 'UnknownError'); };
    }""")
    page.fill("#id_head_count", "4")
    with page.expect_request(lambda request: request.is_navigation_request() and request.method == "POST"):
        page.click("#save")
    page.evaluate("() => { IDBObjectStore.prototype.add = window.add; }")
    page.wait_for_selector("#roster:not([aria-busy])")
    page.click("#save")
    page.wait_for_url("**/informe/")
    phone.says(unsent=0)
    assert (Operation.objects.count(), Workshop.objects.get(pk=today.pk).head_count) == (1, 4)


def test_what_is_on_the_disk_is_said_to_be_kept_also_when_the_storage_fails_afterwards(phone, today):
    page = roster(phone, today)
    page.evaluate("""() => {
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function (...given) {
        IDBObjectStore.prototype.getAll = () => { throw new DOMException('', 'UnknownError'); };
        return add.apply(this, given);
      };
    }""")
    page.fill("#id_head_count", "4")
    page.click("#save")
    page.wait_for_url("**/informe/")
    said = page.inner_text(".messages .warning")
    phone.says(unsent=0)
    assert (said, Operation.objects.count()) == (page.locator(".outbox").get_attribute("data-kept"), 1)


def test_a_second_tap_after_a_doubtful_storage_is_the_same_operation(phone, today):
    page = roster(phone, today)
    page.route("**/campo/**", lambda route: route.abort())
    page.evaluate("""() => {
      const real = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
        const made = real.call(this, stores, mode, ...rest);
        if (mode === 'readwrite' && stores.includes('entries')) {
          IDBDatabase.prototype.transaction = real;
          const doubt = () => made.addEventListener('complete', () => made.onabort());
          Object.defineProperty(made, 'oncomplete', {set: doubt});
        }
        return made;
      };
    }""")
    page.fill("#id_head_count", "4")
    page.click("#save")
    page.wait_for_selector(".messages .error")
    page.wait_for_selector("#roster:not([aria-busy])")
    page.click("#save")
    page.wait_for_url("**/informe/")
    phone.says(unsent=2)
    page.unroute("**/campo/**")
    phone.at(reverse("workshops:today")).says(unsent=0)
    assert Operation.objects.count() == 1


def test_what_came_back_is_left_out_by_the_word_of_its_person_alone(phone, today):
    page = roster(phone, today)
    page.click("details.more summary")
    page.fill("#id_note", "Llegó tarde el DNI 45678912")
    page.click("#save")
    page.wait_for_selector("#id_note[aria-invalid=true]")
    phone.at(reverse("sync:phone"))
    page.click("[data-part=unsent] li button")
    told, violations = page.inner_text("#leave-out [data-slot=what]"), browser.violations(page)
    page.click("#leave-out button:not(.primary)")
    kept = phone.count("entries")
    page.click("[data-part=unsent] li button")
    page.click("#leave-out .primary")
    phone.says(unsent=0)
    assert ("45678912" in told, violations, kept, Operation.objects.count()) == (True, [], 1, 0)


def test_what_the_key_does_not_open_is_said_and_exported(phone, world, today, tmp_path):
    """Sealed under an older key: a backup was restored on the server."""
    phone.at(reverse("workshops:today")).page.wait_for_selector(".outbox[data-state=sent]")
    entry = {"id": "00000000-0000-4000-8000-000000000001", "author": str(world.field.pk), "device": "older"}
    entry |= {"at": timezone.now().isoformat(), "state": "waiting", "count": 1}
    sealed = "{...given[0], iv: new Uint8Array(12), sealed: new Uint8Array(40)}"
    phone.call(f"await store.write([['entries', 'add', {sealed}]])", entry)
    page = phone.at(reverse("sync:phone")).page
    page.wait_for_selector("[data-part=shut]:not([hidden])")
    said = page.inner_text("[data-part=shut] b"), page.is_visible("[data-part=unsent]"), browser.violations(page)
    with page.expect_download() as saved:
        page.click("[data-part=shut] button")
    saved.value.save_as(tmp_path / "sin-enviar.json")
    [exported] = json.loads((tmp_path / "sin-enviar.json").read_text())["entries"]
    assert (said, exported["id"]) == ((page.get_attribute("[data-part=shut]", "data-one"), False, []), entry["id"])
