"""What the men of the demonstration answered before and after their cycle."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from gvp.accounts.models import User
from gvp.ops.demo.cycles import Plan
from participants.locking import lock
from participants.models import Assessment, Consent, Instrument, Participant

# In a hundred answers: scored 1, 2, 3. A man leans one way before and after, in all he answers.
BEFORE = [[82, 16, 2], [50, 35, 15], [26, 40, 34]]
AFTER = [[16, 34, 50], [5, 22, 73], [2, 12, 86]]
NO_PARTNER, NO_CHILDREN = "P", "H"
WAIT = 33  # days after the last session; the programme asks for 30


def make(plan: Plan, group: Sequence[Participant], today: dt.date, by: User, chance: random.Random) -> None:
    """Baselines at the first session; endlines of the cycles that ended long enough ago. Some men were not found."""
    instrument = Instrument.objects.prefetch_related("domains__items").get(counts_for_change=True)
    days = plan.days(today)
    consents = Consent.objects.filter(participant__in=group, kind=Consent.Kind.EVALUATION)
    written: list[Assessment] = []
    for consent in consents.select_related("participant").order_by("participant__code"):
        facts = {"participant": consent.participant, "consent": consent, "instrument": instrument, "recorded_by": by}
        leaning = chance.choices(range(3), [40, 40, 20])[0]
        if chance.random() < 0.97:
            answers = _answers(instrument, consent.participant, BEFORE[leaning], chance)
            written.append(_assessment("baseline", days[0], answers, facts))
        end = days[-1] + dt.timedelta(days=WAIT + chance.randrange(0, 12))
        if end <= today and chance.random() < 0.97:
            odds = AFTER if chance.random() < 0.95 else BEFORE
            answers = _answers(instrument, consent.participant, odds[leaning], chance)
            written.append(_assessment("endline", end, answers, facts))
    if written:
        lock(instrument)
    Assessment.objects.bulk_create(written)


def _assessment(round_: str, day: dt.date, answers: dict[str, Any], facts: dict[str, Any]) -> Assessment:
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(17, 30)))
    return Assessment(round=round_, date=day, answers=answers, finished_at=at, recorded_at=at, **facts)


def _answers(instrument: Instrument, man: Participant, odds: list[int], chance: random.Random) -> dict[str, Any]:
    """Scored from 1 to 3, higher is more equitable; agreeing with an equitable statement is answered the other way."""
    left_out = {NO_PARTNER} if man.has_partner is False else set()
    left_out |= {NO_CHILDREN} if man.children == "0" else set()
    answers: dict[str, Any] = {}
    for domain in instrument.domains.all():
        for item in domain.items.all():
            score = chance.choices([1, 2, 3], odds)[0]
            answers[item.code] = "NA" if domain.code in left_out else 4 - score if item.equitable else score
    return answers
