"""The five contributions in plain words: which figure tells each of them, and which stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from gvp.reporting.base import Indicator, Row
from gvp.reporting.charts import Spark, hue_of, spark
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.progress import Promised
from gvp.reporting.question import Question
from gvp.reporting.stories import Breakdown, Line, Story, by_place, line, story
from gvp.reporting.worklist import Task, outlook


@dataclass(frozen=True)
class Contribution:
    """`main`: code of its figure; `basis`: code of the list it is a part of, where there is one."""

    number: int
    name: Any
    main: str
    basis: str = ""

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.main]

    @property
    def says(self) -> str:
        """The title of the figure, where it says more than the name."""
        title = str(self.indicator.title)
        return "" if title == str(self.name) else title

    @property
    def others(self) -> list[Indicator]:
        """The indicators that stand beside the main one."""
        return [found for found in INDICATORS.values() if found.contribution == self.number and found.code != self.main]


CONTRIBUTIONS = (
    Contribution(1, gettext_lazy("Men who change"), "C1", basis="C1a"),
    Contribution(2, gettext_lazy("Leaders in the network"), "C2"),
    Contribution(3, gettext_lazy("Materials made together"), "C3", basis="C3a"),
    Contribution(4, gettext_lazy("Provincial plans"), "C4"),
    Contribution(5, gettext_lazy("School leaders"), "C5"),
)


@dataclass(frozen=True)
class Told:
    """A contribution as one line of the board. `basis`: the list that the figure is a part of."""

    contribution: Contribution
    story: Story
    basis: Line | None
    spark: Spark
    places: Breakdown | None
    sentence: str


def told(
    contribution: Contribution, asked: Question, promised: Promised, moving: Sequence[Task], *, small_cells: bool
) -> Told:
    """`moving`: what would move the figures, where the reader may know and the question is about today."""
    indicator, scope = contribution.indicator, asked.scope
    rows: list[Row] = indicator.rows(scope)
    drawn = story(indicator, scope, promised, rows, daily=small_cells)
    progress, hue = drawn.line.progress, hue_of(contribution.number)
    return Told(
        contribution=contribution,
        story=drawn,
        basis=line(INDICATORS[contribution.basis], scope, promised) if contribution.basis else None,
        spark=spark(rows, scope.since, scope.until, progress.target, hue, daily=small_cells),
        places=by_place(indicator, asked, rows, small_cells=small_cells),
        sentence=outlook(moving, contribution.main) or progress.missing_sentence,
    )
