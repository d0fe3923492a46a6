"""C2 to C5b, P11, P15, P18 and P19 worked by hand (indicators.md, sections 4 and 5)."""

import datetime as dt

import pytest
from django.urls import reverse

from gvp.partners.models import Institution
from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.tests.made import more_men, sensitise, train
from gvp.testing.world import FIRST_DAY
from materials.models import Material, Transfer
from participants.models import Network, NetworkMembership
from plans.models import Board, BoardMeeting, Milestone, Plan, PlanAction, PlanGoal
from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader

SENSITISED_ON = FIRST_DAY + dt.timedelta(weeks=6)
LATER = dt.date(2026, 12, 31)


def after(days):
    return SENSITISED_ON + dt.timedelta(days=days)


def figure(code, until=LATER, province=None, since=None):
    return INDICATORS[code].value(Scope(until, since, province)).as_json()


def rows(code, until=LATER, province=None):
    return [(row.key, row.reached_on) for row in INDICATORS[code].rows(Scope(until, province=province))]


# --- C2 ------------------------------------------------------------------------------------------


@pytest.fixture
def man(world):
    sensitise(world.jauja, world.jauja.men[0])
    return world.jauja.men[0]


@pytest.fixture
def network(world):
    return Network.objects.create(
        code="R1", name="Red de Jauja", province=world.jauja.province, founded_on=after(1), founding_act="ACTA 1",
        coordinator=world.jauja.men[0],
    )  # fmt: skip


def join(network, man, joined, commitment=None, left=None):
    return NetworkMembership.objects.create(
        network=network, participant=man, joined_on=joined, commitment_on=commitment, left_on=left
    )


def act(network, day, *leaders, **facts):
    action = NetworkAction.objects.create(
        **{"code": f"A{NetworkAction.objects.count()}", "network": network, "date": day, "kind": "talk",
           "community": leaders[0].community, "validated": True} | facts
    )  # fmt: skip
    ActionLeader.objects.bulk_create(ActionLeader(action=action, participant=leader) for leader in leaders)
    return action


def test_c2_counts_from_the_last_of_sensitised_joined_and_committed(man, network):
    join(network, man, after(-20), after(5))
    assert rows("C2") == [(man.pk, after(5))]


def test_c2_is_a_stock_that_remembers_those_who_left(man, network):
    join(network, man, after(1), after(5), left=after(30))
    assert (figure("C2", after(29)), figure("C2", after(30), since=after(6))) == (
        {"in_period": 1, "cumulative": 1, "stock": 1}, {"in_period": 0, "cumulative": 1, "stock": 0},
    )  # fmt: skip
    assert INDICATORS["C2"].why(man, after(30)).rule == "stays"


def test_c2_counts_a_man_in_two_networks_once_and_in_his_own_province(world, man, network):
    other = Network.objects.create(code="R2", name="R2", province=world.tayacaja.province, founded_on=after(1))
    join(network, man, after(1), after(5))
    join(other, man, after(2), after(3))
    assert (rows("C2", province="1204"), rows("C2", province="0907")) == ([(man.pk, after(3))], [])


@pytest.mark.parametrize(("joined", "commitment", "rule"), [(None, None, "member"), (1, None, "commitment")])
def test_c2_says_what_is_missing(man, network, joined, commitment, rule):
    if joined:
        join(network, man, after(joined), commitment)
    assert INDICATORS["C2"].why(man, LATER).rule == rule


def test_c2a_looks_at_the_ninety_days_that_end_on_the_last_one(man, network):
    join(network, man, after(1), after(1))
    act(network, after(10), man)
    act(network, after(4), man)
    active, silent = after(10 + 89), after(10 + 90)
    assert (rows("C2a", active), rows("C2a", silent)) == ([(man.pk, after(10))], [])
    assert figure("C2a", active) == {"in_period": None, "cumulative": None, "stock": 1}


