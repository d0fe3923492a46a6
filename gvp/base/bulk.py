"""A multi-row insert that says how many rows were new, which Django's bulk_create keeps to itself."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert_new(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Insert the rows that break no unique constraint; returns how many those were. One statement a batch.

    `names` are fields of the model, each row their values in that order (foreign keys by key); the
    remaining columns must be nullable. On SQLite and PostgreSQL alike.
    """
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    place = f"({', '.join(['%s'] * len(fields))})"
    size = max(1, connection.ops.bulk_batch_size(fields, rows))
    new = 0
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            values = [
                field.get_db_prep_save(value, connection)
                for row in batch
                for field, value in zip(fields, row, strict=True)
            ]
            places = ", ".join([place] * len(batch))
            # Only names of our own tables and columns are put into the text.
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {places} ON CONFLICT DO NOTHING", values)  # noqa: S608
            new += cursor.rowcount
    return new
