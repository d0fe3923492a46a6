"""What is written through the admin: who did it, what may go, what stays hidden."""

import pytest
from django.db import transaction
from django.urls import reverse

from gvp.accounts.models import User
from gvp.audit import log
from gvp.audit.models import Entry
from gvp.base.models import Parameter
from gvp.base.versions import version
from gvp.ops.tests.admin_world import fill, url
from gvp.places.models import Community
from participants import actions
from participants.models import Participant
from workshops.models import Cycle, Enrolment, Module, Workshop


@pytest.fixture
def admin_client(world, login):
    return login(world.users["administrator"])


@pytest.fixture(autouse=True)
def _english(client, settings):
    """Words are compared in the language of the source."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def entries(row):
    return list(Entry.objects.about(row).values_list("verb", "by__username", "province", "detail"))


def community(district, **facts):
    return {"code": "C-9", "name": "Puquio", "district": district.pk, "rural": "on"} | facts


# --- The line in the log ------------------------------------------------------------------------


def test_adding_is_written_down_with_who_and_where(world, login):
    login(world.coordinator).post(url(Community, "add"), community(world.jauja.district))
    added = Community.objects.get(code="C-9")
    assert (added.recorded_by, entries(added)) == (world.coordinator, [("created", "coordinator", "1204", {})])


def test_changing_names_the_fields(world, login):
    row = world.jauja.community
    login(world.coordinator).post(url(row, "change"), community(world.jauja.district, code=row.code))
    assert entries(row) == [("changed", "coordinator", "1204", {"fields": ["name"]})]


def test_saving_what_is_there_already_writes_nothing(world, login):
    row = world.jauja.community
    login(world.coordinator).post(url(row, "change"), community(world.jauja.district, code=row.code, name=row.name))
    assert entries(row) == []


def test_deleting_leaves_its_line(world, login):
    row = Community.objects.create(code="C-9", name="Puquio", district=world.jauja.district)
    login(world.coordinator).post(url(row, "delete"), {"post": "yes"})
    assert entries(row) == [("deleted", "coordinator", "1204", {"title": "Puquio (Jauja)"})]
    assert not Community.objects.filter(pk=row.pk).exists()


def test_the_rows_of_a_table_have_lines_of_their_own(world, login):
    cycle, first = world.jauja.cycle, world.jauja.modules[0]
    rows = {
        "modules-TOTAL_FORMS": 2, "modules-INITIAL_FORMS": 1, "modules-0-id": first.pk, "modules-0-cycle": cycle.pk,
        "modules-0-code": "01", "modules-0-title": "Bienvenida", "modules-0-order": 1, "modules-0-core": "on",
        "modules-1-code": "09", "modules-1-title": "Cierre", "modules-1-order": 9, "modules-1-cycle": cycle.pk,
    }  # fmt: skip
    facts = {"name": cycle.name, "community": cycle.community_id, "facilitators": world.field.pk}
    login(world.coordinator).post(url(cycle, "change"), facts | rows)
    assert entries(first) == [("changed", "coordinator", "1204", {"fields": ["title"]})]
    assert entries(Module.objects.get(code="09")) == [("created", "coordinator", "1204", {})]
    assert Module.objects.get(code="09").recorded_by == world.coordinator


def test_history_tells_what_was_done_on_other_screens_too(world, login):
    man = world.jauja.men[0]
    actions.change(by=world.field, participant=man, facts={"given_names": "Julio"})
    lines = login(world.coordinator).get(url(man, "history")).context["lines"]
    assert [(entry.by.username, details) for entry, details in lines] == [("field", "fields: given names")]


def test_history_never_shows_a_key(world, login):
    man = world.jauja.men[0]
    with transaction.atomic():
        log.record(
            by=None, verb="changed", target=man, participant=str(man.pk), reason="dos", consents=["registration"]
        )
    ((_entry, details),) = login(world.coordinator).get(url(man, "history")).context["lines"]
    assert details == "consents: registration; reason: dos"


# --- Deleting -----------------------------------------------------------------------------------


def test_a_community_that_people_come_from_stays(world, login):
    response = login(world.coordinator).get(url(world.jauja.community, "delete"))
    assert response.context["protected"] == ["3 participants", "1 cycle", "8 sessions"]


def test_posting_does_not_get_around_it(world, login):
    login(world.coordinator).post(url(world.jauja.community, "delete"), {"post": "yes"})
    assert Community.objects.filter(pk=world.jauja.community.pk).exists()


def test_an_enrolment_with_attendance_stays(world, login):
    rows = fill(world)
    response = login(world.coordinator).post(url(rows[Enrolment]["jauja"], "delete"), {"post": "yes"})
    assert len(response.context["protected"]) == 1


def test_an_enrolment_by_mistake_goes(world, login):
    row = world.jauja.men[0].enrolments.get()
    login(world.coordinator).post(url(row, "delete"), {"post": "yes"})
    assert not Enrolment.objects.filter(pk=row.pk).exists()


def test_a_session_that_was_held_stays(world, login):
    row = world.jauja.workshops[1]
    Workshop.objects.filter(pk=row.pk).update(status="held")
    response = login(world.coordinator).post(url(row, "delete"), {"post": "yes"})
    assert len(response.context["protected"]) == 1


def test_people_and_users_are_never_deleted(world, admin_client):
    rows = (world.jauja.men[0], world.field)
    assert [admin_client.post(url(row, "delete"), {"post": "yes"}).status_code for row in rows] == [403, 403]


# --- People -------------------------------------------------------------------------------------


def person(man, **facts):
    return {
        "given_names": man.given_names, "first_surname": "Quispe", "second_surname": man.second_surname,
        "birth_year": man.birth_year, "seen": version(Participant.objects.get(pk=man.pk)),
        "has_partner": "unknown",
        "consents-TOTAL_FORMS": 0, "consents-INITIAL_FORMS": 0,
    } | facts  # fmt: skip


def test_a_person_is_corrected_by_the_action(world, login):
    man = world.jauja.men[0]
    login(world.coordinator).post(url(man, "change"), person(man, given_names="Julio"))
    man.refresh_from_db()
    assert (man.given_names, man.search_name) == ("Julio", "julio quispe huaman jau 0001")
    assert entries(man) == [("changed", "coordinator", "1204", {"fields": ["first_surname", "given_names"]})]


def test_the_rules_of_the_desk_hold_here(world, login):
    man = world.jauja.men[0]
    response = login(world.coordinator).post(url(man, "change"), person(man, birth_year=2015))
    assert list(response.context["adminform"].form.errors) == ["birth_year"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world, login):
    man = world.jauja.men[0]
    typed = person(man, given_names="Julio")
    actions.change(by=world.field, participant=man, facts={"given_names": "Julián"})
    response = login(world.coordinator).post(url(man, "change"), typed)
    man.refresh_from_db()
    assert (man.given_names, response.status_code) == ("Julián", 200)


def test_document_and_phone_are_masked(world, login):
    man = world.jauja.men[0]
    man.document_kind, man.document, man.phone = "dni", "41234567", "+51964123456"
    man.save()
    client = login(world.coordinator)
    for page in (client.get(url(man)), client.get(url(man, "change"))):
        assert "41234567" not in page.content.decode()
        assert "964123456" not in page.content.decode()
    assert "•••••567" in client.get(url(man, "change")).content.decode()


def test_a_new_person_comes_by_the_form_that_asks_for_consent(world, login):
    assert login(world.coordinator).get(url(Participant, "add")).url == reverse("participants:register")


def test_searching_people_leaves_no_name_in_the_address(world, login):
    client = login(world.coordinator)
    response = client.post(url(Participant), {"words": "Quispe 2"})
    found = client.get(response.url).context["cl"].queryset
    assert (response.url, [man.code for man in found]) == (url(Participant), ["JAU-0002"])


# --- Sessions and enrolments --------------------------------------------------------------------


def test_a_session_takes_a_module_of_its_own_cycle(world, admin_client):
    facts = {
        "code": "K-9", "cycle": world.jauja.cycle.pk, "module": world.tayacaja.modules[0].pk, "date": "2026-04-01",
        "minutes": 90, "community": world.jauja.community.pk,
    }  # fmt: skip
    response = admin_client.post(url(Workshop, "add"), facts)
    assert list(response.context["adminform"].form.errors) == ["module"]


def test_what_happened_at_a_session_is_not_written_here(world, login):
    session = world.jauja.workshops[0]
    facts = {"module": session.module_id, "minutes": 90, "community": session.community_id, "status": "held",
             "head_count": 99, "date": "2026-09-09"}  # fmt: skip
    login(world.coordinator).post(url(session, "change"), facts)
    after = Workshop.objects.get(pk=session.pk)
    assert (after.minutes, after.status, after.head_count, after.date) == (90, "planned", None, session.date)


def test_a_note_with_a_case_is_asked_about_here_too(world, login):
    session = world.jauja.workshops[0]
    facts = {"module": session.module_id, "minutes": 90, "community": session.community_id}
    client, case = login(world.coordinator), {"note": "Denuncia contra don Juan"}
    response = client.post(url(session, "change"), facts | case)
    assert list(response.context["adminform"].form.errors) == ["note"]
    assert client.post(url(session, "change"), facts | case | {"note_kept": "on"}).status_code == 302


def test_a_cycle_of_men_enrols_no_school_leader(world, admin_client):
    Participant.objects.filter(pk=world.jauja.men[0].pk).update(group="school_leader")
    world.users["administrator"].sees_minors = True
    world.users["administrator"].save()
    world.jauja.men[0].enrolments.all().delete()
    facts = {"cycle": world.jauja.cycle.pk, "participant": world.jauja.men[0].pk, "enrolled_on": "2026-03-03"}
    response = admin_client.post(url(Enrolment, "add"), facts)
    assert list(response.context["adminform"].form.errors) == ["participant"]


@pytest.mark.parametrize(("field", "value"), [("enrolled_on", "2999-01-01"), ("withdrawn_on", "2026-01-01")])
def test_an_enrolment_has_possible_dates(world, login, field, value):
    row = world.jauja.men[0].enrolments.get()
    facts = {"enrolled_on": "2026-03-03"} | {field: value}
    response = login(world.coordinator).post(url(row, "change"), facts)
    assert list(response.context["adminform"].form.errors) == [field]


def test_a_cycle_does_not_close_before_it_starts(world, login):
    facts = {"name": "Ciclo", "community": world.jauja.community.pk, "closes_on": "2026-01-01",
             "modules-TOTAL_FORMS": 0, "modules-INITIAL_FORMS": 0}  # fmt: skip
    response = login(world.coordinator).post(url(world.jauja.cycle, "change"), facts)
    assert list(response.context["adminform"].form.errors) == ["closes_on"]
    assert Cycle.objects.get(pk=world.jauja.cycle.pk).closes_on is None


def test_a_facilitator_from_elsewhere_stays(world, login):
    cycle = world.jauja.cycle
    cycle.facilitators.add(world.users["administrator"])
    facts = {"name": "Otro", "community": cycle.community_id, "modules-TOTAL_FORMS": 0, "modules-INITIAL_FORMS": 0,
             "facilitators": [user.pk for user in cycle.facilitators.all()]}  # fmt: skip
    login(world.coordinator).post(url(cycle, "change"), facts)
    cycle.refresh_from_db()
    assert (cycle.name, cycle.facilitators.count()) == ("Otro", 2)


def test_nobody_from_another_province_is_offered_as_facilitator(world, login):
    form = login(world.coordinator).get(url(world.jauja.cycle, "change")).context["adminform"].form
    assert {user.username for user in form.fields["facilitators"].queryset} == {"field", "coordinator"}


# --- Users --------------------------------------------------------------------------------------


def user(**facts):
    return {
        "username": "nueva", "role": "coordinator", "password1": "una-clave-larga-9", "password2": "una-clave-larga-9",
    } | facts  # fmt: skip


def test_a_new_coordinator_may_enter_the_admin(world, admin_client):
    admin_client.post(url(User, "add"), user(provinces=["1204"]))
    made = User.objects.get(username="nueva")
    assert (made.is_staff, made.is_superuser, made.check_password("una-clave-larga-9")) == (True, False, True)
    assert [(verb, by) for verb, by, *_ in entries(made)] == [("created", "administrator")]


def test_whoever_becomes_field_staff_leaves_the_admin(world, admin_client):
    facts = {"username": "coordinator", "role": "field", "provinces": ["1204"], "is_active": "on"}
    admin_client.post(url(world.coordinator, "change"), facts)
    world.coordinator.refresh_from_db()
    assert (world.coordinator.role, world.coordinator.is_staff) == ("field", False)


def test_a_role_that_sees_its_provinces_alone_needs_one(world, admin_client):
    response = admin_client.post(url(User, "add"), user())
    assert list(response.context["adminform"].form.errors) == ["provinces"]


@pytest.mark.parametrize("change", [{"role": "donor"}, {"is_active": ""}])
def test_nobody_locks_oneself_out(world, admin_client, change):
    me = world.users["administrator"]
    facts = {"username": "administrator", "role": "administrator", "is_active": "on"} | change
    response = admin_client.post(url(me, "change"), {name: value for name, value in facts.items() if value})
    assert list(response.context["adminform"].form.errors) == ["role"]


def test_a_new_password_is_set_and_written_down_without_it(world, admin_client):
    page = reverse("admin:auth_user_password_change", args=[world.field.pk])
    admin_client.post(page, {"password1": "otra-clave-larga-7", "password2": "otra-clave-larga-7",
                             "usable_password": "true", "set-password": ""})  # fmt: skip
    world.field.refresh_from_db()
    assert world.field.check_password("otra-clave-larga-7")
    assert entries(world.field) == [("changed", "administrator", "", {"fields": ["password"]})]


# --- Parameters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        ("sensitised_share", "0.8", True), ("sensitised_share", "75", False), ("sensitised_share", "0", False),
        ("sensitised_min_modules", "5", True), ("sensitised_min_modules", "5.5", False),
        ("sensitised_min_modules", "-1", False), ("unknown", "1", False),
    ],
)  # fmt: skip
def test_a_parameter_keeps_its_range(world, admin_client, key, value, stored):
    admin_client.post(url(Parameter, "add"), {"key": key, "value": value})
    assert Parameter.objects.filter(key=key).exists() is stored


def test_parameters_that_nobody_changed_are_listed_with_their_usual_values(world, admin_client):
    usual = admin_client.get(url(Parameter)).context["usual"]
    assert "0.75" in [value for _label, value in usual]


def test_a_short_code_is_three_capitals(world, admin_client):
    response = admin_client.post(url(world.jauja.province, "change"), {"followed": "on", "short_code": "ja1"})
    assert list(response.context["adminform"].form.errors) == ["short_code"]


def test_provinces_without_a_short_code_are_stored_as_none(world, admin_client):
    admin_client.post(url(world.jauja.province, "change"), {"followed": "on", "short_code": ""})
    world.jauja.province.refresh_from_db()
    assert world.jauja.province.short_code is None
