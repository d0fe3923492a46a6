"""What would move the numbers, and what is missing in the records besides. Each step leads to where it is done.

One module per owner of the facts; this one asks them all and puts first what moves most.
"""

from collections.abc import Iterable, Sequence

from gvp.reporting.worklist import change, materials, network, plans, records, training
from gvp.reporting.worklist.base import Asked, Look, Step, Task

__all__ = ["MOVERS", "OTHERS", "Asked", "Step", "Task", "movers", "outlook", "tasks"]

# By the contribution whose figures they move.
MOVERS: dict[int, Sequence[Look]] = {
    1: (change.endlines, change.baselines, training.men_one_module_short, training.men_without_consent),
    2: (network.without_commitment, network.to_validate, network.silent),
    3: (materials.without_act, materials.without_makers),
    4: (plans.undocumented_milestones,),
    5: (training.leaders_one_step_short, training.leaders_without_consent),
}
OTHERS: Sequence[Look] = (
    records.sessions_without_report,
    records.disputed_marks,
    records.stopped_coming,
    records.figures_without_target,
)


def movers(asked: Asked, contributions: Iterable[int] = MOVERS) -> list[Task]:
    """What would move the figures of these contributions, the most first."""
    found = [task for number in contributions for look in MOVERS[number] for task in look(asked)]
    return sorted(found, key=lambda task: (-task.effect, task.contribution, task.key))


def tasks(asked: Asked) -> list[Task]:
    """All there is to do."""
    return [*movers(asked), *(task for look in OTHERS for task in look(asked))]


def outlook(found: Sequence[Task], code: str) -> str:
    """What the figure of this indicator would become by the work that moves it most; "" when nothing does."""
    return next((task.promise for task in found if task.code == code and task.promise), "")
