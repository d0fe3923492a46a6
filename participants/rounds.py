"""Which application is a man's baseline and which his endline, and which round is due next (indicators.md, section 3).

Pure: applications come from measuring.py, the days he attended from moments.py.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from participants.measuring import Application
from participants.models import Assessment
from participants.moments import Moments
from participants.scoring import Standing

Round = Assessment.Round


class Due(StrEnum):
    """What stands next for one man."""

    BASELINE = "baseline"
    BASELINE_LATE = "baseline_late"  # his second session is over: only a form filled in before it still counts
    NOT_SENSITISED = "not_sensitised"
    ENDLINE_LATER = "endline_later"
    ENDLINE = "endline"
    MEASURED = "measured"


class Advice(NamedTuple):
    """`day`: since when it is due, or the last day on which it could have been taken."""

    due: Due
    day: dt.date | None = None

    @property
    def round(self) -> str:
        """The round to propose; "" when the time for the next one has not come."""
        return PROPOSED[self.due]


PROPOSED = {
    Due.BASELINE: Round.BASELINE.value,
    Due.BASELINE_LATE: Round.BASELINE.value,
    Due.NOT_SENSITISED: "",
    Due.ENDLINE_LATER: "",
    Due.ENDLINE: Round.ENDLINE.value,
    Due.MEASURED: Round.FOLLOW_UP.value,
}


def baseline(applications: Iterable[Application], main: str, moments: Moments) -> Application | None:
    """His earliest baseline with a valid index of the main domain, up to the day of his second session."""
    latest = moments.second_session
    fitting = (one for one in applications if one.round == Round.BASELINE and (latest is None or one.date <= latest))
    return _earliest_valid(fitting, main)


def endline(applications: Iterable[Application], main: str, moments: Moments, wait: int) -> Application | None:
    """His earliest endline with a valid index of the main domain, `wait` days or more after he was sensitised."""
    earliest = first_day(moments, wait)
    if earliest is None:
        return None
    return _earliest_valid((one for one in applications if one.round == Round.ENDLINE and one.date >= earliest), main)


def first_day(moments: Moments, wait: int) -> dt.date | None:
    """From when an endline counts; None while he is not sensitised."""
    return moments.sensitised_on and moments.sensitised_on + dt.timedelta(days=wait)


def advise(applications: Sequence[Application], main: str, moments: Moments, wait: int, today: dt.date) -> Advice:
    """What is due for one man, whose applications of one instrument these are."""
    if baseline(applications, main, moments) is None:
        late = moments.second_session is not None and moments.second_session < today
        return Advice(Due.BASELINE_LATE if late else Due.BASELINE, moments.second_session)
    if endline(applications, main, moments, wait) is not None:
        return Advice(Due.MEASURED)
    day = first_day(moments, wait)
    if day is None:
        return Advice(Due.NOT_SENSITISED)
    return Advice(Due.ENDLINE if day <= today else Due.ENDLINE_LATER, day)


def too_late(round_: str, date: dt.date, moments: Moments) -> bool:
    """A baseline after his second session counts for nothing."""
    latest = moments.second_session
    return round_ == Round.BASELINE and latest is not None and date > latest


def too_early(round_: str, date: dt.date, moments: Moments, wait: int) -> bool:
    """So does an endline before its time."""
    earliest = first_day(moments, wait)
    return round_ == Round.ENDLINE and (earliest is None or date < earliest)


def _earliest_valid(applications: Iterable[Application], main: str) -> Application | None:
    valid = (one for one in applications if one.scores[main].standing is Standing.VALID)
    return min(valid, key=lambda one: one.date, default=None)
