"""Every contribution counted slowly, by hand: another way than the programme's, to compare it with.

Takes all facts into plain Python and asks on every day on which a person came somewhere whether the three
conditions hold (indicators.md, section 2); change and the other lists are in naive_change.py and naive_lists.py.
Shares no rule with the code it checks.
"""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any
from uuid import UUID

from gvp.base.models import Parameter
from participants.models import Consent, Participant
from workshops.models import Attendance, Cycle, Enrolment, Module

Counted = dict[UUID, dt.date]


class Facts:
    """Everything on record, as it stands."""

    def __init__(self) -> None:
        self.people = list(Participant.objects.select_related("community"))
        self.cycles = list(Cycle.objects.all())
        self.parameters = dict(Parameter.objects.values_list("key", "value"))
        self.consents, self.modules = defaultdict(list), defaultdict(list)
        for consent in Consent.objects.all():
            self.consents[consent.participant_id, consent.kind].append(consent)
        for module in Module.objects.all():
            self.modules[module.cycle_id].append(module)
        self.came: dict[tuple[UUID, UUID], list[tuple[dt.date, UUID]]] = defaultdict(list)
        for row in Attendance.objects.select_related("workshop"):
            if row.state in ("present", "late", "made_up") and row.workshop.status == "held":
                place = row.participant_id, row.workshop.cycle_id
                self.came[place].append((row.workshop.date, row.workshop.module_id))
        self.practices = {(row.participant_id, row.cycle_id): row.practice_on for row in Enrolment.objects.all()}

    def sensitised(self, until: dt.date) -> Counted:
        found = {}
        for man in self.registered(until):
            days = [
                day
                for cycle in self.cycles
                if cycle.kind == "sensitisation"
                and (day := self._complete_on(man, cycle, until, "sensitised_share", "sensitised_min_modules", 6))
            ]
            adult = man.enrolled_on.year - man.birth_year >= 18
            fits = man.group == "man" and man.sex == "M" and adult and man.community.rural
            if days and fits and self.consented(man, "registration", until):
                found[man.pk] = min(days)
        return found

    def trained(self, until: dt.date) -> Counted:
        found = {}
        for leader in self.registered(until):
            days = []
            for cycle in self.cycles:
                practice_on = self.practices.get((leader.pk, cycle.pk))
                day = self._complete_on(leader, cycle, until, "school_share", "school_min_modules", 5)
                if cycle.kind == "winay" and day and practice_on and practice_on <= until:
                    days.append(max(day, practice_on))
            agreed = all(self.consented(leader, kind, until) for kind in ("registration", "guardian", "assent"))
            if days and agreed and leader.group == "school_leader":
                found[leader.pk] = min(days)
        return found

    def sensitisation_days(self, person: UUID, until: dt.date) -> list[dt.date]:
        """Of the sessions he attended, in order."""
        kinds = {cycle.pk: cycle.kind for cycle in self.cycles}
        return sorted(
            day
            for (who, cycle), came in self.came.items()
            if who == person and kinds[cycle] == "sensitisation"
            for day, _module in came
            if day <= until
        )

    def registered(self, until: dt.date) -> list[Participant]:
        return [person for person in self.people if not person.merged_into_id and person.enrolled_on <= until]

    def consented(self, person: Participant, kind: str, until: dt.date) -> bool:
        return any(
            consent.given_on <= until and not (consent.revoked_on and consent.revoked_on <= until)
            for consent in self.consents[person.pk, kind]
        )

    def _complete_on(
        self, person: Participant, cycle: Cycle, until: dt.date, share_key: str, least_key: str, usual: int
    ) -> dt.date | None:
        """The first day on which enough modules, and all core modules, had been attended."""
        share = Fraction(self.parameters.get(share_key, Fraction(3, 4)))
        least = self.parameters.get(least_key, usual)
        modules = self.modules[cycle.pk]
        core = {module.pk for module in modules if module.core}
        came = self.came[person.pk, cycle.pk]
        for day in sorted({day for day, _module in came if day <= until}):
            attended: set[Any] = {module for when, module in came if when <= day}
            if len(attended) >= share * len(modules) and core <= attended and len(attended) >= least:
                return day
        return None
