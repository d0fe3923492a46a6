"""What all drawings share: hues, type, the size of a letter."""

from dataclasses import dataclass
from typing import ClassVar

# The colours of paper, as in static/css/tokens.css (a test compares them). One hue per contribution, everywhere.
HUES = {1: "#a5432a", 2: "#3a4a94", 3: "#85600a", 4: "#2d6a3e", 5: "#71408a"}
PAPER, INK, INK_2, LINE, EDGE = "#fbf6ec", "#221a12", "#5e5244", "#dccfb9", "#857562"
FONT = "Atkinson Hyperlegible Next, system-ui, sans-serif"

WIDTH = 360
LETTER = 7.0  # width reserved for one letter of 13 units


def hue_of(contribution: int) -> str:
    return HUES.get(contribution, INK_2)


@dataclass(frozen=True)
class Chart:
    """What every drawing has."""

    title: str  # the finding, read aloud by a screen reader
    desc: str  # how it is drawn, and the numbers
    hue: str

    width: ClassVar[int] = WIDTH
    paper: ClassVar[str] = PAPER
    ink: ClassVar[str] = INK
    muted: ClassVar[str] = INK_2
    track: ClassVar[str] = LINE
    edge: ClassVar[str] = EDGE
    font: ClassVar[str] = FONT


@dataclass(frozen=True)
class Label:
    """Text at a place. `anchor` as in SVG: start, middle or end."""

    x: float
    text: str
    anchor: str = "start"
