"""C1a for a province against the best hand-written SQL, at 10 000, 100 000 and 1 000 000 attendances.

Ours is the whole indicator as the board asks for it: the thresholds, one query, a row per man with his date, the
figures of the period. Theirs is one statement that returns the bare count and knows the thresholds beforehand: the
faster of two, tried anew at each size on each database (twice as fast as the plain joins that come to mind first).
"""

import datetime as dt
import io
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from benchmarks.harness import Result, ratio, side_by_side

SIZES = (10_000, 100_000, 1_000_000)
MODULES, MEN, CAME = 8, 25, 0.8  # a cycle: 25 men, 8 modules of which 2 are core, four in five come
STARTED = dt.date(2024, 1, 8)
UNTIL = dt.date(2026, 6, 30)
PROVINCES = ("1204", "0907")
COMMUNITIES = 60  # in each province

PEOPLE = """
    SELECT man.id
    FROM participants_participant man
    JOIN places_community community ON community.id = man.community_id
    JOIN places_district district ON district.code = community.district_id
    WHERE man.merged_into_id IS NULL AND man.enrolled_on <= '2026-06-30'
      AND man."group" = 'man' AND man.sex = 'M' AND community.rural AND district.province_id = '1204'
      AND YEAR_OF_ENROLMENT - man.birth_year >= 18
      AND EXISTS (SELECT 1 FROM participants_consent consent
                  WHERE consent.participant_id = man.id AND consent.kind = 'registration'
                    AND consent.given_on <= '2026-06-30'
                    AND (consent.revoked_on IS NULL OR consent.revoked_on > '2026-06-30'))
"""
# What a count needs and no more: a man's cycle is judged as a whole, without dates and without the order of modules.
PUT_ASIDE = f"""
WITH person AS MATERIALIZED ({PEOPLE}),
curriculum AS (
    SELECT module.cycle_id, COUNT(*) AS modules, SUM(CASE WHEN module.core THEN 1 ELSE 0 END) AS cores
    FROM workshops_module module
    JOIN workshops_cycle cycle ON cycle.id = module.cycle_id
    WHERE cycle.kind = 'sensitisation'
    GROUP BY module.cycle_id
), session AS MATERIALIZED (
    SELECT workshop.id, workshop.module_id, module.cycle_id, CASE WHEN module.core THEN 1 ELSE 0 END AS core,
           modules, cores
    FROM workshops_workshop workshop
    JOIN workshops_module module ON module.id = workshop.module_id
    JOIN curriculum ON curriculum.cycle_id = module.cycle_id
    WHERE workshop.status = 'held' AND workshop.date <= '2026-06-30'
)
SELECT COUNT(DISTINCT participant_id) FROM (
    SELECT attendance.participant_id
    FROM workshops_attendance attendance
    JOIN person ON person.id = attendance.participant_id
    JOIN session ON session.id = attendance.workshop_id
    WHERE attendance.state IN ('present', 'late', 'made_up')
    GROUP BY attendance.participant_id, session.cycle_id, session.modules, session.cores
    HAVING COUNT(DISTINCT session.module_id) >= 6 AND COUNT(DISTINCT session.module_id) * 4 >= session.modules * 3
       AND COUNT(DISTINCT CASE WHEN session.core = 1 THEN session.module_id END) = session.cores
) AS complete
"""
BY_INDEX = f"""
WITH person AS MATERIALIZED ({PEOPLE})
SELECT COUNT(DISTINCT id) FROM (
    SELECT person.id
    FROM person
    CROSS JOIN workshops_attendance attendance
    CROSS JOIN workshops_workshop workshop
    CROSS JOIN workshops_module module
    WHERE attendance.participant_id = person.id AND attendance.state IN ('present', 'late', 'made_up')
      AND workshop.id = attendance.workshop_id AND workshop.status = 'held' AND workshop.date <= '2026-06-30'
      AND module.id = workshop.module_id
      AND module.cycle_id IN (SELECT id FROM workshops_cycle WHERE kind = 'sensitisation')
    GROUP BY person.id, module.cycle_id
    HAVING COUNT(DISTINCT module.code) >= 6
       AND COUNT(DISTINCT module.code) * 4 >= 3 * (
           SELECT COUNT(*) FROM workshops_module every WHERE every.cycle_id = module.cycle_id)
       AND COUNT(DISTINCT CASE WHEN module.core THEN module.code END) = (
           SELECT COUNT(*) FROM workshops_module every WHERE every.cycle_id = module.cycle_id AND every.core)
) AS complete
"""
STATEMENTS = (PUT_ASIDE, BY_INDEX)
YEAR = {
    "sqlite": "CAST(STRFTIME('%Y', man.enrolled_on) AS INTEGER)",
    "postgresql": "EXTRACT(YEAR FROM man.enrolled_on)",
}


