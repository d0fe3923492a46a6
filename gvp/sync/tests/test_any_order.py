"""The order in which phones find signal changes nothing: neither who came nor what is in dispute."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.sync.tests.phones import Phone
from gvp.testing.world import add_man
from participants import merging
from participants.models import Participant
from workshops.claims import STRENGTH
from workshops.models import Attendance, Enrolment, Workshop

pytestmark = pytest.mark.django_db
some = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))

PHONES = st.integers(0, 1)
STATES = st.sampled_from(("present", "late", "absent"))
MARKS = st.tuples(PHONES, st.integers(0, 2), STATES)
MERGED = "merged"
WALK_INS = st.tuples(PHONES, st.sampled_from(("known", "new", "count")))
Written = tuple[Phone, dict[str, Any]]


@pytest.fixture
def village(world):
    """One session, two phones, and a guest who is on no list."""
    world.phones = [Phone(world.field), Phone(world.coordinator)]
    world.guest = add_man(world.jauja.community, "JAU", 9, first_surname="Yupanqui")
    world.session = world.jauja.workshops[0]
    return world


def written_marks(village, marks: Sequence[tuple[int, int, str]]) -> list[Written]:
    """Each phone shows its own marks and has seen nothing of the other."""
    shown: dict[tuple[int, int], tuple[Any, str]] = {}
    written = []
    for minute, (which, man, state) in enumerate(marks):
        base, was = shown.get((which, man), (None, ""))
        if state == was:
            continue
        phone, person = village.phones[which], str(village.jauja.men[man].pk)
        said = {"person": person, "state": state, "shown": was, "base": base, "at": moment(minute)}
        written.append((phone, phone.write("mark", village.session.pk, **said)))
        shown[which, man] = written[-1][1]["id"], state
    return written


def written_walk_ins(village, walk_ins: Sequence[tuple[int, str]]) -> list[Written]:
    written = []
    for minute, (which, kind) in enumerate(walk_ins):
        said = {
            "known": {"person": str(village.guest.pk)},
            "new": {"person": str(uuid.uuid4()), "fields": new_man(village)},
            "count": {"n": 1},
        }[kind]
        phone = village.phones[which]
        written.append((phone, phone.write(f"walk_in_{kind}", village.session.pk, **said, at=moment(minute))))
    return written


def moment(minute: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=6) + dt.timedelta(minutes=minute)


def new_man(village) -> dict[str, list[str]]:
    typed = {
        "given_names": "Nuevo", "first_surname": "Ccori", "birth_year": "1990", "registration": "signature",
        "community": str(village.jauja.community.pk),
    }  # fmt: skip
    return {name: [value] for name, value in typed.items()}


def after(village, batches: Sequence[Sequence[Written]]) -> dict[str, Any]:
    """What is stored once these have arrived; then it is as before."""
    with transaction.atomic():
        for batch in batches:
            for phone in dict.fromkeys(phone for phone, _operation in batch):
                receipts = phone.send(*(operation for whose, operation in batch if whose is phone))
                assert {receipt["status"] for receipt in receipts} == {"applied"}
        found = {
            "list": {row.participant.code: (row.state, row.disputed) for row in _rows(village)},
            "enrolled": Enrolment.objects.filter(cycle=village.session.cycle_id).count(),
            "registered": Participant.objects.count(),
            "counted": Workshop.objects.get(pk=village.session.pk).unregistered,
        }
        transaction.set_rollback(True)
    return found


def _rows(village) -> Any:
    return Attendance.objects.filter(workshop=village.session, participant__first_surname__startswith="Quispe")


@some
@given(marks=st.lists(MARKS, min_size=2, max_size=9), data=st.data())
def test_marks_end_the_same_and_what_is_contested_is_always_told(village, marks, data):
    written = written_marks(village, marks)
    shuffled = data.draw(st.permutations(written))
    one, other = after(village, [written]), after(village, [[each] for each in shuffled])
    assert one == other
    words: dict[str, dict[Any, str]] = defaultdict(dict)
    for phone, operation in written:
        words[operation["payload"]["person"]][phone] = operation["payload"]["state"]
    for man in village.jauja.men:
        if said := set(words.get(str(man.pk), {}).values()):
            assert one["list"][man.code] == (max(said, key=STRENGTH.__getitem__), len(said) == 2)


@some
@given(states=st.lists(STATES, min_size=2, max_size=2), data=st.data())
def test_two_records_of_one_man_end_the_same_whenever_they_are_merged(village, states, data):
    """Each phone knows him under another record."""
    kept, absorbed = village.jauja.men[:2]
    steps: list[Any] = written_marks(village, [(which, which, state) for which, state in enumerate(states)])
    steps = data.draw(st.permutations([[step] for step in steps] + [MERGED]))
    with transaction.atomic():
        for step in steps:
            if step is MERGED:
                merging.merge(by=village.coordinator, survivor=kept, absorbed=absorbed)
            else:
                [(phone, operation)] = step
                phone.send(operation)
        found = [(row.participant, row.state, row.disputed) for row in _rows(village)]
        transaction.set_rollback(True)
    assert found == [(kept, max(states, key=STRENGTH.__getitem__), len(set(states)) == 2)]


@some
@given(walk_ins=st.lists(WALK_INS, min_size=2, max_size=8), data=st.data())
def test_walk_ins_end_the_same(village, walk_ins, data):
    written = written_walk_ins(village, walk_ins)
    shuffled = data.draw(st.permutations(written))
    one, other = after(village, [written]), after(village, [[each] for each in shuffled])
    kinds = [kind for _which, kind in walk_ins]
    assert one == other
    assert (one["counted"], one["registered"]) == (kinds.count("count"), 7 + kinds.count("new"))
    assert one["enrolled"] == 3 + kinds.count("new") + ("known" in kinds)
