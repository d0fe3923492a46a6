"""One man's applications as coordinators read them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.answers import all_answered, assess
from participants.models import Assessment, Consent

DAY = dt.date(2026, 4, 10)


@pytest.fixture
def man(world):
    return world.jauja.men[0]


@pytest.fixture
def desk(world, login):
    return login(world.coordinator)


def listed(desk, man):
    return desk.get(reverse("participants:assessments", args=[man.pk]))


def test_dates_rounds_and_whether_each_domain_can_be_measured(desk, man):
    assess(man, "baseline", DAY, all_answered(P="NA") | {"H1": None, "H2": None})
    one = listed(desk, man).context["applied"][0]
    assert [(domain.code, str(score.standing)) for domain, score in one.domains] == [
        ("M", "valid"), ("P", "not_applicable"), ("H", "not_valid"),
    ]  # fmt: skip
    assert one.measurable


def test_no_single_answer_is_shown(desk, man):
    assess(man, "baseline", DAY, all_answered(M=3))
    text = listed(desk, man).content.decode()
    assert "Un hombre de verdad" not in text
    assert "De acuerdo" not in text


def test_one_overtaken_by_a_revocation_says_so(desk, man):
    one = assess(man, "baseline", DAY)
    Consent.objects.filter(pk=one.consent_id).update(revoked_on=DAY)
    assert "no cuenta en ninguna cifra" in listed(desk, man).content.decode()


def test_reopening_leads_to_the_answers(desk, man):
    one = assess(man, "baseline", DAY)
    Assessment.objects.filter(pk=one.pk).update(finished_at=timezone.now())
    url = reverse("participants:assessment_reopen", args=[one.pk])
    assert list(desk.post(url, {"reason": ""}).context["form"].errors) == ["reason"]
    assert desk.post(url, {"reason": "tecla equivocada"}).url == reverse("participants:assessment_done", args=[one.pk])
    one.refresh_from_db()
    assert one.finished_at is None


def test_deleting_asks_for_a_reason(desk, man):
    one = assess(man, "baseline", DAY)
    url = reverse("participants:assessment_withdraw", args=[one.pk])
    assert list(desk.post(url, {"reason": ""}).context["form"].errors) == ["reason"]
    assert desk.post(url, {"reason": "era de otro"}).url == reverse("participants:assessments", args=[man.pk])
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("rounds", [1, 3])
def test_queries_do_not_grow_with_applications(desk, man, rounds, django_assert_num_queries):
    for n in range(rounds):
        assess(man, "baseline", DAY + dt.timedelta(days=n))
    with django_assert_num_queries(18):
        listed(desk, man)
