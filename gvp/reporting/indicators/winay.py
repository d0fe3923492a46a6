"""C5: school leaders of Wiñay, and the peers they reach (indicators.md, sections 2 and 4)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting import rules
from gvp.reporting.base import Indicator, Row, Scope, Value, total
from gvp.reporting.cycles import OF_A_TRAINED_LEADER, trained
from gvp.reporting.indicators.wording import BY_COMMUNITY, OF_THE_SCHOOL
from gvp.reporting.people import Found, People, Step, by_key, in_order
from gvp.reporting.rules import day_text
from participants.models import Participant
from workshops.models import Cycle, Replication
from workshops.outreach import first_replications, groups_reached

HELD_IN = "school__district__province"


def _replicating(scope: Scope) -> Found:
    """A replication led before the training ended counts from the day the training did."""
    first = first_replications(scope.until)
    rows = (
        row._replace(reached_on=max(row.reached_on, first[key])) for key, row in trained(scope).items() if key in first
    )
    return by_key(in_order(rows))


CYCLE = Step(
    "cycle",
    gettext_lazy(
        "Attended in one Wiñay cycle the modules that are asked for, every core module among them, "
        "and did the closing practice"
    ),
    found=trained,
    reason=lambda leader, scope: rules.cycle_lacking(leader, Cycle.Kind.WINAY, scope.until),
)
REPLICATION = Step(
    "replication",
    gettext_lazy("Led a valid replication: at least 30 minutes and 5 peers"),
    found=_replicating,
    reason=lambda leader, scope: _("Led no valid replication by %(day)s.") % {"day": day_text(scope.until)},
)


class OfSchoolLeaders(People):
    contribution = 5
    group = Participant.Group.SCHOOL_LEADER
    placed_in = BY_COMMUNITY
    disaggregations = ("province", "district", "sex", "age", "language")
    conditions = OF_A_TRAINED_LEADER
    steps: ClassVar[Sequence[Step]] = (CYCLE,)
    unit = gettext_lazy("school leaders")


class SchoolLeadersTrained(OfSchoolLeaders):
    code = "C5"
    level = "output"
    title = gettext_lazy("School leaders trained")
    definition = gettext_lazy(
        "School leaders, with their own assent and their guardian's consent, who attended in one Wiñay cycle at least "
        "three quarters of its modules, every core module among them, and no fewer than five, and who did the closing "
        "practice. Each counts once."
    )
    dated_on = gettext_lazy("The date of the session that completed the modules, or of the practice if later.")


class LeadersReplicating(OfSchoolLeaders):
    code = "C5a"
    level = "outcome"
    title = gettext_lazy("School leaders who replicate")
    definition = gettext_lazy(
        "Trained school leaders who led at least one valid replication: at least 30 minutes, and at least five peers."
    )
    dated_on = gettext_lazy("The date the training was completed, or of the first valid replication if later.")
    steps = (CYCLE, REPLICATION)


class PeersReached(Indicator):
    code = "C5b"
    contribution = 5
    level = "outcome"
    kind = "sum"
    record = "school_group"
    title = gettext_lazy("Peers reached (estimate)")
    definition = gettext_lazy(
        "For each school, grade, section and calendar year, the largest head count of a valid replication, added up. "
        "Peers are counted, never named, so it is an estimate. A group with replications in two calendar years counts "
        "once in each; in a period only its replications are looked at."
    )
    unit = gettext_lazy("peers")
    dated_on = gettext_lazy("The date of the replication with the largest head count.")
    placed_in = OF_THE_SCHOOL
    disaggregations: ClassVar[Any] = ("province", "district")

    def find(self, scope: Scope) -> list[Row]:
        return self._groups(scope, Replication.objects.valid().by(scope.until))

    def recent(self, scope: Scope) -> list[Row]:
        """The largest head counts among the replications of the period: not a part of the rows."""
        replications = Replication.objects.valid().by(scope.until)
        return self._groups(scope, replications.filter(date__gte=scope.since) if scope.since else replications)

    def value(self, scope: Scope) -> Value:
        return Value(in_period=total(self.recent(scope)), cumulative=total(self.rows(scope)), is_estimate=True)

    def _groups(self, scope: Scope, replications: Any) -> list[Row]:
        found = groups_reached(scope.limit(replications, HELD_IN))
        return [Row(group.replication, group.date, group.province, group.peers) for group in found]


INDICATORS = (SchoolLeadersTrained(), LeadersReplicating(), PeersReached())