def test_c2a_wants_the_action_validated_or_its_evidence(man, network):
    join(network, man, after(1), after(1))
    action = act(network, after(10), man, validated=False)
    assert INDICATORS["C2a"].why(man, after(20)).rule == "active"
    NetworkAction.objects.filter(pk=action.pk).update(evidence="foto.jpg")
    assert rows("C2a", after(20)) == [(man.pk, after(10))]


def test_c2b_counts_a_network_from_its_tenth_member(world, network):
    for n, member in enumerate([*world.jauja.men, *more_men(world.jauja, 7)]):
        join(network, member, after(n), left=after(n + 1))
    assert (rows("C2b", after(8)), rows("C2b")) == ([], [(network.pk, after(9))])


@pytest.mark.parametrize("missing", [{"founding_act": ""}, {"coordinator": None}])
def test_c2b_wants_the_act_and_a_coordinator(world, network, missing):
    for member in [*world.jauja.men, *more_men(world.jauja, 7)]:
        join(network, member, after(1))
    Network.objects.filter(pk=network.pk).update(**missing)
    assert rows("C2b") == []


# --- C3 ------------------------------------------------------------------------------------------


@pytest.fixture
def places(world):
    def place(code, kind, sector, province):
        return Institution.objects.create(code=code, name=code, kind=kind, sector=sector, district=province.district)

    return {
        "public": place("MUNI", "municipality", "public", world.jauja),
        "private": place("RADIO", "media", "private", world.tayacaja),
        "group": place("GRUPO", "mens_group", "communal", world.jauja),
    }


@pytest.fixture
def material(world, places):
    material = Material.objects.create(
        code="M1",
        title="Rotafolio",
        kind="flip_chart",
        medium="print",
        province=world.jauja.province,
        final_on=after(0),
    )
    material.institutions.set([places["public"]])
    material.mens_groups.set([places["group"]])
    return material


def hand_over(material, place, day, act="ACTA 1"):
    return Transfer.objects.create(
        code=f"X{Transfer.objects.count()}", material=material, institution=place, date=day, act_number=act
    )


def test_c3a_wants_an_institution_and_a_mens_group_as_makers(material):
    assert rows("C3a") == [(material.pk, after(0))]
    material.mens_groups.clear()
    assert rows("C3a") == []


def test_c3_counts_from_the_first_transfer_with_proof_but_not_before_the_final_version(material, places):
    hand_over(material, places["public"], after(3), act="")
    assert rows("C3") == []
    hand_over(material, places["public"], after(9))
    hand_over(material, places["public"], after(-9))
    assert rows("C3") == [(material.pk, after(0))]


def test_c3b_wants_a_public_and_a_private_receiver(material, places):
    hand_over(material, places["public"], after(3))
    assert rows("C3b") == []
    hand_over(material, places["private"], after(7))
    assert rows("C3b") == [(material.pk, after(7))]


def test_c3c_counts_a_receiver_in_its_own_province_once(material, places):
    hand_over(material, places["private"], after(7))
    hand_over(material, places["private"], after(5))
    assert (rows("C3c", province="0907"), rows("C3c", province="1204")) == ([(places["private"].pk, after(5))], [])


def test_a_material_of_the_whole_program_counts_in_the_total_alone(material):
    Material.objects.update(province=None)
    assert (len(rows("C3a")), rows("C3a", province="1204")) == (1, [])


# --- C4, P15, P18 --------------------------------------------------------------------------------


@pytest.fixture
def plan(world):
    board = Board.objects.create(code="B1", province=world.jauja.province, kind="multisectoral")
    return Plan.objects.create(code="PL1", board=board, title="Plan", since=FIRST_DAY, until=LATER)


def reach(plan, state, day, document="ordenanza", number="012-2026-MPJ"):
    return Milestone.objects.create(plan=plan, state=state, date=day, document=document, number=number)


def promise(plan, code, due, **facts):
    goal, _ = PlanGoal.objects.get_or_create(plan=plan, code="OE1")
    place = Institution.objects.first()
    return PlanAction.objects.create(
        **{"code": code, "plan": plan, "goal": goal, "text": code, "original_deadline": due,
           "deadline": due, "responsible": place} | facts
    )  # fmt: skip


