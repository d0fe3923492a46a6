"""What was decided long ago is emptied, and only that."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.base.models import Parameter
from gvp.sync import reviewing
from gvp.sync.decisions import Taps, decisions
from gvp.sync.forgetting import forget_decided
from gvp.sync.models import Operation
from gvp.sync.tests.test_review_view import words
from gvp.testing.answers import assess
from gvp.testing.furnished_field import late_mark
from workshops.models import Attendance

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 7, 1, 3))


def decided(world, days, n=0, status="discarded", **facts):
    """One of the men's marks, decided so many days before."""
    facts = {"decided_at": NOW - dt.timedelta(days=days), "decided_by": world.coordinator, "undo": {"rows": []}} | facts
    place = {"province": world.jauja.province, "status": status}
    return late_mark(world.jauja.workshops[0], world.jauja.men[n], world.field, None, **place | facts)


def full():
    return set(Operation.objects.filter(payload__isnull=False).values_list("pk", flat=True))


def test_after_ninety_days_what_had_arrived_is_gone_and_before_it_is_all_there(world):
    decided(world, 91)
    kept = decided(world, 89)
    assert (forget_decided(now=NOW), full()) == (1, {kept.pk})
    assert Operation.objects.filter(payload=None, undo=None).count() == 1


def test_what_waits_is_never_emptied_however_old(world):
    old = NOW - dt.timedelta(days=900)
    waits = decided(world, 0, status="review", decided_at=None, decided_by=None, received_at=old, captured_at=old)
    assert (forget_decided(now=NOW), full()) == (0, {waits.pk})


def test_it_is_written_down_once_with_its_province_and_nothing_of_the_content(world):
    row = decided(world, 91)
    assert [forget_decided(now=NOW) for _ in range(2)] == [1, 0]
    assert [(line.by, line.province, line.detail) for line in Entry.objects.about(row)] == [
        (None, "1204", {"emptied": True})
    ]


def test_an_administrator_chooses_the_days(world):
    decided(world, 31)
    Parameter.objects.create(key="decided_days", value=30)
    assert forget_decided(now=NOW) == 1


def test_what_the_decision_made_stays_and_the_decision_cannot_be_undone(world):
    row = decided(world, 0, status="review", decided_at=None, decided_by=None, reason="stale")
    reviewing.apply(by=world.coordinator, operation=row.pk, at=NOW - dt.timedelta(days=91))
    forget_decided(now=NOW)
    with pytest.raises(ValidationError) as refused:
        reviewing.undo(by=world.coordinator, operation=row.pk)
    assert (refused.value.code, Attendance.objects.get().state) == ("emptied", "absent")


def test_the_list_of_decisions_offers_no_way_back_and_says_after_how_many_days(world, login):
    decided(world, 91)
    forget_decided(now=NOW)
    page = login(world.coordinator).get(reverse("sync:decided"))
    assert "Lo que había llegado se borra 90 días después de decidirse" in words(page)
    assert b"/deshacer/" not in page.content


def test_a_questionnaire_emptied_since_is_still_told_by_its_man(world):
    man = world.jauja.men[0]
    stored = assess(man, "baseline", dt.date(2026, 3, 10))
    for n, record in enumerate((stored.pk, uuid.uuid4())):
        decided(world, 91 + n, kind="assessment", record=record, payload={"person": str(man.pk)}, reason="conflict")
    forget_decided(now=NOW)
    titles = [one.title for one in decisions(world.coordinator, Taps(world.coordinator)[0:9])]
    assert titles == [f"{man.name_for(world.coordinator)} · {man.code}", "Dos personas dicen cosas distintas"]


def test_the_command_of_every_night_says_how_many(world, capsys):
    decided(world, (timezone.now() - NOW).days + 91)
    call_command("forget_decided")
    assert capsys.readouterr().out == "Emptied: 1\n"


@pytest.mark.parametrize("size", [1, 3])
def test_as_many_queries_however_much_is_over(world, size, django_assert_num_queries):
    for n in range(size):
        decided(world, 91, n)
    with django_assert_num_queries(6):
        assert forget_decided(now=NOW) == size
