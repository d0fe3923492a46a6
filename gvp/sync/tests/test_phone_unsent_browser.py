"""What is unsent stays on the phone, whatever is answered, whoever logs in, whatever ends."""

import datetime as dt
import gzip
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync import devices
from gvp.sync.models import Device, Operation, Seat
from gvp.sync.tests.handset import Handset
from gvp.testing.proxy import EDGE, Trouble

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKE = "/campo/envios/"


@pytest.fixture
def waiting(phone, today):
    """One record that cannot be sent for now."""
    phone.at(reverse("workshops:today"))
    phone.page.route(f"**{TAKE}", lambda route: route.abort())
    return phone.write_down(today).says(unsent=1)


def reachable(phone):
    phone.page.unroute(f"**{TAKE}")
    return phone


def test_no_answer_but_gvps_own_makes_a_record_sent(waiting):
    answers = {
        status: {"status": status, "body": "<title>WiFi gratis</title>", "content_type": "text/html"}
        for status in (200, 400, 401, 403, 404, 409, 413, 422, 500, 502, 503)
    }
    answers |= {
        f"{status} of GVP": {"status": status, "json": {"gvp": 1, "error": "author", "retry": True}}
        for status in (400, 401, 403, 404, 409, 413, 422, 500, 503)
    }
    kept, now = {}, {}
    waiting.page.route(f"**{TAKE}", lambda route: route.fulfill(**now["answer"]) if now else route.abort())
    for name, now["answer"] in answers.items():
        waiting.call("await outbox.send()")
        kept[name] = waiting.count("entries")
    assert kept == dict.fromkeys(answers, 1)


def test_a_reply_that_is_lost_leaves_one_record_on_the_server(phone, today):
    phone.at(reverse("workshops:today"))
    phone.road.expect(Trouble.LOST_REPLY, TAKE)
    phone.road.expect(Trouble.PORTAL, TAKE)
    phone.write_down(today)
    phone.page.wait_for_function("() => document.getElementById('outbox').dataset.count === '1'")
    phone.says(unsent=0)
    assert (len(phone.road.to(TAKE)), Operation.objects.count()) == (3, 1)


def test_another_persons_records_stay_sealed_and_go_as_hers(waiting, world):
    waiting.enter(world.coordinator).at(reverse("workshops:cycles"))
    bar = waiting.page.locator(".outbox")
    bar.wait_for()
    reachable(waiting).call("await outbox.send()")
    seen = bar.get_attribute("data-state"), bar.get_attribute("data-count"), world.field.username in bar.inner_text()
    opened = waiting.call("return (await outbox.pending()).length")
    assert (seen, opened, waiting.count("entries")) == (("waiting", "0", False), 0, 1)
    waiting.enter(world.field).at(reverse("workshops:today")).says(unsent=0)
    assert [operation.author for operation in Operation.objects.all()] == [world.field]


def test_logging_out_and_an_ended_login_keep_it_until_the_person_is_back(waiting, world):
    waiting.page.click(".menu summary")
    waiting.page.click(".account button")
    waiting.page.wait_for_url("**/entrar/**")
    reachable(waiting).at(reverse("sync:phone"))
    bar = waiting.page.locator(".outbox")
    bar.wait_for()
    assert (waiting.count("entries"), Operation.objects.count()) == (1, 0)
    waiting.enter(world.field).at(reverse("workshops:today")).says(unsent=0)
    assert Operation.objects.count() == 1


def spoilt(phone):
    """An entry of two operations, one of which no server can read."""
    put = "await outbox.put([{kind: 'mark', record: 'no key', payload: {}}, {...given[0]}], {title: 'Asistencia'})"
    phone.call(put, {"kind": "mark", "record": "no key either", "payload": {}})


def handed_in(phone):
    phone.page.wait_for_selector(".messages p")
    left = phone.call("return (await store.all('entries')).length")
    return left, list(Operation.objects.values_list("status", "reason"))


def test_whoever_was_deactivated_hands_in_sealed_on_the_login_page(waiting, world):
    spoilt(waiting)
    world.field.is_active = False
    world.field.save()
    waiting.at(reverse("workshops:today")).page.wait_for_url("**/entrar/**")
    waiting.page.click("#outbox button")
    assert handed_in(waiting) == (1, [("review", "quarantine")])


