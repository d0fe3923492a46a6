"""Por revisar on screen: both versions, one button each, undone by another; nothing that the reader may not see."""

import datetime as dt
import re
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync.models import Operation
from gvp.sync.registry import KINDS
from gvp.testing.answers import assess, consent_to_evaluation
from gvp.testing.furnished_field import a_dispute, a_phone, late_mark
from gvp.testing.world import add_man
from participants.models import Instrument
from workshops import planning
from workshops.models import Attendance, Decision

pytestmark = pytest.mark.django_db
URL = reverse("sync:review")


@pytest.fixture
def session(world):
    found = world.jauja.workshops[0]
    planning.cancel(by=world.coordinator, workshop=found, reason="Lluvia")
    return found


@pytest.fixture
def waits(world, session):
    """Three marks of one phone."""
    phone = a_phone(world.field)
    return [late_mark(session, man, world.field, phone, province=world.jauja.province) for man in world.jauja.men]


@pytest.fixture
def dispute(world):
    return a_dispute(world.jauja.workshops[1], world.jauja.men[0], world.field, world.coordinator)


def arrived(world, kind, payload, record=None, **facts):
    known = {"kind": kind, "record": record or uuid.uuid4(), "payload": payload, "province": world.jauja.province}
    return late_mark(world.jauja.workshops[2], world.jauja.men[0], world.field, None, **known | facts)


def noon_of(session):
    return timezone.make_aware(dt.datetime.combine(session.date, dt.time(12)))


def words(answer):
    """The text of the page without its tags, spaces single."""
    inside = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def decide(client, waits, decision, **more):
    sent = {"decision": decision, "also": [row.pk for row in waits[1:]]} | more
    return client.post(reverse("sync:decide", args=[waits[0].pk]), sent)


def statuses():
    return sorted(Operation.objects.values_list("status", flat=True))


def test_marks_for_a_suspended_session_are_told_beside_what_is_stored(world, login, waits):
    text = words(login(world.coordinator).get(URL))
    assert "Suspendida: lluvia" in text
    assert "3 marcas de asistencia" in text
    assert text.count("sin marcar falta") == 3
    assert "Quispe 1 Huamán, Ficticio · JAU-0001" in text


def test_all_that_is_one_thing_is_taken_by_one_button(world, login, waits):
    answer = decide(login(world.coordinator), waits, "apply")
    assert answer.url == f"{URL}?hecho=o-{waits[0].pk}"
    assert (statuses(), Attendance.objects.count()) == (["applied"] * 3, 3)


def test_and_undone_by_one(world, login, session, waits):
    client = login(world.coordinator)
    page = client.get(decide(client, waits, "apply").url)
    undo = re.search(r'action="([^"]+)" class="notice ok tray-undo"', page.content.decode()).group(1)
    client.post(undo)
    session.refresh_from_db()
    assert (statuses(), Attendance.objects.count(), session.status) == (["review"] * 3, 0, "cancelled")


def test_left_aside_nothing_changes(world, login, waits):
    decide(login(world.coordinator), waits, "discard")
    assert (statuses(), Attendance.objects.count()) == (["discarded"] * 3, 0)


def test_what_cannot_be_taken_stays_and_says_why_once(world, login, waits):
    for row in waits[1:]:
        row.payload = row.payload | {"state": "flew"}
        row.save()
    client = login(world.coordinator)
    page = client.get(decide(client, waits, "apply").url).content
    assert (statuses(), page.count(b'class="error"')) == (["applied", "review", "review"], 1)


def test_a_mistake_of_ours_in_one_keeps_none_of_the_others(world, login, waits, monkeypatch, caplog):
    handle = KINDS["mark"].handle

    def stumbles(operation):
        return {}["Quispe"] if operation.id == waits[1].pk else handle(operation)

    monkeypatch.setitem(KINDS, "mark", replace(KINDS["mark"], handle=stumbles))
    client = login(world.coordinator)
    text = words(client.get(decide(client, waits, "apply").url))
    assert (statuses(), text.count("Algo de esto no se pudo guardar")) == (["applied", "applied", "review"], 1)
    assert ("KeyError" in caplog.text, "Quispe" in caplog.text) == (True, False)


