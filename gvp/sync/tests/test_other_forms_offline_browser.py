"""A questionnaire, an action of a network and a replication without signal, from *Hoy* to the row in the database."""

import datetime as dt
from functools import partial
from io import BytesIO

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gvp.sync.tests.handset import Handset
from gvp.testing import browser
from gvp.testing.world import add_man
from participants import fcc15
from participants.models import Assessment, Instrument
from workshops.models import Cycle, NetworkAction, Replication
from workshops.tests.outreach import act, day, make_network, school_leaders, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = reverse("workshops:today")


@pytest.fixture
def man(world):
    fcc15.create(partial(apps.get_model, "participants"))  # the rows of migrations are gone before such a test
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(starts_on=timezone.localdate())
    return add_man(world.jauja.community, "JAU", 70, world.jauja.cycle, given_names="Álvaro Luis")


@pytest.fixture
def network(world):
    network = make_network(world.jauja)
    for man in world.jauja.men[:2]:
        stay(network, man)
    stay(network, world.jauja.men[2], left=20)
    act(world.field, network, world.jauja, world.jauja.men[:1], day(9), message="Decidir entre dos")
    return network


def away(phone):
    """In the village: *Hoy* is open, and nobody answers."""
    phone.prepare().road.cut()
    return phone.at(TODAY).opened().page


def sent(phone):
    """Signal again: sent by the tap, unless the phone was quicker."""
    phone.road.mend()
    phone.page.dispatch_event(".outbox [data-do=send]", "click")
    phone.page.wait_for_selector(".outbox[data-state=sent]")


def begin(page):
    page.get_by_role("link", name="Fichas").first.click()
    page.get_by_role("link", name="Álvaro").click()
    page.get_by_role("heading", name="Álvaro").wait_for()


def test_a_questionnaire_survives_a_dead_battery_and_arrives_whole(phone, world, man):
    page = away(phone)
    begin(page)
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_label("huella").check()
    page.get_by_role("button", name="Empezar").click()
    page.get_by_role("group", name="¿Tiene pareja?").get_by_label("No").check()
    page.get_by_role("group", name="¿Tiene hijas o hijos?").get_by_label("Sí").check()
    page.get_by_role("button", name="primera").click()
    for place in range(1, 4):
        page.get_by_text(f"{place} de 10", exact=True).wait_for()
        page.get_by_role("button", name="En desacuerdo").click()
    page.get_by_text("4 de 10", exact=True).wait_for()
    page.reload()
    phone.unlock()
    for place in range(4, 11):
        page.get_by_text(f"{place} de 10", exact=True).wait_for()
        page.get_by_role("button", name="Más o menos").click()
    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("heading", name="Guardado en este teléfono").wait_for()
    assert (phone.count("entries"), phone.count("drafts"), Assessment.objects.count()) == (1, 0, 0)
    page.get_by_role("link", name="Otra persona").click()
    page.get_by_role("link", name="Álvaro").get_by_text("sin enviar").click()
    page.get_by_text("Ya respondió (línea de base, ").wait_for()
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_label("huella").check()
    page.get_by_role("button", name="Empezar").click()
    page.locator("#error-summary").get_by_text("ya se terminó ese día").wait_for()
    sent(phone)
    stored = Assessment.objects.get()
    assert (stored.participant, stored.recorded_by, stored.round) == (man, world.field, "baseline")
    assert [stored.answers[code] for code in ("M1", "M3", "M4", "P1", "H5")] == [3, 3, 2, "NA", 2]
    assert (stored.finished_at is not None, stored.consent.mode) == (True, "fingerprint")