def test_whoever_has_another_role_now_is_told_so_and_hands_in_sealed_from_the_bar(waiting, world):
    world.field.role = "donor"
    world.field.save()
    waiting.page.unroute(f"**{TAKE}")
    waiting.at(reverse("base:help_card"))
    waiting.page.wait_for_selector("[data-alert=role]:not([hidden])")
    offered = waiting.page.locator("[data-do=send]").is_visible()
    waiting.page.click(".outbox [data-do=sealed]")
    assert (offered, handed_in(waiting)) == (False, (0, [("review", "quarantine")]))


def test_a_role_that_changes_while_the_page_is_open_is_told_at_the_next_try(waiting, world):
    world.field.role = "donor"
    world.field.save()
    reachable(waiting)
    state = waiting.call("return (await outbox.send()).state")
    waiting.page.wait_for_selector("[data-alert=role]:not([hidden])")
    assert (state, waiting.count("entries")) == ("role", 1)


def test_another_persons_records_are_handed_in_sealed_from_this_phone(waiting, world):
    waiting.enter(world.coordinator).at(reverse("sync:phone"))
    waiting.page.click("[data-part=others] [data-sealed]")
    assert handed_in(waiting) == (0, [("applied", "")])
    assert [operation.author for operation in Operation.objects.all()] == [world.field]


def test_what_is_handed_in_without_signal_stays_whole(waiting, world):
    waiting.enter(world.coordinator).at(reverse("sync:phone"))
    waiting.page.route("**/campo/archivo/", lambda route: route.fulfill(body="<title>WiFi gratis</title>"))
    waiting.page.click("[data-part=others] [data-sealed]")
    assert handed_in(waiting) == (1, [])


def test_an_outbox_too_big_for_one_file_is_handed_in_by_halves(waiting, world, today, monkeypatch):
    monkeypatch.setattr("gvp.sync.files.MOST_OPERATIONS", 1)
    waiting.write_down(today, head_count=4).write_down(today, head_count=5)
    waiting.enter(world.coordinator).at(reverse("sync:phone"))
    waiting.page.click("[data-part=others] [data-sealed]")
    assert handed_in(waiting)[0] == 0


def test_a_revoked_phone_loses_its_lists_and_keeps_what_is_unsent(phone, world, today):
    phone.prepare()
    phone.page.route(f"**{TAKE}", lambda route: route.abort())
    phone.write_down(today)
    devices.revoke(by=world.users["administrator"], device=Device.objects.get().pk)
    phone.at(reverse("workshops:today"))
    phone.page.wait_for_selector("#login")
    phone.page.wait_for_selector("#outbox:not([hidden])")
    assert {store: phone.count(store) for store in ("pages", "facts", "entries")} == {
        "pages": 0,
        "facts": 0,
        "entries": 1,
    }


def left(phone):
    return {store: phone.count(store) for store in ("pages", "facts", "entries")}


@pytest.fixture
def prepared(phone, today):
    """In the village, with one record unsent."""
    phone.prepare()
    phone.page.route(f"**{TAKE}", lambda route: route.abort())
    phone.write_down(today).says(unsent=1)
    phone.road.cut()
    return phone


def test_five_wrong_pins_take_the_lists_away_and_nothing_unsent(prepared):
    prepared.at(reverse("workshops:today"))
    for _try in range(4):
        prepared.unlock("000000")
        prepared.page.wait_for_function("() => document.querySelector('.lock-said').textContent")
        prepared.page.wait_for_function("() => !document.getElementById('lock-pin').disabled")
    prepared.at(reverse("workshops:today")).unlock("000000")  # started anew, the count goes on
    prepared.page.click("#lock [data-do=later]")
    prepared.page.wait_for_url(f"**{reverse('sync:phone')}")
    assert left(prepared) == {"pages": 0, "facts": 0, "entries": 1}
    prepared.road.mend()
    prepared.at(reverse("workshops:today")).page.wait_for_url("**/entrar/**")  # the login has ended with them


def test_after_its_term_the_lists_are_gone_and_nothing_unsent(prepared):
    over = (timezone.now() - dt.timedelta(minutes=1)).isoformat()
    prepared.call(
        "const [kept] = await key.pinned(); await store.write([['meta', 'put', {...kept, expires_at: given[0]}]])", over
    )
    prepared.at(reverse("workshops:today")).unlock()
    prepared.page.click("#lock [data-do=later]")
    prepared.page.wait_for_url(f"**{reverse('sync:phone')}")
    assert left(prepared) == {"pages": 0, "facts": 0, "entries": 1}


