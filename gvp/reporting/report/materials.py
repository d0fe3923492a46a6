"""The register of materials and transfers as the report prints it. Reach is an estimate and adds to no figure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum

from gvp.reporting.base import Scope
from gvp.reporting.report.wording import listed
from materials.models import Dissemination, Material, Transfer


@dataclass(frozen=True)
class MaterialRow:
    """`transfers` counts the hand-overs with their act; `receivers` the institutions behind them."""

    title: str
    kind: str
    language: str
    place: str  # "" for the whole program
    final_on: dt.date | None
    makers: str
    transfers: int
    receivers: int


@dataclass(frozen=True)
class TransferRow:
    """`act` is "" where there is neither a number nor a scan: then it proves nothing and counts for nothing."""

    date: dt.date
    material: str
    institution: str
    sector: str
    copies: int | None
    act: str
    proven: bool


@dataclass(frozen=True)
class ChannelRow:
    channel: str
    airings: int
    reach: int | None


@dataclass(frozen=True)
class Materials:
    made: list[MaterialRow]
    transfers: list[TransferRow]
    channels: list[ChannelRow]

    @property
    def any(self) -> bool:
        return bool(self.made or self.transfers or self.channels)

    @property
    def unproven(self) -> int:
        return sum(not row.proven for row in self.transfers)


def materials(scope: Scope) -> Materials:
    """Materials with a final version by the cut-off date; transfers and disseminations of the period. Five queries."""
    return Materials(_made(scope), _transfers(scope), _channels(scope))


def _made(scope: Scope) -> list[MaterialRow]:
    given = Transfer.objects.proven().filter(date__lte=scope.until)
    found = (
        _own(scope, Material.objects.filter(final_on__lte=scope.until), "province")
        .select_related("province")
        .prefetch_related("institutions", "mens_groups", Prefetch("transfers", given, to_attr="given"))
        .order_by("final_on", "title")
    )
    return [_material(each) for each in found]


def _material(each: Any) -> MaterialRow:
    makers = [*each.institutions.all(), *each.mens_groups.all()]
    return MaterialRow(
        title=each.title,
        kind=each.get_kind_display(),
        language=each.get_language_display(),
        place=each.province.name if each.province else "",
        final_on=each.final_on,
        makers=listed([str(maker.name) for maker in makers]),
        transfers=len(each.given),
        receivers=len({transfer.institution_id for transfer in each.given}),
    )


def _transfers(scope: Scope) -> list[TransferRow]:
    """Where the receiving institution is decides the province (indicators.md, 1.4)."""
    dated = Transfer.objects.filter(date__range=(scope.since, scope.until)).select_related("material", "institution")
    found: Iterable[Transfer] = scope.limit(dated, "institution__district__province").order_by("date", "code")
    return [
        TransferRow(
            date=each.date,
            material=each.material.title,
            institution=each.institution.name,
            sector=each.institution.get_sector_display(),
            copies=each.copies,
            act=each.act_number,
            proven=bool(each.act_number or each.act_file),
        )
        for each in found
    ]


def _channels(scope: Scope) -> list[ChannelRow]:
    dated = Dissemination.objects.filter(since__range=(scope.since, scope.until))
    found = (
        _own(scope, dated, "material__province")
        .order_by("channel")
        .values("channel")
        .annotate(times=Sum("airings"), people=Sum("reach"), told=Count("reach"))
    )
    labels = dict(Dissemination.Channel.choices)
    return [
        ChannelRow(str(labels[row["channel"]]), row["times"], row["people"] if row["told"] else None) for row in found
    ]


def _own(scope: Scope, rows: Any, path: str) -> Any:
    """Those of the scope's provinces and, of the whole program's, all."""
    if scope.provinces is None:
        return rows
    return rows.filter(Q(**{f"{path}__in": sorted(scope.provinces)}) | Q(**{f"{path}__isnull": True}))