def test_without_consent_or_on_a_day_to_come_not_one_answer_is_taken(phone, man):
    page = away(phone)
    begin(page)
    page.get_by_role("button", name="Empezar").click()
    assert page.locator(".errorlist").all_inner_texts() == ["Elija el día."]
    page.get_by_label("Día de las respuestas").fill((timezone.localdate() + dt.timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Empezar").click()
    assert page.locator(".errorlist").all_inner_texts() == [
        "Esta fecha es futura. Si no lo es, corrija el reloj del teléfono."
    ]
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_role("button", name="Empezar").click()
    assert page.locator(".errorlist").all_inner_texts() == [
        "Ese día no hay consentimiento para contestar. Pídalo, o no siga."
    ]
    assert (phone.count("drafts"), browser.violations(page)) == (0, [])


def test_two_men_asked_in_turns_keep_their_own_answers(phone, world, man):
    other = world.jauja.men[0]
    page = away(phone)
    page.get_by_role("link", name="Fichas").first.click()
    for name, answer in (("Álvaro", "De acuerdo"), (other.short_name, "Más o menos")):
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="Ayer, ").click()
        page.get_by_label("firma").check()
        page.get_by_role("button", name="Empezar").click()
        for group in ("¿Tiene pareja?", "¿Tiene hijas o hijos?"):
            page.get_by_role("group", name=group).get_by_label("No").check()
        page.get_by_role("button", name="primera").click()
        page.get_by_role("button", name=answer, exact=True).click()
        page.get_by_text("2 de 5", exact=True).wait_for()
        page.get_by_role("button", name="Seguir después").click()
        page.get_by_role("link", name="Otra persona").click()
    page.get_by_role("link", name="Álvaro").get_by_text("empezada en este teléfono").click()
    page.get_by_role("button", name="Seguir: línea de base").click()
    for place in range(2, 6):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        page.get_by_role("button", name="En desacuerdo").click()
    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("heading", name="Guardado en este teléfono").wait_for()
    sent(phone)
    stored = {row.participant: row for row in Assessment.objects.select_related("participant")}
    whole, part = stored[man], stored[other]
    assert [whole.answers[f"M{n}"] for n in range(1, 6)] == [1, 3, 3, 3, 3]
    assert ([part.answers.get(f"M{n}") for n in range(1, 6)], len(stored)) == ([2, None, None, None, None], 2)
    assert (whole.date, whole.finished_at is not None, part.finished_at) == (
        timezone.localdate() - dt.timedelta(days=1), True, None,
    )  # fmt: skip


def asked(phone, man):
    return phone.at(reverse("participants:assess", args=[man.pk])).page


def begin_with(page, ago=0):
    page.get_by_label("Día de las respuestas").fill((timezone.localdate() - dt.timedelta(days=ago)).isoformat())
    page.get_by_label("firma").check()
    page.get_by_role("button", name="Empezar").click()
    page.locator("[data-step=begin]").first.wait_for(state="hidden")


def test_two_tabs_about_one_man_keep_both(phone, man):
    one = asked(phone, man)
    other = asked(Handset(one.context.new_page(), phone.road), man)
    begin_with(one)
    begin_with(other, ago=1)
    assert phone.count("drafts") == 2


OLDER = """
  const draft = (record) => ({ record, person: given[0], instrument: given[1], round: "baseline", date: given[2],
                                        mode: "signature", routes: {}, answers: { M1: 3 }, base: null, later: true });
  await drafts.keep("ficha:" + given[0], [draft("a"), draft("b")]);
"""


def test_what_an_older_version_kept_in_one_list_is_taken_over(phone, man):
    page = phone.at(TODAY).page
    phone.call(OLDER, str(man.pk), str(Instrument.objects.get(code="FCC-15").pk), timezone.localdate().isoformat())
    asked(phone, man).get_by_role("button", name="Seguir: línea de base").last.wait_for()
    kept = phone.call("return (await drafts.list('ficha:')).map(({ id, value }) => [id, value.answers.M1])")
    assert (kept, page.get_by_role("button", name="Seguir: ").count()) == (
        [[f"ficha:{man.pk}:a", 3], [f"ficha:{man.pk}:b", 3]], 2,
    )  # fmt: skip


SHUT = """
  const sealed = { iv: new Uint8Array(12), sealed: new Uint8Array(40) };
  await store.write(given[1].map((id) => ["drafts", "put", { author: given[0], id, ...sealed }]));
"""


def test_a_draft_that_cannot_be_opened_is_said_and_not_overwritten(phone, world, man, network):
    form = reverse("workshops:action_new", args=[network.pk])
    ids = [f"ficha:{man.pk}", f"ficha:{man.pk}:a", f"form:{form}"]
    page = phone.at(TODAY).page
    phone.call(SHUT, str(world.field.pk), ids)
    asked(phone, man).get_by_text("no se pueden abrir").wait_for()
    begin_with(page)
    phone.at(form)
    page.get_by_text("visita", exact=True).click()
    written_down(phone, "visit")
    shut = "return (await store.all('drafts')).filter(({ iv }) => iv.every((each) => !each)).map(({ id }) => id)"
    assert (phone.call(shut), phone.count("drafts")) == (ids, 5)


def test_without_a_key_nothing_is_put_in_the_place_of_what_is_kept(phone, man, world):
    phone.at(TODAY).page.wait_for_selector(".outbox[data-state=sent]")
    phone.call(SHUT, str(world.field.pk), [f"ficha:{man.pk}:a"])
    phone.page.route("**/campo/saludo/", lambda route: route.abort())
    page = asked(phone, man)
    page.get_by_text("no se pueden abrir").wait_for()
    page.get_by_label("firma").check()
    page.get_by_role("button", name="Empezar").click()
    page.get_by_text("No se guardó").wait_for()
    assert phone.count("drafts") == 1


REFUSED = """
  const payload = { person: given[0], instrument: given[1], round: "baseline", date: given[2], consent: null,
                    routes: { P: false, H: false }, answers: { M1: 3, M2: 1 }, finished: true };
  await outbox.put([{ kind: "assessment", record: crypto.randomUUID(), payload }], { title: "Ficha" });
  await outbox.send();
"""


def test_answers_that_the_server_refused_are_corrected_on_the_page_of_the_man(phone, man):
    """He has no consent; a phone of an older version did not ask for one."""
    instrument, today = Instrument.objects.get(code="FCC-15"), timezone.localdate()
    page = phone.at(TODAY).page
    page.wait_for_selector(".outbox[data-state=sent]")
    phone.call(REFUSED, str(man.pk), str(instrument.pk), today.isoformat())
    phone.at(reverse("workshops:assessments"))
    page.get_by_role("link", name="Álvaro").get_by_text("por corregir").click()
    page.get_by_text("Ese día no hay consentimiento").first.wait_for()
    page.get_by_label("firma").check()
    page.get_by_role("button", name="Empezar").click()
    page.get_by_text("3 de 5", exact=True).wait_for()
    for place in range(3, 6):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        page.get_by_role("button", name="Prefiere no contestar").click()
    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("heading", name="Guardado", exact=True).wait_for()
    stored = Assessment.objects.get()
    assert (stored.answers["M1"], stored.answers["M2"], stored.answers["P1"], stored.consent.mode) == (
        3, 1, "NA", "signature",
    )  # fmt: skip
    assert (phone.count("entries"), phone.count("drafts")) == (0, 0)


def written_down(phone, text):
    """What is typed here is in the drafts of the phone, sooner or later."""
    asked = "return JSON.stringify(await drafts.list('form:' + location.pathname))"
    assert any(text in phone.call(asked) for _ in range(500))


def test_two_actions_from_one_page_are_two(phone, world, network):
    page = away(phone)
    for kind, women in (("visita", 10), ("charla", 1)):
        page.get_by_role("link", name="Acción de la red").click()
        page.get_by_text(kind, exact=True).click()
        page.get_by_role("button", name="Hoy, ").click()
        page.get_by_text(world.jauja.men[1].short_name).click()
        page.get_by_text("Decidir entre dos").click()
        page.get_by_role("button", name=f"Mujeres: {women} más").click()
        assert page.get_by_text("La foto viaja solo con señal").is_visible()
        assert page.locator("input[type=file]").count() == 0
        page.get_by_role("button", name="Guardar la acción").click()
        page.get_by_role("heading", name="Hoy", exact=True).wait_for()
    sent(phone)
    made = NetworkAction.objects.filter(date=timezone.localdate()).order_by("women")
    assert list(made.values_list("kind", "women", "message", "recorded_by")) == [
        ("talk", 1, "Decidir entre dos", world.field.pk),
        ("visit", 10, "Decidir entre dos", world.field.pk),
    ]


def test_whoever_was_no_member_that_day_is_asked_about_on_the_phone(phone, world, network):
    page = away(phone)
    page.get_by_role("link", name="Acción de la red").click()
    page.get_by_text("charla", exact=True).click()
    written_down(phone, "talk")
    page.get_by_role("link", name="Hoy").first.click()
    page.get_by_role("link", name="Acción de la red").click()
    page.get_by_role("button", name="Empezar de nuevo").click()
    page.get_by_role("button", name="Empezar de nuevo").wait_for(state="detached")
    assert not page.get_by_label("charla").is_checked()
    page.get_by_text("visita", exact=True).click()
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_text("Los que se retiraron").click()
    page.get_by_text(world.jauja.men[2].short_name).click()
    page.get_by_role("button", name="Guardar la acción").click()
    page.get_by_label("La dirigieron igual").check()
    page.get_by_role("button", name="Guardar la acción").click()
    page.get_by_role("heading", name="Hoy", exact=True).wait_for()
    sent(phone)
    made = NetworkAction.objects.get(date=timezone.localdate())
    assert list(made.leaders.all()) == [world.jauja.men[2]]


def test_what_was_half_typed_comes_back_and_what_was_refused_too(phone, world, network):
    page = away(phone)
    page.get_by_role("link", name="Acción de la red").click()
    page.get_by_text("visita", exact=True).click()
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_text(world.jauja.men[0].short_name).click()
    page.get_by_label("Otro mensaje").fill("Le pegó a María Quispe Huamán")
    written_down(phone, "María")
    page.reload()
    phone.unlock()
    page.get_by_text("Aquí está lo que escribió").wait_for()
    assert page.get_by_label("Otro mensaje").input_value() == "Le pegó a María Quispe Huamán"
    page.get_by_role("button", name="Guardar la acción").click()
    page.get_by_role("heading", name="Hoy", exact=True).wait_for()
    phone.road.mend()
    page.dispatch_event(".outbox [data-do=send]", "click")
    page.wait_for_selector(".outbox[data-state=late]")
    phone.at(reverse("workshops:action_new", args=[network.pk]))
    page.locator("#error-summary").wait_for()
    assert page.get_by_label("visita").is_checked()
    page.get_by_label("Otro mensaje").fill("Hablar sin gritar")
    page.get_by_role("button", name="Guardar la acción").click()
    page.wait_for_url("**/acciones/*-*/")
    made = NetworkAction.objects.get(kind="visit")
    assert (made.message, list(made.leaders.all()), phone.count("entries")) == (
        "Hablar sin gritar", [world.jauja.men[0]], 0,
    )  # fmt: skip


def a_photo():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    return {"name": "acta.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_photo_goes_with_signal_and_holds_nothing_up_without(phone, world, network, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = phone.prepare().page
    for kind in ("visita", "charla"):
        phone.at(reverse("workshops:action_new", args=[network.pk]))
        page.get_by_text(kind, exact=True).click()
        page.get_by_text(world.jauja.men[0].full_name).click()
        page.set_input_files("[name=evidence_file]", a_photo())
        if kind == "charla":
            phone.road.cut()
        page.get_by_role("button", name="Guardar la acción").click()
        page.wait_for_url("**/acciones/*-*/" if kind == "visita" else "**/hoy/")
    phone.opened()
    sent(phone)
    made = NetworkAction.objects.filter(date=timezone.localdate()).order_by("kind")
    assert [(action.kind, bool(action.evidence_file)) for action in made] == [("talk", False), ("visit", True)]


def test_a_replication_takes_a_few_taps(phone, world):
    cycle, leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    page = away(phone)
    page.get_by_role("link", name="Réplica").click()
    page.get_by_text(leaders[0].code).click()
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_text("5 A", exact=True).last.click()
    page.get_by_role("button", name="Mujeres: 10 más").click()
    page.get_by_role("button", name="Guardar la réplica").click()
    page.get_by_role("heading", name="Hoy", exact=True).wait_for()
    assert Replication.objects.count() == 0
    sent(phone)
    made = Replication.objects.get()
    assert (made.women, made.grade, made.section, list(made.leaders.all()), made.school) == (
        10, "5", "A", leaders[:1], world.jauja.school,
    )  # fmt: skip
