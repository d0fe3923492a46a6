"""What a phone knows of a man whom it may ask without signal."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.answers import assess, consent_to_evaluation
from gvp.testing.world import hold
from participants.asking import facts_of, written_consents
from participants.due import due_for
from participants.models import Consent, Instrument, Participant

TODAY = dt.date(2026, 6, 20)


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def man(world):
    return world.jauja.men[0]


def told(man):
    return facts_of(man, man.short_name, due_for(man, TODAY), written_consents([man.pk]).get(man.pk, ()))


def test_a_man_without_anything_is_due_for_his_baseline(man):
    assert told(man) == {
        "name": man.short_name,
        "code": "JAU-0001",
        "community": man.community.name,
        "due": "toca línea de base",
        "advice": "No tiene línea de base: aplíquela ahora, a más tardar el día de su segunda sesión.",
        "round": "baseline",
        "baseline_until": None,
        "endline_from": None,
        "late": "",
        "early": "Todavía no completa el ciclo: una línea de salida aún no cuenta.",
        "consents": [],
    }


def test_days_from_which_a_round_counts_go_along_with_their_words(man, world):
    assess(man, "baseline", dt.date(2026, 3, 5))
    for session in world.jauja.workshops[:8]:
        hold(session, man)
    facts = told(man)
    assert (facts["round"], facts["baseline_until"], facts["endline_from"]) == ("endline", "2026-03-17", "2026-05-14")
    assert facts["late"] == "Su segunda sesión fue el 17/03/2026: una línea de base de un día posterior no cuenta."
    assert facts["early"] == "La línea de salida cuenta desde el 14/05/2026."


def test_each_written_consent_goes_along_with_its_days(man):
    given = consent_to_evaluation(man, dt.date(2026, 3, 1))
    Consent.objects.filter(pk=given.pk).update(revoked_on=dt.date(2026, 4, 1), given_on=dt.date(2026, 3, 1))
    Consent.objects.create(participant=man, kind="evaluation", given_on=dt.date(2026, 5, 1), mode="witness")
    Consent.objects.create(participant=man, kind="evaluation", given_on=dt.date(2026, 6, 1), mode="fingerprint")
    assert told(man)["consents"] == [
        {"from": "2026-03-01", "until": "2026-04-01"},
        {"from": "2026-06-01", "until": None},
    ]


def test_the_page_for_all_men_knows_nobody(world, login):
    page = login(world.field).get(reverse("participants:assess_away"))
    text = page.content.decode()
    assert [person.code for person in Participant.objects.all() if person.code in text] == []
    assert [str(paper.assessment.instrument) for paper, _routes in page.context["papers"]] == [
        str(Instrument.objects.get(code="FCC-15"))
    ]


@pytest.mark.parametrize("instruments", [2, 4])  # with one there is nothing to choose
def test_more_instruments_take_as_many_queries(world, login, instruments, django_assert_num_queries):
    for n in range(instruments - 1):
        another = Instrument.objects.create(code=f"I-{n}", name="Otro")
        domain = another.domains.create(code="X", name="X")
        domain.items.create(code="X1", text="Frase")
        another.options.create(value=1, label="Sí")
        Instrument.objects.filter(pk=another.pk).update(in_use=True)
    assert Instrument.objects.offered().count() == instruments
    client = login(world.field)
    with django_assert_num_queries(9):
        client.get(reverse("participants:assess_away"))


def test_every_statement_of_the_paper_is_on_the_page(world, man, login):
    text = login(world.field).get(reverse("participants:assess", args=[man.pk])).content.decode()
    assert text.count("data-code=") == 15
    assert text.count('data-route="partner"') == 5 + 1  # and the button that says that he has no partner
