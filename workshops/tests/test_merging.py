"""Merging and undoing on the whole: nothing is lost, and undone means as before."""

import datetime as dt
import json
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.audit.models import Entry
from gvp.testing.world import FIRST_DAY, add_man
from participants import merging
from participants.models import Consent, Merge, Participant
from workshops import marking
from workshops.claims import Claim
from workshops.deciding import claims_about
from workshops.models import Attendance, AttendanceState, Enrolment, Mark

EVERYTHING = (Participant, Consent, Enrolment, Attendance, Mark)


def snapshot():
    """All rows of all models a merge may touch, value by value, microseconds included."""
    return {
        model.__name__: [
            {f.attname: f.value_from_object(row) for f in model._meta.concrete_fields}
            for row in model.objects.order_by("pk")
        ]
        for model in EVERYTHING
    }


def merge(world, survivor, absorbed, **choices):
    return merging.merge(by=world.coordinator, survivor=survivor, absorbed=absorbed, **choices)


def attend(workshop, person, state):
    return Attendance.objects.create(workshop=workshop, participant=person, state=state)


def test_rows_of_the_merged_record_move_to_the_one_kept(world):
    kept, other = world.jauja.men[:2]
    Enrolment.objects.filter(participant=kept).delete()
    attend(world.jauja.workshops[0], other, "present")
    merge(world, kept, other)
    assert list(kept.attendances.values_list("state", flat=True)) == ["present"]
    assert (kept.enrolments.count(), other.enrolments.count(), other.attendances.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("kept_state", "other_state", "outcome"),
    [
        ("absent", "present", "present"),
        ("present", "absent", "present"),
        ("excused", "late", "late"),
        ("absent", "excused", "excused"),
        ("made_up", "present", "present"),
    ],
)
def test_who_came_under_either_record_came(world, kept_state, other_state, outcome):
    kept, other = world.jauja.men[:2]
    attend(world.jauja.workshops[0], kept, kept_state)
    attend(world.jauja.workshops[0], other, other_state)
    merge(world, kept, other)
    assert list(Attendance.objects.values_list("participant", "state")) == [(kept.pk, outcome)]


def test_two_who_said_otherwise_of_the_two_records_disagree_until_it_is_undone(world):
    (kept, other), session = world.jauja.men[:2], world.jauja.workshops[0]
    for by, man, state in ((world.field, kept, "absent"), (world.coordinator, other, "late")):
        marking.save(by=by, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, state)])
    done = merge(world, kept, other)
    row = Attendance.objects.get()
    assert (row.participant, row.state, row.disputed, row.recorded_by) == (kept, "late", True, world.coordinator)
    assert [mark.state for mark in claims_about([row])[session.pk, kept.pk]] == ["absent", "late"]
    merging.unmerge(by=world.coordinator, merge=done)
    assert list(Attendance.objects.order_by("state").values_list("participant", "state", "disputed")) == [
        (kept.pk, "absent", False), (other.pk, "late", False),
    ]  # fmt: skip


def test_two_enrolments_in_one_cycle_become_the_longer_one(world):
    kept, other = world.jauja.men[:2]
    day = dt.timedelta(days=1)
    kept.enrolments.update(withdrawn_on=FIRST_DAY + 9 * day)
    other.enrolments.update(enrolled_on=FIRST_DAY - day, practice_on=FIRST_DAY + 5 * day)
    merge(world, kept, other)
    united = Enrolment.objects.get(participant=kept)
    assert (united.enrolled_on, united.withdrawn_on, united.practice_on) == (
        FIRST_DAY - day,
        None,
        FIRST_DAY + 5 * day,
    )


def test_merge_remembers_no_name(world):
    kept, other = world.jauja.men[:2]
    attend(world.jauja.workshops[0], kept, "absent")
    attend(world.jauja.workshops[0], other, "present")
    done = merge(world, kept, other, take=["first_surname"])
    remembered = json.dumps(done.moved) + json.dumps(list(Entry.objects.values_list("detail", flat=True)))
    assert [name for name in ("Quispe", "Ficticio", "Huamán") if name in remembered] == []


