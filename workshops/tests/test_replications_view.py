"""Recording a replication on a phone: the school, who led, how many peers."""

import uuid

import pytest
from django.urls import reverse

from gvp.partners.models import Institution
from gvp.testing.world import add_man
from participants.models import Participant
from workshops.models import Enrolment, Replication
from workshops.tests.outreach import day, replicate, school_leaders

pytestmark = pytest.mark.django_db

NEW, LIST = reverse("workshops:replication_new"), reverse("workshops:replications")


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


@pytest.fixture
def winay(world):
    cycle, leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    return cycle, leaders


@pytest.fixture
def sent(winay):
    return {
        "id": str(uuid.uuid4()), "date": day(30), "leaders": [leader.pk for leader in winay[1]], "grade": "5to",
        "section": "b", "minutes": "45", "women": "9", "men": "8", "module": "", "responsible": "Tutora de 5 B",
    }  # fmt: skip


def test_field_staff_record_one_once_however_often_they_tap(world, sent, login):
    client = login(world.field)
    answers = [client.post(NEW, sent) for _ in range(2)]
    made = Replication.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url("replication", made)] * 2
    assert (made.grade, made.section, made.women + made.men, made.led_by.count()) == ("5", "B", 17, 2)


def test_the_school_is_asked_for_only_when_there_are_several(world, winay, login):
    client = login(world.field)
    assert client.get(NEW).context["school"] == world.jauja.school
    second = Institution.objects.create(
        code="I-2", name="I.E. Dos", kind="school", sector="public", district=world.jauja.district
    )
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012, "school": second}
    Enrolment.objects.create(
        cycle=winay[0], participant=add_man(world.jauja.community, "JAU", 88, **facts), enrolled_on=day(0)
    )
    asked = client.get(NEW)
    assert ("form" in asked.context, [school.name for school in asked.context["schools"]]) == (
        False,
        ["I.E. Dos", "I.E. Jauja"],
    )
    assert client.get(NEW, {"school": str(second.pk)}).context["school"] == second
    assert "form" not in client.get(NEW, {"school": "no-such"}).context


def test_leaders_of_other_peoples_cycles_are_not_offered(world, winay, login):
    winay[0].facilitators.clear()
    assert list(login(world.field).get(NEW).context["schools"]) == []
    assert login(world.coordinator).get(NEW).context["school"] == world.jauja.school


def test_names_of_leaders_are_initials_without_the_protection_permission(world, winay, login):
    page = login(world.field).get(NEW).content.decode()
    assert ("Y. Q. H." in page, "Yeny" in page) == (True, False)
    world.field.sees_minors = True
    world.field.save()
    assert "Yeny" in login(world.field).get(NEW).content.decode()


def test_grade_and_section_known_in_the_school_are_one_tap(world, sent, login):
    client = login(world.field)
    assert [value for value, _label in client.get(NEW).context["form"].fields["group"].choices] == ["5 A", ""]
    client.post(NEW, sent | {"grade": "", "section": "", "group": "5 A"})
    made = Replication.objects.get()
    assert (made.grade, made.section) == ("5", "A")


def test_without_grade_and_section_it_comes_back(world, sent, login):
    page = login(world.field).post(NEW, sent | {"grade": "", "section": ""})
    assert sorted(page.context["form"].errors) == ["grade", "section"]


def test_one_too_short_is_stored_with_a_note(world, sent, login):
    page = login(world.field).post(NEW, sent | {"minutes": "20"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert page.context["shortcomings"] == ["duró menos de 30 minutos"]


def test_module_of_winay_or_none(world, winay, sent, login):
    winay[0].modules.create(code="01", title="Buen trato", order=1)
    client = login(world.field)
    assert [value for value, _label in client.get(NEW).context["form"].fields["module"].choices] == ["", "Buen trato"]
    client.post(NEW, sent | {"module": "Buen trato"})
    assert Replication.objects.get().module == "Buen trato"


def test_it_is_corrected_by_whoever_recorded_it_and_by_coordinators(world, winay, sent, login):
    made = replicate(world.coordinator, world.jauja, winay[1])
    assert login(world.field).get(url("replication_edit", made)).status_code == 404
    client = login(world.coordinator)
    seen = client.get(url("replication_edit", made)).context["form"]["seen"].value()
    assert client.post(url("replication_edit", made), sent | {"women": "3", "seen": seen}).status_code == 302
    made.refresh_from_db()
    assert made.women == 3


def test_a_correction_of_another_tab_is_shown(world, winay, sent, login):
    made = replicate(world.field, world.jauja, winay[1])
    client = login(world.field)
    seen = client.get(url("replication_edit", made)).context["form"]["seen"].value()
    client.post(url("replication_edit", made), sent | {"women": "3", "seen": seen})
    page = client.post(url("replication_edit", made), sent | {"women": "4", "seen": seen})
    assert "3" in page.context["form"]["women"].help_text


def test_it_is_taken_out(world, winay, login):
    made = replicate(world.field, world.jauja, winay[1])
    assert login(world.field).post(url("replication_remove", made)).url == LIST
    assert Replication.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_three_take_as_many_queries_as_one(world, winay, login, rows, django_assert_num_queries):
    for n in range(rows):
        replicate(world.field, world.jauja, winay[1], day(30 + n))
    client = login(world.coordinator)
    with django_assert_num_queries(6):  # session, user, schools, how many, replications, leaders
        client.get(LIST)


def test_the_list_says_what_does_not_count(world, winay, login):
    replicate(world.field, world.jauja, winay[1], women=2, men=1)
    lines = login(world.coordinator).get(LIST).context["lines"]
    assert [lacking for _row, lacking in lines] == [["vinieron menos de 5 pares"]]


def test_the_list_is_narrowed_down_to_a_school_and_to_what_does_not_count(world, winay, login):
    counts = replicate(world.field, world.jauja, winay[1])
    lacks = replicate(world.field, world.jauja, winay[1], day(31), minutes=10)
    client = login(world.coordinator)

    def shown(**asked):
        return [row for row, _lacking in client.get(LIST, asked).context["lines"]]

    assert shown(school=str(world.jauja.school.pk)) == [lacks, counts]
    assert shown(lacking="1") == [lacks]
    assert shown(school="no-such") == [lacks, counts]
