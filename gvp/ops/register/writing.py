"""What was taken into the database, in as few statements as there are batches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Model

from gvp.base.bulk import insert_new, upsert
from gvp.ops.register.lists import Relation
from gvp.ops.register.taking import Taking

AT_ONCE = 2_000
COUNTED_ANEW = 50  # rows written to a table, from which on its statistics are worth the time


def write(taken: Taking) -> None:
    """Changed rows before new ones: what was ended makes room for what follows it. Needs a transaction.

    Raises IntegrityError when somebody stored one of the new rows meanwhile.
    """
    sheet = taken.sheet
    for thing in sheet.first():
        thing.save(force_insert=True)
    if taken.changed:
        _overwrite(sheet.model, _prepared(taken, (thing for thing, _before in taken.changed)))
        for thing in sheet.also(taken.changed, taken.register):
            thing.save()
    _insert(sheet.model, _prepared(taken, taken.new))
    for name, wanted in taken.lists.items():
        Relation(sheet.model, name).write(wanted, taken.register.user)


def _prepared(taken: Taking, things: Iterable[Any]) -> list[Any]:
    found = list(things)
    taken.sheet.prepare(found)
    return found


def _insert(model: type[Model], things: list[Any]) -> None:
    names = [field.attname for field in model._meta.concrete_fields]
    for start in range(0, len(things), AT_ONCE):
        rows = _rows(things[start : start + AT_ONCE], names)
        if insert_new(model, names, rows) != len(rows):
            raise IntegrityError


def _overwrite(model: type[Model], things: list[Any]) -> None:
    """In the order of their keys: two imports at the same time do not wait for each other crosswise."""
    names = [field.attname for field in model._meta.concrete_fields]
    things.sort(key=lambda thing: str(thing.pk))
    for start in range(0, len(things), AT_ONCE):
        upsert(model, names, _rows(things[start : start + AT_ONCE], names), unique=["id"])


def _rows(things: Sequence[Any], names: Sequence[str]) -> list[list[Any]]:
    return [[getattr(thing, name) for name in names] for thing in things]


def tell_the_planner(taken: Iterable[Taking]) -> None:
    """PostgreSQL counts its rows a minute later; the figures of a large file would take minutes until then."""
    if connection.vendor != "postgresql":
        return
    tables = [one.sheet.model._meta.db_table for one in taken if len(one.new) + len(one.changed) >= COUNTED_ANEW]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
