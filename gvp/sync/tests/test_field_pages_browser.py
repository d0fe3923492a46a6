"""Hoy, the roster, a walk-in and the report in a village: the phone is prepared in town, and the road is cut."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync.tests.handset import Handset
from gvp.testing import browser
from gvp.testing.world import FIRST_DAY, add_man
from participants.andean import key
from participants.models import Participant
from workshops.models import Attendance, Cycle, Mark, Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def group(world):
    """Twenty-five men and a session today at six; another the day after tomorrow."""
    place = world.jauja
    place.men += [add_man(place.community, "JAU", n, place.cycle) for n in range(10, 32)]
    other = Cycle.objects.create(code="K-2", name="Otro ciclo", community=place.community, starts_on=FIRST_DAY)
    other.facilitators.add(world.field)
    add_man(place.community, "JAU", 77, other, given_names="Toribio Félix", first_surname="Llanos")
    today = timezone.localdate()
    Workshop.objects.filter(cycle=place.cycle).update(date=today + dt.timedelta(days=60))  # too far to be taken along
    for workshop, days in zip(place.workshops, (0, 2), strict=False):
        Workshop.objects.filter(pk=workshop.pk).update(date=today + dt.timedelta(days=days), starts_at=dt.time(18, 0))
    return world


@pytest.fixture
def session(group):
    return Workshop.objects.get(pk=group.jauja.workshops[0].pk)


@pytest.fixture
def away(group, phone, road) -> Handset:
    """Prepared, and out of reach."""
    phone.prepare()
    road.cut()
    return phone


def address(session, name="roster"):
    return reverse(f"workshops:{name}", args=[session.pk])


def row(page, code):
    return page.locator(".people > li", has_text=code)


def in_village(away, path):
    away.at(path)
    away.opened()
    return away.page


def states():
    return dict(Attendance.objects.values_list("participant__code", "state"))


def test_after_the_pin_twenty_five_men_are_logged_with_five_taps_and_one_for_each_absentee(away, road, session):
    """The five of the field day without signal: icon, session, everybody present, head count, save."""
    absentees, taps = ("JAU-0011", "JAU-0020"), 0
    page = in_village(away, reverse("workshops:today"))

    def tap(target):
        nonlocal taps
        target.click()
        taps += 1

    taps += 1  # the icon on the phone's first screen
    tap(page.locator(".days a").first)
    tap(page.locator("#everyone"))
    for code in absentees:
        tap(row(page, code).locator(".tap"))
    tap(page.locator("#id_head_count"))
    page.keyboard.type("24")
    tap(page.locator("#save"))
    page.wait_for_selector("#unsent:not([hidden])")
    assert taps == 5 + len(absentees)
    assert page.locator("#unsent [data-part=tally]").inner_text().split() == ["23", "presentes", "2", "faltas"]
    assert states() == {}
    road.mend()
    away.says(0)
    assert sorted(code for code, state in states().items() if state == "absent") == sorted(absentees)
    assert (len(states()), Workshop.objects.get(pk=session.pk).head_count) == (25, 24)


def test_the_roster_opened_again_shows_what_is_unsent_and_the_next_mark_builds_on_it(away, road, session):
    page = in_village(away, address(session))
    row(page, "JAU-0011").locator(".tap").click()
    page.locator("#id_head_count").fill("1")
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    page.get_by_role("link", name="Corregir").click()
    page.wait_for_selector("#roster.is-quick")
    man = row(page, "JAU-0011")
    man.locator(".unsent:visible").wait_for()
    assert man.get_attribute("data-state") == "present"
    assert page.locator("#id_head_count").input_value() == "1"
    man.locator(".tap").click()
    page.locator("#save").click()
    page.wait_for_selector("#unsent [data-state=absent]:not([hidden])")
    road.mend()
    away.says(0)
    stored = Attendance.objects.get()
    assert (stored.state, stored.disputed, Mark.objects.count()) == ("absent", False, 2)
    assert stored.mark.base == Mark.objects.get(state="present").pk
    assert Workshop.objects.get(pk=session.pk).head_count == 1


def test_somebody_who_takes_part_is_found_without_signal_however_he_is_written(away, road, group, session):
    """He belongs to another cycle of the same facilitator, and was taken along."""
    page = in_village(away, address(session))
    row(page, "JAU-0011").locator(".tap").click()
    page.get_by_role("button", name="Llegó alguien más").click()
    page.locator("#q").press_sequentially("yanos toribio")
    page.locator(".found button").click()
    extra = row(page, "JAU-0077")
    extra.locator(".unsent:visible").wait_for()
    assert extra.get_attribute("data-state") == "present"
    assert extra.inner_text().split("\n")[0] == "Toribio Llanos H."
    road.mend()
    away.says(0)
    assert states() == {"JAU-0011": "present", "JAU-0077": "present"}


def test_a_new_man_is_registered_without_signal_and_can_still_be_corrected(away, road, session):
    page = in_village(away, address(session, "walk_in"))
    page.locator("#q").fill("Toribio Cuadrado Soto")
    page.locator("#new-man > summary").click()
    page.get_by_role("button", name="Registrar y marcar presente").click()
    page.locator("#error-summary").wait_for()
    page.locator("#id_birth_year").fill("1979")
    page.get_by_label("con su firma").check()
    page.get_by_role("button", name="Registrar y marcar presente").click()
    new = row(page, "Toribio Cuadrado")
    new.locator(".unsent:visible").wait_for()
    new.locator(".others").click()
    new.get_by_text("tarde", exact=True).click()
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    road.mend()
    away.says(0)
    man = Participant.objects.get(first_surname="Cuadrado")
    assert (man.birth_year, Attendance.objects.get(participant=man).state) == (1979, "late")


def test_one_more_without_registration_is_counted_on_the_phone_and_once_on_the_server(away, road, session):
    page = in_village(away, address(session, "walk_in"))
    page.locator("#one-more button").click()
    page.wait_for_selector("#roster.is-quick")
    assert page.locator("#id_unregistered").input_value() == "1"
    page.locator("#id_unregistered").fill("3")
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    road.mend()
    away.says(0)
    assert Workshop.objects.get(pk=session.pk).unregistered == 3


def test_what_comes_back_is_corrected_on_its_page_and_loses_no_mark(away, road, session):
    """Written in the village, refused in town: the note looks like a name. The marks beside it have arrived."""
    page = in_village(away, address(session))
    row(page, "JAU-0011").locator(".tap").click()
    page.get_by_text("Agregar una observación").click()
    page.locator("#id_note").fill("Vino don Ficticio con la llave")
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    road.mend()
    page.wait_for_selector(".outbox[data-state=late]")
    away.at(address(session))
    page.locator("#error-summary").wait_for()
    assert page.locator("#id_note").input_value() == "Vino don Ficticio con la llave"
    assert row(page, "JAU-0011").get_attribute("data-state") == "present"
    page.locator("[name=note_kept]").check()
    page.locator("#save").click()
    away.says(0)
    assert Workshop.objects.get(pk=session.pk).note == "Vino don Ficticio con la llave"
    assert (states(), Attendance.objects.filter(disputed=True).count()) == ({"JAU-0011": "present"}, 0)


def test_a_registration_that_comes_back_is_filled_in_again(away, road, session):
    page = in_village(away, address(session, "walk_in"))
    page.locator("#q").fill("Toribio Cuadrado")
    page.locator("#new-man > summary").click()
    page.locator("#id_birth_year").fill("2019")
    page.get_by_label("con su firma").check()
    page.get_by_role("button", name="Registrar y marcar presente").click()
    page.wait_for_selector("#roster.is-quick")
    road.mend()
    page.wait_for_selector(".outbox[data-state=late]")
    away.at(address(session, "walk_in"))
    page.locator("#error-summary").wait_for()
    page.locator("#id_birth_year[aria-invalid]").fill("1979")
    page.get_by_role("button", name="Registrar y marcar presente").click()
    away.says(0)
    assert (Participant.objects.get(first_surname="Cuadrado").birth_year, len(states())) == (1979, 1)


def test_a_new_man_who_comes_back_keeps_his_key_and_his_later_mark_arrives(away, road, session):
    page = in_village(away, address(session, "walk_in"))
    page.locator("#q").fill("Toribio Cuadrado")
    page.locator("#new-man > summary").click()
    page.locator("#id_birth_year").fill("2019")
    page.get_by_label("con su firma").check()
    page.get_by_role("button", name="Registrar y marcar presente").click()
    new = row(page, "Toribio Cuadrado")
    new.locator(".others").click()
    new.get_by_text("tarde", exact=True).click()
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    key = away.call("return (await outbox.pending())[0].operations[0].payload.person")
    road.mend()
    page.wait_for_selector(".outbox[data-state=late]")
    away.at(address(session, "walk_in"))
    page.locator("#id_birth_year[aria-invalid]").fill("1979")
    page.get_by_role("button", name="Registrar y marcar presente").click()
    away.says(0)
    man = Participant.objects.get(first_surname="Cuadrado")
    assert (str(man.pk), Attendance.objects.get(participant=man).state) == (key, "late")


def test_hoy_says_what_is_kept_on_this_phone_and_leads_to_it(away, session):
    page = in_village(away, address(session))
    page.locator("#everyone").click()
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    page.locator(".primary-bar a").click()
    line = page.locator(".days > li", has=page.locator(".kept-here"))
    assert line.get_attribute("data-session") == str(session.pk)
    line.locator("a").click()
    page.wait_for_selector("#unsent:not([hidden])")
    assert page.locator("#unsent [data-part=tally]").inner_text().split() == ["25", "presentes"]


def test_what_is_wrong_is_said_without_signal_and_loses_no_tick(away, session):
    page = in_village(away, address(session))
    page.locator("#save").click()
    page.locator("#error-summary").wait_for()
    page.locator("#everyone").click()
    page.locator("#id_head_count").fill("-4")
    page.locator("#save").click()
    page.locator("#id_head_count[aria-invalid]").wait_for()
    assert page.locator("#tally").inner_text().split() == ["25", "presentes"]
    assert away.count("entries") == 0


def test_a_session_of_another_day_opens_on_its_day(away, group, session):
    """Two days later, by the phone's clock, with the pages of before."""
    ahead = Workshop.objects.get(pk=group.jauja.workshops[1].pk)
    page = in_village(away, address(ahead))
    assert page.locator("#too-early").is_visible()
    assert (page.locator("#save").is_visible(), page.locator("fieldset:enabled").count()) == (False, 0)
    page.clock.set_fixed_time(timezone.now() + dt.timedelta(days=2))
    in_village(away, reverse("workshops:today"))
    today = page.locator("section[data-part=today] .days > li")
    late = page.locator("section[data-part=unlogged] .days > li").first
    assert (today.get_attribute("data-session"), late.get_attribute("data-session")) == (str(ahead.pk), str(session.pk))
    today.locator("a").click()
    page.wait_for_selector("#roster.is-quick")
    assert page.locator("#too-early").is_hidden()


