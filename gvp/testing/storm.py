"""Phones that keep sending to a server that dies again and again. Afterwards: what were they told, what is stored?

The same for tests (thirty kills) and benchmarks (three hundred).
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from gvp.testing.phone import Operation, Phone, operation
from gvp.testing.serving import Server

STATES = ("present", "absent", "late")
PATIENCE = 120  # seconds in which a phone delivers what it holds
LIKELY = 0.15  # seconds within which a server under load dies


class Walker:
    """A phone in use: its owner marks the men of his list, changes his mind, counts one more, again and again."""

    def __init__(self, phone: Phone, sessions: Iterable[UUID], men: Iterable[UUID], seed: int) -> None:
        self.phone, self.sessions, self.men = phone, list(sessions), list(men)
        self.standing: dict[tuple[UUID, UUID], tuple[str, UUID]] = {}
        self.written: list[Operation] = []
        self.unheard = 0  # times that no answer came
        self._random = random.Random(seed)  # noqa: S311 nothing to guess
        self._pause = threading.Event()

    def work(self, over: threading.Event) -> None:
        """Write and send until it is over; then everything written has been acknowledged."""
        for _ in iter(over.is_set, True):
            self._write(self._batch())

    def finish(self) -> None:
        """In the end everybody came, everywhere."""
        pairs = [(session, man) for session in self.sessions for man in self.men]
        self._write([self._mark(*pair, "present") for pair in pairs if self._shown(*pair)[0] != "present"])

    def deliver(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.phone.outbox:
            if self.phone.send() != 200:
                self.unheard += 1
                self._pause.wait(0.01)
            if time.monotonic() > deadline:
                raise TimeoutError("the server does not take what the phone holds")

    def send_all_again(self) -> dict[str, Any]:
        """Everything once more, as if no receipt had ever come; returns what then came."""
        self.phone.receipts = {}
        self.phone.put(self.written)
        self.deliver()
        return self.phone.receipts

    def _write(self, operations: Iterable[Operation]) -> None:
        batch = list(operations)
        self.written += batch
        self.phone.put(batch)
        self.deliver()

    def _batch(self) -> Iterator[Operation]:
        session = self._random.choice(self.sessions)
        for man in self._random.sample(self.men, len(self.men) // 2 + 1):
            shown, _base = self._shown(session, man)
            yield self._mark(session, man, self._random.choice([state for state in STATES if state != shown]))
        yield operation("walk_in_count", session, n=1)

    def _shown(self, session: UUID, man: UUID) -> tuple[str, UUID | None]:
        return self.standing.get((session, man), ("", None))

    def _mark(self, session: UUID, man: UUID, state: str) -> Operation:
        shown, base = self._shown(session, man)
        mark = operation("mark", session, base, person=man, state=state, shown=shown)
        self.standing[session, man] = state, UUID(mark["id"])
        return mark


class Facts(NamedTuple):
    """What phones were told, or what is stored: to be equal."""

    operations: Counter[str]
    marks: set[UUID]
    attendance: dict[tuple[UUID, UUID], tuple[str, UUID]]
    counted: dict[UUID, int]


def walkers(server: Server, world: Any, phones: int, men: int) -> list[Walker]:
    """Two people with half of the phones each; every phone has men of its own, all are in the same sessions."""
    from gvp.testing.world import add_man

    place = world.jauja
    people = [add_man(place.community, "JAU", n, place.cycle).pk for n in range(1000, 1000 + men)]
    owners = (world.field, world.coordinator) * (phones // 2)
    sessions = [workshop.pk for workshop in place.workshops]
    made = [Walker(Phone(server.port, user), sessions, people[n::phones], n) for n, user in enumerate(owners)]
    for walker in made:
        walker.phone.greet()
    return made


def storm(server: Server, walkers: Iterable[Walker], kills: int, seed: int = 1) -> None:
    """Kill the server so many times, each time while phones are sending and after something new was acknowledged."""
    walkers, chance, over = list(walkers), random.Random(seed), threading.Event()  # noqa: S311
    at_work = [threading.Thread(target=walker.work, args=[over]) for walker in walkers]
    for thread in at_work:
        thread.start()
    try:
        for _ in range(kills):
            _wait_for_receipts(walkers)
            time.sleep(chance.uniform(0, LIKELY))
            server.kill()
            server.start()
    finally:
        over.set()
        for thread in at_work:
            thread.join(timeout=PATIENCE)


def _wait_for_receipts(walkers: list[Walker]) -> None:
    before = sum(len(walker.phone.receipts) for walker in walkers)
    for tick in count():
        if sum(len(walker.phone.receipts) for walker in walkers) > before:
            return
        if tick > PATIENCE * 100:
            raise TimeoutError("nothing is acknowledged any more")
        time.sleep(0.01)


def told(walkers: Iterable[Walker]) -> Facts:
    """What follows from the receipts alone."""
    operations: Counter[str] = Counter()
    marks: set[UUID] = set()
    attendance: dict[tuple[UUID, UUID], tuple[str, UUID]] = {}
    counted: Counter[UUID] = Counter()
    for walker in walkers:
        applied = {key for key, receipt in walker.phone.receipts.items() if receipt["status"] == "applied"}
        operations.update(applied)
        attendance |= walker.standing
        for one in walker.written:
            if one["id"] in applied and one["kind"] == "mark":
                marks.add(UUID(one["id"]))
            elif one["id"] in applied:
                counted[UUID(one["record"])] += 1
    return Facts(operations, marks, attendance, dict(counted))


def stored() -> Facts:
    """What the database holds."""
    from gvp.sync.models import Operation as Ledger
    from workshops.models import Attendance, Mark, Workshop

    ledger = Counter(str(key) for key in Ledger.objects.filter(status="applied").values_list("pk", flat=True))
    rows = Attendance.objects.values_list("workshop_id", "participant_id", "state", "mark_id")
    attendance = {(workshop, person): (state, mark) for workshop, person, state, mark in rows}
    counted = dict(Workshop.objects.filter(unregistered__gt=0).values_list("pk", "unregistered"))
    return Facts(ledger, set(Mark.objects.values_list("pk", flat=True)), attendance, counted)


def differences(told: Facts, stored: Facts) -> int:
    """How many facts differ."""
    operations = (told.operations - stored.operations) + (stored.operations - told.operations)
    attendance = set(told.attendance.items()) ^ set(stored.attendance.items())
    counted = set(told.counted.items()) ^ set(stored.counted.items())
    return sum(operations.values()) + len(told.marks ^ stored.marks) + len(attendance) + len(counted)
