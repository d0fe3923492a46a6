"""Two phones and two people at one session, in any order: nothing is lost, doubled or silently overwritten.

Field staff and a coordinator mark, correct, bring people in, send, lose replies and send again; meanwhile people are
merged, the session is cancelled, and what waits is decided. After every step the laws below hold.
"""

import uuid
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone
from gvp.testing.world import add_man, build
from participants import merging
from participants.models import Participant
from workshops import planning
from workshops.claims import DISPUTED, UNMARKED
from workshops.models import ATTENDED, Attendance, Mark, Workshop

FEW = settings(
    max_examples=15, stateful_step_count=24, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
PHONES = st.integers(0, 1)
PEOPLE = st.integers(0, 3)  # three who are enrolled, and one who is not
STATES = st.sampled_from(("present", "late", "absent"))
MARKING = ("mark", "walk_in_known", "walk_in_new")


class Pocket:
    """A phone, what its page shows, and what it has not sent. The page shows its own marks before they are sent."""

    def __init__(self, user: Any) -> None:
        self.phone = Phone(user)
        self.shown: dict[str, tuple[str | None, str]] = {}
        self.outbox: list[dict[str, Any]] = []

    def write(self, kind: str, session: Any, **said: Any) -> dict[str, Any]:
        self.outbox.append(self.phone.write(kind, session.pk, **said))
        return self.outbox[-1]

    def mark(self, session: Any, person: str, state: str) -> None:
        self.touched = False
        base, shown = self.shown.get(person, (None, UNMARKED))
        if state != shown:
            written = self.write("mark", session, person=person, state=state, shown=shown, base=base)
            self.shown[person] = written["id"], state


class TwoPhones(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = build()
        self.session = self.world.jauja.workshops[0]
        guest = add_man(self.world.jauja.community, "JAU", 9, first_surname="Yupanqui")
        self.people = [str(man.pk) for man in (*self.world.jauja.men, guest)]
        self.pockets = [Pocket(self.world.field), Pocket(self.world.coordinator)]
        self.taken: dict[str, dict[str, Any]] = {}  # what a server's answer, heard or not, has acknowledged
        self.receipts: dict[str, dict[str, Any]] = {}
        self.same = {person: person for person in self.people}  # whom a key stands for, as the coordinator merged

        self.touched = True  # whether the last step reached the server

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- In the village ---------------------------------------------------------------------

    @rule(which=PHONES, person=st.integers(0, 1), state=STATES)
    def mark(self, which: int, person: int, state: str) -> None:
        self.pockets[which].mark(self.session, self.people[person], state)

    @rule(which=PHONES)
    def bring_the_guest(self, which: int) -> None:
        self.touched = False
        pocket = self.pockets[which]
        if self.people[3] not in pocket.shown:
            written = pocket.write("walk_in_known", self.session, person=self.people[3])
            pocket.shown[self.people[3]] = written["id"], "present"

    @rule(which=PHONES)
    def register(self, which: int) -> None:
        self.touched = False
        typed = {
            "given_names": "Nuevo", "first_surname": "Ccori", "second_surname": "", "birth_year": "1990",
            "registration": "signature", "community": str(self.world.jauja.community.pk),
        }  # fmt: skip
        fields = {name: [value] for name, value in typed.items()}
        self.pockets[which].write("walk_in_new", self.session, person=str(uuid.uuid4()), fields=fields)

    @rule(which=PHONES)
    def count_one(self, which: int) -> None:
        self.touched = False
        self.pockets[which].write("walk_in_count", self.session, n=1)

    # --- With signal ------------------------------------------------------------------------

    @rule(which=PHONES, heard=st.booleans())
    def send(self, which: int, heard: bool) -> None:
        """All that is in the outbox; when the reply is lost, the phone keeps it and sends it again."""
        self.touched = True
        pocket = self.pockets[which]
        receipts = pocket.phone.send(*pocket.outbox)
        assert {receipt["status"] for receipt in receipts} <= {"applied", "review"}
        for written, receipt in zip(pocket.outbox, receipts, strict=True):
            assert self.receipts.setdefault(written["id"], receipt) == receipt or self._decided(written)
            self.taken[written["id"]] = written
        if heard:
            pocket.outbox = []

    @precondition(lambda self: self.taken)
    @rule(place=st.integers(0, 99))
    def send_again_what_was_taken_long_ago(self, place: int) -> None:
        self.touched = True
        written = list(self.taken.values())[place % len(self.taken)]
        pocket = next(one for one in self.pockets if self._author(written) == one.phone.user.pk)
        assert pocket.phone.send(written)[0]["status"] in ("applied", "review")

    @rule(which=PHONES)
    def look(self, which: int) -> None:
        """The page comes anew, once everything is sent."""
        self.touched = False
        pocket = self.pockets[which]
        if not pocket.outbox:
            rows = Attendance.objects.filter(workshop=self.session)
            stands = {str(row.participant_id): row for row in rows}
            pocket.shown = {key: (str(row.mark_id), _shown(row)) for key, row in stands.items()}

    # --- Meanwhile in town ------------------------------------------------------------------

    @rule(one=PEOPLE, other=PEOPLE)
    def merge(self, one: int, other: int) -> None:
        self.touched = True
        survivor, absorbed = self.same[self.people[one]], self.same[self.people[other]]
        if survivor != absorbed:
            people = Participant.objects.in_bulk([uuid.UUID(survivor), uuid.UUID(absorbed)])
            kept, gone = people[uuid.UUID(survivor)], people[uuid.UUID(absorbed)]
            merging.merge(by=self.world.coordinator, survivor=kept, absorbed=gone)
            self.same = {key: survivor if stands == absorbed else stands for key, stands in self.same.items()}

    @precondition(lambda self: not self.taken)
    @rule()
    def cancel(self) -> None:
        self.touched = True
        planning.cancel(by=self.world.coordinator, workshop=self.session, reason="Fiesta patronal")

    @precondition(lambda self: self._waiting())
    @rule(place=st.integers(0, 99), take=st.booleans())
    def decide(self, place: int, take: bool) -> None:
        self.touched = True
        waiting = self._waiting()
        decision = reviewing.apply if take else reviewing.discard
        decision(by=self.world.coordinator, operation=uuid.UUID(waiting[place % len(waiting)]))

    @precondition(lambda self: self._decisions())
    @rule(place=st.integers(0, 99))
    def take_back(self, place: int) -> None:
        """Unless somebody has built on it since."""
        self.touched = True
        decided = self._decisions()
        with suppress(ValidationError):
            reviewing.undo(by=self.world.coordinator, operation=uuid.UUID(decided[place % len(decided)]))

    # --- What holds after every step --------------------------------------------------------

    @precondition(lambda self: self.touched)
    @invariant()
    def every_claim_is_kept_once(self) -> None:
        """Every fact that was acknowledged is stored, or waits, or somebody decided against it."""
        ledger = {str(row.pk): row for row in Operation.objects.all()}
        assert set(ledger) == set(self.taken)
        applied = [self.taken[key] for key, row in ledger.items() if row.status == Operation.Status.APPLIED]
        expected = {one["id"] for one in applied if one["kind"] in MARKING}
        assert {str(key) for key in Mark.objects.values_list("pk", flat=True)} == expected
        of_kind = Counter(one["kind"] for one in applied)
        self.session = Workshop.objects.get(pk=self.session.pk)
        assert self.session.unregistered == of_kind["walk_in_count"]
        assert Participant.objects.filter(first_surname="Ccori").count() == of_kind["walk_in_new"]

    @precondition(lambda self: self.touched)
    @invariant()
    def nobody_is_overwritten_unseen(self) -> None:
        """Where two people's last words differ, either one has seen the other's, or it is in dispute."""
        marks = self._marks()
        for row in Attendance.objects.filter(workshop=self.session).select_related("mark"):
            if len([key for key, stands in self.same.items() if stands == str(row.participant_id)]) > 1:
                continue  # of one person under two records the stronger state holds (workshops/merging.py)
            words = last_words(marks.get(row.participant_id, []))
            if len(words) == 1 and not row.disputed:
                assert row.state == words[0].state
            if not row.disputed:
                seen = self._seen(row.mark)
                assert [word for word in words if word.state != row.state and word.pk not in seen] == []

    @precondition(lambda self: self.touched)
    @invariant()
    def figures_are_what_a_recount_says(self) -> None:
        rows = list(Attendance.objects.filter(workshop=self.session))
        came = {row.participant_id for row in rows if row.state in ATTENDED and self.session.status == "held"}
        assert Workshop.objects.with_attended().get(pk=self.session.pk).attended == len(
            {row.participant_id for row in rows if row.state in ATTENDED}
        )
        assert set(Attendance.objects.attended().values_list("participant", flat=True)) == came
        assert len(rows) == len({row.participant_id for row in rows})

    # --- Reading ----------------------------------------------------------------------------

    def _waiting(self) -> list[str]:
        """Keys of what is in the tray, in the order in which it was taken."""
        waiting = {str(key) for key in Operation.objects.in_review().values_list("pk", flat=True)}
        return [key for key in self.taken if key in waiting]

    def _decisions(self) -> list[str]:
        decided = {str(key) for key in Operation.objects.exclude(decided_at=None).values_list("pk", flat=True)}
        return [key for key in self.taken if key in decided]

    def _decided(self, written: dict[str, Any]) -> bool:
        return Operation.objects.get(pk=written["id"]).decided_at is not None

    def _author(self, written: dict[str, Any]) -> Any:
        return Operation.objects.get(pk=written["id"]).author_id

    def _marks(self) -> dict[Any, list[Mark]]:
        found: dict[Any, list[Mark]] = {}
        for mark in Mark.objects.filter(workshop=self.session).order_by("captured_at"):
            found.setdefault(mark.participant_id, []).append(mark)
        return found

    def _seen(self, mark: Mark | None) -> set[Any]:
        """The marks that whoever wrote the one that stands had before him; in a dispute, all that were there."""
        seen: set[Any] = set()
        while mark and mark.pk not in seen:
            seen.add(mark.pk)
            if self.taken[str(mark.pk)]["payload"].get("shown") == DISPUTED:
                earlier = Mark.objects.filter(participant=mark.participant_id, recorded_at__lt=mark.recorded_at)
                seen |= set(earlier.values_list("pk", flat=True))
            mark = Mark.objects.filter(pk=mark.base).first()
        return seen


def last_words(marks: list[Mark]) -> list[Mark]:
    """Of each author the mark he wrote last."""
    return list({mark.recorded_by_id: mark for mark in marks}.values())


def _shown(row: Attendance) -> str:
    return DISPUTED if row.disputed else str(row.state)


@pytest.mark.django_db
def test_two_phones_and_two_people_in_any_order():
    run_state_machine_as_test(TwoPhones, settings=FEW)
