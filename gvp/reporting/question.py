"""What a page of figures is asked: which province, which days. It all stands in the address.

A coordinator is asked about one of the own provinces, everybody else about the program or a province.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.accounts.roles import SEE_RECORDS
from gvp.places.models import Province
from gvp.reporting.base import Scope, followed, scope_for
from workshops.dates import PastDay


class Chip(NamedTuple):
    label: str
    query: str  # of the address it leads to
    on: bool


class Period(NamedTuple):
    key: str
    label: str
    since: dt.date | None
    until: dt.date


def periods(today: dt.date) -> list[Period]:
    """Offered with one tap; the first is what is shown when nothing is asked."""
    return [
        Period("year", _("this year"), today.replace(month=1, day=1), today),
        Period("12m", _("last 12 months"), _year_before(today), today),
        Period("all", _("since the beginning"), None, today),
    ]


def _year_before(day: dt.date) -> dt.date:
    """The day after this day of last year, so that both ends make twelve months."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day) + dt.timedelta(days=1)


class DaysForm(forms.Form):
    """A period of one's own. Both days are inclusive; without a first day it is everything until the last."""

    since = PastDay(label=gettext_lazy("From"), required=False)
    until = PastDay(label=gettext_lazy("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("This date is before the first day."))
        return data


@dataclass(frozen=True)
class Question:
    """An address understood. `days` is the form of one's own period, with what is wrong in it."""

    scope: Scope
    province: Province | None
    provinces: list[Province]  # the reader may choose among
    whole: bool  # the reader may ask about the whole program
    period: str  # key of a ready period; "" for days of one's own
    days: DaysForm
    quarters: bool = False  # the reader sees whole quarters
    kept: dict[str, str] = field(default_factory=dict)  # what the page asks besides, to stay in its addresses

    @property
    def place(self) -> str:
        return self.province.name if self.province else _("the whole program")

    @property
    def span(self) -> str:
        """ "01/01/2026–24/11/2026", or "until 24/11/2026"."""
        until = date_format(self.scope.until, "SHORT_DATE_FORMAT")
        if self.scope.since is None:
            return _("until %(day)s") % {"day": until}
        return f"{date_format(self.scope.since, 'SHORT_DATE_FORMAT')}–{until}"

    @property
    def place_chips(self) -> list[Chip]:
        """No choice, no chips."""
        chips = [Chip(_("The whole program"), self.query(province=""), self.province is None)] if self.whole else []
        chips += [Chip(p.name, self.query(province=p.code), p == self.province) for p in self.provinces]
        return chips if len(chips) > 1 else []

    @property
    def period_chips(self) -> list[Chip]:
        return [
            Chip(found.label, self.query(period=found.key, since="", until=""), found.key == self.period)
            for found in periods(timezone.localdate())
        ]

    def query(self, **changes: str) -> str:
        """The address's query for what is asked, changed."""
        asked = {"province": self.province.code if self.province else "", "period": self.period}
        if not self.period:
            since = self.scope.since
            asked |= {"since": since.isoformat() if since else "", "until": self.scope.until.isoformat()}
        asked |= self.kept
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (asked | changes).items() if value})
        return query.urlencode()


def question(asked: QueryDict, user: Any, keep: Sequence[str] = ()) -> Question:
    """Read the address. Days that cannot be read are explained in the form, and the first period is shown.

    `keep`: names of what the page asks besides. Raises Http404 for a province the reader may not ask about.
    """
    provinces = provinces_for(user)
    province = _province(asked.get("province", ""), provinces, user)
    today = timezone.localdate()
    own_days = bool(asked.get("since") or asked.get("until"))
    days = DaysForm(asked if own_days else None)
    ready = {period.key: period for period in periods(today)}
    if own_days and days.is_valid():
        key, since, until = "", days.cleaned_data["since"], days.cleaned_data["until"] or today
    else:
        found = ready.get(asked.get("period", ""), periods(today)[0])
        key, since, until = found.key, found.since, found.until
    scope = scope_for(user, since=since, until=until, province=province.code if province else None)
    kept = {name: str(asked[name]) for name in keep if asked.get(name)}
    whole, quarters = not user.role_.own_provinces_only, not user.may(SEE_RECORDS)
    return Question(scope, province, provinces, whole, key, days, quarters, kept)


def provinces_for(user: Any) -> list[Province]:
    """The followed provinces whose figures this user reads: a coordinator's own, everybody else's all."""
    if not user.role_.own_provinces_only:
        return followed()
    own = set(user.provinces.values_list("code", flat=True))
    return [province for province in followed() if province.code in own]


def _province(code: str, provinces: list[Province], user: Any) -> Province | None:
    """The one asked about; a coordinator who asks about none gets the first of the own ones."""
    if code:
        found = next((province for province in provinces if province.code == code), None)
        if found is None:
            raise Http404
        return found
    return next(iter(provinces), None) if user.role_.own_provinces_only else None
