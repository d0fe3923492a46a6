"""Pages of networks: who is active, what is missing, who may join."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gvp.testing.furnished import PIXEL
from gvp.testing.world import add_man
from participants.models import Network
from workshops import acting
from workshops.network_page import last_months, see
from workshops.tests.outreach import act, day, make_network, school_leaders, sensitise, stay

pytestmark = pytest.mark.django_db

LIST = reverse("workshops:networks")


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def network(world):
    return make_network(world.jauja)


def states(network, today):
    return {member.person.code: member.state for member in see(network, today).members}


def test_a_leader_is_active_by_a_validated_action_of_the_last_ninety_days(world, network, today):
    men = [*world.jauja.men, add_man(world.jauja.community, "JAU", 4)]
    sensitise(world.jauja, *men)
    for man in men:
        stay(network, man)
    for man, ago in zip(men, (0, 89, 90), strict=False):
        done = act(world.field, network, world.jauja, [man], today - dt.timedelta(days=ago))
        acting.validate(by=world.coordinator, action=done)
    act(world.field, network, world.jauja, [men[3]], today)  # waits for a second person
    seen = states(network, today)
    assert seen == {"JAU-0001": "active", "JAU-0002": "active", "JAU-0003": "silent", "JAU-0004": "silent"}
    assert see(network, today).members[3].waiting is True


def test_whoever_lacks_commitment_or_workshops_is_no_leader(world, network, today):
    first, second, third = world.jauja.men
    sensitise(world.jauja, first, third)
    stay(network, first, committed=None)
    stay(network, second)
    stay(network, third, 0, 9)
    assert states(network, today) == {"JAU-0001": "uncommitted", "JAU-0002": "unsensitised", "JAU-0003": "left"}
    assert (see(network, today).leaders, see(network, today).joined) == (0, 3)


def test_a_network_is_formed_with_act_coordinator_and_ten_who_ever_joined(world, network, today):
    men = world.jauja.men + [add_man(world.jauja.community, "JAU", n) for n in range(10, 17)]
    for man in men[:9]:
        stay(network, man, 0, 5)
    assert len(see(network, today).missing) == 3
    stay(network, men[9])
    Network.objects.filter(pk=network.pk).update(founding_act="Acta 1", coordinator=men[9])
    assert see(Network.objects.get(pk=network.pk), today).missing == []


def test_each_month_shows_how_many_actions_somebody_led(world, network, today):
    man = world.jauja.men[0]
    stay(network, man)
    for n in (0, 0, 1):
        month = last_months(today)[-1 - n]
        act(world.field, network, world.jauja, [man], month)
    row = see(network, today).rows[0]
    assert (row.counts[-2:], row.total, len(row.counts)) == ([1, 2], 3, 12)


def test_months_end_with_the_current_one():
    assert last_months(dt.date(2026, 2, 3), 3) == [dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]


@pytest.mark.parametrize("rows", [1, 3])
def test_three_networks_take_as_many_queries_as_one(world, login, rows, django_assert_num_queries):
    for n in range(rows):
        network = make_network(world.jauja, f"R-{n}")
        stay(network, world.jauja.men[0])
        act(world.field, network, world.jauja, world.jauja.men[:1], day(20))
    client = login(world.coordinator)
    with django_assert_num_queries(5):  # session, user, networks, actions, parameter
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_three_members_with_actions_take_as_many_queries_as_one(world, network, login, rows, django_assert_num_queries):
    sensitise(world.jauja, *world.jauja.men)
    for man in world.jauja.men[:rows]:
        stay(network, man)
        act(world.field, network, world.jauja, [man], day(20))
    client = login(world.coordinator)
    with django_assert_num_queries(14):
        client.get(url("network", network))


def test_the_list_is_of_ones_own_provinces(world, network, login):
    make_network(world.tayacaja, "R-TAY")
    shown = login(world.users["coordinator_tayacaja"]).get(LIST).context["lines"]
    assert [line[0].code for line in shown] == ["R-TAY"]


def test_field_staff_read_a_network_and_change_nothing_in_it(world, network, login):
    client = login(world.field)
    page = client.get(url("network", network)).content.decode()
    assert url("action_new", network) in page
    assert url("member_add", network) not in page
    assert client.get(url("member_add", network)).status_code == 403


def test_sensitised_men_are_proposed_and_others_found_whatever_the_accents(world, network, login):
    sensitise(world.jauja, world.jauja.men[0])
    add_man(world.jauja.community, "JAU", 21, first_surname="Ñáñez")
    school_leaders(world.jauja, 1)
    client = login(world.coordinator)

    def found(**sent):
        page = client.post(url("member_add", network), sent) if sent else client.get(url("member_add", network))
        return [(c.person.code, c.sensitised_on is not None, c.ticked) for c in page.context["found"]]

    assert found() == [("JAU-0001", True, False)]
    assert found(search="1", q="nanez") == [("JAU-0021", False, False)]
    ticked = str(world.jauja.men[1].pk)
    assert found(search="1", q="nanez", people=ticked) == [("JAU-0002", False, True), ("JAU-0021", False, False)]
    assert found(search="1", q="JAU-007") == []  # a school leader joins no network


def test_those_ticked_join_and_a_member_is_not_proposed_again(world, network, login):
    client = login(world.coordinator)
    sent = {"people": [man.pk for man in world.jauja.men], "joined_on": day(3), "commitment_on": day(3)}
    assert client.post(url("member_add", network), sent).status_code == 302
    assert network.memberships.filter(joined_on=day(3), commitment_on=day(3)).count() == 3
    again = client.post(url("member_add", network), {"search": "1", "q": "JAU-0001"}).context["found"]
    assert [(c.person.code, c.inside) for c in again] == [("JAU-0001", True)]


def test_leaving_and_undoing_on_screen(world, network, login):
    row = stay(network, world.jauja.men[0])
    client = login(world.coordinator)
    assert client.post(url("member_leave", row), {"on": day(9), "reason": "Se mudó"}).status_code == 302
    row.refresh_from_db()
    assert row.left_on == day(9)
    client.post(url("member_return", row))
    row.refresh_from_db()
    assert row.left_on is None


def test_a_reason_that_tells_a_case_comes_back(world, network, login):
    row = stay(network, world.jauja.men[0])
    page = login(world.coordinator).post(url("member_leave", row), {"on": day(9), "reason": "Denunciado por golpes"})
    assert page.context["form"].has_error("reason", "suspicious")


def test_the_signed_commitment_is_kept_without_metadata(world, network, login, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = stay(network, world.jauja.men[0])
    scan = SimpleUploadedFile("compromiso.pdf", b"%PDF-1.4\nstartxref\n0\n%%EOF", "application/pdf")
    sent = {"joined_on": day(0), "commitment_on": day(0), "commitment_file": scan}
    client = login(world.coordinator)
    assert client.post(url("member_edit", row), sent).status_code == 302
    row.refresh_from_db()
    assert client.get(row.commitment_file.url).status_code == 200
    broken = SimpleUploadedFile("x.jpg", PIXEL, "image/jpeg")
    page = client.post(url("member_edit", row), sent | {"commitment_file": broken})
    assert page.context["form"].has_error("commitment_file")


def test_a_network_is_founded_and_changed_on_screen(world, login):
    client = login(world.coordinator)
    sent = {
        "id": "00000000-0000-0000-0000-000000000001", "name": "Red Jauja", "province": world.jauja.province.pk,
        "founded_on": day(0), "founding_act": "",
    }  # fmt: skip
    assert client.post(reverse("workshops:network_new"), sent).status_code == 302
    made = Network.objects.get()
    stay(made, world.jauja.men[0])
    sent |= {"founding_act": "Acta 7", "coordinator": world.jauja.men[0].pk}
    assert client.post(url("network_edit", made), sent).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.founding_act, made.coordinator) == ("JAU-R01", "Acta 7", world.jauja.men[0])
