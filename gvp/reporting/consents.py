"""Who has all the consents that his or her group needs: the gate of every figure about people (indicators.md, 1.5)."""

import datetime as dt

from django.db.models import OuterRef, Subquery

from gvp.reporting import rules
from gvp.reporting.base import Row, Scope
from gvp.reporting.people import PROVINCE, Found, by_key, in_order, registered
from participants.counting import NEEDED
from participants.models import Consent

ALL_NEEDED = tuple(dict.fromkeys(kind for kinds in NEEDED.values() for kind in kinds))


def _given(kind: Consent.Kind, until: dt.date) -> Subquery:
    """The first day of a person's consent of this kind that is in force."""
    there = Consent.objects.in_force(until).filter(kind=kind, participant=OuterRef("pk"))
    return Subquery(there.order_by("given_on").values("given_on")[:1])


def _consented(scope: Scope) -> Found:
    """Since the last of the consents that the person's group needs."""
    complete = registered(scope).filter(rules.CONSENTED_AS_GROUP.holds(scope.until))
    rows = complete.values_list("pk", PROVINCE, "group", "enrolled_on", *(_given(k, scope.until) for k in ALL_NEEDED))
    found = []
    for key, province, group, enrolled_on, *given in rows:
        needed = [day for kind, day in zip(ALL_NEEDED, given, strict=True) if kind in NEEDED[group]]
        found.append(Row(key, max(enrolled_on, *needed), province))
    return by_key(in_order(found))


def consented(scope: Scope) -> Found:
    return scope.once("consented", _consented)
