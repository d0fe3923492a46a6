"""A schematic map of districts: tiles.py says where, here each tile is drawn, deeper where there is more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.reporting.charts.base import Chart
from gvp.reporting.charts.tiles import Cell, Point, tiles

WIDE, HIGH, GAP = 92, 64, 4
LETTERS = 12  # of a name in one line of a tile
# From the largest number down to one: text is ink on the lighter half, paper on the fullest. Nothing is empty.
DEPTHS = ("0.16", "0.34", "0.58", "1")


class Counted(Protocol):
    """A district with its number. `amount` is None where a small number is not shown, then `text` says so."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def amount(self) -> int | None: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Tile:
    x: int
    y: int
    code: str
    name: Sequence[str]  # one line or two
    text: str
    depth: str  # how full the hue is; "" for an empty tile
    full: bool  # then what is written on it is of the colour of paper
    hidden: bool

    @property
    def text_y(self) -> int:
        return HIGH - 11

    @property
    def empty(self) -> bool:
        return not self.depth and not self.hidden


@dataclass(frozen=True)
class Map(Chart):
    tiles: Sequence[Tile]
    wide: int
    high: int
    unplaced: int  # districts whose place is not known; they stand in the last row

    tile_wide: ClassVar[int] = WIDE - GAP
    tile_high: ClassVar[int] = HIGH - GAP


def district_map(districts: Sequence[Counted], seats: Mapping[str, Point], hue: str) -> Map:
    """`seats`: latitude and longitude by code, of the districts whose place is known."""
    cells = tiles({district.code: seats[district.code] for district in districts if district.code in seats})
    columns = max((cell.column + 1 for cell in cells.values()), default=6)
    south = max((cell.row + 1 for cell in cells.values()), default=0)
    unplaced = [district for district in districts if district.code not in cells]
    beneath = {d.code: Cell(n % columns, south + n // columns) for n, d in enumerate(unplaced)}
    most = max((district.amount or 0 for district in districts), default=0)
    drawn = [_tile(district, (cells | beneath)[district.code], most) for district in districts]
    return Map(
        title=_title(districts),
        desc=_(
            "One tile per district, laid out by the place of its seat: north is up, distances and sizes mean nothing."
        ),
        hue=hue,
        tiles=sorted(drawn, key=lambda tile: (tile.y, tile.x)),  # as one reads, for the keyboard
        wide=columns * WIDE,
        high=max((tile.y for tile in drawn), default=0) + HIGH,
        unplaced=len(unplaced),
    )


def _tile(district: Counted, cell: Cell, most: int) -> Tile:
    step = -(-district.amount * len(DEPTHS) // most) if district.amount else 0
    lines = wrap(district.name, LETTERS)
    return Tile(
        x=cell.column * WIDE,
        y=cell.row * HIGH,
        code=district.code,
        name=lines if len(lines) <= 2 else [lines[0], f"{' '.join(lines[1:])[: LETTERS - 1].rstrip()}…"],
        text=district.text,
        depth=DEPTHS[step - 1] if step else "",
        full=step == len(DEPTHS),
        hidden=district.amount is None,
    )


def _title(districts: Sequence[Counted]) -> str:
    """How far it reaches: a number that is not shown is not zero."""
    reached, all_ = sum(district.amount != 0 for district in districts), len(districts)
    text = ngettext("In %(reached)d of %(all)d district.", "In %(reached)d of %(all)d districts.", all_)
    return text % {"reached": reached, "all": all_}