def run() -> Iterator[Result]:
    from gvp.places import ubigeo

    ubigeo.load()
    chance = random.Random(2026)
    stored = 0
    for size in SIZES:
        fill(size - stored, chance, prefix=str(size))
        stored = size
        yield measure(size)


def measure(size: int) -> Result:
    from gvp.reporting.base import Scope
    from gvp.reporting.indicators import INDICATORS

    scope = Scope(until=UNTIL, since=dt.date(2026, 1, 1), province="1204")
    timed = [(seconds(statement), statement) for statement in STATEMENTS]
    best = min(timed)[1]

    def ours() -> Any:
        return INDICATORS["C1a"].value(scope).cumulative

    counted = count(best)
    assert ours() == counted
    times = side_by_side(ours, lambda: count(best), rounds=9 if size < 1_000_000 else 3)
    return ratio(f"C1a for a province at {size:,} attendances", *times, 3, f"{counted:,} men count")


def count(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement.replace("YEAR_OF_ENROLMENT", YEAR[connection.vendor]))
        return cursor.fetchone()[0]


def seconds(statement: str) -> float:
    """The better of two runs."""
    times = []
    for _round in range(2):
        start = time.perf_counter()
        count(statement)
        times.append(time.perf_counter() - start)
    return min(times)


# --- A made-up register, written past the ORM --------------------------------------------------


def fill(attendances: int, chance: random.Random, prefix: str) -> None:
    """Add cycles in turn to both provinces until there are so many more attendances."""
    from django.db import connection

    from participants.models import Consent, Participant
    from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

    communities = [place(province, number) for number in range(COMMUNITIES) for province in PROVINCES]
    rows: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (Cycle, Module, Workshop, Participant, Consent, Enrolment, Attendance)
    }
    number = 0
    while len(rows[Attendance]) < attendances:
        add_cycle(rows, f"{prefix}-{number}", communities[number % len(communities)], chance)
        number += 1
    del rows[Attendance][attendances:]
    with unchecked():
        for model, facts in rows.items():
            load(model, facts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def place(province: str, number: int) -> UUID:
    """One of the communities of the province, spread over its districts."""
    from gvp.places.models import Community, District

    districts = District.objects.filter(province=province).order_by("code")
    facts = {"name": f"Comunidad {number}", "district": districts[number % len(districts)]}
    return Community.objects.get_or_create(code=f"C-{province}-{number}", defaults=facts)[0].pk


def add_cycle(rows: dict[Any, list[dict[str, Any]]], code: str, community: UUID, chance: random.Random) -> None:
    from participants.models import Consent, Participant
    from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

    starts_on = STARTED + dt.timedelta(days=chance.randrange(600))
    cycle, place = key(chance), community
    rows[Cycle].append({"id": cycle, "code": code, "community_id": place, "starts_on": starts_on})
    men = [key(chance) for _ in range(MEN)]
    for n, man in enumerate(men):
        facts = {"id": man, "code": f"{code}-{n}", "community_id": place, "enrolled_on": starts_on}
        rows[Participant].append(facts | {"birth_year": 1950 + n})
        rows[Consent].append({"id": key(chance), "participant_id": man, "given_on": starts_on})
        rows[Enrolment].append({"id": key(chance), "cycle_id": cycle, "participant_id": man, "enrolled_on": starts_on})
    for order in range(1, MODULES + 1):
        module, workshop = key(chance), key(chance)
        rows[Module].append({"id": module, "cycle_id": cycle, "code": str(order), "core": order <= 2, "order": order})
        rows[Workshop].append(
            {"id": workshop, "code": f"{code}-T{order}", "cycle_id": cycle, "module_id": module,
             "date": starts_on + dt.timedelta(weeks=order), "community_id": place}
        )  # fmt: skip
        for man in men:
            if chance.random() < CAME:
                rows[Attendance].append({"id": key(chance), "workshop_id": workshop, "participant_id": man})


def key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def load(model: Any, facts: list[dict[str, Any]]) -> None:
    """Write rows with bulk SQL: COPY on PostgreSQL, one prepared statement on SQLite."""
    from django.db import connection

    usual = {"Consent": {"kind": "registration", "mode": "signature"}, "Workshop": {"status": "held"},
             "Attendance": {"state": "present"}, "Participant": {"first_surname": "Quispe"}}  # fmt: skip
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
        return (lambda value: value.hex) if connection.vendor == "sqlite" else str
    return lambda value: field.get_db_prep_save(value, connection)


def copy(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    text = io.StringIO()
    for row in rows:
        text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
    text.seek(0)
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)
