"""Closing the baseline: freeze with evidence, lift with a reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.reporting.measured import measured
from gvp.reporting.tests.before_and_after import BEFORE, measure, whole
from participants.models import ChangeThreshold, Domain

SPREAD = [({"M": 1}, None), ({"M": 3}, None)]  # indices 0 and 100: SD 70.71, threshold 35.36


@pytest.fixture
def masculinity(world):
    measure(world.jauja, *SPREAD)
    return Domain.objects.get(code="M", instrument__code="FCC-15")


def freeze(client, domain, **facts):
    return client.post(reverse("reporting:freeze_threshold", args=[domain.pk]), {"on": "2026-07-01"} | facts)


def test_page_shows_what_the_baselines_give(masculinity, world, login):
    closing = login(world.coordinator).get(reverse("reporting:thresholds")).context["closings"][0]
    assert closing.computed == (Decimal("35.355339059"), 2, Decimal("70.710678119"))
    assert closing.frozen is None


def test_freezing_keeps_the_value_with_its_evidence(masculinity, world, login):
    assert freeze(login(world.coordinator), masculinity, note="cierre de la línea de base").status_code == 302
    frozen = ChangeThreshold.objects.get()
    assert (frozen.value, frozen.n, frozen.sd) == (Decimal("35.355339059"), 2, Decimal("70.710678119"))
    assert (frozen.frozen_on, frozen.recorded_by, frozen.note) == (
        dt.date(2026, 7, 1), world.coordinator, "cierre de la línea de base",
    )  # fmt: skip
    assert Entry.objects.get(target_id=str(frozen.pk)).verb == "created"


def test_frozen_value_holds_from_its_day_on(masculinity, world, login):
    freeze(login(world.coordinator), masculinity)
    measure(world.jauja, *[({"M": 2}, None)] * 4)
    limits = [measured(whole(until=dt.date(2026, *day))).limits["M"] for day in ((6, 30), (7, 1))]
    assert [limit.frozen_on for limit in limits] == [None, dt.date(2026, 7, 1)]
    assert limits[0].threshold.n == 6
    assert limits[1].threshold.value == Decimal("35.355339059")


def test_only_the_baselines_up_to_that_day_are_used(masculinity, world, login):
    page = freeze(login(world.coordinator), masculinity, on=(BEFORE - dt.timedelta(days=1)).isoformat())
    assert "Hay menos de dos líneas de base" in page.content.decode()


def test_second_freezing_is_refused_and_the_same_one_is_harmless(masculinity, world, login):
    client = login(world.coordinator)
    freeze(client, masculinity)
    assert freeze(client, masculinity).status_code == 302
    assert "ya está congelado" in freeze(client, masculinity, on="2026-07-02").content.decode()
    assert ChangeThreshold.objects.count() == 1


def test_lifting_needs_a_reason_and_is_written_down(masculinity, world, login):
    client = login(world.coordinator)
    freeze(client, masculinity)
    frozen = ChangeThreshold.objects.get()
    url = reverse("reporting:lift_threshold", args=[frozen.pk])
    assert list(client.post(url, {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(url, {"reason": "faltaban fichas"})
    frozen.refresh_from_db()
    assert (frozen.lifted_at is not None, frozen.lifted_reason) == (True, "faltaban fichas")
    assert measured(whole()).limits["M"].frozen_on is None
    assert freeze(client, masculinity).status_code == 302