def test_two_tabs_send_one_record_and_both_say_so(waiting):
    other = waiting.page.context.new_page()
    other.goto(waiting.page.url)
    other.wait_for_selector(".outbox[data-count='0']")
    waiting.says(unsent=0)
    assert Operation.objects.count() == 1


def test_a_phone_whose_storage_was_emptied_says_what_it_lost(phone, today):
    phone.at(reverse("workshops:today")).says(unsent=0)
    phone.page.goto("about:blank")  # so that no page writes the cookie any more
    phone.page.context.add_cookies([{"name": "pendientes", "value": "3.1790000000", "url": phone.road.url}])
    phone.at(reverse("workshops:today"))
    lost = phone.page.wait_for_selector("[data-alert=lost]:not([hidden])")
    said = lost.inner_text()
    phone.page.click("[data-alert=lost] button")
    phone.at(reverse("workshops:today"))
    phone.page.wait_for_selector(".outbox[data-count='0']")
    assert ("3" in said, phone.page.locator("[data-alert=lost]").is_hidden(), Seat.objects.get().lost) == (
        True,
        True,
        3,
    )


def test_unsent_for_more_than_a_day_is_said_aloud(waiting):
    before = (timezone.now() - dt.timedelta(hours=25)).isoformat()
    waiting.call(
        "const [one] = await store.all('entries'); await store.write([['entries', 'put', {...one, at: given[0]}]])",
        before,
    )
    waiting.at(reverse("workshops:today"))
    waiting.page.wait_for_selector("[data-alert=old]:not([hidden])")
    assert waiting.page.locator(".outbox").get_attribute("data-state") == "late"


# --- What came back, in the hands of its person ---------------------------------------------------

COUNT = """const count = (value, more = {}) => ({kind: 'counts', record: given[0],
  payload: {fields: {head_count: value}, shown: {head_count: ''}}, ...more}); """
KEPT = "return (await outbox.pending()).flatMap((one) => one.operations.map(({payload}) => payload.fields.head_count))"


def receipts(heard=None, **by_id):
    """The server's answer to each operation: `by_id`, or received. `heard` gathers what was sent."""

    def answered(route):
        sent = json.loads(gzip.decompress(route.request.post_data_buffer) if packed(route) else route.request.post_data)
        (heard if heard is not None else []).extend(one["id"] for one in sent["operations"])
        told = [{"id": one["id"], "status": "applied"} | by_id.get(one["id"], {}) for one in sent["operations"]]
        route.fulfill(json={"gvp": 1, "receipts": told})

    def packed(route):
        return route.request.headers.get("content-encoding") == "gzip"

    return answered


REFUSED = {"status": "refused", "errors": {"head_count": ["No."]}}


@pytest.fixture
def returned(phone, today):
    """An entry of which one operation was refused and another, of another man, waits behind it."""
    phone.at(reverse("workshops:today"))
    phone.page.route(f"**{TAKE}", receipts(a=REFUSED, b={"status": "held"}))
    mark = "{id: 'b', kind: 'mark', record: given[0], payload: {person: 'juan', fields: {head_count: 'held'}}}"
    put = f"await outbox.put([count('first', {{id: 'a'}}), {mark}], {{title: 'Asistencia'}})"
    phone.call(COUNT + put, str(today.pk))
    phone.page.wait_for_selector(".outbox[data-state=late]")
    phone.page.unroute(f"**{TAKE}")
    return phone


def correct(phone, today, value):
    program = (
        "const [one] = await store.all('entries'); await returned.replace(one.id, [count(given[1])], {title: 'B'})"
    )
    phone.call(COUNT + program, str(today.pk), value)


def test_what_waited_behind_a_refused_one_survives_its_correction(returned, today):
    returned.page.route(f"**{TAKE}", lambda route: route.abort())
    correct(returned, today, "second")
    assert returned.call(KEPT) == ["second", "held"]


def test_two_tabs_that_correct_one_entry_lose_neither(returned, today):
    slow, answered = [], receipts(b={"status": "held"})
    returned.page.route(f"**{TAKE}", lambda route: slow.append(route))
    with returned.page.expect_request(f"**{TAKE}"):
        correct(returned, today, "of one tab")
    other = Handset(returned.page.context.new_page(), returned.road)
    other.page.route(f"**{TAKE}", lambda route: route.abort())
    other.at(reverse("workshops:today"))
    correct(other, today, "of the other")
    with returned.page.expect_response(f"**{TAKE}"):
        answered(slow[0])
    returned.page.wait_for_function(
        "async () => (await (await import('/static/js/sync/store.js')).all('receipts')).length > 1"
    )
    assert other.call(KEPT) == ["held", "of the other"]


