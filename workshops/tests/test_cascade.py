"""Who trained or reached whom: what is told, what is drawn, which communities nobody reaches."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.places.models import Community
from gvp.testing.world import add_man, hold
from workshops import acting, cascade
from workshops.flow import COLUMN, LEAST, Link, Node, lay_out
from workshops.models import Enrolment, Module, Workshop
from workshops.tests.outreach import act, day, make_network, replicate, school_leaders, sensitise, stay

URL = reverse("workshops:cascade")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def network(world):
    sensitise(world.jauja, *world.jauja.men)
    network = make_network(world.jauja)
    stay(network, world.jauja.men[0])
    return network


def train(place, count=2):
    """School leaders who completed Wiñay: five of five modules and the closing practice."""
    cycle, leaders = school_leaders(place, count)
    for n in range(1, 6):
        module = Module.objects.create(cycle=cycle, code=f"{n:02}", title=f"Tema {n}", order=n)
        session = Workshop.objects.create(
            code=f"W-1-{n:02}", cycle=cycle, module=module, date=day(n), community=place.community
        )
        hold(session, *leaders)
    Enrolment.objects.filter(cycle=cycle).update(practice_on=day(9))
    return cycle, leaders


@pytest.mark.django_db
def test_men_of_a_cycle_pass_on_in_communities(world, network, today):
    act(world.field, network, world.jauja, world.jauja.men[:1], day(60))
    story = cascade.men(world.jauja.province, today)
    assert (story.people, story.passing_on, story.events, story.places, story.estimate) == (3, 1, 1, 1, 20)
    branch = story.branches[0]
    assert (branch.cycle, branch.facilitators) == (world.jauja.cycle, "field")
    assert [len(part) for part in (branch.people, branch.passing_on, branch.events)] == [3, 1, 1]


@pytest.mark.django_db
def test_each_leader_is_told_with_his_cycle_and_his_communities(world, network, today):
    act(world.field, network, world.jauja, world.jauja.men[:1], day(60))
    one = cascade.men(world.jauja.province, today).leaders[0]
    assert (one.person, one.branch.cycle, one.actions, one.places, one.active) == (
        world.jauja.men[0], world.jauja.cycle, 1, ["Comunidad Jauja"], False,
    )  # fmt: skip


@pytest.mark.django_db
def test_an_action_of_two_leaders_reaches_its_people_once(world, network, today):
    stay(network, world.jauja.men[1])
    act(world.field, network, world.jauja, world.jauja.men[:2], day(60))
    assert cascade.men(world.jauja.province, today).estimate == 20


@pytest.mark.django_db
def test_leaders_of_winay_reach_classes_counted_once_a_year_with_their_largest_number(world, today):
    _cycle, leaders = train(world.jauja)
    replicate(world.field, world.jauja, leaders[:1], day(30))
    replicate(world.field, world.jauja, leaders[:1], day(40), women=12, men=9)
    replicate(world.field, world.jauja, leaders[:1], day(41), minutes=10)  # not valid
    story = cascade.school(world.jauja.province, today)
    assert (story.people, story.passing_on, story.events, story.places, story.estimate) == (2, 1, 2, 1, 21)


@pytest.mark.django_db
def test_a_community_is_reached_by_an_active_leader_of_its_own(world, network, today):
    far = Community.objects.create(code="C-2", name="Aislada", district=world.jauja.district)
    moved = add_man(world.jauja.community, "JAU", 30)
    moved.current_community = far
    moved.save()
    sensitise(world.jauja, moved)
    done = act(world.field, network, world.jauja, world.jauja.men[:1], today)
    acting.validate(by=world.coordinator, action=done)
    rows = cascade.unreached(world.jauja.province, cascade.men(world.jauja.province, today))
    assert [(row.community, row.sensitised, row.silent, row.last_on) for row in rows] == [(far, 1, 0, None)]


@pytest.mark.django_db
def test_a_silent_leader_leaves_his_community_without_one(world, network, today):
    act(world.field, network, world.jauja, world.jauja.men[:1], today - dt.timedelta(days=200))
    rows = cascade.unreached(world.jauja.province, cascade.men(world.jauja.province, today))
    assert [(row.silent, row.sensitised) for row in rows] == [(1, 3)]


@pytest.mark.django_db
def test_a_coordinator_sees_her_province_and_no_other(world, network, login):
    client = login(world.coordinator)
    assert client.get(URL).context["province"] == world.jauja.province
    assert client.get(URL, {"province": world.tayacaja.province.pk}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_three_leaders_with_actions_take_as_many_queries_as_one(world, network, login, rows, django_assert_num_queries):
    _cycle, leaders = train(world.jauja, rows)
    for n in range(rows):
        if n:
            stay(network, world.jauja.men[n])
        act(world.field, network, world.jauja, [world.jauja.men[n]], day(60))
        replicate(world.field, world.jauja, [leaders[n]], day(30), section="ABC"[n])
    client = login(world.coordinator)
    with django_assert_num_queries(31):
        client.get(URL)


@pytest.mark.django_db
def test_the_table_says_what_the_drawing_shows(world, network, login):
    act(world.field, network, world.jauja, world.jauja.men[:1], day(60))
    page = login(world.coordinator).get(URL)
    bars = {bar.node.label: bar.node.note for bar in page.context["men"].drawing.bars}
    assert bars == {
        "Ciclo Jauja": "3 hombres sensibilizados",
        "Red R-JAU": "1 referente",
        "no integran una red": "2 hombres sensibilizados",
        "Comunidad Jauja": "1 acción · ≈ 20 personas",
    }
    assert 'viewBox="-2 -4 1160' in page.content.decode()


def test_ribbons_fill_what_leaves_and_what_enters():
    one, two = Node("a", "A", 30), Node("b", "B", 10)
    drawn = lay_out([[one, two], [Node("c", "C", 4)]], [Link("a", "c", 3), Link("b", "c", 1), Link("b", "gone", 9)])
    heights = [bar.height for bar in drawn.bars]
    assert heights == [225, 75, COLUMN]
    assert drawn.ribbons[0].path == "M14 0.0C437.0 0.0 437.0 0.0 860 0.0V225.0C437.0 225.0 437.0 225.0 14 225.0Z"
    assert len(drawn.ribbons) == 2


def test_a_bar_is_never_too_low_for_its_label():
    drawn = lay_out([[Node("a", "A", 1000), Node("b", "B" * 50, 1)]], [])
    assert (drawn.bars[1].height, len(drawn.bars[1].label)) == (LEAST, 38)
