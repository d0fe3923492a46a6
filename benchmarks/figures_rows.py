"""A made-up register of any size, written past the ORM: what figures.py counts.

Ten modules a cycle, of which two are core; four in five come. Of the men six in ten answered before and four in ten
afterwards, one in ten joined a network; one cycle in ten is of Wiñay. Materials, plans and meetings grow with them.
"""

import datetime as dt
import io
import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

MODULES, PEOPLE, CAME = 10, 25, 0.8
STARTED = dt.date(2024, 1, 8)
UNTIL = dt.date(2026, 6, 30)
PROVINCES = ("1204", "0907")
COMMUNITIES = 60  # in each province
EQUITABLE = ("M3", "M5", "P2", "P5", "H1", "H4")

Rows = dict[str, list[dict[str, Any]]]  # by name of the model


class Register:
    """Adds cycles in turn to both provinces, and writes what is new."""

    def __init__(self) -> None:
        from participants.models import Instrument

        self.chance = random.Random(2026)
        self.instrument = Instrument.objects.get(counts_for_change=True).pk
        self.communities = [(place(province, n), province) for n in range(COMMUNITIES) for province in PROVINCES]
        self.schools = {province: institutions(province, "school", 10) for province in PROVINCES}
        self.partners = [key for province in PROVINCES for key in institutions(province, "other", 20)]
        self.groups = [key for province in PROVINCES for key in institutions(province, "mens_group", 5)]
        self.cycles = self.attendances = 0
        self.network: dict[str, UUID] = {}
        self.rows: Rows = {}

    def grow(self, attendances: int) -> None:
        """Until there are so many."""
        from django.apps import apps
        from django.db import connection

        self.rows = {}
        while self.attendances < attendances:
            community, province = self.communities[self.cycles % len(self.communities)]
            self.add_cycle(community, province)
            self.cycles += 1
        models = {model.__name__: model for model in apps.get_models(include_auto_created=True)}
        with unchecked():
            for name, facts in self.rows.items():
                load(models[name], facts)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes

    def put(self, model: str, **facts: Any) -> UUID:
        found = {"id": key(self.chance)} | facts
        self.rows.setdefault(model, []).append(found)
        return found["id"]

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def add_cycle(self, community: UUID, province: str) -> None:
        number, winay = self.cycles, self.cycles // 2 % 10 == 9
        starts_on = STARTED + dt.timedelta(days=self.chance.randrange(600))
        cycle = self.put("Cycle", code=f"K{number}", community_id=community, starts_on=starts_on,
                         kind="winay" if winay else "sensitisation")  # fmt: skip
        people = [self.add_person(cycle, community, starts_on, n, winay) for n in range(PEOPLE)]
        for order in range(1, MODULES + 1):
            module = self.put("Module", cycle_id=cycle, code=f"{order}", core=order <= 2, order=order)
            workshop = self.put("Workshop", code=f"K{number}-{order}", cycle_id=cycle, module_id=module,
                                date=starts_on + dt.timedelta(weeks=order), community_id=community)  # fmt: skip
            for person in people:
                if self.happens(CAME):
                    self.put("Attendance", workshop_id=workshop, participant_id=person)
                    self.attendances += 1
        if winay:
            self.add_replications(people, province, starts_on)
        else:
            self.add_men(people, province, community, starts_on)
        if number % 50 == 0:
            self.add_material(province)
        if number % 200 < 2:
            self.add_plan(province)

    def add_person(self, cycle: UUID, community: UUID, day: dt.date, n: int, winay: bool) -> UUID:
        person = self.put("Participant", code=f"{self.cycles}-{n}", community_id=community, enrolled_on=day,
                          group="school_leader" if winay else "man", sex="F" if winay else "M",
                          birth_year=2012 if winay else 1950 + n)  # fmt: skip
        for kind in ("registration", "guardian", "assent") if winay else ("registration",):
            self.put("Consent", participant_id=person, given_on=day, kind=kind)
        practice = day + dt.timedelta(weeks=12) if winay and self.happens(0.8) else None
        self.put("Enrolment", cycle_id=cycle, participant_id=person, enrolled_on=day, practice_on=practice)
        return person

    def add_men(self, men: list[UUID], province: str, community: UUID, day: dt.date) -> None:
        if province not in self.network or self.happens(0.05):
            self.network[province] = self.put(
                "Network", code=f"R{self.cycles}", name="Red", province_id=province, founded_on=day, founding_act="1",
                coordinator_id=men[0],
            )  # fmt: skip
        members = [man for man in men if self.happens(0.1)]
        for man in men:
            if self.happens(0.6):
                self.add_answers(man, day)
            if man in members:
                joined = day + dt.timedelta(days=90)
                self.put("NetworkMembership", network_id=self.network[province], participant_id=man, joined_on=joined,
                         commitment_on=joined if self.happens(0.8) else None,
                         left_on=joined + dt.timedelta(days=60) if self.happens(0.1) else None)  # fmt: skip
        for n, man in enumerate(members):
            action = self.put("NetworkAction", code=f"A{self.cycles}-{n}", network_id=self.network[province],
                              date=UNTIL - dt.timedelta(days=self.chance.randrange(400)), community_id=community,
                              women=10, validated=self.happens(0.7))  # fmt: skip
            self.put("ActionLeader", action_id=action, participant_id=man)

    def add_answers(self, man: UUID, day: dt.date) -> None:
        """Before the first session, and two in three of them again five weeks after the last."""
        consent = self.put("Consent", participant_id=man, given_on=day, kind="evaluation")
        alone = self.happens(0.15)
        again = day + dt.timedelta(weeks=MODULES + 6)
        for round_, when, scores in (("baseline", day, (1, 1, 2, 3)), ("endline", again, (1, 2, 3, 3))):
            answers = {}
            for item in (f"{domain}{n}" for domain in "MPH" for n in range(1, 6)):
                score = self.chance.choice(scores)
                answers[item] = "NA" if alone and item[0] != "M" else 4 - score if item in EQUITABLE else score
            self.put("Assessment", participant_id=man, consent_id=consent, instrument_id=self.instrument,
                     round=round_, date=when, answers=answers)  # fmt: skip
            if not self.happens(0.67):
                return

    def add_replications(self, leaders: list[UUID], province: str, day: dt.date) -> None:
        for n, leader in enumerate(leaders):
            replication = self.put("Replication", code=f"P{self.cycles}-{n}", minutes=45, women=n, men=n,
                                   date=day + dt.timedelta(days=100 + n), grade=f"{n % 5 + 1}", section="A",
                                   school_id=self.chance.choice(self.schools[province]))  # fmt: skip
            self.put("ReplicationLeader", replication_id=replication, participant_id=leader)

    def add_material(self, province: str) -> None:
        day = STARTED + dt.timedelta(days=self.chance.randrange(800))
        material = self.put("Material", code=f"M{self.cycles}", title="Material", final_on=day, province_id=province)
        self.put("Material_institutions", id=self.cycles + 1, material_id=material, institution_id=self.partners[0])
        self.put("Material_mens_groups", id=self.cycles + 1, material_id=material, institution_id=self.groups[0])
        for n in range(8):
            self.put("Transfer", code=f"X{self.cycles}-{n}", material_id=material, date=day + dt.timedelta(days=n * 20),
                     institution_id=self.chance.choice(self.partners), act_number="1" if n % 2 else "")  # fmt: skip

    def add_plan(self, province: str) -> None:
        code = f"B{self.cycles}"
        board = self.put("Board", code=code, province_id=province, kind="other")
        plan = self.put("Plan", code=code, board_id=board, title=code, since=STARTED, until=UNTIL)
        goal = self.put("PlanGoal", plan_id=plan, code="OE1")
        for n, state in enumerate(("convened", "approved", "recognised")):
            self.put("Milestone", plan_id=plan, state=state, date=STARTED + dt.timedelta(days=300 + 30 * n),
                     document="ordenanza", number=code)  # fmt: skip
        for n in range(60):
            due, done = STARTED + dt.timedelta(days=14 * n), self.happens(0.6)
            self.put("PlanAction", code=f"{code}-{n}", plan_id=plan, goal_id=goal, text="x", original_deadline=due,
                     deadline=due, responsible_id=self.partners[0], state="done" if done else "planned",
                     done_on=due + dt.timedelta(days=self.chance.randrange(-20, 10)) if done else None)  # fmt: skip
            if n % 5 == 0:
                self.put("BoardMeeting", board_id=board, date=due)


