"""Two reports side by side must not tell what each of them hides (domain.md, R16).

A breakdown of a report is withheld when, beside one that is closed already, a count of one to four people could be
had: a cell shown here and hidden there on the same day; two cells of different days or places that differ by one to
four. The totals of an indicator are no cells: they are always printed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from gvp.reporting.base import Scope, followed
from gvp.reporting.models import Report, Seal
from gvp.reporting.report.breakdowns import Withheld, breakdowns
from gvp.reporting.report.lines import contributions
from gvp.reporting.report.snapshot import ALL, table_cells
from gvp.reporting.suppression import SMALLEST

Key = tuple[str, str, str, str]  # indicator, dimension, province or ALL, part
Cells = dict[Key, int | None]


def would_tell(report: Report) -> Withheld:
    """The breakdowns that this report may not print beside the other closed ones."""
    seals = Seal.objects.standing().exclude(report=report)
    others = [(seal.figures["about"][2], read(seal.figures["cells"])) for seal in seals]
    if not others:
        return frozenset()
    own, until = cells_of(report), report.until.isoformat()
    return frozenset((key[0], key[1]) for day, cells in others for key in conflicts(own, cells, same_day=day == until))


def conflicts(own: Cells, other: Cells, *, same_day: bool) -> Iterator[Key]:
    """The cells of `own` that tell of one to four people beside `other`. Which of the two came first matters not."""
    for key, amount in own.items():
        beside = [other[key]] if key in other else []
        beside += list(_parts(other, key)) if key[2] == ALL else [_whole(other, key)]
        hidden_once = same_day and key in other and (amount is None) != (other[key] is None)
        if hidden_once or any(_small(amount, there) for there in beside):
            yield key


def _small(amount: int | None, there: int | None) -> bool:
    return amount is not None and there is not None and 0 < abs(amount - there) < SMALLEST


def _whole(other: Cells, key: Key) -> int | None:
    """The whole program's cell of this part."""
    return other.get((key[0], key[1], ALL, key[3]))


def _parts(other: Cells, key: Key) -> Iterator[int | None]:
    return (amount for (code, dimension, place, part), amount in other.items()
            if (code, dimension, part) == (key[0], key[1], key[3]) and place != ALL)  # fmt: skip


def read(cells: Iterable[list[Any]]) -> Cells:
    """As a snapshot keeps them."""
    return {(code, dimension, province, part): amount for code, dimension, province, part, amount in cells}


def cells_of(report: Report) -> Cells:
    """What the report would print by itself."""
    province = report.province_id
    scope = Scope(until=report.until, since=report.since, province=province)
    provinces = [each for each in followed() if province in (None, each.code)]
    tables = [table for indicator in contributions() for table in breakdowns(indicator, scope, provinces)]
    return read(cell for table in tables for cell in table_cells(table))
