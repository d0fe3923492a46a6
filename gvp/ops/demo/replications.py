"""What the school leaders of the demonstration passed on to their peers."""

import datetime as dt
import random

from gvp.accounts.models import User
from gvp.ops.demo.cycles import WINAY, Plan
from gvp.partners.models import Institution
from participants.models import Participant
from workshops.models import Replication, ReplicationLeader

TOO_SHORT = 4  # every so many, one was too short to count


def make(
    plan: Plan, school: Institution, group: list[Participant], today: dt.date, by: User, chance: random.Random
) -> None:
    """One every ten days since the cycle's last session, each led by two; not everybody dares yet."""
    day, n = plan.days(today)[-1] + dt.timedelta(days=12), 0
    willing = group[: 3 * len(group) // 4]
    while day < today and n < len(group):
        first, second = willing[n % len(willing)], willing[(n + 3) % len(willing)]
        replication = Replication.objects.create(
            code=f"{plan.code}-P{n + 1:02}", date=day, school=school, grade=first.grade,
            section=first.section, module=chance.choice(WINAY), minutes=20 if n % TOO_SHORT == TOO_SHORT - 1 else 45,
            responsible="Tutora ficticia", women=chance.randint(6, 14), men=chance.randint(5, 13), recorded_by=by,
        )  # fmt: skip
        ReplicationLeader.objects.bulk_create(
            ReplicationLeader(replication=replication, participant=leader) for leader in (first, second)
        )
        day, n = day + dt.timedelta(days=10), n + 1
