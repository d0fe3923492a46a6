"""Every indicator of a province by hand-written SQL: the other side of figures.py.

A script of one connection: what several figures need goes into temporary tables once, as somebody would write it who
knows the thresholds, the dates and the province beforehand. The numbers come out as those of the programme.
"""

from typing import Any

UNTIL, SINCE, PROVINCE = "2026-06-30", "2026-01-01", "1204"
INEQUITABLE = ("M1", "M2", "M4", "P1", "P3", "P4", "H2", "H3", "H5")

WORDS = {
    "sqlite": {
        "YEAR": "CAST(SUBSTR(man.enrolled_on, 1, 4) AS INTEGER)", "WAITED": "DATE(man.reached_on, '+30 days')",
        "FLOAT": "REAL", "GREATER": "MAX", "DAY_YEAR": "SUBSTR(one.date, 1, 4)",
    },
    "postgresql": {
        "YEAR": "EXTRACT(YEAR FROM man.enrolled_on)", "WAITED": "man.reached_on + 30",
        "FLOAT": "DOUBLE PRECISION", "GREATER": "GREATEST", "DAY_YEAR": "EXTRACT(YEAR FROM one.date)",
    },
}  # fmt: skip


def _consent(kind: str) -> str:
    return f"""EXISTS (SELECT 1 FROM participants_consent c WHERE c.participant_id = man.id AND c.kind = '{kind}'
               AND c.given_on <= '{UNTIL}' AND (c.revoked_on IS NULL OR c.revoked_on > '{UNTIL}'))"""


def _points(domain: str) -> str:
    terms = []
    for item in (f"{domain}{n}" for n in range(1, 6)):
        low, high = (1, 3) if item in INEQUITABLE else (3, 1)
        terms.append(
            f"CASE a.answers ->> '{item}' WHEN ONE THEN {low} WHEN TWO THEN 2 WHEN THREE THEN {high} ELSE 0 END"
        )
    return " + ".join(terms)


def _answered(domain: str, what: str = "ONE, TWO, THREE") -> str:
    return " + ".join(f"CASE WHEN a.answers ->> '{domain}{n}' IN ({what}) THEN 1 ELSE 0 END" for n in range(1, 6))


def _scored(domain: str) -> str:
    apart = _answered(domain, "NOT_APPLICABLE")
    return f"{_points(domain)} AS {domain}_points, {_answered(domain)} AS {domain}_n, {apart} AS {domain}_na"


REGISTERED = f"""
    SELECT man.id, man."group", man.sex, man.birth_year, community.rural, {{YEAR}} AS year, district.province_id,
           {_consent("registration")} AS consent
    FROM participants_participant man
    JOIN places_community community ON community.id = man.community_id
    JOIN places_district district ON district.code = community.district_id
    WHERE man.merged_into_id IS NULL AND man.enrolled_on <= '{UNTIL}'
"""
SESSIONS = """
    SELECT workshop.id, workshop.date, workshop.module_id, module.cycle_id, needed, cores, cycle.kind,
           CASE WHEN module.core THEN 1 ELSE 0 END AS core
    FROM workshops_workshop workshop
    JOIN workshops_module module ON module.id = workshop.module_id
    JOIN workshops_cycle cycle ON cycle.id = module.cycle_id
    JOIN (SELECT cycle_id, (COUNT(*) * 3 + 3) / 4 AS needed, SUM(CASE WHEN core THEN 1 ELSE 0 END) AS cores
          FROM workshops_module GROUP BY cycle_id) curriculum ON curriculum.cycle_id = module.cycle_id
    WHERE workshop.status = 'held' AND workshop.date <= '{UNTIL}'
""".replace("{UNTIL}", UNTIL)
ATTENDED = "attendance.state IN ('present', 'late', 'made_up')"
COMPLETED = f"""
    SELECT participant_id, MIN(CASE WHEN last_core > enough THEN last_core ELSE enough END) AS reached_on FROM (
        SELECT participant_id, cycle_id, MAX(CASE WHEN place = needed THEN day END) AS enough,
               MAX(CASE WHEN core = 1 THEN day END) AS last_core, SUM(core) AS own, MAX(cores) AS cores
        FROM (SELECT first.*, ROW_NUMBER() OVER (PARTITION BY participant_id, cycle_id ORDER BY day) AS place FROM (
                  SELECT attendance.participant_id, held.cycle_id, held.module_id, held.core, held.needed, held.cores,
                         MIN(held.date) AS day
                  FROM workshops_attendance attendance JOIN held ON held.id = attendance.workshop_id
                  WHERE {ATTENDED} AND held.kind = 'KIND' AND attendance.participant_id IN (WHO)
                  GROUP BY 1, 2, 3, 4, 5, 6) first) ranked
        GROUP BY participant_id, cycle_id) done
    WHERE enough IS NOT NULL AND own = cores GROUP BY participant_id
"""
MEN = f"""SELECT id FROM registered WHERE consent AND "group" = 'man' AND sex = 'M' AND rural
          AND year - birth_year >= 18 AND province_id = '{PROVINCE}'"""
