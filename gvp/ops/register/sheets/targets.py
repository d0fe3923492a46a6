"""metas."""

from typing import Any

from django.db.models import QuerySet

from gvp.accounts.models import User
from gvp.ops.register.cells import Choice, Place
from gvp.ops.register.measures import Amount, Date
from gvp.ops.register.sheets.base import Column, Register, Row, Sheet
from gvp.reporting.models import Target

# Every code of indicators.md, sections 4 and 5: a target may be agreed before its figure is counted.
INDICATORS = (
    "C1", "C1a", "C1b", "C1c", "C1d", "C2", "C2a", "C2b", "C3", "C3a", "C3b", "C3c", "C4", "C4a", "C5", "C5a", "C5b",
    "P01", "P02", "P03", "P04", "P05", "P07", "P09", "P10", "P11", "P15", "P18", "P19", "P20",
)  # fmt: skip


class Targets(Sheet):
    name = "metas"
    model = Target
    key = ("indicator", "province_id", "until")
    home = "provincia"
    columns = (
        Column("indicador", "indicator", Choice({code: code for code in INDICATORS}), required=True),
        Column("provincia", "province_id", Place(pad=4), blank=None, path="province_id"),
        Column("linea_base", "baseline", Amount(), required=True),
        Column("meta", "value", Amount(), required=True),
        Column("hasta", "until", Date(planned=True), required=True),
    )

    def province(self, row: Row, register: Register) -> str:
        return row.values.get("province_id") or ""

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("indicator", "province_id", "until")

    def key_of(self, values: dict[str, Any]) -> Any:
        return values["indicator"], values.get("province_id"), values["until"]
