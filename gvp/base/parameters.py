"""Programme parameters: declared in code with a default, changed by an administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from gvp.base.models import Parameter

DECLARED: dict[str, "Declared"] = {}


@dataclass(frozen=True)
class Declared:
    """One threshold: its key as in indicators.md, its default, and what it means."""

    key: str
    default: Decimal
    label: Any

    def value(self) -> Decimal:
        """The stored value, or the default when nobody has changed it. One query."""
        stored = Parameter.objects.filter(key=self.key).values_list("value", flat=True).first()
        return self.default if stored is None else stored

    def within(self) -> Coalesce:
        """The same as text inside another query, for one that asks the database something else as well."""
        stored = Parameter.objects.filter(key=self.key).values("value")
        return Coalesce(Cast(Subquery(stored), TextField()), Value(str(self.default)), output_field=TextField())


def declare(key: str, default: str, label: Any) -> Declared:
    DECLARED[key] = Declared(key, Decimal(default), label)
    return DECLARED[key]


def values(declared: Iterable[Declared]) -> dict[str, Decimal]:
    """The values of several parameters by key, in one query."""
    wanted = {d.key: d.default for d in declared}
    return wanted | dict(Parameter.objects.filter(key__in=wanted).values_list("key", "value"))
