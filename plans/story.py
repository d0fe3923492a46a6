"""One plan's life as pages tell it: where it stands, what is missing, which acts may come next."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, QuerySet

from plans import lifecycle
from plans.lifecycle import Mark, Stage
from plans.models import MayoralTerm, Milestone, Plan
from plans.ratifying import Ratification, ratification
from plans.steps import STEPS, Step

LABELS = dict(Milestone.State.choices)


@dataclass(frozen=True)
class NextStep:
    """An act that may be recorded now. `usual`: it carries the plan on, the others end it or send it back."""

    state: str
    label: Any
    step: Step
    usual: bool


@dataclass(frozen=True)
class NamedStage:
    """A state of the main path, with its words."""

    state: str
    label: Any
    step: Step
    mark: str
    act: Milestone | None
    here: bool

    @classmethod
    def of(cls, stage: Stage) -> "NamedStage":
        step = STEPS[stage.state]
        return cls(stage.state, LABELS[stage.state], step, stage.mark.value, stage.act, stage.here)


@dataclass(frozen=True)
class Story:
    """`acts` stand, in their order; `undone` are history, latest first. `waiting` acts lack their document."""

    plan: Plan
    acts: list[Milestone]
    undone: list[Milestone]
    stages: list[NamedStage]
    steps: list[NextStep]
    waiting: list[Milestone]
    ratification: Ratification

    @property
    def position(self) -> str:
        return lifecycle.position(self.acts)

    @property
    def here(self) -> Any:
        """The state in words; "" before the first act."""
        return LABELS.get(self.position, "")

    @property
    def tone(self) -> str:
        """How the state is coloured: "ok" in force and documented, "warn" sent back or only declared, "" otherwise."""
        if self.position in ("returned", "not_approved") or self.waiting or self.ratification.awaited_since:
            return "warn"
        return "ok" if self.position in lifecycle.IN_FORCE else ""

    @property
    def off_path(self) -> bool:
        """Sent back, or ended otherwise than by being completed."""
        return bool(self.position) and self.position not in lifecycle.RANK

    @property
    def reached(self) -> int:
        """How many states of the main path are passed, 0 to 13."""
        return sum(stage.mark != Mark.AHEAD.value for stage in self.stages)

    @property
    def gaps(self) -> list[NamedStage]:
        return [stage for stage in self.stages if stage.mark == Mark.GAP.value]

    @property
    def last(self) -> Milestone | None:
        return self.acts[-1] if self.acts else None

    @property
    def may_be_past(self) -> bool:
        """Whether it can still be entered at once as a plan of the past: no act beyond drafting."""
        return self.position in ("", "convened", "diagnosis", "drafting")

    @property
    def recognised_on(self) -> dt.date | None:
        return lifecycle.recognised_on(self.acts)

    @property
    def usual_steps(self) -> list[NextStep]:
        return [step for step in self.steps if step.usual]

    @property
    def other_steps(self) -> list[NextStep]:
        return [step for step in self.steps if not step.usual]


def with_acts(plans: QuerySet) -> QuerySet:
    """Plans with all that `story` reads: three more queries, however many plans."""
    return plans.select_related("board__province").prefetch_related(
        Prefetch("milestones", Milestone.objects.order_by("date", "recorded_at")),
        Prefetch("board__province__mayoral_terms", MayoralTerm.objects.all()),
    )


def story(plan: Plan, day: dt.date) -> Story:
    """`plan` as `with_acts` reads it; `day` is today."""
    every: Iterable[Milestone] = plan.milestones.all()
    acts = [act for act in every if act.undone_at is None]
    asked = ratification(acts, list(plan.board.province.mayoral_terms.all()), until=plan.until, day=day)
    return Story(
        plan=plan,
        acts=acts,
        undone=sorted((act for act in every if act.undone_at), key=attrgetter("undone_at"), reverse=True),
        stages=[NamedStage.of(stage) for stage in lifecycle.stages(acts)],
        steps=_steps(acts, asked),
        waiting=lifecycle.undocumented(acts),
        ratification=asked,
    )


def _steps(acts: list[Milestone], asked: Ratification) -> list[NextStep]:
    return [
        NextStep(
            state, LABELS[state], STEPS[state],
            usual=state in lifecycle.RANK or (state == lifecycle.RATIFIED and bool(asked.awaited_since)),
        )
        for state in lifecycle.next_states(lifecycle.position(acts))
    ]  # fmt: skip