def test_a_mark_made_before_the_merge_is_found_under_the_record_kept(world):
    kept, other = world.jauja.men[:2]
    mark = Mark.objects.create(workshop=world.jauja.workshops[0], participant=other, state="present")
    Attendance.objects.create(workshop=world.jauja.workshops[0], participant=other, state="present", mark=mark)
    merge(world, kept, other)
    mark.refresh_from_db()
    assert (mark.participant, kept.attendances.get().mark) == (kept, mark)


def test_a_correction_made_after_the_merge_survives_the_undoing(world):
    kept, other = world.jauja.men[:2]
    attend(world.jauja.workshops[0], kept, "absent")
    attend(world.jauja.workshops[0], other, "present")
    done = merge(world, kept, other)
    kept.attendances.update(state="late")
    merging.unmerge(by=world.coordinator, merge=done)
    assert (kept.attendances.get().state, other.attendances.get().state) == ("late", "present")


def test_the_later_merge_is_undone_first(world):
    one, two, three = world.jauja.men
    first = merge(world, one, two)
    second = merge(world, one, three)
    with pytest.raises(ValidationError) as refused:
        merging.unmerge(by=world.coordinator, merge=first)
    assert refused.value.code == "later"
    merging.unmerge(by=world.coordinator, merge=second)
    assert merging.unmerge(by=world.coordinator, merge=first).undone_at is not None


class AbandonedError(Exception):
    """Ends a hypothesis example by rolling it back."""


states = st.sampled_from([None, *AttendanceState.values])
days = st.integers(min_value=0, max_value=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sheets=st.lists(st.tuples(states, states), min_size=3, max_size=8),
    enrolled=st.tuples(st.booleans(), st.booleans()),
    withdrawn=st.tuples(st.none() | days, st.none() | days),
    revoked=st.tuples(st.none() | days, st.none() | days),
    take=st.lists(st.sampled_from(merging.FACTS), unique=True),
)
def test_undoing_restores_every_row(world, sheets, enrolled, withdrawn, revoked, take):
    kept, other = world.jauja.men[:2]
    try:
        with transaction.atomic():
            _prepare(world, (kept, other), sheets, enrolled, withdrawn, revoked)
            before = snapshot()
            done = merge(world, kept, other, take=take)
            assert snapshot() != before
            merging.unmerge(by=world.coordinator, merge=Merge.objects.get(pk=done.pk))
            assert _clear(snapshot()) == _clear(before)
            raise AbandonedError
    except AbandonedError:
        return


def _prepare(world, people, sheets, enrolled, withdrawn, revoked):
    facts = {"document_kind": "dni", "document": "10117410", "phone": "+51987654321", "birth_year": 1970}
    Participant.objects.filter(pk=people[1].pk).update(first_surname="Ñahui", **facts)
    for person, sheet in zip(people, zip(*sheets, strict=True), strict=True):
        for workshop, state in zip(world.jauja.workshops, sheet, strict=False):
            if state:
                mark = Mark.objects.create(workshop=workshop, participant=person, state=state)
                Attendance.objects.create(workshop=workshop, participant=person, state=state, mark=mark)
    for person, stays, left, ended in zip(people, enrolled, withdrawn, revoked, strict=True):
        person.save()
        if not stays:
            person.enrolments.all().delete()
        elif left is not None:
            person.enrolments.update(withdrawn_on=FIRST_DAY + dt.timedelta(days=left))
        if ended is not None:
            person.consents.update(revoked_on=FIRST_DAY + dt.timedelta(days=ended))


def _clear(rows):
    return json.loads(json.dumps(rows, default=str))


def test_merging_and_undoing_a_third_person_touches_nobody_else(world):
    stranger = add_man(world.jauja.community, "JAU", 50, world.jauja.cycle)
    before = serializers.serialize("json", [stranger, *stranger.enrolments.all(), *stranger.consents.all()])
    done = merge(world, *world.jauja.men[:2])
    merging.unmerge(by=world.coordinator, merge=done)
    stranger.refresh_from_db()
    assert serializers.serialize("json", [stranger, *stranger.enrolments.all(), *stranger.consents.all()]) == before
