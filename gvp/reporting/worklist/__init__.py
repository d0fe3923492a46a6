"""What would move the numbers, and what is missing in the records besides. Each step leads to where it is done.

One module per owner of the facts; this one asks them all and puts first what moves most.
"""

from collections.abc import Sequence

from gvp.reporting.worklist import change, materials, network, plans, records, training
from gvp.reporting.worklist.base import Asked, Look, Step, Task

__all__ = ["MOVERS", "OTHERS", "Asked", "Step", "Task", "movers", "outlook", "tasks"]

MOVERS: Sequence[Look] = (
    change.endlines,
    change.baselines,
    training.men_one_module_short,
    training.leaders_one_step_short,
    training.men_without_consent,
    training.leaders_without_consent,
    network.without_commitment,
    network.to_validate,
    network.silent,
    materials.without_act,
    materials.without_makers,
    plans.undocumented_milestones,
)
OTHERS: Sequence[Look] = (
    records.sessions_without_report,
    records.disputed_marks,
    records.stopped_coming,
    records.figures_without_target,
)


def movers(asked: Asked) -> list[Task]:
    """What would move a figure of a contribution, the most first."""
    found = [task for look in MOVERS for task in look(asked)]
    return sorted(found, key=lambda task: (-task.effect, task.contribution, task.key))


def tasks(asked: Asked) -> list[Task]:
    """All there is to do."""
    return [*movers(asked), *(task for look in OTHERS for task in look(asked))]


def outlook(found: Sequence[Task], code: str) -> str:
    """What the figure of this indicator would become by the work that moves it most; "" when nothing does."""
    return next((task.promise for task in found if task.code == code and task.promise), "")