def place(province: str, number: int) -> UUID:
    """One of the communities of the province, spread over its districts."""
    from gvp.places.models import Community, District

    districts = District.objects.filter(province=province).order_by("code")
    facts = {"name": f"Comunidad {number}", "district": districts[number % len(districts)]}
    return Community.objects.get_or_create(code=f"C-{province}-{number}", defaults=facts)[0].pk


def institutions(province: str, kind: str, count: int) -> list[UUID]:
    """Public and private in turn."""
    from gvp.partners.models import Institution
    from gvp.places.models import District

    district = District.objects.filter(province=province).order_by("code")[0]
    return [
        Institution.objects.create(code=f"I-{province}-{kind}-{n}", name=kind, kind=kind, district=district,
                                   sector=("public", "private")[n % 2]).pk
        for n in range(count)
    ]  # fmt: skip


def key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def load(model: Any, facts: list[dict[str, Any]]) -> None:
    """Write rows with bulk SQL: COPY on PostgreSQL, one prepared statement on SQLite."""
    from django.db import connection

    usual = {"Consent": {"kind": "registration", "mode": "signature"}, "Workshop": {"status": "held"},
             "Attendance": {"state": "present"}, "Participant": {"first_surname": "Quispe"},
             "NetworkAction": {"kind": "talk"}, "Material": {"kind": "guide", "medium": "print"}}  # fmt: skip
    example = model(**usual.get(model.__name__, {}))
    fields = model._meta.concrete_fields
    given = {field.attname for field in fields} & set(facts[0])
    prepared = {field.attname: field.get_db_prep_save(getattr(example, field.attname), connection) for field in fields
                if field.attname not in given}  # fmt: skip
    write = {field.attname: writer(field, connection) for field in fields if field.attname in given}
    values = (
        [write[name](row[name]) if name in write else prepared[name] for name in (f.attname for f in fields)]
        for row in facts
    )
    table, columns = model._meta.db_table, [connection.ops.quote_name(field.column) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy(cursor, table, columns, values)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)


@contextmanager
def unchecked() -> Iterator[None]:
    """One transaction in which the database does not look up every key: these rows are known to fit."""
    from django.db import connection, transaction

    on_postgresql = connection.vendor == "postgresql"
    connection.disable_constraint_checking()
    with transaction.atomic(), connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
    connection.enable_constraint_checking()


def writer(field: Any, connection: Any) -> Callable[[Any], Any]:
    """How a value of this column is written; keys without the detour through the field."""
    if field.get_internal_type() in ("UUIDField", "ForeignKey"):
        return (lambda value: getattr(value, "hex", value)) if connection.vendor == "sqlite" else str
    if field.get_internal_type() == "JSONField":
        return json.dumps
    return lambda value: field.get_db_prep_save(value, connection)


def copy(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    text = io.StringIO()
    for row in rows:
        text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
    text.seek(0)
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)
