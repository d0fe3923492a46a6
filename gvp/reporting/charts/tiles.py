"""A map of tiles: one per district, all of one size, each as near to its place as the others let it.

Neighbours stay neighbours and north stays up; distances and sizes mean nothing. Pure: no ORM, no drawing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import ceil, inf, sqrt
from typing import NamedTuple

ROOM = 1.4  # cells per district: the gaps let the outline be recognised
CROWDED = 0.8  # how far the order of places counts, against their distance: seats crowd together in valleys

Point = tuple[float, float]  # latitude, longitude


class Cell(NamedTuple):
    """Counted from the north-west corner."""

    column: int
    row: int


def tiles(places: Mapping[str, Point]) -> dict[str, Cell]:
    """The cell of each place."""
    return dict(_tiles(tuple(sorted(places.items()))))


@cache
def _tiles(places: tuple[tuple[str, Point], ...]) -> tuple[tuple[str, Cell], ...]:
    side = ceil(sqrt(ROOM * len(places)))
    cells = [Cell(column, row) for row in range(side) for column in range(side)]
    east = _spread([longitude for _code, (_latitude, longitude) in places], side - 1)
    south = _spread([-latitude for _code, (latitude, _longitude) in places], side - 1)
    away = [[(x - cell.column) ** 2 + (y - cell.row) ** 2 for cell in cells] for x, y in zip(east, south, strict=True)]
    return tuple((code, cells[n]) for (code, _point), n in zip(places, assignment(away), strict=True))


def _spread(values: Sequence[float], longest: float) -> list[float]:
    """From 0 to `longest`, drawn apart where they crowd."""
    ordered = sorted(set(values)) or [0.0]
    least, width = ordered[0], (ordered[-1] - ordered[0]) or 1.0
    by_order = {value: n / max(len(ordered) - 1, 1) for n, value in enumerate(ordered)}
    return [longest * (CROWDED * by_order[value] + (1 - CROWDED) * (value - least) / width) for value in values]


def assignment(costs: Sequence[Sequence[float]]) -> list[int]:
    """A column for each row, no two the same, so that the costs together are least: the Hungarian method.

    `costs` has at least as many columns as rows. Rows and columns are counted from 1 inside; 0 is "none".
    """
    wide = len(costs[0]) if costs else 0
    of_row, of_column = [0.0] * (len(costs) + 1), [0.0] * (wide + 1)
    taken = [0] * (wide + 1)  # by which row each column is taken
    for row in range(1, len(costs) + 1):
        taken[0] = row
        _give_way(costs, of_row, of_column, taken)
    found = [0] * len(costs)
    for column in range(1, wide + 1):
        if taken[column]:
            found[taken[column] - 1] = column - 1
    return found


def _give_way(costs: Sequence[Sequence[float]], of_row: list[float], of_column: list[float], taken: list[int]) -> None:
    """Find the row in `taken[0]` a column; rows that hold one move where that costs least."""
    wide = len(taken) - 1
    least, came_from, done = [inf] * (wide + 1), [0] * (wide + 1), [False] * (wide + 1)
    here = 0
    while True:
        done[here], row = True, taken[here]
        for column in range(1, wide + 1):
            if not done[column]:
                cost = costs[row - 1][column - 1] - of_row[row] - of_column[column]
                if cost < least[column]:
                    least[column], came_from[column] = cost, here
        there = min((column for column in range(1, wide + 1) if not done[column]), key=lambda column: least[column])
        step = least[there]
        for column in range(wide + 1):
            if done[column]:
                of_row[taken[column]] += step
                of_column[column] -= step
            else:
                least[column] -= step
        here = there
        if not taken[here]:
            break
    while here:
        taken[here], here = taken[came_from[here]], came_from[here]