def test_receipts_that_come_late_leave_alone_what_was_written_since(returned, today):
    written = returned.call("""const [seen] = await store.all('entries');
      const now = {...seen, iv: Uint8Array.from(seen.iv, (byte) => byte ^ 1)};
      await store.write([['entries', 'put', now]]);
      const made = await store.write([['entries', 'delete', seen.n, seen]]);
      return [made, (await store.all('entries')).length]""")
    assert written == [0, 1]


def test_one_that_was_refused_holds_up_only_what_is_about_the_same_man(phone, today, world):
    phone.at(reverse("workshops:today"))
    sent = []
    phone.page.route(f"**{TAKE}", receipts(sent, juan=REFUSED, luis=REFUSED))
    program = """const put = (id, kind, record, person) =>
        outbox.put([{id, kind, record, payload: {person}}], {title: 'Asistencia'});
      await put('juan', 'mark', 's', 'juan');
      await put('luis', 'walk_in_new', 's', 'luis');
      await outbox.send();
      await put('again', 'mark', 's', 'juan');
      await put('pedro', 'mark', 's', 'pedro');
      await put('elsewhere', 'assessment', 'other', 'luis');
      await put('counts', 'counts', 's');
      await outbox.send();
      return (await outbox.pending()).flatMap((one) => one.operations.map(({id}) => id))"""
    assert (phone.call(program), set(sent)) == (
        ["juan", "luis", "again", "elsewhere"],
        {"juan", "luis", "pedro", "counts"},
    )


def test_a_batch_that_takes_too_long_is_halved_until_it_arrives(phone, today):
    phone.at(reverse("workshops:today"))
    sizes = phone.call(
        """const real = window.fetch, sizes = [];
      window.fetch = async (url, options) => {
        if (!url.endsWith(given[0])) return real(url, options);
        const clear = new Response(options.body.stream().pipeThrough(new DecompressionStream('gzip')));
        const {operations} = await clear.json();
        sizes.push(operations.length);
        if (operations.length > 25) throw new DOMException('', 'TimeoutError');
        return Response.json({gvp: 1, receipts: operations.map(({id}) => ({id, status: 'applied'}))});
      };
      const many = Array.from({length: 150}, () => ({kind: 'counts', record: 's', payload: {}}));
      await outbox.put(many, {title: 'Asistencia'});
      for (let tries = 0; tries < 3; tries++) await outbox.send();
      return sizes""",
        TAKE,
    )
    assert sizes == [100, 50] + [25] * 6


def test_a_full_batch_goes_and_is_answered_within_the_patience_of_a_phone_on_a_slow_road(phone, today):
    phone.at(reverse("workshops:today"))
    many = "Array.from({length: 120}, (_, n) => count(String(n)))"
    phone.call(f"{COUNT} await outbox.put({many}, {{title: 'Asistencia'}})", str(today.pk))
    phone.says(unsent=0)
    batches = phone.road.to(TAKE)
    seconds = max((passed.sent + passed.answered) / EDGE for passed in batches)
    assert (len(batches), Operation.objects.count(), seconds < 15) == (2, 120, True)


def test_two_tabs_do_not_wake_each_other_over_what_the_server_holds(phone, today):
    phone.at(reverse("workshops:today"))
    sent = []
    phone.page.context.route(f"**{TAKE}", receipts(sent, b={"status": "held"}))
    other = Handset(phone.page.context.new_page(), phone.road).at(reverse("workshops:today"))
    phone.call("await outbox.put([{id: 'b', kind: 'mark', record: 's', payload: {}}], {title: 'Asistencia'})")
    other.says(unsent=1)
    other.page.evaluate("""() => {
      window.heard = [];
      new BroadcastChannel('gvp-outbox').onmessage = ({data}) => window.heard.push(data);
    }""")
    state = phone.call(
        "const {state} = await outbox.send(); new BroadcastChannel('gvp-outbox').postMessage('end'); return state"
    )
    other.page.wait_for_function("() => window.heard.includes('end')")
    assert (state, other.page.evaluate("window.heard"), phone.count("receipts")) == ("waiting", ["end"], 0)