def test_c4_counts_from_the_later_of_both_acts(plan):
    reach(plan, "recognised", after(9))
    assert rows("C4") == []
    reach(plan, "approved", after(4))
    assert rows("C4") == [(plan.pk, after(9))]


@pytest.mark.parametrize("missing", [{"document": ""}, {"number": ""}])
def test_c4_never_counts_an_act_that_is_only_declared(plan, missing):
    reach(plan, "approved", after(4))
    reach(plan, "recognised", after(9), **missing)
    assert rows("C4") == []


def test_c4_ends_with_the_act_that_repeals_the_plan(plan):
    for state, days in (("approved", 4), ("recognised", 9), ("repealed", 20)):
        reach(plan, state, after(days))
    assert (len(rows("C4", after(19))), rows("C4", after(20))) == (1, [])


def test_c4_counts_one_plan_of_a_province_the_earliest(plan):
    second = Plan.objects.create(code="PL2", board=plan.board, title="Plan 2", since=FIRST_DAY, until=LATER)
    for one, days in ((plan, 9), (second, 6)):
        reach(one, "approved", after(1))
        reach(one, "recognised", after(days))
    assert rows("C4") == [(second.pk, after(6))]


def test_c4a_goes_by_the_original_deadline_and_leaves_out_what_the_board_cancelled(plan):
    reach(plan, "approved", after(1))
    reach(plan, "recognised", after(2))
    promise(plan, "1", after(10), state="done", done_on=after(10))
    promise(plan, "2", after(10), state="done", done_on=after(11), deadline=after(40))
    promise(plan, "3", after(10), state="cancelled", cancellation_act="ACTA 7")
    promise(plan, "4", after(10), state="cancelled")
    promise(plan, "5", after(50))
    assert figure("C4a", after(40)) == {"numerator": 1, "denominator": 3}


def test_p18_counts_from_the_day_after_the_current_deadline_until_it_is_done(plan):
    action = promise(plan, "1", after(10), deadline=after(20), state="done", done_on=after(30))
    assert [rows("P18", after(days)) for days in (20, 21, 29, 30)] == [
        [], [(action.pk, after(21))], [(action.pk, after(21))], [],
    ]  # fmt: skip
    assert figure("P18", after(29)) == {"in_period": None, "cumulative": None, "stock": 1}


def test_p15_counts_the_meetings_of_the_board(plan):
    for days in (1, 40):
        BoardMeeting.objects.create(board=plan.board, date=after(days))
    assert figure("P15", province="1204", since=after(2)) == {"in_period": 1, "cumulative": 2, "stock": None}


# --- C5, P11, P19 --------------------------------------------------------------------------------


def replicate(school, day, *leaders, women=3, men=3, minutes=45, section="A"):
    found = Replication.objects.create(
        code=f"P{Replication.objects.count()}", date=day, school=school, grade="3", section=section, minutes=minutes,
        women=women, men=men,
    )  # fmt: skip
    ReplicationLeader.objects.bulk_create(
        ReplicationLeader(replication=found, participant=leader) for leader in leaders
    )
    return found


def test_c5a_counts_a_replication_led_before_the_training_ended_from_its_end(world):
    leader = train(world.jauja)
    trained_on = INDICATORS["C5"].why(leader, LATER).reached_on
    replicate(world.jauja.school, FIRST_DAY, leader)
    assert rows("C5a") == [(leader.pk, trained_on)]


@pytest.mark.parametrize("small", [{"minutes": 29}, {"women": 4, "men": 0}])
def test_c5a_and_p19_want_thirty_minutes_and_five_peers(world, small):
    leader = train(world.jauja)
    replicate(world.jauja.school, after(30), leader, **small)
    assert (INDICATORS["C5a"].why(leader, LATER).rule, rows("P19")) == ("replication", [])


