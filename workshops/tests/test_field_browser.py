"""Field staff with a cheap phone: few taps, by keyboard alone, without JavaScript, accessible."""

import datetime as dt
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import add_man, hold
from workshops import marking
from workshops.claims import Claim
from workshops.models import Attendance, Mark, Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = {"given_names": "Juan Crisóstomo Hermenegildo", "first_surname": "De la Cruz-Hinostroza Ñaupari"}


@pytest.fixture
def group(world):
    """Twenty-five men and a session today at six; another of last week that nobody logged."""
    place = world.jauja
    place.men += [add_man(place.community, "JAU", n, place.cycle) for n in range(10, 31)]
    place.men.append(add_man(place.community, "JAU", 31, place.cycle, **LONG))
    today = timezone.localdate()
    for workshop, date in zip(place.workshops, (today, today - dt.timedelta(days=7)), strict=False):
        Workshop.objects.filter(pk=workshop.pk).update(date=date, starts_at=dt.time(18, 0))
    return world


@pytest.fixture
def session(group):
    return Workshop.objects.get(pk=group.jauja.workshops[0].pk)


@pytest.fixture
def phone(page, live_server, login, group):
    """A browser in which field staff has logged in. `phone.at(path)` opens a page of ours."""
    cookie = login(group.field).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.at = lambda path: page.goto(live_server.url + path)
    return page


def roster(session):
    return reverse("workshops:roster", args=[session.pk])


def saved(page):
    page.wait_for_url("**/informe/")


def row(page, code):
    return page.locator(".people > li", has_text=code)


def states():
    return dict(Attendance.objects.values_list("participant__code", "state"))


def test_twenty_five_men_are_logged_with_five_taps_and_one_for_each_absentee(phone, group, session):
    absentees, taps = ("JAU-0011", "JAU-0020"), 0

    def tap(target):
        nonlocal taps
        target.click()
        taps += 1

    phone.at(reverse("workshops:today"))  # the icon on the phone's first screen
    taps += 1
    tap(phone.locator(".days a").first)
    tap(phone.locator("#everyone"))
    for code in absentees:
        tap(row(phone, code).locator(".tap"))
    assert phone.locator("#tally").inner_text().split() == ["23", "presentes", "2", "faltas"]
    tap(phone.locator("#id_head_count"))
    phone.keyboard.type("24")
    tap(phone.locator("#save"))
    saved(phone)
    assert taps == 5 + len(absentees)
    assert sorted(code for code, state in states().items() if state == "absent") == sorted(absentees)
    assert len(states()) == 25
    assert Workshop.objects.get(pk=session.pk).head_count == 24


def test_the_save_button_is_within_reach_of_the_thumb_wherever_the_list_stands(phone, session):
    phone.at(roster(session))
    for place in (0, 600, 99999):
        phone.evaluate(f"window.scrollTo(0, {place})")
        box = phone.locator("#save").bounding_box()
        assert (box["y"] > 740 / 2, box["y"] + box["height"] <= 740, box["height"] >= 48) == (True, True, True)


def test_every_target_of_the_roster_is_large_enough_for_a_thumb(phone, session):
    phone.at(roster(session))
    boxes = [target.bounding_box() for target in phone.locator(".tap, .others, #everyone, #save").all()]
    assert [box for box in boxes if box["height"] < 48 or box["width"] < 48] == []


def test_a_second_tap_takes_the_absence_back_and_everyone_can_be_undone(phone, session):
    phone.at(roster(session))
    everyone, tally = phone.locator("#everyone"), phone.locator("#tally")
    row(phone, "JAU-0011").locator(".tap").click()
    everyone.click()
    assert tally.inner_text().split()[:2] == ["25", "presentes"]
    everyone.click()
    assert tally.inner_text().split() == ["1", "presente", "24", "sin", "marcar"]


def test_the_other_states_are_behind_the_second_target(phone, session):
    phone.at(roster(session))
    late = row(phone, "JAU-0011")
    late.locator(".others").click()
    late.get_by_text("tarde", exact=True).click()
    assert late.locator("fieldset").is_hidden()
    phone.locator("#save").click()
    saved(phone)
    assert states() == {"JAU-0011": "late"}


def test_only_what_changed_travels(phone, session, group):
    hold(session, *group.jauja.men)
    phone.at(roster(session))
    row(phone, "JAU-0011").locator(".tap").click()
    with phone.expect_request(lambda request: request.method == "POST") as sent:
        phone.locator("#save").click()
    saved(phone)
    assert sent.value.post_data.count('"kind":"mark"') == 1
    assert states()["JAU-0011"] == "absent"
    assert Mark.objects.count() == 1


def test_going_back_and_saving_again_stores_nothing_twice(phone, session):
    phone.at(roster(session))
    phone.locator("#everyone").click()
    phone.locator("#save").click()
    saved(phone)
    phone.go_back()
    phone.locator("#save").click()
    saved(phone)
    assert (Mark.objects.count(), Attendance.objects.filter(disputed=True).count()) == (25, 0)


def test_two_quick_taps_on_save_store_once(phone, session):
    phone.at(roster(session))
    phone.locator("#everyone").click()
    phone.locator("#save").dblclick()
    saved(phone)
    assert Mark.objects.count() == 25


def test_a_mistake_in_a_count_loses_no_tick(phone, session):
    phone.at(roster(session))
    phone.locator("#everyone").click()
    row(phone, "JAU-0011").locator(".tap").click()
    phone.locator("#id_head_count").fill("-4")
    phone.locator("#save").click()
    phone.locator("#error-summary").wait_for()
    assert phone.locator("#tally").inner_text().split() == ["24", "presentes", "1", "falta"]
    phone.locator("#id_head_count").fill("24")
    phone.locator("#save").click()
    saved(phone)
    assert len(states()) == 25


