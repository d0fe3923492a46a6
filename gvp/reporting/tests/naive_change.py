"""C1 and its kin counted slowly, by hand, with the keys of FCC-15 written down once more (indicators.md, section 3)."""

import datetime as dt
from statistics import stdev
from typing import Any
from uuid import UUID

from gvp.reporting.tests.naive import Counted, Facts
from participants.models import Assessment, ChangeThreshold

AS_ANSWERED = ("M1", "M2", "M4", "P1", "P3", "P4", "H2", "H3", "H5")
DOMAINS = ("M", "P", "H")
NEVER = dt.date(9999, 12, 31)


def index(answers: dict[str, Any], domain: str) -> float | str | None:
    """0 to 100; "NA" when the domain does not apply, None when too little of it is answered."""
    given = [answers.get(f"{domain}{n}") for n in range(1, 6)]
    if all(answer == "NA" for answer in given):
        return "NA"
    scores = [
        answer if f"{domain}{n}" in AS_ANSWERED else 4 - answer
        for n, answer in enumerate(given, start=1)
        if answer in (1, 2, 3)
    ]
    return 100 * (sum(scores) / len(scores) - 1) / 2 if len(scores) >= 4 else None


class Change:
    """What was measured by one day."""

    def __init__(self, facts: Facts, until: dt.date) -> None:
        self.facts, self.until = facts, until
        self.wait = dt.timedelta(days=int(facts.parameters.get("endline_wait_days", 30)))
        self.applications = sorted(Assessment.objects.filter(date__lte=until), key=lambda one: one.date)
        self.sensitised = facts.sensitised(until)
        men = [person for person in facts.registered(until) if person.group == "man"]
        self.men = [man for man in men if facts.consented(man, "registration", until)]
        self.baselines = {man.pk: first for man in self.men if (first := self._baseline(man.pk))}
        self.endlines = {man: last for man, day in self.sensitised.items() if (last := self._endline(man, day))}
        self.thresholds = {domain: self._threshold(domain) for domain in DOMAINS}
        self.changes = {
            man: {domain: self._changed(man, domain) for domain in DOMAINS}
            for man in self.sensitised
            if man in self.baselines and man in self.endlines
        }

    def favourable(self) -> Counted:
        return {man: self.endlines[man].date for man, changes in self.changes.items() if self._is_favourable(changes)}

    def improved(self, domain: str) -> tuple[set[UUID], set[UUID]]:
        """Who improved, and all to whom it applies and who were measured."""
        measured = {
            man for man, changes in self.changes.items() if changes[domain] in ("improved", "unchanged", "worsened")
        }
        return {man for man in measured if self.changes[man][domain] == "improved"}, measured

    def _of(self, man: UUID, round_: str) -> list[Assessment]:
        return [
            one
            for one in self.applications
            if one.participant_id == man and one.round == round_ and isinstance(index(one.answers, "M"), float)
        ]

    def _baseline(self, man: UUID) -> Assessment | None:
        sessions = self.facts.sensitisation_days(man, self.until)
        last_day = sessions[1] if len(sessions) > 1 else NEVER
        return next((one for one in self._of(man, "baseline") if one.date <= last_day), None)

    def _endline(self, man: UUID, sensitised_on: dt.date) -> Assessment | None:
        return next((one for one in self._of(man, "endline") if one.date >= sensitised_on + self.wait), None)

    def _threshold(self, domain: str) -> float:
        frozen = ChangeThreshold.objects.filter(
            domain__code=domain, lifted_at__isnull=True, frozen_on__lte=self.until
        ).first()
        if frozen:
            return float(frozen.value)
        values = [index(one.answers, domain) for one in self.baselines.values()]
        numbers = [value for value in values if isinstance(value, float)]
        return max(5.0, stdev(numbers) / 2) if len(numbers) > 1 else 5.0

    def _changed(self, man: UUID, domain: str) -> str:
        before, after = (index(one.answers, domain) for one in (self.baselines[man], self.endlines[man]))
        if "NA" in (before, after):
            return "does not apply"
        if not isinstance(before, float) or not isinstance(after, float):
            return "not measured"
        delta, least = round(after - before, 9), round(self.thresholds[domain], 9)
        return "improved" if delta >= least else "worsened" if delta <= -least else "unchanged"

    def _is_favourable(self, changes: dict[str, str]) -> bool:
        others = [changes["P"], changes["H"]]
        neither = others == ["does not apply", "does not apply"]
        return changes["M"] == "improved" and (neither or "improved" in others) and "worsened" not in changes.values()
