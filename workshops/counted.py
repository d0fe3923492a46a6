"""Who may count at all, whatever he or she attended: the conditions of C1a and C5 (indicators.md, section 2).

Pages about networks and replications show the same people as the figures do.
"""

import datetime as dt

from django.db.models import QuerySet

from participants import counting
from participants.models import Participant

MAN, LEADER = Participant.Group.MAN, Participant.Group.SCHOOL_LEADER


def men(on: dt.date) -> QuerySet:
    """Rural men, adults when they were registered, with consent in force on the day."""
    return Participant.objects.registered_by(on).filter(
        counting.of_group(MAN),
        counting.male(),
        counting.adult_when_registered(),
        counting.rural(),
        counting.consenting(on, counting.NEEDED[MAN]),
    )


def school_leaders(on: dt.date) -> QuerySet:
    """School leaders with their own consent and assent, and their guardian's, in force on the day."""
    return Participant.objects.registered_by(on).filter(
        counting.of_group(LEADER), counting.consenting(on, counting.NEEDED[LEADER])
    )
