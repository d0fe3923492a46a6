"""Phones that keep sending to a server that dies again and again. Afterwards: what were they told, what is stored?

The same for tests (thirty kills) and benchmarks (three hundred).
"""

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from gvp.testing.phone import Operation, Phone, operation
from gvp.testing.serving import Server

STATES = ("present", "absent", "late")
PATIENCE = 120  # seconds in which something is acknowledged
LIKELY = 0.15  # seconds within which a server under load dies
RARELY = 10  # one batch in so many brings a new man and an action
SURNAME = "Ccori"  # of all who are registered in the storm


class Walker:
    """A phone in use: its owner marks the men of his list, changes his mind, counts one more, again and again.

    He also counts heads, in `sessions[seed]` alone, and now and then registers a new man, or writes down an action that
    the first of his list led. `place`: `sessions`, `network` and `community` by key, and a `date` for actions.
    """

    def __init__(self, phone: Phone, place: SimpleNamespace, men: Iterable[UUID], seed: int) -> None:
        self.phone, self.place, self.sessions, self.men = phone, place, place.sessions, list(men)
        self.counting = place.sessions[seed]
        self.heads: int | str = ""
        self.standing: dict[tuple[UUID, UUID], tuple[str, UUID]] = {}
        self.written: list[Operation] = []
        self.unheard = 0  # times that no answer came
        self._batches = count()
        self._random = random.Random(seed)  # noqa: S311 nothing to guess

    def work(self, over: threading.Event) -> None:
        """Write and send until it is over; then everything written has been acknowledged."""
        for _ in iter(over.is_set, True):
            self._write(self._batch())

    def finish(self) -> None:
        """In the end everybody came, everywhere."""
        pairs = [(session, man) for session in self.sessions for man in self.men]
        self._write([self._mark(*pair, "present") for pair in pairs if self._shown(*pair)[0] != "present"])

    def deliver(self) -> None:
        self.unheard += self.phone.deliver()

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
        yield self._count()
        if next(self._batches) % RARELY == 0:
            yield self._register(session)
            yield self._action()

    def _count(self) -> Operation:
        before, self.heads = self.heads, self._random.choice([n for n in range(1, 40) if n != self.heads])
        return operation("counts", self.counting, fields={"head_count": self.heads}, shown={"head_count": before})

    def _register(self, session: UUID) -> Operation:
        person, given = uuid4(), "".join(self._random.choices("abdegilmnorsu", k=8)).title()
        typed = {"given_names": given, "first_surname": SURNAME, "second_surname": "", "birth_year": "1990",
                 "registration": "signature", "community": str(self.place.community)}  # fmt: skip
        new = operation("walk_in_new", session, person=person, fields=_posted(typed))
        self.standing[session, person] = "present", UUID(new["id"])
        return new

    def _action(self) -> Operation:
        typed = {"date": str(self.place.date), "community": str(self.place.community), "kind": "talk", "recent": "",
                 "message": "", "women": "9", "men": "8", "adolescents": "3", "evidence": "",
                 "leaders": str(self.men[0])}  # fmt: skip
        return operation("action", uuid4(), network=self.place.network, fields=_posted(typed))

    def _shown(self, session: UUID, man: UUID) -> tuple[str, UUID | None]:
        return self.standing.get((session, man), ("", None))

    def _mark(self, session: UUID, man: UUID, state: str) -> Operation:
        shown, base = self._shown(session, man)
        mark = operation("mark", session, base, person=man, state=state, shown=shown)
        self.standing[session, man] = state, UUID(mark["id"])
        return mark


def _posted(typed: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in typed.items()}


class Facts(NamedTuple):
    """What phones were told, or what is stored: to be equal."""

    operations: Counter[str]
    marks: set[UUID]
    attendance: dict[tuple[UUID, UUID], tuple[str, UUID]]
    counted: dict[UUID, int]
    heads: dict[UUID, int | None]
    people: set[UUID]
    actions: set[UUID]


