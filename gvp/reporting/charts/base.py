"""What all drawings share: hues, type, the size of a letter."""

from dataclasses import dataclass
from typing import ClassVar

# One hue per contribution, everywhere (static/css/tokens.css has the same; a test compares them).
HUES = {1: "#a4472b", 2: "#3a4a8c", 3: "#8a6410", 4: "#3c6b3a", 5: "#6d4587"}
QUIET_HUE = "#5c554a"  # process indicators belong to no contribution

WIDTH = 360
LETTER = 7.0  # width reserved for one letter of 13 units


def hue_of(contribution: int) -> str:
    return HUES.get(contribution, QUIET_HUE)


@dataclass(frozen=True)
class Chart:
    """What every drawing has."""

    title: str  # the finding, read aloud by a screen reader
    desc: str  # how it is drawn, and the numbers
    hue: str

    width: ClassVar[int] = WIDTH
    ink: ClassVar[str] = "#211d18"
    muted: ClassVar[str] = "#5c554a"
    line: ClassVar[str] = "#b9ae9c"
    track: ClassVar[str] = "#ebe4d6"
    paper: ClassVar[str] = "#ffffff"
    font: ClassVar[str] = "Source Sans 3, system-ui, sans-serif"


@dataclass(frozen=True)
class Label:
    """Text at a place. `anchor` as in SVG: start, middle or end."""

    x: float
    text: str
    anchor: str = "start"
