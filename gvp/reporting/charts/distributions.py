"""How differences are spread, and which of them are changes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import ClassVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gvp.reporting.charts.base import WIDTH, Chart, Label

WIDTHS = (10, 20, 50)  # of a column, in points of the index
TOP, FOOT = 30, 128
KINDS = ("worsened", "unchanged", "improved")


@dataclass(frozen=True)
class Block:
    """A part of a column: so many differences of one kind."""

    x: float
    y: float
    width: float
    height: float
    kind: str  # one of KINDS


@dataclass(frozen=True)
class Count:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Distribution(Chart):
    """Columns from the largest fall to the largest rise; `limits` are the x of both thresholds, `zero` that of none."""

    blocks: Sequence[Block]
    counts: Sequence[Count]  # over each column
    ticks: Sequence[Label]
    limits: tuple[float, float]
    zero: float
    heads: Sequence[Label]  # how many fell, stayed, rose

    height: ClassVar[int] = 150
    top: ClassVar[int] = TOP
    foot: ClassVar[int] = FOOT


def distribution(deltas: Sequence[float], limit: float, hue: str, title: str, *, least: int = 1) -> Distribution | None:
    """`deltas`: differences in points; `limit`: from which one of them is a change.

    `least`: fewer people than this may stand in no part of the drawing. Columns are made wider until none has fewer;
    None when that does not help.
    """
    for points in WIDTHS:
        kinds = Counter((_column(delta, points), _kind(delta, limit)) for delta in deltas)
        if min(kinds.values(), default=0) >= least:
            return _drawn(deltas, limit, hue, title, points)
    return None


def _drawn(deltas: Sequence[float], limit: float, hue: str, title: str, points: int) -> Distribution:
    reach = max([limit + points, *(abs(delta) + points / 2 for delta in deltas)])
    side = ceil(reach / points - 1e-9)  # columns on either side of the one around zero
    width = WIDTH / (2 * side + 1)
    kinds = Counter((_column(delta, points), _kind(delta, limit)) for delta in deltas)
    totals = Counter(_column(delta, points) for delta in deltas)
    scale = (FOOT - TOP - 16) / max(totals.values(), default=1)
    blocks, counts = [], []
    for column, total in sorted(totals.items()):
        x, y = (column + side) * width, float(FOOT)
        for kind in KINDS:
            if tall := kinds[column, kind] * scale:
                y -= tall
                blocks.append(Block(round(x + 1, 1), round(y, 1), round(width - 2, 1), round(tall, 1), kind))
        counts.append(Count(round(x + width / 2, 1), round(y - 4, 1), number_format(total)))
    middle, point = WIDTH / 2, width / points
    return Distribution(
        title=title,
        desc=_told(deltas, limit, points),
        hue=hue,
        blocks=blocks,
        counts=counts,
        ticks=[Label(round(middle + at * point, 1), _signed(at), "middle") for at in _marks(side * points, points)],
        limits=(round(middle - limit * point, 1), round(middle + limit * point, 1)),
        zero=middle,
        heads=_heads(deltas, limit),
    )


def _column(delta: float, points: int) -> int:
    return floor(delta / points + 0.5)


def _kind(delta: float, limit: float) -> str:
    return "improved" if delta >= limit else "worsened" if delta <= -limit else "unchanged"


def _marks(reach: int, points: int) -> list[int]:
    """Where the axis says how many points: zero and, on either side, one mark that leaves room for its text."""
    out = max(reach - points, points)
    return [-out, 0, out]


def _heads(deltas: Sequence[float], limit: float) -> list[Label]:
    found = Counter(_kind(delta, limit) for delta in deltas)
    return [
        Label(0, _("%(n)s worsened") % {"n": number_format(found["worsened"])}),
        Label(WIDTH / 2, _("%(n)s unchanged") % {"n": number_format(found["unchanged"])}, "middle"),
        Label(WIDTH, _("%(n)s improved") % {"n": number_format(found["improved"])}, "end"),
    ]


def _told(deltas: Sequence[float], limit: float, points: int) -> str:
    heads = ", ".join(head.text for head in _heads(deltas, limit))
    words = {"points": points, "limit": number_format(limit, 1), "heads": heads}
    return _("Columns of %(points)s points; a difference of %(limit)s or more is a change. %(heads)s.") % words


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else str(points).replace("-", "−")