LEADERS = f"""SELECT man.id FROM registered man WHERE man.consent AND man."group" = 'school_leader'
              AND man.province_id = '{PROVINCE}' AND {_consent("guardian")} AND {_consent("assent")}"""

TABLES = {
    "registered": REGISTERED,
    "held": SESSIONS,
    "sensitised": COMPLETED.replace("KIND", "sensitisation").replace("WHO", MEN),
    "leaders": COMPLETED.replace("KIND", "winay").replace("WHO", LEADERS),
    "trained": f"""
        SELECT done.participant_id, MIN({{GREATER}}(done.reached_on, e.practice_on)) AS reached_on
        FROM leaders done JOIN workshops_enrolment e ON e.participant_id = done.participant_id
        WHERE e.practice_on <= '{UNTIL}' GROUP BY done.participant_id
    """,
    "answered": f"""
        SELECT a.participant_id, a.round, a.date, r.province_id,
               {", ".join(_scored(domain) for domain in "MPH")}
        FROM participants_assessment a JOIN registered r ON r.id = a.participant_id
        WHERE r.consent AND r."group" = 'man' AND a.date <= '{UNTIL}' AND a.round IN ('baseline', 'endline')
    """,
    "second": f"""
        SELECT participant_id, date FROM (
            SELECT attendance.participant_id, held.date,
                   ROW_NUMBER() OVER (PARTITION BY attendance.participant_id ORDER BY held.date) AS place
            FROM workshops_attendance attendance JOIN held ON held.id = attendance.workshop_id
            WHERE {ATTENDED} AND held.kind = 'sensitisation'
              AND attendance.participant_id IN (SELECT participant_id FROM answered WHERE round = 'baseline')) came
        WHERE place = 2
    """,
    "baseline": """
        SELECT * FROM (
            SELECT one.*, ROW_NUMBER() OVER (PARTITION BY one.participant_id ORDER BY one.date) AS place
            FROM answered one LEFT JOIN second ON second.participant_id = one.participant_id
            WHERE one.round = 'baseline' AND one.M_n >= 4 AND (second.date IS NULL OR one.date <= second.date)) found
        WHERE place = 1
    """,
    "limit_of": "SELECT " + ", ".join(
        f"""COALESCE((SELECT CASE WHEN COUNT(*) < 2 THEN 5.0 ELSE {{GREATER}}(5.0, 0.5 * SQRT({{GREATER}}(0,
            (SUM(x * x) - SUM(x) * SUM(x) / COUNT(*)) / (COUNT(*) - 1)))) END
            FROM (SELECT 50.0 * ({d}_points - {d}_n) / {d}_n AS x FROM baseline WHERE {d}_n >= 4) v), 5.0) AS {d}"""
        for d in "MPH"
    ),
    "pair": "SELECT participant_id, date, " + ", ".join(
        f"""CASE WHEN {d}_b_na = 5 OR {d}_e_na = 5 THEN 'apart' WHEN {d}_delta IS NULL THEN 'unknown'
            WHEN {d}_delta >= (SELECT {d} FROM limit_of) - 1e-9 THEN 'improved'
            WHEN {d}_delta <= 1e-9 - (SELECT {d} FROM limit_of) THEN 'worsened' ELSE 'unchanged' END AS {d}"""
        for d in "MPH"
    ) + " FROM (SELECT e.participant_id, e.date, " + ", ".join(
        f"""b.{d}_na AS {d}_b_na, e.{d}_na AS {d}_e_na, CASE WHEN b.{d}_n >= 4 AND e.{d}_n >= 4 THEN
            50.0 * (e.{d}_points - e.{d}_n) / e.{d}_n - 50.0 * (b.{d}_points - b.{d}_n) / b.{d}_n END AS {d}_delta"""
        for d in "MPH"
    ) + """ FROM (
            SELECT * FROM (SELECT one.*, ROW_NUMBER() OVER (PARTITION BY one.participant_id ORDER BY one.date) AS place
                           FROM answered one JOIN sensitised man ON man.participant_id = one.participant_id
                           WHERE one.round = 'endline' AND one.M_n >= 4 AND one.date >= {WAITED}) late
            WHERE place = 1) e JOIN baseline b ON b.participant_id = e.participant_id) deltas""",
    "favourable": """
        SELECT date FROM pair WHERE M = 'improved' AND 'worsened' NOT IN (M, P, H)
          AND ('improved' IN (P, H) OR (P = 'apart' AND H = 'apart'))
    """,
    "leader": f"""
        SELECT m.participant_id, MIN({{GREATER}}(s.reached_on, m.joined_on, m.commitment_on)) AS reached_on,
               MAX(CASE WHEN m.left_on IS NULL OR m.left_on > '{UNTIL}' THEN 1 ELSE 0 END) AS stands
        FROM participants_networkmembership m JOIN sensitised s ON s.participant_id = m.participant_id
        WHERE m.joined_on <= '{UNTIL}' AND m.commitment_on <= '{UNTIL}' GROUP BY m.participant_id
    """,
    "produced": f"""
        SELECT m.id, m.final_on, m.province_id FROM materials_material m WHERE m.final_on <= '{UNTIL}'
          AND EXISTS (SELECT 1 FROM materials_material_institutions i WHERE i.material_id = m.id)
          AND EXISTS (SELECT 1 FROM materials_material_mens_groups g WHERE g.material_id = m.id)
    """,
    "handed": f"""
        SELECT p.id, p.province_id, t.institution_id, i.sector, d.province_id AS received_in,
               {{GREATER}}(p.final_on, t.date) AS day
        FROM materials_transfer t JOIN produced p ON p.id = t.material_id
        JOIN partners_institution i ON i.id = t.institution_id JOIN places_district d ON d.code = i.district_id
        WHERE t.date <= '{UNTIL}' AND (t.act_number <> '' OR t.act_file <> '')
    """,
    "valid": f"""
        SELECT r.id, r.date, r.school_id, r.grade, r.section, r.women + r.men AS peers, d.province_id
        FROM workshops_replication r JOIN partners_institution i ON i.id = r.school_id
        JOIN places_district d ON d.code = i.district_id
        WHERE r.date <= '{UNTIL}' AND r.minutes >= 30 AND r.women + r.men >= 5
    """,
    "beginner": f"""
        SELECT DISTINCT attendance.participant_id FROM workshops_attendance attendance
        WHERE {ATTENDED} AND attendance.workshop_id IN (
            SELECT id FROM (SELECT w.id, ROW_NUMBER() OVER (PARTITION BY w.cycle_id ORDER BY w.date, w.code) AS place
                            FROM workshops_workshop w JOIN workshops_cycle c ON c.id = w.cycle_id
                            WHERE c.kind = 'sensitisation' AND w.status = 'held' AND w.date <= '{UNTIL}') o
            WHERE place <= 3)
    """,
    "here": f"""
        SELECT w.id, w.status, w.minutes, community.district_id FROM workshops_workshop w
        JOIN places_community community ON community.id = w.community_id
        JOIN places_district district ON district.code = community.district_id
        WHERE w.date <= '{UNTIL}' AND district.province_id = '{PROVINCE}'
    """,
    "plan_action": """
        SELECT action.*, board.province_id FROM plans_planaction action JOIN plans_plan plan ON plan.id = action.plan_id
        JOIN plans_board board ON board.id = plan.board_id
    """,
}  # fmt: skip


