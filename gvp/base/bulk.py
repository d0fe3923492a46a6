"""Multi-row inserts in one statement a batch, on SQLite and PostgreSQL alike.

Django's bulk_create does not say how many rows were new, and spends most of a small save on
building and compiling what these two write directly.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Rows = Sequence[Sequence[Any]]


def insert_new(model: type[models.Model], names: Sequence[str], rows: Rows) -> int:
    """Insert the rows that break no unique constraint; returns how many those were.

    `names` are fields of the model, each row their values in that order (foreign keys by key). The
    remaining columns must be nullable. Needs a transaction of the caller, as does `upsert`.
    """
    return _insert(model, names, rows, "ON CONFLICT DO NOTHING")


def insert_new_keys(model: type[models.Model], names: Sequence[str], rows: Rows) -> set[Any]:
    """The same; returns the primary keys of the rows that were new."""
    key: Any = model._meta.pk
    returned: list[Any] = []
    _insert(model, names, rows, f"ON CONFLICT DO NOTHING RETURNING {connection.ops.quote_name(key.column)}", returned)
    return {key.to_python(value) for value in returned}


def upsert(model: type[models.Model], names: Sequence[str], rows: Rows, *, unique: Sequence[str]) -> int:
    """Insert the rows, or overwrite all fields but the key of those that exist with the same `unique` fields.

    Rows should be sorted by their unique fields: two unsorted writes can wait for each other.
    """
    kept = {*unique, model._meta.pk.name} if model._meta.pk else set(unique)
    written = [f"{column} = EXCLUDED.{column}" for column in _columns(model, [n for n in names if n not in kept])]
    conflict = f"ON CONFLICT ({', '.join(_columns(model, unique))}) DO UPDATE SET {', '.join(written)}"
    return _insert(model, names, rows, conflict)


def _insert(
    model: type[models.Model], names: Sequence[str], rows: Rows, conflict: str, returned: list[Any] | None = None
) -> int:
    fields = [_field(model, name) for name in names]
    database = connections[DEFAULT_DB_ALIAS]  # asked once: the proxy would look it up for every value
    table = connection.ops.quote_name(model._meta.db_table)
    # Only names of our own tables and columns are put into the text.
    start = f"INSERT INTO {table} ({', '.join(_columns(model, names))}) VALUES "  # noqa: S608
    place = f"({', '.join(['%s'] * len(fields))})"
    size = max(1, connection.ops.bulk_batch_size(fields, rows))
    written = 0
    with connection.cursor() as cursor:
        for first in range(0, len(rows), size):
            batch = rows[first : first + size]
            columns = [
                _prepared(field, column, database)
                for field, column in zip(fields, zip(*batch, strict=True), strict=True)
            ]
            cells = [cell for row in zip(*columns, strict=True) for cell in row]
            cursor.execute(f"{start}{', '.join([place] * len(batch))} {conflict}", cells)
            written += cursor.rowcount
            if returned is not None:
                returned += [key for (key,) in cursor.fetchall()]
    return written


def _prepared(field: Any, column: Sequence[Any], database: Any) -> list[Any]:
    """The values as the database takes them; each value is prepared once."""
    first = column[0]
    if all(value is first for value in column):
        return [_written(field, first, database)] * len(column)
    try:
        known = {value: _written(field, value, database) for value in set(column)}
    except TypeError:  # lists and objects have no hash
        return [_written(field, value, database) for value in column]
    return [known[value] for value in column]


def _written(field: Any, value: Any, database: Any) -> Any:
    """A UUID goes as text, which drivers write much faster and every database takes."""
    prepared = field.get_db_prep_save(value, database)
    return str(prepared) if isinstance(prepared, UUID) else prepared


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(_field(model, name).column) for name in names]


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
