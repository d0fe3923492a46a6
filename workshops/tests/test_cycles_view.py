"""The list of cycles, one cycle's page, its forms."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.testing.world import add_man, hold
from workshops.models import Cycle, Enrolment, Module, Workshop

LIST = reverse("workshops:cycles")
NEW = reverse("workshops:cycle_new")


def url(name, cycle):
    return reverse(f"workshops:{name}", args=[cycle.pk])


def codes(response):
    return [cycle.code for cycle in response.context["page"]]


def filled(world, **changes):
    return {
        "id": str(uuid.uuid4()), "kind": "sensitisation", "name": "Ciclo nuevo", "starts_on": "2026-04-01",
        "community": str(world.jauja.community.pk), "curriculum": "usual",
    } | changes  # fmt: skip


# --- The list -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["field", "coordinator"])
def test_people_of_a_province_see_its_cycles(world, login, role):
    assert codes(login(world.users[role]).get(LIST)) == ["K-JAU"]


@pytest.mark.parametrize("role", ["monitoring", "administrator"])
def test_others_see_all(world, login, role):
    assert codes(login(world.users[role]).get(LIST)) == ["K-JAU", "K-TAY"]


def test_donors_see_none(world, login):
    assert login(world.users["donor"]).get(LIST).status_code == 403


def test_the_list_is_only_read(world, login):
    assert login(world.coordinator).post(LIST).status_code == 405


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("province=0907", ["K-TAY"]),
        ("kind=winay", []),
        ("province=1204&kind=sensitisation", ["K-JAU"]),
        ("province=9999&kind=x&page=99", ["K-JAU", "K-TAY"]),
    ],
)
def test_chips_filter(world, login, query, found):
    assert codes(login(world.users["monitoring"]).get(f"{LIST}?{query}")) == found


def test_running_cycles_come_before_finished_ones(world, login):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(closes_on="2026-05-01")
    Cycle.objects.filter(pk=world.tayacaja.cycle.pk).update(closes_on=timezone.localdate())
    assert codes(login(world.users["monitoring"]).get(LIST)) == ["K-TAY", "K-JAU"]


def test_figures_stand_beside_each_cycle(world, login):
    one, two, three = world.jauja.men
    hold(world.jauja.workshops[0], one, two, three)
    hold(world.jauja.workshops[1], one, two, state="late")
    hold(world.jauja.workshops[2], three, state="absent")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Workshop.objects.filter(code="K-JAU-08").update(date=tomorrow)
    Workshop.objects.filter(code="K-JAU-07").update(status="cancelled")
    Enrolment.objects.filter(participant=three).update(withdrawn_on=tomorrow)
    cycle = login(world.coordinator).get(LIST).context["page"][0]
    figures = (cycle.enrolled, cycle.held, cycle.sessions, round(cycle.mean, 3), cycle.next_on)
    assert figures == (2, 3, 7, 1.667, tomorrow)


def test_a_cycle_without_sessions_has_no_mean(world, login):
    assert login(world.coordinator).get(LIST).context["page"][0].mean is None


def test_more_than_fifty_cycles_come_in_pages(world, login):
    Cycle.objects.bulk_create(
        Cycle(code=f"M-{n}", name=f"Ciclo {n}", community=world.jauja.community, starts_on="2026-01-01")
        for n in range(51)
    )
    client = login(world.coordinator)
    assert (len(codes(client.get(LIST))), len(codes(client.get(f"{LIST}?page=2")))) == (50, 2)


def test_the_list_costs_the_same_for_one_cycle_and_for_three(world, login, django_assert_num_queries):
    client = login(world.coordinator)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    for n in (1, 2):
        Cycle.objects.create(
            code=f"M-{n}", name=f"Ciclo {n}", community=world.jauja.community, starts_on="2026-01-01"
        )  # fmt: skip
    with django_assert_num_queries(5):
        assert len(codes(client.get(LIST))) == 3


def test_an_empty_list_says_what_to_do(world, login):
    world.jauja.cycle.facilitators.clear()
    assert 'class="empty"' in login(world.field).get(LIST).content.decode()


# --- One cycle ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["field", "coordinator", "monitoring", "administrator"])
def test_a_cycle_opens_for_those_who_see_it(world, login, role):
    assert login(world.users[role]).get(url("cycle", world.jauja.cycle)).status_code == 200


def test_field_staff_and_monitoring_read_and_do_not_manage(world, login):
    for role in ("field", "monitoring"):
        page = login(world.users[role]).get(url("cycle", world.jauja.cycle)).content.decode()
        managing = ("cycle_edit", "modules", "enrol", "session_new", "series")
        assert [name for name in managing if url(name, world.jauja.cycle) in page] == []


MANAGING = ("cycle_edit", "modules", "enrol", "practice", "session_new", "series")


@pytest.mark.parametrize("name", ["cycle", *MANAGING])
def test_a_cycle_of_another_province_is_not_found(world, login, name):
    assert login(world.coordinator).get(url(name, world.tayacaja.cycle)).status_code == 404


@pytest.mark.parametrize("name", MANAGING)
@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_only_coordinators_manage(world, login, name, role):
    assert login(world.users[role]).get(url(name, world.jauja.cycle)).status_code == 403


def test_a_made_up_key_is_not_found_and_posting_is_refused(world, login):
    client = login(world.coordinator)
    wrong = reverse("workshops:cycle", args=[uuid.uuid4()])
    assert (client.get(wrong).status_code, client.post(url("cycle", world.jauja.cycle)).status_code) == (404, 405)


def test_a_cycle_shows_sessions_people_and_modules(world, login):
    hold(world.jauja.workshops[0], *world.jauja.men[:2])
    context = login(world.coordinator).get(url("cycle", world.jauja.cycle)).context
    assert [(m.person.code, m.attended, m.missing) for m in context["members"]] == [
        ("JAU-0001", 1, 5), ("JAU-0002", 1, 5), ("JAU-0003", 0, 6),
    ]  # fmt: skip
    assert ([line.session.came for line in context["sessions"][:2]], context["unplanned"]) == ([2, 0], False)
    assert [(subject.planned, subject.held) for subject in context["subjects"][:2]] == [(0, 1), (1, 0)]


def test_those_who_left_come_last(world, login):
    Enrolment.objects.filter(participant=world.jauja.men[0]).update(withdrawn_on="2026-05-01")
    members = login(world.coordinator).get(url("cycle", world.jauja.cycle)).context["members"]
    assert [member.person.code for member in members] == ["JAU-0002", "JAU-0003", "JAU-0001"]


def test_a_cycle_costs_the_same_for_three_people_and_for_a_hundred(world, login, django_assert_num_queries):
    client = login(world.coordinator)
    client.get(url("cycle", world.jauja.cycle))
    with django_assert_num_queries(10):
        client.get(url("cycle", world.jauja.cycle))
    for n in range(100, 200):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    with django_assert_num_queries(10):
        assert len(client.get(url("cycle", world.jauja.cycle)).context["members"]) == 103


# --- Creating and changing ------------------------------------------------------------------


def test_a_new_cycle_leads_to_its_modules(world, login):
    sent = filled(world, facilitators=[str(world.field.pk)])
    response = login(world.coordinator).post(NEW, sent)
    cycle = Cycle.objects.get(pk=sent["id"])
    assert response.headers["Location"] == url("modules", cycle)
    assert (cycle.code, list(cycle.facilitators.all()), cycle.modules.count()) == ("JAU-S01", [world.field], 8)


def test_a_new_cycle_may_take_over_a_curriculum_or_none(world, login):
    client = login(world.coordinator)
    for curriculum, modules in ((str(world.jauja.cycle.pk), 8), ("empty", 0)):
        sent = filled(world, curriculum=curriculum)
        client.post(NEW, sent)
        assert Module.objects.filter(cycle=sent["id"]).count() == modules


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "1999-12-31"}, "starts_on"),
        ({"starts_on": "2199-01-01"}, "starts_on"),
        ({"closes_on": "2026-03-31"}, "closes_on"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"code": "K-JAU"}, "code"),
        ({"code": "dos palabras"}, "code"),
        ({"curriculum": "otro"}, "curriculum"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, login, changes, field):
    response = login(world.coordinator).post(NEW, filled(world, **changes))
    assert (set(response.context["form"].errors), Cycle.objects.count()) == ({field}, 2)


def test_another_province_s_community_and_people_are_no_choice(world, login):
    strangers = {
        "community": str(world.tayacaja.community.pk),
        "facilitators": [str(world.users["field_tayacaja"].pk)],
        "curriculum": str(world.tayacaja.cycle.pk),
    }
    response = login(world.coordinator).post(NEW, filled(world, **strangers))
    assert set(response.context["form"].errors) == {"community", "facilitators", "curriculum"}


def test_a_facilitator_belongs_to_the_community_s_province(world, login):
    sent = filled(world, facilitators=[str(world.users["field_tayacaja"].pk)])
    response = login(world.users["administrator"]).post(NEW, sent)
    assert set(response.context["form"].errors) == {"facilitators"}


def test_only_field_staff_and_coordinators_facilitate(world, login):
    form = login(world.users["administrator"]).get(NEW).context["form"]
    assert {user.role for user in form.fields["facilitators"].queryset} == {"field", "coordinator"}


def test_saving_a_cycle_unchanged_changes_nothing(world, login):
    client = login(world.coordinator)
    form = client.get(url("cycle_edit", world.jauja.cycle)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert client.post(url("cycle_edit", world.jauja.cycle), sent).status_code == 302
    assert Entry.objects.about(world.jauja.cycle).count() == 0


def test_a_cycle_is_renamed(world, login):
    client = login(world.coordinator)
    sent = filled(world, starts_on="2026-03-03", name="Otro", facilitators=[str(world.field.pk)])
    client.post(url("cycle_edit", world.jauja.cycle), sent)
    world.jauja.cycle.refresh_from_db()
    assert (world.jauja.cycle.name, world.jauja.cycle.code) == ("Otro", "K-JAU")


# --- Curriculum -----------------------------------------------------------------------------


def formset(client, cycle):
    """What the browser would send back unchanged."""
    forms = client.get(url("modules", cycle)).context["formset"]
    sent = {f"form-{name}": forms.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for form in forms:
        sent |= {form.add_prefix(name): form[name].value() for name in form.fields if form[name].value()}
    return sent


def test_modules_saved_unchanged_stay(world, login):
    client = login(world.coordinator)
    assert client.post(url("modules", world.jauja.cycle), formset(client, world.jauja.cycle)).status_code == 302
    assert (world.jauja.cycle.modules.count(), Entry.objects.about(world.jauja.cycle).count()) == (8, 0)


def test_modules_are_added_retitled_moved_and_made_core(world, login):
    client = login(world.coordinator)
    sent = formset(client, world.jauja.cycle)
    sent |= {"form-0-title": "Bienvenida", "form-7-order": "1", "form-3-core": "on", "form-8-title": "Cierre"}
    for _ in range(2):
        assert client.post(url("modules", world.jauja.cycle), sent).status_code == 302
    titles = list(world.jauja.cycle.modules.order_by("order").values_list("title", flat=True))
    assert (titles[:2], titles[-1], len(titles)) == (["Módulo 8", "Bienvenida"], "Cierre", 9)
    assert list(world.jauja.cycle.modules.filter(core=True).values_list("code", flat=True)) == ["01", "02", "04"]


def test_a_module_with_sessions_is_not_removed_and_the_page_says_why(world, login):
    client = login(world.coordinator)
    sent = formset(client, world.jauja.cycle) | {"form-0-remove": "on"}
    response = client.post(url("modules", world.jauja.cycle), sent)
    assert (len(response.context["refused"]), world.jauja.cycle.modules.count()) == (1, 8)


def test_a_title_is_not_wiped_by_emptying_it(world, login):
    client = login(world.coordinator)
    sent = formset(client, world.jauja.cycle) | {"form-0-title": " "}
    response = client.post(url("modules", world.jauja.cycle), sent)
    assert (response.status_code, world.jauja.cycle.modules.count()) == (200, 8)


def test_a_broken_formset_is_no_crash(world, login):
    client = login(world.coordinator)
    for sent in ({}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "x"}):
        assert client.post(url("modules", world.jauja.cycle), sent).status_code == 200


def test_the_curriculum_of_another_cycle_takes_the_place_of_this_one(world, login):
    other = Cycle.objects.create(code="M-1", name="Otro", community=world.jauja.community, starts_on="2026-01-01")
    Module.objects.create(cycle=other, code="01", title="Viejo", order=1)
    login(world.coordinator).post(url("copy_modules", other), {"source": str(world.jauja.cycle.pk)})
    assert list(other.modules.values_list("title", flat=True)) == [f"Módulo {n}" for n in range(1, 9)]


def test_a_curriculum_in_use_is_not_replaced(world, login):
    other = Cycle.objects.create(code="M-1", name="Otro", community=world.jauja.community, starts_on="2026-01-01")
    login(world.coordinator).post(url("copy_modules", world.jauja.cycle), {"source": str(other.pk)})
    assert world.jauja.cycle.modules.count() == 8


@pytest.mark.parametrize("source", ["tayacaja", "jauja", "nonsense"])
def test_only_another_cycle_that_one_sees_is_copied(world, login, source):
    sent = {"source": str(getattr(world, source).cycle.pk) if source != "nonsense" else "x"}
    cycle = Cycle.objects.create(code="M-1", name="Otro", community=world.jauja.community, starts_on="2026-01-01")
    target = world.jauja.cycle if source == "jauja" else cycle
    before = target.modules.count()
    assert login(world.coordinator).post(url("copy_modules", target), sent).status_code == 302
    assert target.modules.count() == before


def test_copying_by_reading_is_refused(world, login):
    assert login(world.coordinator).get(url("copy_modules", world.jauja.cycle)).status_code == 405