def test_one_choice_is_needed(world, login, waits):
    client = login(world.coordinator)
    assert "Elija una de las dos." in words(client.get(decide(client, waits, "both").url))
    assert statuses() == ["review"] * 3


def test_back_to_the_same_reason_session_and_page(world, login, session, waits):
    kept = {"motivo": "cancelled", "sesion": str(session.pk), "page": "2"}
    answer = decide(login(world.coordinator), waits, "discard", **kept)
    assert answer.url == f"{URL}?motivo=cancelled&sesion={session.pk}&page=2&hecho=o-{waits[0].pk}"


def test_a_dispute_is_decided_and_undone(world, login, dispute):
    client = login(world.coordinator)
    ticket = re.search(r'name="ticket" value="([^"]+)"', client.get(URL).content.decode()).group(1)
    sent = {"decision": "absent", "ticket": ticket}
    for _ in range(2):
        answer = client.post(reverse("sync:decide_dispute", args=[dispute.pk]), sent)
    decision = Decision.objects.get()
    dispute.refresh_from_db()
    assert (dispute.state, dispute.disputed, answer.url) == ("absent", False, f"{URL}?hecho=d-{decision.pk}")
    client.post(reverse("sync:undecide_dispute", args=[decision.pk]))
    dispute.refresh_from_db()
    assert (dispute.state, dispute.disputed) == ("present", True)


@pytest.mark.parametrize("sent", [{}, {"decision": "absent"}, {"decision": "flew", "ticket": str(uuid.uuid4())}])
def test_a_dispute_is_not_decided_by_half_a_form(world, login, dispute, sent):
    login(world.coordinator).post(reverse("sync:decide_dispute", args=[dispute.pk]), sent)
    assert Decision.objects.count() == 0


def test_monitoring_reads_and_decides_nothing(world, login, waits, dispute):
    page = login(world.users["monitoring"]).get(URL)
    assert "Decide la coordinación de la provincia." in words(page)
    assert b'name="decision"' not in page.content


def test_what_was_for_a_deleted_session_offers_those_of_its_author(world, login):
    client, other = login(world.coordinator), world.jauja.workshops[2]
    waits = late_mark(
        world.jauja.workshops[0], world.jauja.men[0], world.field, None,
        record=uuid.uuid4(), reason="deleted", province=world.jauja.province, captured_at=noon_of(other),
    )  # fmt: skip
    offered = re.findall(r'<option value="([^"]+)"', client.get(URL).content.decode())
    assert str(other.pk) in offered
    decide(client, [waits], "apply", session=str(other.pk))
    assert Attendance.objects.get().workshop == other


def test_without_another_session_it_can_only_be_left_aside(world, login):
    late_mark(
        world.jauja.workshops[0], world.jauja.men[0], world.field, None,
        record=uuid.uuid4(), reason="deleted", province=world.jauja.province,
        captured_at=noon_of(world.jauja.workshops[0]) - dt.timedelta(days=365),
    )  # fmt: skip
    page = login(world.coordinator).get(URL).content.decode()
    assert re.findall(r'name="decision" value="(\w+)"', page) == ["discard"]
    assert "solo se puede descartar" in page


def test_answers_are_counted_and_never_shown(world, login):
    payload = {
        "person": str(world.jauja.men[0].pk), "instrument": str(Instrument.objects.get(code="FCC-15").pk),
        "round": "baseline", "date": "2026-03-10", "answers": {"M1": 4, "M2": 3}, "finished": False,
    }  # fmt: skip
    arrived(world, "assessment", payload, reason="conflict")
    page = login(world.coordinator).get(URL)
    assert "2 respuestas, sin terminar 1 ficha" in words(page)
    assert "M1" not in words(page)


