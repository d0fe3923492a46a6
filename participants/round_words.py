"""What is due for one man, in words for whoever sits in front of him."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.moments import Moments
from participants.rounds import Advice, Due, first_day, too_early, too_late

SENTENCES: dict[Due, Any] = {
    Due.BASELINE: gettext_lazy("He has no baseline yet: take it now, up to the day of his second session."),
    Due.BASELINE_LATE: gettext_lazy(
        "He has no baseline, and his second session was on %(day)s. One taken now counts for nothing; "
        "if he filled in a paper form by then, write its day."
    ),
    Due.NOT_SENSITISED: gettext_lazy("His baseline is stored. The endline comes after he completes the cycle."),
    Due.ENDLINE_LATER: gettext_lazy("His baseline is stored. The endline may be taken from %(day)s on."),
    Due.ENDLINE: gettext_lazy("The endline is due since %(day)s."),
    Due.MEASURED: gettext_lazy("Baseline and endline are stored. Another one is a follow-up and counts for no figure."),
}
SHORT: dict[Due, Any] = {
    Due.BASELINE: gettext_lazy("baseline due"),
    Due.BASELINE_LATE: gettext_lazy("no baseline"),
    Due.NOT_SENSITISED: gettext_lazy("baseline stored"),
    Due.ENDLINE_LATER: gettext_lazy("endline from %(day)s"),
    Due.ENDLINE: gettext_lazy("endline due"),
    Due.MEASURED: gettext_lazy("measured"),
}


def sentence(advice: Advice) -> str:
    return _say(SENTENCES, advice)


def short(advice: Advice) -> str:
    return _say(SHORT, advice)


def _say(words: dict[Due, Any], advice: Advice) -> str:
    return words[advice.due] % {"day": _short(advice.day) if advice.day else _("—")}


def counts_not(round_: str, date: dt.date, moments: Moments, wait: int) -> str:
    """Why this round on this day would change no figure; "" when it may."""
    if too_late(round_, date, moments):
        return late(moments)
    return early(moments, wait) if too_early(round_, date, moments, wait) else ""


def late(moments: Moments) -> str:
    """What is said of a baseline after his second session; "" while that has not been."""
    if moments.second_session is None:
        return ""
    return _("His second session was on %(day)s: a baseline of a later day counts for nothing.") % {
        "day": _short(moments.second_session)
    }


def early(moments: Moments, wait: int) -> str:
    """What is said of an endline before its first day."""
    day = first_day(moments, wait)
    if day is None:
        return _("He has not completed the cycle: an endline counts for nothing yet.")
    return _("An endline counts from %(day)s on.") % {"day": _short(day)}


def _short(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
