"""Where ribbons run between columns of bars, as coordinates for an SVG. Pure: knows nothing of what flows.

Each column has a scale of its own, so that men, actions and peers may stand side by side: a ribbon leaves a bar with
its share of what leaves it, and enters the next one with its share of what enters.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, BAR = 1160, 14
COLUMN = 300  # the least height of a column that has more than one bar
GAP, LEAST = 14, 36  # between bars; the height of a bar whose label still fits
LETTERS = 38  # of a label


@dataclass(frozen=True)
class Node:
    """A bar. `kind` is a class for its colour, `note` stands beneath the label."""

    key: str
    label: str
    value: int
    note: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Link:
    source: str
    target: str
    value: int


@dataclass(frozen=True)
class Bar:
    node: Node
    x: int
    y: int
    height: int

    @property
    def text_x(self) -> int:
        return self.x + BAR + 8

    @property
    def label_y(self) -> int:
        return self.y + 14

    @property
    def note_y(self) -> int:
        return self.y + 31

    @property
    def label(self) -> str:
        text = self.node.label
        return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + "…"


@dataclass(frozen=True)
class Ribbon:
    path: str
    title: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    bars: list[Bar]
    ribbons: list[Ribbon]
    height: int
    width: int = WIDTH
    bar: int = BAR


def lay_out(columns: Sequence[Sequence[Node]], links: Iterable[Link]) -> Drawing:
    """Bars from top to bottom in the order given; links to or from nodes that are not there are left out."""
    step = (WIDTH - 300) // max(1, len(columns) - 1)
    bars = {bar.node.key: bar for n, column in enumerate(columns) for bar in _stack(column, n * step)}
    wanted = [link for link in links if link.value and link.source in bars and link.target in bars]
    height = max((bar.y + bar.height for bar in bars.values()), default=0)
    return Drawing(list(bars.values()), _ribbons(bars, wanted), height)


def _stack(column: Sequence[Node], x: int) -> list[Bar]:
    total = sum(node.value for node in column) or 1
    y, bars = 0, []
    for node in column:
        height = max(LEAST, round(COLUMN * node.value / total))
        bars.append(Bar(node, x, y, height))
        y += height + GAP
    return bars


def _ribbons(bars: dict[str, Bar], links: list[Link]) -> list[Ribbon]:
    leaving: dict[str, int] = defaultdict(int)
    entering: dict[str, int] = defaultdict(int)
    for link in links:
        leaving[link.source] += link.value
        entering[link.target] += link.value
    order = {key: n for n, key in enumerate(bars)}
    out: dict[str, float] = {key: bar.y for key, bar in bars.items()}
    into = dict(out)
    ribbons = []
    for link in sorted(links, key=lambda one: (order[one.source], order[one.target])):
        source, target = bars[link.source], bars[link.target]
        thick = source.height * link.value / leaving[link.source]
        thin = target.height * link.value / entering[link.target]
        path = _path(source.x + BAR, out[link.source], thick, target.x, into[link.target], thin)
        title = f"{source.node.label} → {target.node.label}: {link.value}"
        ribbons.append(Ribbon(path, title, source.node.kind))
        out[link.source] += thick
        into[link.target] += thin
    return ribbons


def _path(x: int, y: float, thick: float, to_x: int, to_y: float, thin: float) -> str:
    """Two curves that leave and arrive level, closed to a band."""
    middle = (x + to_x) / 2
    return (
        f"M{x} {y:.1f}C{middle} {y:.1f} {middle} {to_y:.1f} {to_x} {to_y:.1f}V{to_y + thin:.1f}"
        f"C{middle} {to_y + thin:.1f} {middle} {y + thick:.1f} {x} {y + thick:.1f}Z"
    )
