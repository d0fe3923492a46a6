"""Up to which day, and from which, somebody outside the team may ask for figures (domain.md, R16).

Whoever may choose any two days subtracts one from the other and is left with one man. Readers of aggregates see whole
quarters, so that between any two answers lie at least three months of everybody's work.
"""

import datetime as dt
from typing import Any

from gvp.accounts.roles import SEE_RECORDS


def quarter_begins(day: dt.date) -> dt.date:
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def quarter_ends(day: dt.date) -> dt.date:
    """The last day of the quarter in which this day lies."""
    next_quarter = quarter_begins(quarter_begins(day) + dt.timedelta(days=92))  # none is longer
    return next_quarter - dt.timedelta(days=1)


def quarter_ended(day: dt.date) -> dt.date:
    """The last day of the last quarter that was over on this day, itself included."""
    tomorrow = day + dt.timedelta(days=1)
    return quarter_begins(tomorrow) - dt.timedelta(days=1)


def readable(user: Any, since: dt.date | None, until: dt.date) -> tuple[dt.date | None, dt.date]:
    """The two days as this reader may have them: as asked by the team, whole quarters for everybody else."""
    if user.may(SEE_RECORDS):
        return since, until
    ended = quarter_ended(until)
    return since and quarter_begins(min(since, ended)), ended
