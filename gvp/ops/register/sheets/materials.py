"""materiales and transferencias."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.ops.register.cells import Choice, Code, Place, Ref, Refs, Text
from gvp.ops.register.measures import LARGE, Count, Date
from gvp.ops.register.sheets.base import BATCH, Column, Complaint, Register, Row, Sheet, proof, without_scan
from materials.models import Edition, Material, Transfer
from materials.stock import short, short_of_edition, stock_of, with_stock

KINDS = {
    "folleto": "brochure", "video": "video", "spot_radial": "radio_spot", "guia": "guide", "estudio": "study",
    "afiche": "poster", "rotafolio": "flip_chart", "otro": "other",
}  # fmt: skip
MENS_GROUP = "mens_group"


class Materials(Sheet):
    name = "materiales"
    model = Material
    home = "provincia"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("titulo", "title", Text(200), required=True),
        Column("tipo", "kind", Choice(KINDS), required=True),
        Column("medio", "medium", Choice({"impreso": "print", "audiovisual": "audiovisual"}), required=True),
        Column("lengua", "language", Choice({"es": "es", "qu": "qu", "otra": "other"})),
        Column("provincia", "province_id", Place(pad=4), blank=None),
        Column("final_el", "final_on", Date(), blank=None),
        Column("instituciones", "institutions", Refs(sheet="instituciones"), blank=()),
        Column("grupos", "mens_groups", Refs(sheet="instituciones"), blank=()),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        others = [group.code for group in row.listed.get("grupos", ()) if group.kind != MENS_GROUP]
        if others:
            yield "grupos", _("Not of type grupo_hombres: %(codes)s.") % {"codes": ", ".join(others)}

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")


class Transfers(Sheet):
    """A transfer lies where its material does; that of a material of the whole programme, where it was received."""

    name = "transferencias"
    model = Transfer
    home = "material"
    columns = (
        Column("codigo", "code", Code(most=40), required=True),
        Column("material", "material_id", Ref(sheet="materiales"), required=True, path="material__code"),
        Column("institucion", "institution_id", Ref(sheet="instituciones"), required=True, path="institution__code"),
        Column("fecha", "date", Date(), required=True),
        Column("formato", "format", Text(80)),
        Column("cantidad", "copies", Count(most=LARGE), blank=None),
        Column("receptor", "receiver", Text(160)),
        Column("acta", "act_number", Text(80), path="act"),
    )
    left: dict[Any, int]  # copies of a material, and of an edition, that are left once this file is stored

    def territory(self) -> Combinable:
        return Coalesce("material__province", "institution__district__province")

    def province(self, row: Row, register: Register) -> str:
        own = register.province_of[row.values["material_id"]]
        return own or register.province_of[row.values["institution_id"]]

    def before(self, rows: list[Row], register: Register) -> None:
        self.left = {}
        materials = sorted({row.values["material_id"] for row in rows}, key=str)
        for start in range(0, len(materials), BATCH):
            self._count(materials[start : start + BATCH])
        for code, row in {row.values["code"]: row for row in rows}.items():
            stored = register.rows[self.name].get(code)
            if stored is not None:
                self._hand_over(stored.material_id, stored.edition_id, -(stored.copies or 0))
            self._hand_over(row.values["material_id"], _edition(row, stored), _copies(row, stored))

    def _count(self, materials: list[Any]) -> None:
        """What is left now; materials and editions that are copied freely have no entry."""
        for material in with_stock(Material.objects.filter(pk__in=materials)):
            left = stock_of(material).left
            if left is not None:
                self.left[material.pk] = left
        counted = Edition.objects.filter(material__in=materials, copies__isnull=False)
        editions = counted.annotate(left=F("copies") - Coalesce(Sum("transfers__copies"), 0))
        self.left |= dict(editions.values_list("pk", "left"))

    def _hand_over(self, material: Any, edition: Any, copies: int) -> None:
        for pool in (material, edition):
            if pool in self.left:
                self.left[pool] -= copies

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        stored = register.rows[self.name].get(row.values["code"])
        without_scan(row, stored, "act_number", "act_file")
        yield from self._check_copies(row, stored)
        if stored is not None and stored.material_id != row.values["material_id"]:
            row.values["edition_id"] = None

    def _check_copies(self, row: Row, stored: Any) -> Iterator[Complaint]:
        """Whoever hands over more than before must find that many copies; what stands recorded stands."""
        material, copies = row.values["material_id"], _copies(row, stored)
        before = stored.copies or 0 if stored is not None and stored.material_id == material else 0
        if copies <= before:
            return
        for pool, words in ((_edition(row, stored), short_of_edition), (material, short)):
            if self.left.get(pool, 0) < 0:
                yield "cantidad", words(max(self.left[pool] + copies, 0))
                return

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).annotate(act=proof("act_number", "act_file")).order_by("code")


def _copies(row: Row, stored: Any) -> int:
    return row.values.get("copies", stored.copies if stored is not None else None) or 0


def _edition(row: Row, stored: Any) -> Any:
    """The edition that was handed over, which no column tells; none when the material became another one."""
    return stored.edition_id if stored is not None and stored.material_id == row.values["material_id"] else None
