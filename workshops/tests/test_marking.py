"""Saving a roster: what is stored, what merges, what is refused."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.testing.world import add_man
from workshops import marking
from workshops.claims import Claim
from workshops.marking import Change
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def claim(person, state="present", base=None, shown=""):
    return Claim(uuid.uuid4(), person.pk, state, base, shown)


def standing(session):
    rows = Attendance.objects.filter(workshop=session).order_by("participant__code")
    return [(row.participant.code[-1], row.state, row.disputed) for row in rows]


def refusal(**save):
    with pytest.raises(ValidationError) as refused:
        marking.save(**save)
    return refused.value


def test_marks_are_stored_and_the_session_counts_as_held(world, session):
    saved = marking.save(
        by=world.field,
        workshop=session.pk,
        claims=[claim(world.jauja.men[0]), claim(world.jauja.men[1], "absent")],
        counts={"head_count": Change(None, 2)},
    )
    session.refresh_from_db()
    assert (saved.marks, saved.fields) == (2, ["head_count", "status"])
    assert (session.status, session.head_count) == ("held", 2)
    assert standing(session) == [("1", "present", False), ("2", "absent", False)]


def test_the_log_says_who_saved_how_much_and_names_nobody(world, session):
    marking.save(by=world.field, workshop=session.pk, claims=[claim(world.jauja.men[0])])
    entry = Entry.objects.about(session).get()
    assert (entry.by, entry.province) == (world.field, "1204")
    assert entry.detail == {"marks": 1, "disputed": 0, "fields": ["status"], "status": "held"}


def test_a_note_is_not_copied_into_the_log(world, session):
    marking.save(by=world.field, workshop=session.pk, counts={"note": Change("", "Llovió")})
    assert "Llovió" not in str(Entry.objects.about(session).get().detail)


def test_a_resent_form_changes_nothing(world, session):
    sent = {
        "by": world.field,
        "workshop": session.pk,
        "claims": [claim(man) for man in world.jauja.men],
        "counts": {"head_count": Change(None, 3)},
    }
    first, second = marking.save(**sent), marking.save(**sent)
    assert (bool(first), bool(second)) == (True, False)
    assert (Mark.objects.count(), Attendance.objects.count(), Entry.objects.about(session).count()) == (3, 3, 1)


def test_a_resent_form_does_not_undo_a_later_correction(world, session):
    first = claim(world.jauja.men[0])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    marking.save(by=world.coordinator, workshop=session.pk,
                 claims=[claim(world.jauja.men[0], "absent", first.key, "present")])  # fmt: skip
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    assert standing(session) == [("1", "absent", False)]


def test_a_form_of_which_half_had_arrived_brings_the_other_half(world, session):
    first, second = claim(world.jauja.men[0]), claim(world.jauja.men[1])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    assert marking.save(by=world.field, workshop=session.pk, claims=[first, second]).marks == 1
    assert standing(session) == [("1", "present", False), ("2", "present", False)]


def test_one_key_with_another_content_is_refused_and_stores_nothing(world, session):
    first = claim(world.jauja.men[0])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    changed = first._replace(state="absent")
    sent = [changed, claim(world.jauja.men[1])]
    assert refusal(by=world.field, workshop=session.pk, claims=sent).code == "reused"
    assert standing(session) == [("1", "present", False)]


def test_a_key_of_another_session_is_refused(world, session):
    first = claim(world.jauja.men[0])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    other = world.jauja.workshops[1]
    assert refusal(by=world.field, workshop=other.pk, claims=[first]).code == "reused"


def test_marks_of_two_people_on_different_men_unite(world, session):
    marking.save(by=world.field, workshop=session.pk, claims=[claim(world.jauja.men[0])])
    marking.save(by=world.coordinator, workshop=session.pk, claims=[claim(world.jauja.men[1], "late")])
    assert standing(session) == [("1", "present", False), ("2", "late", False)]


def test_two_people_who_mark_one_man_differently_are_both_kept_in_dispute(world, session):
    man = world.jauja.men[0]
    marking.save(by=world.field, workshop=session.pk, claims=[claim(man)])
    saved = marking.save(by=world.coordinator, workshop=session.pk, claims=[claim(man, "absent")])
    assert saved.disputed == 1
    assert standing(session) == [("1", "present", True)]
    assert list(Mark.objects.values_list("state", "recorded_by__username")) == [
        ("present", "field"),
        ("absent", "coordinator"),
    ]


def test_a_dispute_ends_when_somebody_who_sees_it_chooses_and_its_history_stays(world, session):
    man = world.jauja.men[0]
    first = claim(man)
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    marking.save(by=world.coordinator, workshop=session.pk, claims=[claim(man, "absent")])
    marking.save(by=world.field, workshop=session.pk, claims=[claim(man, "absent", first.key, "disputed")])
    assert standing(session) == [("1", "absent", False)]
    assert Mark.objects.count() == 3


def test_what_the_page_showed_already_is_not_stored_again(world, session):
    first = claim(world.jauja.men[0])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    same = claim(world.jauja.men[0], "present", first.key, "present")
    assert not marking.save(by=world.field, workshop=session.pk, claims=[same])
    assert Mark.objects.count() == 1


def test_the_row_says_who_recorded_what_holds(world, session):
    first = claim(world.jauja.men[0])
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    marking.save(by=world.coordinator, workshop=session.pk,
                 claims=[claim(world.jauja.men[0], "late", first.key, "present")])  # fmt: skip
    assert Attendance.objects.get().recorded_by == world.coordinator


def test_whoever_is_not_enrolled_cannot_be_marked(world, session):
    stranger = add_man(world.jauja.community, "JAU", 9)
    sent = [claim(world.jauja.men[0]), claim(stranger)]
    assert refusal(by=world.field, workshop=session.pk, claims=sent).code == "outsider"
    assert standing(session) == []


def test_whoever_left_the_cycle_can_still_be_corrected(world, session):
    Enrolment.objects.filter(participant=world.jauja.men[0]).update(withdrawn_on=session.date)
    marking.save(by=world.field, workshop=session.pk, claims=[claim(world.jauja.men[0])])
    assert standing(session) == [("1", "present", False)]


def test_a_session_ahead_cannot_be_logged(world, session):
    Workshop.objects.filter(pk=session.pk).update(date=timezone.localdate() + dt.timedelta(days=1))
    assert refusal(by=world.field, workshop=session.pk, claims=[claim(world.jauja.men[0])]).code == "day"
    assert Workshop.objects.get(pk=session.pk).status == "planned"


def test_a_cancelled_session_cannot_be_logged(world, session):
    Workshop.objects.filter(pk=session.pk).update(status="cancelled")
    assert refusal(by=world.field, workshop=session.pk, claims=[claim(world.jauja.men[0])]).code == "cancelled"


def test_somebody_elses_session_does_not_exist(world):
    with pytest.raises(Workshop.DoesNotExist):
        marking.save(by=world.field, workshop=world.tayacaja.workshops[0].pk, claims=[])


def test_a_count_that_somebody_else_wrote_meanwhile_is_not_overwritten(world, session):
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": Change(None, 24)})
    sent = {"workshop": session.pk, "claims": [claim(world.jauja.men[0])], "counts": {"head_count": Change(None, 25)}}
    assert refusal(by=world.field, **sent).error_dict["head_count"][0].code == "stale"
    session.refresh_from_db()
    assert (session.head_count, standing(session)) == (24, [])
    marking.save(by=world.field, **sent | {"counts": {"head_count": Change(24, 25)}})
    session.refresh_from_db()
    assert (session.head_count, standing(session)) == (25, [("1", "present", False)])


def test_two_people_may_write_the_same_count(world, session):
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": Change(None, 24)})
    assert not marking.save(by=world.field, workshop=session.pk, counts={"head_count": Change(None, 24)})


def test_nothing_marked_leaves_the_session_planned(world, session):
    saved = marking.save(by=world.field, workshop=session.pk, claims=[])
    assert (bool(saved), saved.held) == (False, False)
    assert Workshop.objects.get(pk=session.pk).status == "planned"


@pytest.mark.parametrize("men", [1, 3])
def test_a_save_takes_six_queries_however_many_are_marked(world, session, men, django_assert_num_queries):
    savepoint = 2  # the test runs in a transaction already
    claims = [claim(man) for man in world.jauja.men[:men]]
    with django_assert_num_queries(6 + savepoint):
        marking.save(by=world.field, workshop=session.pk, claims=claims, counts={"head_count": Change(None, men)})


def test_whoever_corrects_himself_after_a_colleague_said_the_same_leaves_it_to_a_third(world, session):
    man = world.jauja.men[0]
    first = claim(man)
    marking.save(by=world.field, workshop=session.pk, claims=[first])
    marking.save(by=world.coordinator, workshop=session.pk, claims=[claim(man)])
    marking.save(by=world.field, workshop=session.pk, claims=[claim(man, "absent", first.key, "present")])
    assert standing(session) == [("1", "present", True)]


def test_marks_of_one_person_that_arrive_in_the_wrong_order_end_as_they_were_written(world, session):
    man, noon = world.jauja.men[0], timezone.now()
    late = claim(man, "absent")._replace(captured_at=noon)
    early = claim(man)._replace(captured_at=noon - dt.timedelta(hours=1))
    for one in (late, early):
        marking.save(by=world.field, workshop=session.pk, claims=[one])
    assert standing(session) == [("1", "absent", False)]
    assert Mark.objects.count() == 2


@pytest.mark.parametrize("men", [1, 3])
def test_correcting_oneself_takes_one_query_more_however_many_are_corrected(
    world, session, django_assert_num_queries, men
):
    first = [claim(man) for man in world.jauja.men[:men]]
    marking.save(by=world.field, workshop=session.pk, claims=first)
    second = [claim(man, "absent", one.key, "present") for man, one in zip(world.jauja.men, first, strict=False)]
    with django_assert_num_queries(8):
        marking.save(by=world.field, workshop=session.pk, claims=second)
    assert {state for _code, state, _disputed in standing(session)} == {"absent"}
