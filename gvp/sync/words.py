"""What phones send, in the words of the people who read about it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

OF_SESSION = ("mark", "counts", "walk_in_known", "walk_in_new", "walk_in_count")  # kinds whose record is a session
COUNTED = {
    "mark": ngettext_lazy("%(n)d attendance mark", "%(n)d attendance marks", "n"),
    "counts": ngettext_lazy("%(n)d change of the counts", "%(n)d changes of the counts", "n"),
    "walk_in_known": ngettext_lazy("%(n)d person who came besides", "%(n)d people who came besides", "n"),
    "walk_in_new": ngettext_lazy("%(n)d new man", "%(n)d new men", "n"),
    "walk_in_count": ngettext_lazy("%(n)d more without registration", "%(n)d more without registration", "n"),
    "assessment": ngettext_lazy("%(n)d questionnaire", "%(n)d questionnaires", "n"),
    "action": ngettext_lazy("%(n)d action of a network", "%(n)d actions of a network", "n"),
    "replication": ngettext_lazy("%(n)d replication", "%(n)d replications", "n"),
}
OTHER = ngettext_lazy("%(n)d fact of another kind", "%(n)d facts of another kind", "n")

# Why something waits, as a heading of the tray; "dispute" is no operation but a person marked twice.
REASONS: dict[str, Any] = {
    "dispute": _("Two people marked differently"),
    "conflict": _("Two versions"),
    "cancelled": _("Session suspended"),
    "deleted": _("No longer there"),
    "outsider": _("Does not take part"),
    "quarantine": _("From a person or a phone that was withdrawn"),
    "future": _("Date to come"),
    "stale": _("Changed meanwhile"),
    "consent": _("Consent taken back"),
}
WHY: dict[str, Any] = {
    "dispute": _("Both marks are kept. Which one is right?"),
    "conflict": _("Somebody else wrote something different about the same thing."),
    "cancelled": _("The session was suspended while this was on the phone. To take it, the session is restored."),
    "deleted": _("What this belongs to was deleted while this was on the phone."),
    "outsider": _("The person is not enrolled any more. To take it, he or she is enrolled again."),
    "quarantine": _("Whoever wrote it was moved or deactivated, or the phone was revoked, before it arrived."),
    "future": _("Its date lies in the future: the phone's date may be wrong."),
    "stale": _("Somebody changed it after it was written on the phone."),
    "consent": _("The man took his consent back before this arrived."),
}


def counted(kind: str, n: int) -> str:
    """ "25 attendance marks"."""
    return COUNTED.get(kind, OTHER) % {"n": n}


def facts(kinds: Iterable[str]) -> str:
    """ "25 attendance marks · 1 new man"."""
    return " · ".join(counted(kind, n) for kind, n in Counter(kinds).items())