def test_c5b_takes_the_largest_head_count_of_a_group_in_a_year(world):
    school, late = world.jauja.school, dt.date(2027, 3, 1)
    for day, women in ((after(1), 9), (after(50), 12), (late, 5)):
        replicate(school, day, women=women, men=0)
    replicate(school, after(2), women=7, men=0, section="B")
    assert figure("C5b", late, since=dt.date(2027, 1, 1)) == {"in_period": 5, "cumulative": 12 + 7 + 5}
    assert figure("C5b", after(10), since=after(0)) == {"in_period": 16, "cumulative": 16}


def test_p11_prints_the_audience_apart(world, man, network):
    act(network, after(1), man, women=10, men=5, adolescents=1, validated=False)
    act(network, after(40), man, women=2)
    scope = Scope(LATER, after(30))
    (estimate,) = INDICATORS["P11"].beside(scope)
    assert (INDICATORS["P11"].value(scope).cumulative, estimate.in_period, estimate.cumulative) == (2, 2, 18)


# --- Their lists ---------------------------------------------------------------------------------


@pytest.fixture
def everything(world, man, network, material, places, plan):
    """One record of each kind that counts."""
    join(network, man, after(1), after(2))
    act(network, after(3), man, women=4)
    for member in more_men(world.jauja, 9):
        join(network, member, after(1))
    hand_over(material, places["public"], after(5))
    hand_over(material, places["private"], after(6))
    reach(plan, "approved", after(1))
    reach(plan, "recognised", after(2))
    promise(plan, "PA-1", after(10), state="done", done_on=after(9))
    promise(plan, "PA-2", after(11))
    BoardMeeting.objects.create(board=plan.board, date=after(4), minutes_number="ACTA 4")
    leader = train(world.tayacaja)
    replicate(world.jauja.school, after(60), leader, women=8)
    return world


CODES = {
    "C2b": "Red de Jauja", "C3": "Rotafolio", "C3a": "Rotafolio", "C3b": "Rotafolio", "C3c": "MUNI", "C4": "Plan",
    "C4a": "PA-1", "P18": "PA-2", "P11": "A0", "P15": "18/04/2026", "P19": "P0", "C5b": "I.E. Jauja",
}  # fmt: skip


@pytest.mark.parametrize(("code", "name"), CODES.items())
def test_each_list_names_its_records(everything, login, code, name):
    page = login(everything.users["monitoring"]).get(
        f"/informes/indicadores/{code}/lista/", {"since": "2026-01-01", "until": "2026-07-01"}
    )
    assert (page.status_code, name in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("code", "name", "model"),
    [("C2b", "workshops:network", Network), ("P11", "workshops:action", NetworkAction),
     ("C3", "materials:material", Material), ("C4", "plans:plan", Plan), ("P19", "workshops:replication", Replication)],
)  # fmt: skip
def test_each_list_leads_to_the_records_page(everything, login, code, name, model):
    page = login(everything.users["monitoring"]).get(
        f"/informes/indicadores/{code}/lista/", {"since": "2026-01-01", "until": "2026-07-01"}
    )
    assert f'href="{reverse(name, args=[model.objects.get().pk])}"' in page.content.decode()


def test_the_list_of_replications_says_their_leaders_by_initials(everything, login):
    page = login(everything.users["administrator"]).get("/informes/indicadores/P19/lista/", {"period": "all"})
    assert ("Y. Q. H." in page.content.decode(), "Yesenia" in page.content.decode()) == (True, False)


def test_what_was_not_done_on_time_is_listed_too(everything, login):
    page = login(everything.users["monitoring"]).get(
        "/informes/indicadores/C4a/lista/", {"since": "2026-01-01", "until": "2026-07-01", "shelf": "out"}
    )
    assert [record.code for _entry, record in page.context["rows"]] == ["PA-2"]


def test_a_coordinator_sees_another_networks_action_in_the_province_only_as_a_line(everything, login):
    NetworkAction.objects.update(community=everything.tayacaja.community)
    page = login(everything.users["coordinator_tayacaja"]).get("/informes/indicadores/P11/lista/", {"period": "all"})
    assert ([record for _entry, record in page.context["rows"]], page.status_code) == ([None], 200)
