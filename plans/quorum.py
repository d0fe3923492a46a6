"""Whether a meeting was valid: members present against the board's quorum."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.models import Board


def counted(meetings: QuerySet) -> QuerySet:
    """Each meeting with `came`, how many members were present; the latest first."""
    return meetings.annotate(came=Count("present")).order_by("-date")


def met(meeting: Any, board: Board) -> bool | None:
    """None while the board has no quorum written down. `meeting.came` counts the members present."""
    return None if board.quorum is None else meeting.came >= board.quorum


def quorum_of(meeting: Any, board: Board) -> str:
    """ "5 present, of 4 needed: quorum reached"."""
    came = ngettext("%(n)d present", "%(n)d present", meeting.came) % {"n": meeting.came}
    if board.quorum is None:
        return _("%(came)s; the board has no quorum written down") % {"came": came}
    says = _("quorum reached") if met(meeting, board) else _("without quorum")
    return _("%(came)s, %(quorum)d needed: %(says)s") % {"came": came, "quorum": board.quorum, "says": says}
