"""One person's way through the program as a strip: a lane for each kind of thing, marks on the days they happened."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting.charts.base import HUES, INK, Chart, Label
from gvp.reporting.charts.curves import Plot, Tick, ticks_of

GREEN = "#17553a"  # the colour of action, as in static/css/tokens.css
LEFT, WIDE, ROW, HEAD = 150, 1180, 30, 8  # where the days begin, how wide all is, height of a lane, room above
END = WIDE - LEFT - 12  # x of the last day


class Happened(Protocol):
    """Something with a day and a kind; `text` says what."""

    @property
    def date(self) -> dt.date: ...

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


class Span(NamedTuple):
    """Something that lasted: in which lane, from which day, and until which; None while it still does."""

    lane: str
    since: dt.date
    until: dt.date | None


class LaneKind(NamedTuple):
    key: str
    label: Any
    hue: str
    shapes: dict[str, str]  # of the mark, by kind of what happened


LANES = (
    LaneKind("consent", gettext_lazy("Consents"), INK, {"consent": "diamond", "revoked": "diamond-open"}),
    LaneKind(
        "sessions",
        gettext_lazy("Sessions"),
        GREEN,
        {
            "present": "dot", "late": "dot", "made_up": "dot", "excused": "ring", "absent": "cross",
            "practice": "square",
        },
    ),
    LaneKind("answers", gettext_lazy("Questionnaires"), HUES[1], {"assessment": "triangle"}),
    LaneKind("network", gettext_lazy("Network"), HUES[2], {"committed": "square", "action": "dot", "left": "ring"}),
    LaneKind("replications", gettext_lazy("Replications"), HUES[5], {"replication": "dot"}),
)  # fmt: skip


class Mark(NamedTuple):
    x: float
    shape: str


class Lane(NamedTuple):
    label: str
    hue: str
    y: int
    marks: Sequence[Mark]
    spans: Sequence[tuple[float, float]]  # x and width


@dataclass(frozen=True)
class Life(Chart):
    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    start: Label
    end: Label

    wide: ClassVar[int] = WIDE
    left: ClassVar[int] = LEFT
    right: ClassVar[int] = END
    row: ClassVar[int] = ROW

    @property
    def foot(self) -> int:
        return HEAD + len(self.lanes) * ROW

    @property
    def high(self) -> int:
        return self.foot + 24


def life(happened: Iterable[Happened], spans: Iterable[Span], today: dt.date) -> Life:
    """From the first day on which something happened to today; lanes without anything are not there."""
    marks, spans = list(happened), list(spans)
    first = min([one.date for one in marks] + [today - dt.timedelta(days=90)])
    last = max([one.date for one in marks] + [today])
    plot = Plot(first, last, 1, END)
    lanes: list[Lane] = []
    for kind in LANES:
        own = [Mark(plot.x(one.date), kind.shapes[one.kind]) for one in marks if one.kind in kind.shapes]
        lasting = [_span(span, plot) for span in spans if span.lane == kind.key]
        if own or lasting:
            lanes.append(Lane(str(kind.label), kind.hue, HEAD + len(lanes) * ROW, own, lasting))
    told = "; ".join(f"{date_format(one.date, 'SHORT_DATE_FORMAT')}: {one.text}" for one in marks)
    return Life(
        title=_("From %(first)s to %(last)s.") % {"first": _day(first), "last": _day(last)},
        desc=told,
        hue=INK,
        lanes=lanes,
        ticks=ticks_of(plot),
        start=Label(0, _day(first)),
        end=Label(END, _day(last), "end"),
    )


def _span(span: Span, plot: Plot) -> tuple[float, float]:
    begins, ends = plot.x(span.since), plot.x(min(span.until or plot.until, plot.until))
    return begins, round(max(ends - begins, 1), 1)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
