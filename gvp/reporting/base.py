"""What an indicator is: a list of rows, each with the day on which it began to count.

Screen, drill-down, PDF, Excel and commands read that one list (indicators.md, section 1). The
declarations are in indicators/; nothing anywhere else adds anything up.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gvp.places.models import Province
from gvp.reporting.cutoff import readable

Number = int | Decimal
T = TypeVar("T")


class Memo:
    """What was found out once and is asked again by several indicators of one page or one report.

    It lives as long as the scopes that carry it, which is one request; facts stored meanwhile are not in it.
    """

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]


@dataclass(frozen=True)
class Scope:
    """Which facts are asked about. Both dates are inclusive; nothing after `until` is looked at.

    `among`: codes of the provinces the reader may see figures of; None means all of them. `person`: the key of the
    one person asked about. `memo`: shared by all scopes that are made of this one; None asks the database each time.
    """

    until: dt.date
    since: dt.date | None = None
    province: str | None = None
    among: frozenset[str] | None = None
    person: UUID | None = None
    memo: Memo | None = field(default=None, compare=False, repr=False)

    @property
    def provinces(self) -> frozenset[str] | None:
        """Codes the rows are limited to; None when nothing limits them."""
        if self.province is None:
            return self.among
        one = frozenset({self.province})
        return one if self.among is None else one & self.among

    def limit(self, queryset: QuerySet, path: str) -> Any:
        """Rows whose province, at the end of `path`, is in the scope."""
        codes = self.provinces
        return queryset if codes is None else queryset.filter(**{f"{path}__in": sorted(codes)})

    def of(self, province: str | None) -> "Scope":
        """The same question about one province (None: about all that the reader may see)."""
        return replace(self, province=province)

    def sharing(self) -> "Scope":
        """Itself, with a memo for as long as it is used."""
        return self if self.memo else replace(self, memo=Memo())

    def once(self, name: Hashable, find: Callable[["Scope"], T]) -> T:
        """What is true on `until` in these provinces, found out once; `since` must play no part in it."""
        if self.memo is None:
            return find(self.sharing())
        return self.memo.once((name, self.until, self.provinces, self.person), lambda: find(self))


class Row(NamedTuple):
    """One thing that counts: the key of its record, since when, where, and how much (1 for a record).

    `province` is "" for what belongs to the whole program.
    """

    key: UUID | str
    reached_on: dt.date
    province: str
    amount: Number = 1


@dataclass(frozen=True)
class Value:
    """What an indicator says in a scope. What it has no meaning for is None.

    Lists have in_period, cumulative and, where the thing can end again, stock; what is only true of a day has a stock
    alone; sums have in_period and cumulative; ratios have numerator and denominator on `until`.
    """

    in_period: Number | None = None
    cumulative: Number | None = None
    stock: int | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    is_ratio: bool = False
    is_estimate: bool = False

    @property
    def share(self) -> Decimal | None:
        """Numerator over denominator, 0 to 1 for shares; None without a denominator."""
        return Decimal(self.numerator or 0) / Decimal(self.denominator) if self.denominator else None

    @property
    def main(self) -> Number | None:
        """The figure that is compared with the target: the share of a ratio, the stock where there is one."""
        if self.is_ratio:
            return self.share
        return self.cumulative if self.stock is None else self.stock

    def as_json(self) -> dict[str, Any]:
        """As register.md says; hours with four decimals at most."""
        if self.is_ratio:
            return {"numerator": plain(self.numerator), "denominator": plain(self.denominator)}
        listed = {"in_period": plain(self.in_period), "cumulative": plain(self.cumulative)}
        return listed if self.is_estimate else listed | {"stock": self.stock}


@dataclass(frozen=True)
class Verdict:
    """Whether one person counts: since when, or the first rule that fails."""

    counted: bool
    reached_on: dt.date | None = None
    rule: str = ""  # key of the rule that failed; "" when counted
    reason: str = ""  # that rule in the reader's language, with his own numbers


class Estimate(NamedTuple):
    """A number nobody counted by name, with its words."""

    label: Any
    in_period: Number
    cumulative: Number


@dataclass(frozen=True)
class Rule:
    """One step of the chain that decides, in the order in which it is asked."""

    key: str
    text: Any  # in plain words


class Indicator:
    """One declaration of the results framework."""

    code: ClassVar[str]
    contribution: ClassVar[int]  # 1 to 5; 0 for process indicators
    level: ClassVar[str]  # "outcome", "output" or "process"
    title: ClassVar[Any]
    definition: ClassVar[Any]  # plain words
    unit: ClassVar[Any]
    kind: ClassVar[str] = "list"  # "list", "sum" or "ratio"; "day" for what is only true of one day
    record: ClassVar[str] = ""  # what a row is: "participant", "workshop", "district", …
    dated_on: ClassVar[Any] = ""  # what its date is
    placed_in: ClassVar[Any] = ""  # which province it counts in
    disaggregations: ClassVar[Sequence[str]] = ()

    @property
    def rules(self) -> Sequence[Rule]:
        """The chain that decides, for people; empty for everything else."""
        return ()

    def find(self, scope: Scope) -> list[Row]:
        """Ask the database for `rows`."""
        raise NotImplementedError

    def rows(self, scope: Scope) -> list[Row]:
        """The list behind the figure: what counts on `scope.until`, whenever it began, earliest first."""
        return scope.once(("rows", self.code), self.find)

    def ever(self, scope: Scope) -> list[Row]:
        """What has counted at some time by `scope.until`; more than `rows` where a thing can end again."""
        return self.rows(scope)

    def recent(self, scope: Scope) -> list[Row]:
        """What began to count in the period."""
        return in_period(self.ever(scope), scope)

    def value(self, scope: Scope) -> Value:
        """The figure: always the length or the sum of a list."""
        scope = scope.sharing()
        return Value(in_period=total(self.recent(scope)), cumulative=total(self.ever(scope)))

    def beside(self, scope: Scope) -> Sequence[Estimate]:
        """Estimates printed apart from the figure, to which they never add."""
        return ()

    def judge(self, person: Any, scope: Scope) -> Verdict | None:
        """Whether this person counts, and the rule that decided; None when this is not about people.

        `scope` is about this person; one with a memo serves several indicators.
        """
        return None

    def why(self, person: Any, until: dt.date) -> Verdict | None:
        return self.judge(person, Scope(until, person=person.pk, memo=Memo()))


class Stock(Indicator):
    """A list from which things go again: `rows` are those that stand on the day, `ever` all there have been."""

    def value(self, scope: Scope) -> Value:
        scope = scope.sharing()
        return replace(super().value(scope), stock=len(self.rows(scope)))


class OfTheDay(Indicator):
    """A list that is true of one day and makes no sense over a period."""

    kind = "day"

    def recent(self, scope: Scope) -> list[Row]:
        return []

    def value(self, scope: Scope) -> Value:
        return Value(stock=len(self.rows(scope)))


class Ratio(Indicator):
    """Two lists; the figure is recomputed from them, never averaged."""

    kind = "ratio"
    rest: ClassVar[Any] = gettext_lazy("do not count")  # said of what is in the denominator alone

    def whole(self, scope: Scope) -> list[Row]:
        """Ask the database for `denominator`."""
        raise NotImplementedError

    def numerator(self, scope: Scope) -> list[Row]:
        return self.rows(scope)

    def denominator(self, scope: Scope) -> list[Row]:
        return scope.once(("denominator", self.code), self.whole)

    def value(self, scope: Scope) -> Value:
        scope = scope.sharing()
        return Value(numerator=total(self.numerator(scope)), denominator=total(self.denominator(scope)), is_ratio=True)


def in_period(rows: Iterable[Row], scope: Scope) -> list[Row]:
    return [row for row in rows if scope.since is None or row.reached_on >= scope.since]


def total(rows: Iterable[Row]) -> Number:
    return sum((row.amount for row in rows), start=0)


def plain(number: Number | None) -> int | float | None:
    """A number as JSON writes it."""
    if number is None or isinstance(number, int):
        return number
    rounded = round(number, 4)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def followed() -> list[Province]:
    """The provinces the program works in, by name."""
    return list(Province.objects.filter(followed=True).order_by("name"))


def scope_for(user: Any, *, until: dt.date, since: dt.date | None = None, province: str | None = None) -> Scope:
    """The widest figures this user may read: a coordinator's own provinces, everything for the others.

    Whoever opens no records reads whole quarters (cutoff.py).

    Donors read the aggregates of every province; lists of records are limited by visible_to besides.
    """
    among = None
    if user.role_.own_provinces_only:
        among = frozenset(user.provinces.values_list("code", flat=True))
    since, until = readable(user, since, until)
    return Scope(until=until, since=since, province=province, among=among, memo=Memo())