def test_a_note_that_looks_like_a_name_is_asked_about_once_and_may_stay(phone, session):
    phone.at(roster(session))
    row(phone, "JAU-0011").locator(".tap").click()
    phone.get_by_text("Agregar una observación").click()
    phone.locator("#id_note").fill("Vino don Ficticio con la llave")
    phone.locator("#save").click()
    phone.locator("#error-summary").wait_for()
    phone.locator("[name=note_kept]").check()
    phone.locator("#save").click()
    saved(phone)
    assert Workshop.objects.get(pk=session.pk).note == "Vino don Ficticio con la llave"
    assert (states(), Mark.objects.count()) == ({"JAU-0011": "present"}, 1)


def test_enter_in_a_count_saves_and_presses_nothing_else(phone, session):
    phone.at(roster(session))
    row(phone, "JAU-0011").locator(".tap").click()
    phone.locator("#id_head_count").fill("1")
    phone.keyboard.press("Enter")
    saved(phone)
    assert states() == {"JAU-0011": "present"}


def test_a_disagreement_is_seen_and_settled(phone, session, group):
    man = group.jauja.men[0]
    for user, state in ((group.field, "present"), (group.coordinator, "absent")):
        marking.save(by=user, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, state)])
    phone.at(roster(session))
    disputed = phone.locator(".is-disputed")
    assert disputed.locator(".claim").count() == 2
    disputed.locator("label:has([value=absent])").click()
    phone.locator("#save").click()
    saved(phone)
    stored = Attendance.objects.get()
    assert (stored.state, stored.disputed) == ("absent", False)


def test_a_walk_in_is_found_while_typing_and_his_tap_keeps_the_others(phone, session, group):
    add_man(group.jauja.community, "JAU", 77, first_surname="Llanos", given_names="Toribio")
    phone.at(roster(session))
    row(phone, "JAU-0011").locator(".tap").click()
    phone.get_by_role("button", name="Llegó alguien más").click()
    phone.locator("#q").press_sequentially("yanos")
    phone.locator(".found button").click()
    phone.wait_for_url("**" + roster(session))
    assert states() == {"JAU-0011": "present", "JAU-0077": "present"}


def test_a_new_man_is_registered_with_few_keys(phone, session):
    """Twenty seconds of typing are about fifty keys on a phone."""
    phone.at(reverse("workshops:walk_in", args=[session.pk]))
    keys = 0

    def typing(target, text):
        nonlocal keys
        keys += len(text)
        target.press_sequentially(text)

    typing(phone.locator("#q"), "Toribio Cuadrado Soto")
    phone.locator("#new-man > summary").click()
    typing(phone.locator("#id_birth_year"), "1979")
    phone.get_by_label("con su firma").check()
    phone.get_by_role("button", name="Registrar y marcar presente").click()
    phone.wait_for_url("**" + roster(session))
    assert keys <= 50
    assert Attendance.objects.get().participant.full_name == "Cuadrado Soto, Toribio"


def test_the_whole_round_goes_by_keyboard_alone(phone, session):
    def reach(selector):
        for _ in range(90):
            if phone.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            phone.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    phone.at(reverse("workshops:today"))
    reach(".days a")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**" + roster(session))
    reach("#everyone")
    phone.keyboard.press("Space")
    reach(".tap")
    phone.keyboard.press("Space")
    reach(".others")
    phone.keyboard.press("Enter")
    phone.keyboard.press("ArrowRight")
    reach("#id_head_count")
    phone.keyboard.type("25")
    reach("#save")
    phone.keyboard.press("Enter")
    saved(phone)
    assert len(states()) == 25


def test_without_javascript_the_same_is_done_with_radio_buttons(browser, live_server, login, group, session):
    cookie = login(group.field).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + roster(session))
    page.locator("#everyone").click()
    row(page, "JAU-0011").get_by_text("falta", exact=True).click()
    row(page, "JAU-0020").get_by_text("tarde", exact=True).click()
    page.locator("#id_head_count").fill("24")
    page.locator("#save").click()
    saved(page)
    context.close()
    found = states()
    assert (len(found), found["JAU-0011"], found["JAU-0020"]) == (25, "absent", "late")


@pytest.fixture
def pages(group, session):
    """Every field page, in a state that shows all of its parts."""
    marking.save(by=group.coordinator, workshop=session.pk,
                 claims=[Claim(uuid.uuid4(), man.pk, "present") for man in group.jauja.men[:9]])  # fmt: skip
    marking.save(by=group.field, workshop=session.pk, claims=[Claim(uuid.uuid4(), group.jauja.men[0].pk, "absent")])
    names = ("roster", "report", "history", "walk_in", "evidence", "sheet_page")
    ahead = Workshop.objects.get(pk=group.jauja.workshops[2].pk)
    Workshop.objects.filter(pk=ahead.pk).update(date=timezone.localdate() + dt.timedelta(days=5))
    return [reverse("workshops:today"), roster(ahead), *(reverse(f"workshops:{n}", args=[session.pk]) for n in names)]


def test_axe_finds_nothing_on_any_field_page(phone, pages):
    found = {}
    for path in pages:
        phone.at(path)
        phone.wait_for_load_state("networkidle")
        result = Axe().run(phone)
        if result.violations_count:
            found[path] = result.generate_report()
    assert found == {}


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways(phone, pages, width):
    phone.set_viewport_size({"width": width, "height": 740})
    wide = []
    for path in pages:
        phone.at(path)
        if phone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert wide == []


def test_no_field_page_asks_the_browser_for_anything_it_refuses(phone, pages):
    complaints = []
    phone.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    for path in pages:
        phone.at(path)
        phone.wait_for_load_state("networkidle")
    assert complaints == []
