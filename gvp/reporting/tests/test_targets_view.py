"""Targets: set, corrected and taken away by those who answer for the place."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from gvp.reporting.targets import set_target

URL, NEW = "/informes/metas/", "/informes/metas/nueva/"
TODAY = dt.date(2026, 11, 24)
DUE = dt.date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def facts(**changes):
    return {"indicator": "C1a", "province": "1204", "baseline": "0", "value": "120", "until": "2026-12-31"} | changes


def target(world, **changes):
    return Target.objects.create(
        **{"indicator": "C1a", "province": world.jauja.province, "value": 120, "until": DUE} | changes
    )


def stored():
    return [(t.indicator, t.province_id, int(t.value), t.until) for t in Target.objects.order_by("indicator")]


def paths(one):
    return [URL, NEW, f"{URL}{one.pk}/", f"{URL}{one.pk}/retirar/"]


def test_whoever_has_not_logged_in_is_sent_to_the_door(client, world):
    for path in paths(target(world)):
        assert client.get(path).url == f"{reverse('accounts:login')}?next={path}"


@pytest.mark.parametrize("role", ["field", "donor"])
def test_targets_are_for_those_who_set_them(world, login, role):
    client = login(world.users[role])
    one = target(world)
    assert [client.post(path, facts()).status_code for path in paths(one)] == [403, 403, 403, 403]


@pytest.mark.parametrize("role", ["coordinator", "monitoring", "administrator"])
def test_a_target_is_set_with_its_line_in_the_audit_log(world, login, role):
    answer = login(world.users[role]).post(NEW, facts())
    assert (answer.status_code, answer.url, stored()) == (302, URL, [("C1a", "1204", 120, DUE)])
    entry = Entry.objects.filter(target_type="reporting.target").get()
    assert (entry.verb, entry.by, entry.province) == ("created", world.users[role], "1204")
    assert entry.detail == {
        "indicator": "C1a", "value": "120", "baseline": "0", "until": "2026-12-31", "changed": [],
    }  # fmt: skip


def test_the_list_and_taking_away_answer_to_their_verb_only(world, login):
    client = login(world.coordinator)
    one = target(world)
    assert (client.post(URL).status_code, client.get(f"{URL}{one.pk}/retirar/").status_code) == (405, 405)


def test_another_provinces_target_is_not_found(world, login):
    client = login(world.users["coordinator_tayacaja"])
    one = target(world)
    assert [client.post(path, facts()).status_code for path in paths(one)[2:]] == [404, 404]
    assert client.get(URL).context["groups"] == []


@pytest.mark.parametrize("role", ["coordinator", "coordinator_tayacaja"])
def test_the_programs_targets_are_not_a_coordinators(world, login, role):
    one = target(world, province=None)
    client = login(world.users[role])
    assert [client.post(path, facts()).status_code for path in paths(one)[2:]] == [404, 404]


@pytest.mark.parametrize("province", ["", "0907", "9999"])
def test_a_coordinator_sets_targets_of_the_own_provinces_only(world, login, province):
    form = login(world.coordinator).post(NEW, facts(province=province)).context["form"]
    assert (list(form.errors), stored()) == (["province"], [])


@pytest.mark.parametrize("role", ["monitoring", "administrator"])
def test_monitoring_and_administrators_set_targets_of_the_whole_program(world, login, role):
    login(world.users[role]).post(NEW, facts(province="", value="200"))
    assert stored() == [("C1a", None, 200, DUE)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"indicator": "C9"}, "indicator"),
        ({"value": "0"}, "value"),
        ({"value": "-3"}, "value"),
        ({"value": "many"}, "value"),
        ({"value": "99999999999"}, "value"),
        ({"value": "1e400"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"baseline": "-1"}, "baseline"),
        ({"baseline": "120"}, "value"),
        ({"until": "31/02/2026"}, "until"),
        ({"until": "1999-12-31"}, "until"),
        ({"until": "2226-12-31"}, "until"),
        ({"until": ""}, "until"),
        ({"indicator": "P01", "value": "101"}, "value"),
    ],
)
def test_what_cannot_be_a_target_is_explained_at_its_field(world, login, changes, field):
    answer = login(world.coordinator).post(NEW, facts(**changes))
    assert (answer.status_code, list(answer.context["form"].errors), stored()) == (200, [field], [])


def test_one_target_per_indicator_place_and_date(world, login):
    target(world, value=99)
    form = login(world.coordinator).post(NEW, facts()).context["form"]
    assert (list(form.errors), stored()) == (["until"], [("C1a", "1204", 99, DUE)])


def test_one_target_of_the_program_per_indicator_and_date(world, login):
    target(world, province=None, value=99)
    form = login(world.users["monitoring"]).post(NEW, facts(province="")).context["form"]
    assert (list(form.errors), Target.objects.count()) == (["until"], 1)


def test_the_same_form_sent_twice_is_one_target(world, login):
    client = login(world.coordinator)
    assert [client.post(NEW, facts()).status_code for _ in range(2)] == [302, 302]
    assert (stored(), Entry.objects.filter(verb="created").count()) == ([("C1a", "1204", 120, DUE)], 1)


def test_a_target_set_meanwhile_by_somebody_else_is_refused_in_words(world, monkeypatch):
    target(world, value=99)
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda rows: None)
    wanted = {"indicator": "C1a", "province": world.jauja.province, "baseline": 0, "value": 120, "until": DUE}
    with pytest.raises(ValidationError) as refused:
        set_target(by=world.coordinator, facts=wanted)
    assert list(refused.value.message_dict) == ["until"]


def test_a_correction_names_what_changed(world, login):
    one = target(world)
    answer = login(world.coordinator).post(f"{URL}{one.pk}/", facts(value="130"))
    assert (answer.status_code, stored()) == (302, [("C1a", "1204", 130, DUE)])
    entry = Entry.objects.about(one).get()
    assert (entry.verb, entry.detail["changed"], entry.detail["value"]) == ("changed", ["value"], "130")


def test_a_correction_that_changes_nothing_is_not_logged(world, login):
    one = target(world)
    login(world.coordinator).post(f"{URL}{one.pk}/", facts())
    assert Entry.objects.about(one).count() == 0


def test_a_correction_onto_another_target_is_refused(world, login):
    one, _other = target(world), target(world, until=dt.date(2027, 12, 31))
    form = login(world.coordinator).post(f"{URL}{one.pk}/", facts(until="2027-12-31")).context["form"]
    assert list(form.errors) == ["until"]


def test_taking_away_is_logged_and_can_be_put_back(world, login):
    one, client = target(world), login(world.coordinator)
    client.post(f"{URL}{one.pk}/retirar/")
    assert (stored(), Entry.objects.about(one).get().verb) == ([], "deleted")
    removed = client.get(URL).context["removed"]
    client.post(NEW, removed)
    assert stored() == [("C1a", "1204", 120, DUE)]
    assert client.get(URL).context["removed"] is None


def test_a_target_that_is_not_there_is_not_found(world, login):
    assert login(world.coordinator).get(f"{URL}{uuid.uuid4()}/").status_code == 404


def test_targets_of_figures_not_counted_yet_come_last(world, login):
    target(world, indicator="C0", value=30)
    target(world, indicator="C5", value=15)
    groups = login(world.coordinator).get(URL).context["groups"]
    assert [(code, indicator is None) for indicator, code, _lines in groups] == [("C5", False), ("C0", True)]


def test_every_indicator_of_which_more_is_better_can_have_a_target(world, login):
    choices = [code for code, _label in login(world.coordinator).get(NEW).context["form"]["indicator"].field.choices]
    assert choices == [code for code in INDICATORS if code != "P18"]  # overdue actions


def test_a_link_chooses_indicator_and_province_beforehand(world, login):
    form = login(world.users["monitoring"]).get(f"{NEW}?indicator=C5&province=0907").context["form"]
    assert (form["indicator"].value(), form["province"].value()) == ("C5", "0907")


def test_the_number_of_queries_does_not_depend_on_the_number_of_targets(world, login, django_assert_num_queries):
    client = login(world.users["monitoring"])
    for day in (1, 2, 3):
        target(world, until=dt.date(2027, 1, day))
        if day != 2:
            with django_assert_num_queries(3):
                client.get(URL)
