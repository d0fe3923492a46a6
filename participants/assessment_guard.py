"""The database itself refuses an assessment without consent (domain.md, R02), whoever writes and however.

An assessment stands on an evaluation consent of the same person, given on or before its date and not revoked on
or before it. A consent may be revoked later with an earlier date: that row stays, counts no more
(participants/measuring.py), and can only be re-pointed when two records of one person become one, never answered.

SQLite rebuilds a table when its schema changes: it loses the triggers of Assessment, and cannot drop Consent while
they read it. A migration that alters Consent or Assessment therefore stands between `RunPython(unguard, guard)` and
`RunPython(guard, unguard)` (participants/tests/test_assessment_guard.py).
"""

from typing import Any

NAMES = ("assessment_consent_insert", "assessment_consent_update")
MESSAGE = "assessment without a valid evaluation consent"
STANDS = """EXISTS (
    SELECT 1 FROM participants_consent c
    WHERE c.id = NEW.consent_id AND c.kind = 'evaluation' AND c.participant_id = NEW.participant_id
      AND c.given_on <= NEW.date AND (c.revoked_on IS NULL OR c.revoked_on > NEW.date))"""
# Re-pointing a row that a later revocation had overtaken already.
OVERTAKEN = """(
    CAST(NEW.answers AS TEXT) = CAST(OLD.answers AS TEXT) AND NEW.date = OLD.date
    AND EXISTS (SELECT 1 FROM participants_consent c WHERE c.id = OLD.consent_id AND c.revoked_on <= OLD.date)
    AND EXISTS (SELECT 1 FROM participants_consent c WHERE c.id = NEW.consent_id AND c.kind = 'evaluation'
                AND c.participant_id = NEW.participant_id AND c.given_on <= NEW.date))"""

SQLITE = [
    f"CREATE TRIGGER {name} BEFORE {event} ON participants_assessment WHEN NOT ({condition}) "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for name, event, condition in (
        (NAMES[0], "INSERT", STANDS),
        (NAMES[1], "UPDATE", f"{STANDS} OR {OVERTAKEN}"),
    )
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION assessment_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {STANDS} THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF {OVERTAKEN} THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation';
END $$""",
    *(
        f"CREATE TRIGGER {name} BEFORE {event} ON participants_assessment "
        "FOR EACH ROW EXECUTE FUNCTION assessment_needs_consent()"
        for name, event in zip(NAMES, ("INSERT", "UPDATE"), strict=True)
    ),
]


def guard(apps: Any, schema_editor: Any) -> None:
    """For a migration's RunPython."""
    unguard(apps, schema_editor)
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unguard(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{' ON participants_assessment' if postgresql else ''}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS assessment_needs_consent()")
