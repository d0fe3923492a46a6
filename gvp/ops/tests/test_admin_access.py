"""Who comes into the admin, and which rows are theirs there."""

import pytest
from django.urls import reverse

from gvp.accounts.models import User
from gvp.audit.models import Entry
from gvp.base.models import HelpLine, Parameter
from gvp.ops.tests.admin_world import PAGES, ahead, fill, url
from gvp.places.models import Community, District, Province
from gvp.reporting.models import Target
from materials.models import Material
from participants.models import Consent, Merge, Participant
from workshops.models import Attendance, Cycle, Enrolment

PROGRAMME = (Parameter, HelpLine, User)
CENTRAL = (Province, District, Parameter, HelpLine)


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 403), ("administrator", 200), ("donor", 403)],
)
def test_only_coordinators_and_administrators_come_in(world, login, role, status):
    assert login(world.users[role]).get(reverse("admin:index")).status_code == status


def test_staff_without_the_role_stay_out(world, login):
    world.users["donor"].is_staff = True
    world.users["donor"].save()
    assert login(world.users["donor"]).get(reverse("admin:index")).status_code == 403


def test_a_coordinator_who_is_not_staff_stays_out(world, login):
    world.coordinator.is_staff = False
    world.coordinator.save()
    assert login(world.coordinator).get(reverse("admin:index")).status_code == 403


def test_the_admin_has_no_login_page_of_its_own(world, client):
    response = client.get(reverse("admin:login") + "?next=/admin/places/community/")
    assert (response.status_code, response.url) == (302, "/cuenta/entrar/?next=/admin/places/community/")


def test_somebody_not_logged_in_is_asked_to(world, client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1] == ("/cuenta/entrar/?next=/admin/", 302)


def test_leaving_goes_through_the_house_door(world, login):
    response = login(world.coordinator).post(reverse("admin:logout"))
    assert (response.status_code, response.url) == (307, reverse("accounts:logout"))


def test_pages_of_django_that_the_house_replaces_are_gone(world, login):
    client = login(world.users["administrator"])
    assert [client.get(f"/admin/{page}").status_code for page in ("password_change/", "r/1/1/", "nowhere/")] == [
        404
    ] * 3


def test_a_coordinator_opens_every_page_of_an_own_row(world, login):
    client, rows = login(world.coordinator), fill(world)
    refused = [
        (model.__name__, page)
        for model, by_place in rows.items()
        if "jauja" in by_place
        for page in ("change", "history")
        if client.get(url(by_place["jauja"], page)).status_code != 200
    ]
    assert refused == []


def test_rows_of_another_province_do_not_exist_for_a_coordinator(world, login):
    client, rows = login(world.coordinator), fill(world)
    answers = {
        (model.__name__, page): client.get(url(by_place["tayacaja"], page)).status_code
        for model, by_place in rows.items()
        if "tayacaja" in by_place
        for page in PAGES
    }
    assert {key: status for key, status in answers.items() if status not in (403, 404)} == {}
    assert [key for key, status in answers.items() if key[1] != "delete" and status != 404] == []


def test_lists_hold_the_own_province_alone(world, login):
    client, rows = login(world.coordinator), fill(world)
    shown = {
        model: set(client.get(url(by_place["jauja"])).context["cl"].queryset.values_list("pk", flat=True))
        for model, by_place in rows.items()
        if "jauja" in by_place
    }
    assert [model for model, keys in shown.items() if rows[model]["tayacaja"].pk in keys] == []
    assert [model for model, keys in shown.items() if rows[model]["jauja"].pk not in keys] == []


def test_an_administrator_sees_both_provinces(world, login):
    client, rows = login(world.users["administrator"]), fill(world)
    missing = [
        model.__name__
        for model, by_place in rows.items()
        if "jauja" in by_place
        for row in by_place.values()
        if row.pk not in client.get(url(row)).context["cl"].queryset.values_list("pk", flat=True)
    ]
    assert missing == []


@pytest.mark.parametrize("model", CENTRAL)
def test_a_coordinator_reads_the_programmes_own_and_changes_nothing(world, login, model):
    client, rows = login(world.coordinator), fill(world)
    row = rows[model].get("jauja") or rows[model]["all"]
    assert client.get(url(row, "change")).status_code == 200
    assert [client.post(url(row, "change"), {}).status_code, client.get(url(row, "add")).status_code] == [403, 403]


def test_a_coordinator_has_nothing_to_do_with_users(world, login):
    client = login(world.coordinator)
    pages = [url(world.field), url(world.field, "add"), url(world.coordinator, "change"), url(world.field, "delete"),
             url(world.field, "history")]  # fmt: skip
    pages.append(reverse("admin:auth_user_password_change", args=[world.coordinator.pk]))
    assert [client.get(page).status_code for page in pages] == [403] * 6


