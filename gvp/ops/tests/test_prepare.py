"""What the start script runs each time."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from gvp.accounts.models import User
from gvp.ops.demo import load, users
from gvp.places.models import District
from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from participants.models import Participant


@pytest.mark.django_db
def test_without_the_demonstration_there_are_places_and_nobody(settings):
    settings.DEMO = False
    call_command("prepare")
    assert (District.objects.count(), User.objects.count()) == (1891, 0)


@pytest.mark.django_db
def test_the_demonstration_prints_one_login_per_role_and_is_safe_to_repeat(settings, capsys):
    settings.DEMO = True
    for _ in range(2):
        call_command("prepare")
    printed = capsys.readouterr().out
    assert [name for name in users.TEAM if f"  {name} " not in printed] == []
    assert (printed.count("The demonstration is loaded."), printed.count("is here already.")) == (1, 1)
    assert Participant.objects.count() == Participant.objects.values("code").distinct().count() > 100


@pytest.mark.django_db
def test_the_demonstration_never_loads_elsewhere(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")


@pytest.mark.django_db
def test_each_demonstration_of_a_day_counts_the_same():
    """Keys are new each time; whatever would sort by them makes other people leaders in each."""
    today = dt.date(2026, 11, 24)
    counted = []
    for _ in range(2):
        with transaction.atomic():
            load(today)
            scope = Scope(until=today).sharing()
            counted.append({code: indicator.value(scope).main for code, indicator in INDICATORS.items()})
            transaction.set_rollback(True)
    assert counted[0] == counted[1]


@pytest.mark.django_db
def test_the_demonstration_reaches_what_the_program_promises():
    """200 men, 30 leaders, 2 plans, 30 school leaders; and the gaps that keep the work list alive."""
    today = dt.date(2026, 11, 24)
    load(today)
    scope = Scope(until=today).sharing()
    promised = {"C1": 200, "C2": 30, "C4": 2, "C5": 30}
    reached = {code: INDICATORS[code].value(scope).main for code in promised}
    assert {code for code, least in promised.items() if reached[code] < least} == set()
    assert INDICATORS["P18"].value(scope).main > 0