def _listed(table: str, day: str = "date", where: str = "TRUE") -> str:
    """In the period, and cumulative."""
    return f"SELECT COUNT(CASE WHEN {day} >= '{SINCE}' THEN 1 END), COUNT(*) FROM {table} x WHERE {where}"


def _first(key: str, where: str) -> str:
    return _listed(f"(SELECT {key}, MIN(day) AS day FROM handed WHERE {where} GROUP BY {key})", "day")


def _improved(domain: str) -> str:
    return f"""SELECT COUNT(CASE WHEN {domain} = 'improved' THEN 1 END), COUNT(*) FROM pair
               WHERE {domain} IN ('improved', 'unchanged', 'worsened')"""


RECOGNISED = f"""
    SELECT province_id, plan_id, day FROM (
        SELECT acts.*, ROW_NUMBER() OVER (PARTITION BY province_id ORDER BY day, code) AS place FROM (
            SELECT board.province_id, plan.id AS plan_id, plan.code,
                   {{GREATER}}(MIN(CASE WHEN m.state = 'approved' THEN m.date END),
                             MIN(CASE WHEN m.state = 'recognised' THEN m.date END)) AS day
            FROM plans_milestone m
            JOIN plans_plan plan ON plan.id = m.plan_id JOIN plans_board board ON board.id = plan.board_id
            WHERE m.undone_at IS NULL AND m.document <> '' AND m.number <> '' AND m.date <= '{UNTIL}'
              AND NOT EXISTS (SELECT 1 FROM plans_milestone ended WHERE ended.plan_id = plan.id
                              AND ended.undone_at IS NULL AND ended.date <= '{UNTIL}'
                              AND ended.state IN ('superseded', 'repealed', 'archived'))
            GROUP BY board.province_id, plan.id, plan.code
            HAVING COUNT(DISTINCT CASE WHEN m.state IN ('approved', 'recognised') THEN m.state END) = 2) acts) p
    WHERE place = 1
"""
FIGURES = {
    "C1": _listed("favourable"),
    "C1a": _listed("sensitised", "reached_on"),
    "C1b": _improved("M"),
    "C1c": _improved("P"),
    "C1d": _improved("H"),
    "C2": f"SELECT COUNT(CASE WHEN reached_on >= '{SINCE}' THEN 1 END), COUNT(*), SUM(stands) FROM leader",
    "C2a": f"""SELECT COUNT(DISTINCT l.participant_id) FROM leader l JOIN workshops_actionleader al
               ON al.participant_id = l.participant_id JOIN workshops_networkaction a ON a.id = al.action_id
               WHERE l.stands = 1 AND a.date BETWEEN '2026-04-02' AND '{UNTIL}'
                 AND (a.validated OR a.evidence <> '' OR a.evidence_file <> '')""",
    "C2b": _listed(
        f"""(SELECT n.id, {{GREATER}}(n.founded_on, MAX(CASE WHEN place = 10 THEN day END)) AS day
            FROM participants_network n
            JOIN (SELECT network_id, day, ROW_NUMBER() OVER (PARTITION BY network_id ORDER BY day) AS place
                  FROM (SELECT network_id, participant_id, MIN(joined_on) AS day FROM participants_networkmembership
                        WHERE joined_on <= '{UNTIL}' GROUP BY 1, 2) f) j ON j.network_id = n.id
            WHERE n.province_id = '{PROVINCE}' AND n.founded_on <= '{UNTIL}' AND n.founding_act <> ''
              AND n.coordinator_id IS NOT NULL GROUP BY n.id, n.founded_on HAVING COUNT(*) >= 10)""", "day",
    ),
    "C3": _first("id", f"province_id = '{PROVINCE}'"),
    "C3a": _listed("produced", "final_on", f"province_id = '{PROVINCE}'"),
    "C3b": _listed(
        f"""(SELECT id, {{GREATER}}(MIN(CASE WHEN sector = 'public' THEN day END),
                                   MIN(CASE WHEN sector = 'private' THEN day END)) AS day
            FROM handed WHERE province_id = '{PROVINCE}' GROUP BY id
            HAVING COUNT(DISTINCT CASE WHEN sector IN ('public', 'private') THEN sector END) = 2)""", "day",
    ),
    "C3c": _first("institution_id", f"received_in = '{PROVINCE}'"),
    "C4": _listed(f"({RECOGNISED})", "day", f"province_id = '{PROVINCE}'"),
    "C4a": f"""SELECT COUNT(CASE WHEN state = 'done' AND done_on <= original_deadline THEN 1 END), COUNT(*)
               FROM plan_action WHERE plan_id IN (SELECT plan_id FROM ({RECOGNISED}) r) AND province_id = '{PROVINCE}'
                 AND original_deadline <= '{UNTIL}' AND NOT (state = 'cancelled' AND cancellation_act <> '')""",
    "C5": _listed("trained", "reached_on"),
    "C5a": _listed(
        """(SELECT t.participant_id, {GREATER}(t.reached_on, MIN(v.date)) AS day FROM trained t
            JOIN workshops_replicationleader rl ON rl.participant_id = t.participant_id
            JOIN valid v ON v.id = rl.replication_id GROUP BY t.participant_id, t.reached_on)""", "day",
    ),
    "C5b": "SELECT " + ", ".join(
        f"""(SELECT COALESCE(SUM(n), 0) FROM (
                SELECT MAX(peers) AS n FROM valid one WHERE province_id = '{PROVINCE}' AND date >= '{since}'
                GROUP BY school_id, grade, section, {{DAY_YEAR}}) groups)"""
        for since in (SINCE, "2000-01-01")
    ),
    "P01": "SELECT COUNT(CASE WHEN status = 'held' THEN 1 END), COUNT(*) FROM here",
    "P02": f"""SELECT SUM(CASE WHEN w.date >= '{SINCE}' THEN here.minutes ELSE 0 END) / 60, SUM(here.minutes) / 60
               FROM here JOIN workshops_workshop w ON w.id = here.id WHERE here.status = 'held'""",
    "P03": f"""SELECT SUM(CASE WHEN w.date >= '{SINCE}' THEN here.minutes ELSE 0 END) / 60, SUM(here.minutes) / 60
               FROM here JOIN workshops_workshop w ON w.id = here.id
               JOIN workshops_attendance attendance ON attendance.workshop_id = here.id
               WHERE here.status = 'held' AND {ATTENDED}""",
    "P04": f"""SELECT (SELECT COUNT(*) FROM workshops_attendance attendance
                       JOIN here ON here.id = attendance.workshop_id
                       WHERE {ATTENDED} AND here.status = 'held'), (SELECT COUNT(*) FROM here WHERE status = 'held')""",
    "P05": f"""SELECT (SELECT COUNT(*) FROM sensitised s JOIN beginner b ON b.participant_id = s.participant_id),
                      (SELECT COUNT(*) FROM registered man JOIN beginner b ON b.participant_id = man.id
                       WHERE man.consent AND man.province_id = '{PROVINCE}')""",
    "P07": _listed(
        """(SELECT here.district_id, MIN(w.date) AS day FROM here JOIN workshops_workshop w ON w.id = here.id
            WHERE here.status = 'held' GROUP BY here.district_id)""", "day",
    ),
    "P09": f"""SELECT (SELECT COUNT(*) FROM baseline WHERE province_id = '{PROVINCE}'),
                      (SELECT COUNT(*) FROM registered
                       WHERE consent AND "group" = 'man' AND province_id = '{PROVINCE}')""",
    "P10": "SELECT (SELECT COUNT(*) FROM pair), (SELECT COUNT(*) FROM sensitised)",
    "P11": _listed(
        """(SELECT a.date, d.province_id FROM workshops_networkaction a
            JOIN places_community c ON c.id = a.community_id JOIN places_district d ON d.code = c.district_id)""",
        where=f"province_id = '{PROVINCE}' AND date <= '{UNTIL}'",
    ),
    "P15": _listed(
        "(SELECT m.date, b.province_id FROM plans_boardmeeting m JOIN plans_board b ON b.id = m.board_id)",
        where=f"province_id = '{PROVINCE}' AND date <= '{UNTIL}'",
    ),
    "P18": f"""SELECT COUNT(*) FROM plan_action WHERE province_id = '{PROVINCE}' AND deadline < '{UNTIL}'
               AND state <> 'cancelled' AND NOT (state = 'done' AND done_on <= '{UNTIL}')""",
    "P19": _listed("valid", where=f"province_id = '{PROVINCE}'"),
    "P20": f"""SELECT (SELECT COUNT(*) FROM registered man WHERE man.province_id = '{PROVINCE}' AND man.consent AND
                       (man."group" = 'man' OR ({_consent("guardian")} AND {_consent("assent")}))),
                      (SELECT COUNT(*) FROM registered WHERE province_id = '{PROVINCE}')""",
}  # fmt: skip


