"""How far a figure is on its way: against its target, and against what was expected by now.

Which target: of the province asked about, or of the whole program; the next one due on or after the
day asked about, else the last one there was. A coordinator's several provinces together have no
target of their own: adding targets of different dates up would promise what nobody promised.

What was expected by now: a straight line that starts with the baseline on the day the first cycle
began, goes through every earlier target, and reaches the next target on its date. A share is
expected to be at its target all the time.

The status words (domain.md, section 6: en meta ≥ 90 %, atención 70–89, en riesgo < 70, sin dato) measure
the figure against what was expected by now, which on the target's own date is the target itself:
measured against the final target, every programme would be "en riesgo" in its first year.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gvp.reporting.base import Indicator, Number, Scope, Value
from gvp.reporting.figures import figure_text, main_figure, percent, shown
from gvp.reporting.models import Target
from workshops.models import Cycle

ON_TARGET, ATTENTION = 90, 70  # percent of what was expected
FAR = 365 * 20  # days; a pace that needs more is no pace


class Status(models.TextChoices):
    ON_TARGET = "on_target", gettext_lazy("on target")
    ATTENTION = "attention", gettext_lazy("attention")
    AT_RISK = "at_risk", gettext_lazy("at risk")
    NO_DATA = "no_data", gettext_lazy("no data")
    NO_TARGET = "no_target", gettext_lazy("no target")


@dataclass(frozen=True)
class Progress:
    """Numbers are on the scale of the target: shares in percent. `percent` is whole, of the target."""

    value: Number | None
    target: Decimal | None
    target_on: dt.date | None
    baseline: Decimal | None
    baseline_on: dt.date | None  # the day the first cycle began
    expected_today: Decimal | None
    percent: int | None
    status: Status
    missing_sentence: str

    @property
    def pace(self) -> int | None:
        """Whole percent of what was expected by now."""
        if self.value is None or not self.expected_today:
            return None
        return percent(self.value, self.expected_today)

    @property
    def status_word(self) -> str:
        return str(self.status.label)


@dataclass(frozen=True)
class Promised:
    """What a scope promised: its targets by indicator, by date, and the day its first cycle began."""

    targets: dict[str, list[Target]]
    started_on: dt.date | None

    @classmethod
    def within(cls, scope: Scope) -> "Promised":
        """Two queries, however many indicators are asked about afterwards."""
        found: dict[str, list[Target]] = defaultdict(list)
        for target in _targets(scope).order_by("until"):
            found[target.indicator].append(target)
        cycles = scope.limit(Cycle.objects.filter(starts_on__lte=scope.until), "community__district__province")
        return cls(found, cycles.aggregate(first=models.Min("starts_on"))["first"])


def _targets(scope: Scope) -> models.QuerySet[Target]:
    if scope.provinces is None:
        return Target.objects.filter(province__isnull=True)
    codes = scope.provinces
    return Target.objects.filter(province__in=codes) if len(codes) == 1 else Target.objects.none()


def progress(
    indicator: Indicator, scope: Scope, *, value: Value | None = None, promised: Promised | None = None
) -> Progress:
    """How far this figure is on `scope.until`. Whoever has its value or the promises already hands them in."""
    promised = promised or Promised.within(scope)
    figure = main_figure(indicator, value or indicator.value(scope))
    targets = promised.targets.get(indicator.code, [])
    goal = _applicable(targets, scope.until)
    expected = _expected(indicator, goal, targets, promised.started_on, scope.until) if goal else None
    return Progress(
        value=figure,
        target=goal.value if goal else None,
        target_on=goal.until if goal else None,
        baseline=goal.baseline if goal else None,
        baseline_on=promised.started_on if goal else None,
        expected_today=expected,
        percent=percent(figure, goal.value) if goal and goal.value and figure is not None else None,
        status=_status(figure, expected),
        missing_sentence=_sentence(indicator, figure, goal, promised.started_on, scope.until),
    )


def _applicable(targets: Sequence[Target], until: dt.date) -> Target | None:
    """The next one due, else the last; `targets` are in order of their dates."""
    return next((target for target in targets if target.until >= until), targets[-1] if targets else None)


def _expected(
    indicator: Indicator, goal: Target, targets: Sequence[Target], started_on: dt.date | None, until: dt.date
) -> Decimal:
    """On the straight line to the goal; see the head of this module."""
    if indicator.kind == "ratio" or until >= goal.until:
        return goal.value
    earlier = [target for target in targets if target.until < goal.until]
    begins = (earlier[-1].until, earlier[-1].value) if earlier else (started_on or until, goal.baseline)
    days, passed = (goal.until - begins[0]).days, (until - begins[0]).days
    reached = begins[1] + (goal.value - begins[1]) * passed / days if passed > 0 else begins[1]
    return Decimal(round(reached)) if indicator.kind in ("list", "day") else reached  # there is no half a person


def _status(figure: Number | None, expected: Decimal | None) -> Status:
    if figure is None:
        return Status.NO_DATA
    if expected is None:
        return Status.NO_TARGET
    share = Decimal(figure) * 100 / expected if expected > 0 else Decimal(100)
    if share >= ON_TARGET:
        return Status.ON_TARGET
    return Status.ATTENTION if share >= ATTENTION else Status.AT_RISK


# --- The sentence --------------------------------------------------------------------------------


def _sentence(
    indicator: Indicator, figure: Number | None, goal: Target | None, started_on: dt.date | None, until: dt.date
) -> str:
    """What is missing, and when it would be reached at the pace so far."""
    if figure is None:
        return _("There is no data yet.")
    if goal is None:
        return _("No target is set.")
    missing = goal.value - Decimal(figure)
    words = {"goal": figure_text(indicator, goal.value), "unit": _unit(indicator, goal.value), "day": _day(goal.until)}
    if missing <= 0:
        return _("The target of %(goal)s%(unit)s by %(day)s is reached.") % words
    if goal.until < until:
        return _("The target of %(goal)s%(unit)s was due on %(day)s: %(missing)s short.") % (
            words | {"missing": shown(missing)}
        )
    text = _missing(indicator, missing) % (words | {"missing": shown(missing)})
    if indicator.kind == "ratio":
        return text
    return f"{text} {_at_this_pace(figure, goal, missing, started_on, until)}"


def _missing(indicator: Indicator, missing: Decimal) -> str:
    if indicator.kind == "ratio":
        return _("%(missing)s points are missing for the target of %(goal)s%(unit)s by %(day)s.")
    return ngettext(
        "%(missing)s is missing for the target of %(goal)s%(unit)s by %(day)s.",
        "%(missing)s are missing for the target of %(goal)s%(unit)s by %(day)s.",
        1 if missing == 1 else 2,
    )


def _at_this_pace(figure: Number, goal: Target, missing: Decimal, started_on: dt.date | None, until: dt.date) -> str:
    """The pace is the mean since the first cycle began."""
    days = (until - started_on).days if started_on else 0
    gained = Decimal(figure) - goal.baseline
    needed = int(missing * days / gained) + 1 if gained > 0 and days > 0 else FAR
    if needed >= FAR:
        return _("At the pace so far it would not be reached.")
    reached_on = until + dt.timedelta(days=needed)
    month = date_format(reached_on, "YEAR_MONTH_FORMAT")
    if reached_on <= goal.until:
        return _("At the pace so far it is reached in time, in %(month)s.") % {"month": month}
    return _("At the pace so far it is reached late, in %(month)s.") % {"month": month}


def _unit(indicator: Indicator, number: Decimal) -> str:
    """Units are declared in the plural; one of something goes without."""
    unit = str(indicator.unit)
    return "" if unit in ("%", "") or number == 1 else f" {unit}"


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
