"""Every figure of a report in whichever language, as it is sealed: to be hashed, compared with today, and guarded."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gvp.reporting.base import plain
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.breakdowns import Breakdown
from gvp.reporting.report.lines import Line

ALL = "*"  # instead of a province: the row of totals
Snapshot = dict[str, Any]


def snapshot(asked: Asked, groups: Sequence[Sequence[Line]], tables: Sequence[Breakdown], **others: Any) -> Snapshot:
    """`others` by name: whatever else was counted, as plain numbers and dates. The result is ready for JSON."""
    told = {
        "about": [asked.province.code if asked.province else "", asked.since, asked.until],
        "figures": [_figure(line) for group in groups for line in group],
        "cells": [cell for table in tables for cell in table_cells(table)],
    } | others
    return json.loads(json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True))


def digest(*parts: Any) -> str:
    """SHA-256 of anything that JSON holds, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record_of(taken: Snapshot) -> str:
    """The short hash printed on the cover: equal figures, equal record."""
    code = digest(taken).upper()
    return f"GVP-{taken['about'][2].replace('-', '')}-{code[:4]}-{code[4:8]}-{code[8:12]}"


def _figure(line: Line) -> dict[str, Any]:
    progress = line.progress
    return {
        "code": line.indicator.code,
        "province": line.province.code if line.province else "",
        "value": line.value.as_json(),
        "main": plain(progress.value),
        "target": plain(progress.target),
        "expected": plain(progress.expected_today),
    }


def table_cells(table: Breakdown) -> Iterator[list[Any]]:
    """[indicator, dimension, province, part, number or None where it is hidden]."""
    for row in table.rows:
        for key, cell in zip(table.keys, row.cells, strict=True):
            yield [table.code, table.key, row.province, key, cell.amount]
    if len(table.rows) > 1:
        for key, cell in zip(table.keys, table.totals, strict=True):
            yield [table.code, table.key, ALL, key, cell.amount]