def test_a_coordinator_cannot_promote_anybody_by_posting(world, login):
    facts = {"username": "coordinator", "role": "administrator", "is_active": "on"}
    response = login(world.coordinator).post(url(world.coordinator, "change"), facts)
    world.coordinator.refresh_from_db()
    assert (response.status_code, world.coordinator.role) == (403, "coordinator")


# --- What a row may point to ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "field", "own", "other"),
    [
        (Cycle, "community", "C-JAU", "C-TAY"),
        (Enrolment, "participant", "JAU-0001", "TAY-0001"),
        (Enrolment, "cycle", "K-JAU", "K-TAY"),
        (Community, "district", "120401", "090701"),
    ],
)
def test_search_boxes_offer_the_own_province_alone(world, login, source, field, own, other):
    client = login(world.coordinator)

    def found(term):
        asked = {"app_label": source._meta.app_label, "model_name": source._meta.model_name, "field_name": field}
        return len(client.get(reverse("admin:autocomplete"), asked | {"term": term}).json()["results"])

    assert (found(own), found(other)) == (1, 0)


def test_a_search_box_never_looks_for_names(world, login):
    asked = {"app_label": "workshops", "model_name": "enrolment", "field_name": "participant", "term": "Quispe"}
    assert login(world.coordinator).get(reverse("admin:autocomplete"), asked).json()["results"] == []


def test_a_cycle_cannot_be_put_into_another_province(world, login):
    facts = cycle_facts(world.tayacaja.community)
    response = login(world.coordinator).post(reverse("admin:workshops_cycle_add"), facts)
    assert list(response.context["adminform"].form.errors) == ["community"]
    assert not Cycle.objects.filter(code="K-9").exists()


def test_an_administrator_puts_a_cycle_anywhere(world, login):
    facts = cycle_facts(world.tayacaja.community)
    login(world.users["administrator"]).post(reverse("admin:workshops_cycle_add"), facts)
    assert Cycle.objects.get(code="K-9").recorded_by == world.users["administrator"]


def cycle_facts(community):
    return {
        "code": "K-9", "kind": "sensitisation", "name": "Otro", "community": community.pk, "starts_on": "2026-03-03",
        "modules-TOTAL_FORMS": 0, "modules-INITIAL_FORMS": 0,
    }  # fmt: skip


def test_a_coordinator_sets_no_target_of_the_whole_programme(world, login):
    facts = {"indicator": "C1a", "province": "", "baseline": 0, "value": 10, "until": ahead().isoformat()}
    response = login(world.coordinator).post(reverse("admin:reporting_target_add"), facts)
    assert (list(response.context["adminform"].form.errors), Target.objects.count()) == (["province"], 0)


def test_what_belongs_to_the_whole_programme_is_not_a_coordinators(world, login):
    material = Material.objects.create(code="M", title="Guía", kind="guide", medium="print")
    assert login(world.coordinator).get(url(material, "change")).status_code == 404


# --- School leaders -----------------------------------------------------------------------------


@pytest.fixture
def leader(world):
    from gvp.testing.world import add_man

    girl = add_man(
        world.jauja.community, "JAU", 8, world.jauja.cycle, group="school_leader", sex="F", birth_year=2012,
        given_names="Lucero", school=world.jauja.school, grade="2", section="B",
    )  # fmt: skip
    Attendance.objects.create(workshop=world.jauja.workshops[0], participant=girl, state="present")
    Merge.objects.create(survivor=girl, absorbed=world.jauja.men[2])
    return girl


def about(leader):
    return [leader, leader.consents.get(), leader.enrolments.get(), leader.attendances.get(), leader.merges.get()]


def test_a_leaders_records_need_the_protection_permission(world, login, leader):
    client = login(world.coordinator)
    assert [client.get(url(row, "change")).status_code for row in about(leader)] == [404] * 5
    listed = [
        model.__name__
        for model in (Participant, Consent, Enrolment, Attendance)
        if leader.code in client.get(url(model)).content.decode()
    ]
    assert listed == []


def test_with_the_protection_permission_they_open(world, login, leader):
    world.coordinator.sees_minors = True
    world.coordinator.save()
    client = login(world.coordinator)
    assert [client.get(url(row, "change")).status_code for row in about(leader)] == [200] * 5


# --- The log ------------------------------------------------------------------------------------


def test_the_log_is_only_read(world, login):
    entry = fill(world)[Entry]["jauja"]
    client = login(world.users["administrator"])
    statuses = [client.get(url(entry, page)).status_code for page in ("add", "delete")]
    assert [*statuses, client.post(url(entry, "change"), {"verb": "created"}).status_code] == [403, 403, 403]
