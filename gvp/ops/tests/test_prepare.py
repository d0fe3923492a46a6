"""What the start script runs each time."""

import pytest
from django.core.management import CommandError, call_command

from gvp.accounts.models import User
from gvp.ops.demo import users
from gvp.places.models import District
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