def walkers(server: Server, world: Any, phones: int, men: int) -> list[Walker]:
    """Two people with half of the phones each; every phone has men of its own, all are in the same sessions."""
    from gvp.testing.world import FIRST_DAY, add_man

    jauja = world.jauja
    people = [add_man(jauja.community, "JAU", n, jauja.cycle).pk for n in range(1000, 1000 + men)]
    owners = (world.field, world.coordinator) * (phones // 2)
    place = SimpleNamespace(
        sessions=[workshop.pk for workshop in jauja.workshops], date=FIRST_DAY, community=jauja.community.pk,
        network=_network(jauja.province, people),
    )  # fmt: skip
    made = [Walker(Phone(server.port, user), place, people[n::phones], n) for n, user in enumerate(owners)]
    for walker in made:
        walker.phone.greet()
    return made


def _network(province: Any, people: Iterable[UUID]) -> UUID:
    """One that all of them belong to from the first day on."""
    from gvp.testing.world import FIRST_DAY
    from participants.models import Network, NetworkMembership

    network = Network.objects.create(code="R-1", name="Red", province=province, founded_on=FIRST_DAY)
    since = {"network": network, "joined_on": FIRST_DAY, "commitment_on": FIRST_DAY}
    NetworkMembership.objects.bulk_create(NetworkMembership(participant_id=key, **since) for key in people)
    return network.pk


def storm(server: Server, walkers: Iterable[Walker], kills: int, seed: int = 1) -> None:
    """Kill the server so many times, each time while phones are sending and after something new was acknowledged.

    When it returns nobody is at work any more; what went wrong with a phone is raised.
    """
    walkers, chance, over = list(walkers), random.Random(seed), threading.Event()  # noqa: S311
    with ThreadPoolExecutor(len(walkers)) as phones:
        at_work = [phones.submit(walker.work, over) for walker in walkers]
        try:
            for _ in range(kills):
                _wait_for_receipts(walkers)
                time.sleep(chance.uniform(0, LIKELY))
                server.kill()
                server.start()
        finally:
            over.set()
            for walk in at_work:
                walk.result()


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
    applied: Counter[str] = Counter()
    attendance: dict[tuple[UUID, UUID], tuple[str, UUID]] = {}
    written: list[Operation] = []
    for walker in walkers:
        receipts = walker.phone.receipts
        applied.update(key for key, receipt in receipts.items() if receipt["status"] == "applied")
        attendance |= walker.standing
        written += walker.written
    of_kind: defaultdict[str, list[Operation]] = defaultdict(list)
    for one in written:
        if one["id"] in applied:
            of_kind[one["kind"]].append(one)
    return Facts(
        applied,
        {UUID(one["id"]) for kind in ("mark", "walk_in_new") for one in of_kind[kind]},
        attendance,
        Counter(UUID(one["record"]) for one in of_kind["walk_in_count"]),
        {UUID(one["record"]): one["payload"]["fields"]["head_count"] for one in of_kind["counts"]},
        {UUID(one["payload"]["person"]) for one in of_kind["walk_in_new"]},
        {UUID(one["record"]) for one in of_kind["action"]},
    )


def stored() -> Facts:
    """What the database holds."""
    from gvp.sync.models import Operation as Ledger
    from participants.models import Participant
    from workshops.models import Attendance, Mark, NetworkAction, Workshop

    ledger = Counter(str(key) for key in Ledger.objects.filter(status="applied").values_list("pk", flat=True))
    rows = Attendance.objects.values_list("workshop_id", "participant_id", "state", "mark_id")
    attendance = {(workshop, person): (state, mark) for workshop, person, state, mark in rows}
    counted = dict(Workshop.objects.filter(unregistered__gt=0).values_list("pk", "unregistered"))
    heads = dict(Workshop.objects.exclude(head_count=None).values_list("pk", "head_count"))
    people = set(Participant.objects.filter(first_surname=SURNAME).values_list("pk", flat=True))
    actions = set(NetworkAction.objects.values_list("pk", flat=True))
    marks = set(Mark.objects.values_list("pk", flat=True))
    return Facts(ledger, marks, attendance, counted, heads, people, actions)


def differences(told: Facts, stored: Facts) -> int:
    """How many facts differ."""
    pairs: Iterable[tuple[Any, Any]] = zip(told, stored, strict=True)
    return sum(len(_apart(one) ^ _apart(other)) for one, other in pairs)


def _apart(facts: dict[Any, Any] | set[UUID]) -> set[Any]:
    return set(facts.items()) if isinstance(facts, dict) else facts
