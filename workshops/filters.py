"""Filters of the list of cycles: chips by province and kind."""

from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gvp.places.models import Province
from participants.filters import Chip
from workshops.models import Cycle
from workshops.querysets import CycleQuerySet

LOOKUPS = {"province": "community__district__province", "kind": "kind"}
LABELS: dict[str, Promise] = {"province": _("Province"), "kind": _("Kind")}
KINDS = [(Cycle.Kind.SENSITISATION, _("sensitisation")), (Cycle.Kind.WINAY, _("Wiñay"))]


class CycleFilters:
    """What the address asks for; values that do not exist, or not for this user, ask nothing."""

    def __init__(self, asked: QueryDict, cycles: CycleQuerySet) -> None:
        provinces = Province.objects.filter(pk__in=cycles.order_by().values("community__district__province"))
        self.choices: dict[str, list[tuple[str, Any]]] = {
            "province": list(provinces.order_by("name").values_list("code", "name")),
            "kind": list(KINDS),
        }
        self.chosen = {
            name: str(asked[name]) for name, choices in self.choices.items() if asked.get(name) in dict(choices)
        }

    def apply(self, cycles: CycleQuerySet) -> CycleQuerySet:
        return cycles.filter(**{LOOKUPS[name]: value for name, value in self.chosen.items()})

    def rows(self) -> list[tuple[Promise, list[Chip]]]:
        """Rows of chips under a label; a province is no choice where there is one only."""
        return [
            (LABELS[name], [self._chip(name, value, text) for value, text in choices])
            for name, choices in self.choices.items()
            if len(choices) > 1
        ]

    @property
    def query(self) -> str:
        return self._query(self.chosen)

    def _chip(self, name: str, value: str, text: Any) -> Chip:
        on = self.chosen.get(name) == value
        others = {key: chosen for key, chosen in self.chosen.items() if key != name}
        return Chip(text, self._query(others if on else others | {name: value}), on)

    @staticmethod
    def _query(chosen: dict[str, str]) -> str:
        query = QueryDict(mutable=True)
        query.update(chosen)
        return query.urlencode()
