"""Small cells: what of a breakdown of people may leave the team (domain.md, section 1; R16).

A count of one to four people is shown as "<5". Because totals are printed beside it, it could be had
back by subtraction, so further cells are hidden with it ("n.s.", not shown) until none can. Rules:

- A cell of zero is shown as 0: nobody is behind it, and a true zero is a zero (indicators.md, 1.7).
- The totals of rows are the indicator's own figures, promised and printed; they are never hidden.
  The totals of columns are cells like any other.
- The reader knows that "<5" is 1 to 4, and is assumed to know that a cell hidden along with it is 5
  or more. A hidden cell is safe when, knowing all that, it could still be another number.
- Where nothing protects a cell (three people, all of one age), the whole breakdown is withheld.

Pure functions; nothing here reads the database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gvp.reporting.base import Number

SMALLEST = 5  # people; fewer are not shown
SMALLEST_BASE = 10  # no percentage of fewer than this

Spot = tuple[int, int]  # row, column
Grid = list[list[Number]]


class Countable(Protocol):
    """A cell of a breakdown (cells.Cell): so many people of that kind."""

    @property
    def label(self) -> object: ...

    @property
    def amount(self) -> Number: ...


@dataclass(frozen=True)
class Published:
    """A cell as it may be shown. `amount` is None when it is hidden."""

    label: str
    text: str
    amount: Number | None


@dataclass(frozen=True)
class Table:
    """A two-way breakdown as it may be shown; `totals` are those of the columns."""

    rows: list[list[Published]]
    totals: list[Published]

    @property
    def hides(self) -> bool:
        return any(cell.amount is None for cell in (*self.totals, *(cell for row in self.rows for cell in row)))


def suppress(cells: Sequence[Countable]) -> list[Published]:
    """A breakdown whose total is printed beside it."""
    return suppress_table([cells]).rows[0]


def suppress_table(rows: Sequence[Sequence[Countable]]) -> Table:
    """A breakdown by two things. Rows have the same columns in the same order, and printed totals."""
    amounts = [[cell.amount for cell in row] for row in rows]
    grid = [*amounts, [sum(column) for column in zip(*amounts, strict=True)]]
    labels = [str(cell.label) for cell in rows[0]] if rows else []
    marks = _marks(grid)
    shown = [
        [
            _published(label, amount, marks.get((r, c)))
            for c, (label, amount) in enumerate(zip(labels, row, strict=True))
        ]
        for r, row in enumerate(grid)
    ]
    return Table(rows=shown[:-1], totals=shown[-1])


def few(amount: int) -> str:
    """A single count of people that stands in no breakdown."""
    return f"<{SMALLEST}" if 0 < amount < SMALLEST else number_format(amount)


def share_of(part: Number, whole: Number) -> str:
    """ "62%" of an amount that counts nobody; "–" of nothing."""
    return _("%(share)s%%") % {"share": number_format(round(100 * part / whole))} if whole else "–"


def share_text(part: int, whole: int) -> str:
    """ "62%", or "5 of 8" when the whole is too small for a percentage."""
    if whole < SMALLEST_BASE:
        return _("%(part)s of %(whole)s") % {"part": number_format(part), "whole": number_format(whole)}
    return _("%(share)s%%") % {"share": number_format(round(100 * part / whole))}


def not_shown() -> str:
    """What stands for a number that is five or more, or that nobody outside is told at all."""
    return pgettext("a cell that is hidden", "n.s.")


def _published(label: str, amount: Number, mark: str | None) -> Published:
    return Published(label, mark or number_format(amount), None if mark else amount)


def _marks(grid: Grid) -> dict[Spot, str]:
    """What stands instead of the number in the cells to hide. The last row of `grid` holds the totals."""
    hidden = _hidden(grid)
    if hidden is None:
        return {(r, c): not_shown() for r, row in enumerate(grid) if any(row) for c in range(len(row))}
    return {spot: f"<{SMALLEST}" if _at(grid, spot) < SMALLEST else not_shown() for spot in hidden}


def _hidden(grid: Grid) -> set[Spot] | None:
    """The small cells and those hidden with them; None when nothing short of hiding everything helps."""
    small = [(r, c) for r, row in enumerate(grid) for c, amount in enumerate(row) if 0 < amount < SMALLEST]
    hidden = set(small)
    for spot in small:
        ways = [corners for corners in _rectangles(grid, spot) if _can_shift(grid, corners)]
        if not ways:
            return None
        hidden |= set(min(ways, key=lambda corners: sum(_at(grid, corner) for corner in set(corners) - hidden)))
    return hidden


def _rectangles(grid: Grid, spot: Spot) -> Iterator[list[Spot]]:
    """Four cells in two rows and two columns, `spot` the first, the second beside it in its row."""
    r, c = spot
    others = (n for n in range(len(grid)) if n != r), (n for n in range(len(grid[r])) if n != c)
    for r2, c2 in product(*others):
        yield [(r, c), (r, c2), (r2, c), (r2, c2)]


def _can_shift(grid: Grid, corners: list[Spot]) -> bool:
    """Whether one person could be moved round the four cells and every printed total stay the same.

    Moving him changes all four, so none of the four can be worked out from what is printed.
    """
    totals = len(grid) - 1
    same = totals in (corners[0][0], corners[2][0])  # a column and its total rise and fall together
    signs = (1, -1, 1, -1) if same else (1, -1, -1, 1)
    return any(
        all(_stays(_at(grid, spot), way * sign) for spot, sign in zip(corners, signs, strict=True)) for way in (1, -1)
    )


def _stays(amount: Number, by: int) -> bool:
    """Whether the cell would carry the same mark: "<5" is 1 to 4, what is hidden with it is 5 or more."""
    if amount == 0:
        return False
    return 0 < amount + by < SMALLEST if amount < SMALLEST else amount + by >= SMALLEST


def _at(grid: Grid, spot: Spot) -> Number:
    return grid[spot[0]][spot[1]]