def test_a_conflicting_questionnaire_says_how_many_answers_differ(world, login):
    man, form = world.jauja.men[0], Instrument.objects.get(code="FCC-15")
    consent_to_evaluation(man)
    assess(man, "baseline", dt.date(2026, 3, 10), {"M1": 4, "M2": 3, "M3": 1})
    payload = {"person": str(man.pk), "instrument": str(form.pk), "round": "baseline", "date": "2026-03-10",
               "answers": {"M1": "4", "M2": 1, "M4": 2}, "finished": False}  # fmt: skip
    arrived(world, "assessment", payload, reason="conflict")
    text = words(login(world.coordinator).get(URL))
    assert "3 respuestas, sin terminar Ya está guardado" in text
    assert "3 respuestas, sin terminar; 1 distinta de la guardada 1 ficha" in text


def test_a_minor_s_initials_stand_for_the_name(world, login):
    leader = add_man(world.jauja.community, "JAU", 77, world.jauja.cycle, group="school_leader", birth_year=2012)
    arrived(world, "mark", {"person": str(leader.pk), "state": "present"}, record=world.jauja.workshops[2].pk)
    text = words(login(world.coordinator).get(URL))
    assert "F. Q. H. · JAU-0077" in text
    assert "Quispe 77" not in text


@pytest.mark.parametrize(
    ("kind", "payload", "told"),
    [
        ("counts", {"fields": {"head_count": 21}}, ["— Realizada", "21 1 cambio del conteo"]),
        ("walk_in_count", {"n": 2}, ["+2 1 más sin registro"]),
        ("walk_in_new", {"fields": {"given_names": ["Juan"], "first_surname": ["Poma"], "birth_year": ["1990"]}},
         ["Hombre nuevo", "Poma, Juan · nacido en 1990"]),
        ("walk_in_known", {"person": str(uuid.uuid4())}, ["alguien que no está registrado aquí"]),
        ("something", {}, ["Algo que esta versión no sabe leer"]),
    ],
)  # fmt: skip
def test_every_kind_is_told_in_plain_words(world, login, kind, payload, told):
    session = world.jauja.workshops[2]
    type(session).objects.filter(pk=session.pk).update(status="held")
    arrived(world, kind, payload, record=session.pk, reason="stale")
    text = words(login(world.coordinator).get(URL))
    assert [part for part in told if part not in text] == []


def test_an_action_is_told_with_the_labels_of_its_form(world, login):
    fields = {"date": ["2026-03-10"], "kind": ["talk"], "community": [str(world.jauja.community.pk)], "women": ["7"],
              "leaders": [str(world.jauja.men[0].pk)]}  # fmt: skip
    arrived(world, "action", {"network": str(uuid.uuid4()), "fields": fields}, reason="quarantine")
    text = words(login(world.coordinator).get(URL))
    assert "Día — 10/03/2026" in text
    assert "Quién la dirigió — Quispe 1 Huamán, Ficticio · JAU-0001" in text


def test_an_empty_tray_says_so(world, login):
    assert "No hay nada por revisar" in words(login(world.coordinator).get(URL))


def test_the_decided_are_listed_with_their_way_back(world, login, waits, dispute):
    client = login(world.coordinator)
    decide(client, waits, "discard")
    client.post(reverse("sync:decide_dispute", args=[dispute.pk]), {"decision": "absent", "ticket": uuid.uuid4()})
    page = client.get(reverse("sync:decided")).content.decode()
    ways = re.findall(r'action="(/campo/por-revisar/[^"]+/deshacer/)"', page)
    for way in ways:
        assert client.post(way, {"back": "decided"}).url == reverse("sync:decided")
    assert (len(ways), statuses(), Attendance.objects.get().disputed) == (2, ["review"] * 3, True)


@pytest.mark.parametrize("query", ["?motivo=x&sesion=y&page=z", "?hecho=o-1", "?hecho=x", "?page=99"])
def test_a_broken_address_shows_the_tray(world, login, waits, query):
    assert login(world.coordinator).get(URL + query).status_code == 200