def test_a_phone_whose_battery_died_and_that_believes_to_be_in_1970_logs_the_session(away, session):
    away.page.clock.set_fixed_time(dt.datetime(1970, 1, 1, 12, tzinfo=dt.UTC))
    page = in_village(away, address(session))
    page.wait_for_selector("#roster.is-quick")
    page.locator("#everyone").click()
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    assert page.locator("#unsent [data-part=tally]").inner_text().split() == ["25", "presentes"]


def test_only_what_is_not_written_down_holds_the_person_back(away, session):
    page = in_village(away, address(session))
    row(page, "JAU-0011").locator(".tap").click()
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()


def test_the_pages_of_the_field_day_are_accessible_and_fit_without_signal(away, session):
    """Hoy, the roster with what is unsent, the people found, the report: as a phone shows them by itself."""
    page = in_village(away, address(session))
    seen = {}

    def look(name):
        seen[name] = browser.violations(page) + browser.sideways(page, browser.PHONE)
        seen[name] += browser.sideways(page, browser.ZOOMED)
        page.set_viewport_size(browser.PHONE)

    page.locator("#everyone").click()
    page.get_by_role("button", name="Llegó alguien más").click()
    page.locator("#q").press_sequentially("yanos")
    page.locator(".found button").wait_for()
    look("found")
    page.locator(".found button").click()
    page.locator(".people .unsent:visible").first.wait_for()
    look("roster")
    page.locator("#save").click()
    page.wait_for_selector("#unsent:not([hidden])")
    look("report")
    page.locator(".primary-bar a").click()
    page.wait_for_selector(".kept-here")
    look("hoy")
    assert seen == {"found": [], "roster": [], "report": [], "hoy": []}


def test_a_name_sounds_on_the_phone_as_it_does_on_the_server(page, live_server):
    names = ["Huamán", "Waman", "Quispe", "Kispe", "Ccanto", "Llanos", "Yanos", "Hinostroza", "Ñahuincopa", "Cerrón",
             "Vilca", "Chanca", "Guillermo", "Eloy", "Cahuana", "Mamanni"]  # fmt: skip
    page.goto(live_server.url + reverse("base:help_card"))
    program = "async (names) => names.map((await import('/static/js/names.js')).sound)"
    heard = page.evaluate(program, names)
    assert heard == [key(name) for name in names]
