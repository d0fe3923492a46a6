"""Where the taps lead on a page that the phone shows by itself."""

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.sync.models import Operation
from workshops.models import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY, PHONE, HELP = reverse("workshops:today"), reverse("sync:phone"), reverse("base:help_card")
TAKE = "**/campo/envios/"


@pytest.fixture
def away(phone, today):
    """Prepared, and out of reach; help card and manual have arrived as well."""
    phone.prepare()
    phone.page.wait_for_function("async (path) => Boolean(await caches.match(path))", arg=reverse("base:manual"))
    phone.road.cut()
    return phone


def roster(session):
    return reverse("workshops:roster", args=[session.pk])


def led(page, path):
    page.wait_for_url(f"**{path}")
    return page.locator("main h1").inner_text()


def test_help_and_manual_open_without_signal_from_a_page_and_from_the_lock(away):
    page = away.at(TODAY).page
    page.click("#lock .lock-away a:first-child")
    seen = [led(page, HELP)]
    away.at(TODAY).opened()
    page.click(".top .help")
    seen.append(led(page, HELP))
    away.at(PHONE).opened()
    page.click(".plain-links a[href='/manual/']")
    seen.append(led(page, reverse("base:manual")))
    assert seen == ["Tarjeta de ayuda", "Tarjeta de ayuda", "Manual de GVP"]


# Not even the phone's own pages can open it; it lies there as it is.
SHUT = """
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      if (version) throw new DOMException("broken", "UnknownError");
      return open.call(this, name);
    };
"""


def test_rescue_opens_from_the_shell_when_the_storage_does_not(away, today):
    page = away.at(TODAY).opened().page
    away.write_down(today).says(unsent=1)
    page.add_init_script(SHUT)
    away.at(TODAY)
    page.click("[data-alert=broken]:not([hidden]) a")
    title = led(page, reverse("sync:rescue"))
    with page.expect_download() as saved:
        page.click("#save-file:enabled")
    assert (title, saved.value.suggested_filename[:10]) == ("Rescatar lo que falta enviar", "sin-enviar")


def test_what_came_back_is_reached_from_this_phone_without_preparing(phone, today):
    page = phone.at(roster(today)).page
    page.wait_for_selector(".is-quick")
    page.click("details.more summary")
    page.fill("#id_note", "Llegó tarde el DNI 45678912")
    page.click("#save")
    page.wait_for_selector("#id_note[aria-invalid=true]")
    phone.at(PHONE)
    page.click("[data-part=unsent] li a")
    page.wait_for_selector("#id_note[aria-invalid=true]")
    page.fill("#id_note", "Hablaron de sus hijos")
    page.click("#save")
    phone.says(unsent=0)
    assert Workshop.objects.get(pk=today.pk).note == "Hablaron de sus hijos"


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_colleagues_file_is_handed_in_on_a_phone_with_something_unsent(phone, today, tmp_path, logged_in):
    page = phone.at(TODAY).page
    page.route(TAKE, lambda route: route.abort())
    phone.write_down(today, head_count=17).says(unsent=1)
    with page.expect_download() as saved:
        page.click(".outbox [data-do=export]")
    saved.value.save_as(tmp_path / "sin-enviar.json")
    if not logged_in:
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.at(PHONE)
    page.click(f".plain-links a[href='{reverse('sync:hand_in')}']")
    page.set_input_files("#file", tmp_path / "sin-enviar.json")
    page.click(".primary-bar .button")
    page.wait_for_selector("#handed-in .ok")
    assert (Operation.objects.count(), Workshop.objects.get(pk=today.pk).head_count) == (1, 17)


OLDER_KEY = """
  const box = { iv: new Uint8Array(12), sealed: new Uint8Array(40) };
  const [taken] = await store.all("facts");
  const page = (await store.all("pages")).find(({ path }) => path === given[0]);
  await store.write([["pages", "put", { ...page, ...box }], ["facts", "put", { ...taken, ...box }]]);
"""


def test_a_page_sealed_under_another_key_takes_no_other_along(away, today):
    away.call(OLDER_KEY, roster(today))
    page = away.at(roster(today)).opened().page
    page.wait_for_selector("main .messages .warning")
    said = page.inner_text("main .messages .warning")
    page.click("[data-part=pages] summary")
    listed = page.locator("[data-part=pages] li").count()
    page.wait_for_selector("[data-do=lock]")
    page.click(f"[data-part=pages] a[href='{TODAY}']")
    page.wait_for_selector(".days")
    assert ("no está en el teléfono" in said, listed) == (True, away.count("pages") - 1)
