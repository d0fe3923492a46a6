"""C3: materials made together with institutions and men's groups, and handed over (indicators.md, section 4)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy

from gvp.partners.models import Institution
from gvp.reporting.base import Indicator, Row, Scope
from gvp.reporting.indicators.wording import OF_THE_MATERIAL
from gvp.reporting.people import in_order
from materials.counting import handed_over, produced

RECEIVED_IN = "institution__district__province"


class HandedOver(NamedTuple):
    """A transfer that counts. `day`: the first on which material and transfer both did."""

    material: UUID
    province: str  # of the material; "" for the whole program
    institution: UUID
    sector: str
    received_in: str
    day: dt.date


def _transfers(scope: Scope) -> list[HandedOver]:
    """All transfers with proof of produced materials, wherever: earliest first."""
    fields = ("material", "material__province", "institution", "institution__sector", RECEIVED_IN)
    found = handed_over(scope.until).values_list(*fields, "material__final_on", "date")
    rows = (
        HandedOver(material, province or "", institution, sector, received_in, max(final_on, date))
        for material, province, institution, sector, received_in, final_on, date in found
    )
    return sorted(rows, key=lambda row: (row.day, row.material.int, row.institution.int))


def transfers(scope: Scope) -> list[HandedOver]:
    return scope.once("transfers", _transfers)


def first_days(found: Iterable[tuple[UUID, str, dt.date]]) -> list[Row]:
    """One row per key, since the first day; `found` is in the order of days."""
    rows: dict[UUID, Row] = {}
    for key, province, day in found:
        rows.setdefault(key, Row(key, day, province))
    return list(rows.values())


def within(scope: Scope, province: str) -> bool:
    return scope.provinces is None or province in scope.provinces


class OfMaterials(Indicator):
    contribution = 3
    level = "output"
    record = "material"
    unit = gettext_lazy("materials")
    placed_in = OF_THE_MATERIAL
    disaggregations: ClassVar[Any] = ("province", "material_kind", "medium")


class MaterialsTransferred(OfMaterials):
    code = "C3"
    level = "outcome"
    title = gettext_lazy("Materials co-produced and transferred")
    definition = gettext_lazy(
        "Materials in their final version, made together with at least one institution and at least one men's group, "
        "and handed over to at least one institution with proof: the number of the hand-over act, or its scan."
    )
    dated_on = gettext_lazy("The date of the final version, or of the first transfer with proof if later.")

    def find(self, scope: Scope) -> list[Row]:
        return first_days((t.material, t.province, t.day) for t in transfers(scope) if within(scope, t.province))


class MaterialsProduced(OfMaterials):
    code = "C3a"
    title = gettext_lazy("Materials produced")
    definition = gettext_lazy(
        "Materials in their final version, made together with at least one institution and at least one men's group."
    )
    dated_on = gettext_lazy("The date of the final version.")

    def find(self, scope: Scope) -> list[Row]:
        found = scope.limit(produced(scope.until), "province").values_list("pk", "final_on", "province")
        return in_order(Row(key, day, province or "") for key, day, province in found)


class TransferredToBoth(OfMaterials):
    code = "C3b"
    title = gettext_lazy("Materials transferred to public and private institutions")
    definition = gettext_lazy(
        "Materials produced that were handed over with proof to at least one public and at least one private "
        "institution. Communal ones are neither."
    )
    dated_on = gettext_lazy(
        "The date of the final version, or of the first transfer to a public or to a private institution, "
        "whichever is the last."
    )
    SECTORS = (Institution.Sector.PUBLIC, Institution.Sector.PRIVATE)

    def find(self, scope: Scope) -> list[Row]:
        first = [
            {row.key: row for row in first_days(
                (t.material, t.province, t.day)
                for t in transfers(scope)
                if t.sector == sector and within(scope, t.province)
            )}
            for sector in self.SECTORS
        ]  # fmt: skip
        public, private = first
        both = public.keys() & private.keys()
        return in_order(max(public[key], private[key], key=lambda row: row.reached_on) for key in both)


class ReceivingInstitutions(Indicator):
    code = "C3c"
    contribution = 3
    level = "output"
    record = "institution"
    title = gettext_lazy("Receiving institutions")
    definition = gettext_lazy("Institutions that received at least one produced material, with proof.")
    unit = gettext_lazy("institutions")
    dated_on = gettext_lazy(
        "The first day on which a material was in its final version and had been handed over to the institution."
    )
    placed_in = gettext_lazy("The province of the institution.")
    disaggregations = ("province", "district", "sector")

    def find(self, scope: Scope) -> list[Row]:
        return first_days(
            (t.institution, t.received_in, t.day) for t in transfers(scope) if within(scope, t.received_in)
        )


INDICATORS = (MaterialsTransferred(), MaterialsProduced(), TransferredToBoth(), ReceivingInstitutions())
