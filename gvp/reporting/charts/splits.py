"""A breakdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext as _

from gvp.reporting.base import Number
from gvp.reporting.charts.base import LETTER, Chart
from gvp.reporting.figures import shown


class Cell(Protocol):
    """One part of a breakdown. `amount` is None where a small number is not shown, then `text` says so."""

    @property
    def label(self) -> Any: ...

    @property
    def amount(self) -> Any: ...


@dataclass(frozen=True)
class Part:
    """One bar of a breakdown. `hidden` when its number is not shown: an empty dashed bar."""

    y: int
    label: str
    length: float
    text: str
    hidden: bool

    @property
    def text_x(self) -> float:
        return round(Split.start + self.length + 7, 1)


@dataclass(frozen=True)
class Split(Chart):
    parts: Sequence[Part]

    row: ClassVar[int] = 26
    start: ClassVar[int] = 128  # x at which the bars begin; labels stand before it
    longest: ClassVar[int] = 168

    @property
    def height(self) -> int:
        return max(len(self.parts), 1) * self.row


def split(cells: Sequence[Cell], hue: str) -> Split:
    """One bar per part, in the order given, each with its name and number."""
    largest = max((cell.amount or 0 for cell in cells), default=0)
    parts = [_part(index, cell, largest) for index, cell in enumerate(cells)]
    words = "; ".join(f"{cell.label}: {part.text}" for cell, part in zip(cells, parts, strict=True))
    return Split(title=_split_title(cells), desc=words or _("No data yet."), hue=hue, parts=parts)


def _part(index: int, cell: Cell, largest: Number) -> Part:
    hidden = cell.amount is None
    length = 24.0 if hidden else round(float(cell.amount) / float(largest) * Split.longest, 1) if largest else 0.0
    return Part(
        y=index * Split.row,
        label=_shortened(str(cell.label), int((Split.start - 8) / (LETTER + 1))),
        length=length,
        text=getattr(cell, "text", "") if hidden else shown(cell.amount),
        hidden=hidden,
    )


def _shortened(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _split_title(cells: Sequence[Cell]) -> str:
    known = [cell for cell in cells if cell.amount]
    hides = any(cell.amount is None for cell in cells)
    if not known:
        return _("Small numbers are not shown.") if hides else _("No data yet.")
    most = max(known, key=lambda cell: cell.amount)
    equal = [str(cell.label) for cell in known if cell.amount == most.amount]
    amounts = {"amount": shown(most.amount), "all": shown(total_of(known))}
    words = {"labels": ", ".join(equal), "label": most.label} | amounts
    if hides or len(cells) == 1:
        return _("%(label)s: %(amount)s.") % words
    if len(equal) > 1:
        return _("%(labels)s: %(amount)s each, of %(all)s.") % words
    return _("%(label)s has the most: %(amount)s of %(all)s.") % words


def total_of(cells: Iterable[Cell]) -> Number:
    return sum((cell.amount or 0 for cell in cells), start=0)
