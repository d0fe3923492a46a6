"""What is due for one man, in words for whoever sits in front of him."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.rounds import Advice, Due

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
    return words[advice.due] % {"day": date_format(advice.day, "SHORT_DATE_FORMAT") if advice.day else _("—")}
