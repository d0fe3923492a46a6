"""All figures of a province against the best hand-written SQL, at 10 000, 100 000 and 1 000 000 attendances.

Ours is what the board asks for: every indicator, its rows with their dates, its figures. Theirs is figures_sql.py, a
script that knows thresholds, dates and province beforehand and returns the bare numbers; both must say the same.
C1a is measured alone as well, against one statement: the faster of two, tried anew at each size on each database.
"""

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.figures_rows import UNTIL, Register
from benchmarks.harness import Result, ratio, side_by_side

SIZES = (10_000, 100_000, 1_000_000)
SINCE, PROVINCE = dt.date(2026, 1, 1), "1204"

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
    """`FIGURES_MOST` in the environment leaves out larger sizes."""
    import os

    from gvp.places import ubigeo

    ubigeo.load()
    register, most = Register(), int(os.environ.get("FIGURES_MOST", SIZES[-1]))
    growth: list[tuple[float, float]] = []
    for size in (size for size in SIZES if size <= most):
        register.grow(size)
        yield sensitised(size)
        ours, theirs = everything(size)
        growth.append((ours, theirs))
        yield ratio(f"all figures of a province at {size:,} attendances", ours, theirs, 3)
        if len(growth) > 1:
            grown = [now / before for now, before in zip(growth[-1], growth[-2], strict=True)]
            detail = f"ours {grown[0]:.1f} times as long, SQL {grown[1]:.1f} times"
            yield Result(f"growth up to {size:,}, against that of the SQL", grown[0] / grown[1], "×", None, detail)


def sensitised(size: int) -> Result:
    from gvp.reporting.base import Scope
    from gvp.reporting.indicators import INDICATORS

    scope = Scope(until=UNTIL, since=SINCE, province=PROVINCE)
    best = min((seconds(statement), statement) for statement in STATEMENTS)[1]

    def ours() -> Any:
        return INDICATORS["C1a"].value(scope).cumulative

    counted = count(best)
    assert ours() == counted
    times = side_by_side(ours, lambda: count(best), rounds=9 if size < 1_000_000 else 3)
    return ratio(f"C1a for a province at {size:,} attendances", *times, 3, f"{counted:,} men count")


def everything(size: int) -> tuple[float, float]:
    """Seconds of both."""
    from benchmarks.figures_sql import figures

    expected = figures()
    found = ours()
    assert found == expected, {code: (found[code], expected[code]) for code in found if found[code] != expected[code]}
    return side_by_side(ours, figures, rounds=5 if size < 1_000_000 else 3)


def ours() -> dict[str, tuple[int, ...]]:
    """The numbers of each indicator that have a meaning."""
    from gvp.reporting.base import Memo, Scope
    from gvp.reporting.indicators import INDICATORS

    scope = Scope(until=UNTIL, since=SINCE, province=PROVINCE, memo=Memo())
    values = {code: indicator.value(scope) for code, indicator in INDICATORS.items()}
    return {
        code: tuple(
            int(number)
            for number in (value.in_period, value.cumulative, value.stock, value.numerator, value.denominator)
            if number is not None
        )
        for code, value in values.items()
    }


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