INDEXES = {
    "registered": "id", "held": "id", "sensitised": "participant_id", "second": "participant_id",
    "baseline": "participant_id", "beginner": "participant_id", "here": "id",
}  # fmt: skip


def figures() -> dict[str, tuple[int, ...]]:
    """The numbers of each indicator, in the order of its value."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name, query in TABLES.items():
            cursor.execute(f"CREATE TEMPORARY TABLE {name} AS {_spelled(query, connection.vendor)}")
            if name in INDEXES:
                cursor.execute(f"CREATE INDEX {name}_by_key ON {name} ({INDEXES[name]})")
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {name}")
        found = {}
        for code, query in FIGURES.items():
            cursor.execute(_spelled(query, connection.vendor))
            found[code] = tuple(int(number or 0) for number in cursor.fetchone())
        for name in TABLES:
            cursor.execute(f"DROP TABLE {name}")
    return found


def _spelled(query: str, vendor: str) -> str:
    literal: dict[str, Any] = {"ONE": "1", "TWO": "2", "THREE": "3"}
    if vendor == "postgresql":
        literal = {name: f"'{number}'" for name, number in literal.items()}
    for name, word in (WORDS[vendor] | literal | {"NOT_APPLICABLE": "'NA'"}).items():
        query = query.replace(f"{{{name}}}", word) if name.isupper() and f"{{{name}}}" in query else query
    for name, word in (literal | {"NOT_APPLICABLE": "'NA'"}).items():
        query = query.replace(name, word)
    return query
