"""Pages about networks and replications show the same people as the figures, over registers nobody thought of."""

import pytest
from hypothesis import HealthCheck, given, settings

from gvp.places.models import Province
from gvp.reporting.base import Memo, Scope, total
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.tests.random_world import END, PROVINCES, facts, register
from participants.models import Network
from workshops import cascade
from workshops.network_page import see

pytestmark = pytest.mark.django_db
some = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def keys(code, until):
    return {row.key for row in INDICATORS[code].rows(Scope(until, memo=Memo()))}


@some
@given(facts())
def test_leaders_active_leaders_and_networks_formed(found):
    with register(found):
        pages = [see(network, END) for network in Network.objects.all()]
        members = [member for page in pages for member in page.members]
        assert {member.person.pk for member in members if member.is_leader} == keys("C2", END)
        assert {member.person.pk for member in members if member.state == "active"} == keys("C2a", END)
        assert {page.network.pk for page in pages if not page.missing} == keys("C2b", END)


@some
@given(facts())
def test_whoever_completed_a_cycle_and_whom_they_reached(found):
    with register(found):
        provinces = Province.objects.filter(pk__in=PROVINCES)
        men = [cascade.men(province, END) for province in provinces]
        school = [cascade.school(province, END) for province in provinces]
        for stories, code in ((men, "C1a"), (school, "C5")):
            assert {pk for story in stories for branch in story.branches for pk in branch.people} == keys(code, END)
        assert {one.person.pk for story in men for one in story.leaders} == keys("C2", END)
        estimate = total(INDICATORS["C5b"].rows(Scope(END, memo=Memo())))
        assert sum(story.estimate for story in school) == estimate
