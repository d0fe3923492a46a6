"""Sessions of the period by district, and how many people came: never below the district (domain.md, R19)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, cast

from django.db.models import Count

from gvp.places.models import District
from gvp.reporting.base import Ratio, Row, Scope, in_period
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.suppression import suppress
from participants.models import Participant
from workshops.models import Attendance, Workshop


class People(NamedTuple):
    """A cell for `suppress`: people who attended at least one session in the district."""

    label: str
    amount: int


@dataclass(frozen=True)
class DistrictSessions:
    district: str
    planned: int
    held: int
    people: str


@dataclass(frozen=True)
class ProvinceSessions:
    province: str
    districts: list[DistrictSessions]


def by_district(scope: Scope) -> list[ProvinceSessions]:
    """The districts with a session in the period, by province. Sessions are those of indicator P01."""
    rate = cast(Ratio, INDICATORS["P01"])
    where = dict(_sessions(scope).values_list("pk", "community__district"))
    planned, held = (_per_district(rows, scope, where) for rows in (rate.denominator(scope), rate.numerator(scope)))
    people = _people(scope)
    districts = District.objects.filter(code__in=planned).select_related("province").order_by("province__name", "name")
    found = []
    for province, of_province in groupby(districts, key=lambda district: district.province.name):
        own = list(of_province)
        texts = suppress([People(district.name, people[district.code]) for district in own])
        rows = [
            DistrictSessions(district.name, planned[district.code], held[district.code], shown.text)
            for district, shown in zip(own, texts, strict=True)
        ]
        found.append(ProvinceSessions(province, rows))
    return found


def _sessions(scope: Scope) -> Any:
    dated = Workshop.objects.filter(date__range=(scope.since, scope.until))
    return scope.limit(dated, "community__district__province")


def _per_district(rows: Iterable[Row], scope: Scope, where: dict) -> Counter[str]:
    return Counter(where[row.key] for row in in_period(rows, scope) if row.key in where)


def _people(scope: Scope) -> Counter[str]:
    """Distinct people with every consent in force who attended in the period, by district."""
    attended = Attendance.objects.attended().filter(
        workshop__in=_sessions(scope), participant__in=Participant.objects.living().fully_consented(scope.until)
    )
    counts = attended.order_by().values("workshop__community__district").annotate(n=Count("participant", distinct=True))
    return Counter(dict(counts.values_list("workshop__community__district", "n")))
