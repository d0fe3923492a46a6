"""Lists of codes in one cell: many-to-many relations, read, compared and written as sets of keys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from gvp.accounts.models import User
from gvp.base.models import Record

Keys = frozenset[Any]
BATCH = 2_000


class Relation:
    """The table between a model and what its many-to-many field `name` lists."""

    def __init__(self, model: type[Model], name: str) -> None:
        field: Any = model._meta.get_field(name)
        self.between: type[Model] = field.remote_field.through
        self.one, self.other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"

    def stored(self, keys: Iterable[Any]) -> dict[Any, Keys]:
        """What each of these rows lists; rows that list nothing are left out."""
        found: dict[Any, set[Any]] = defaultdict(set)
        for _key, one, other in self._pairs(keys):
            found[one].add(other)
        return {one: frozenset(others) for one, others in found.items()}

    def write(self, wanted: Mapping[Any, Keys], by: User | None) -> None:
        """Make these rows list exactly this. What stays listed keeps its row, with who recorded it and when."""
        superfluous, kept = [], set()
        for key, one, other in self._pairs(wanted):
            if other in wanted[one]:
                kept.add((one, other))
            else:
                superfluous.append(key)
        for start in range(0, len(superfluous), BATCH):
            self.between._default_manager.filter(pk__in=superfluous[start : start + BATCH]).delete()
        recorded = {"recorded_by": by} if issubclass(self.between, Record) else {}
        missing = [
            self.between(**{self.one: one, self.other: other}, **recorded)
            for one, others in wanted.items()
            for other in sorted(others, key=str)
            if (one, other) not in kept
        ]
        self.between._default_manager.bulk_create(missing, batch_size=BATCH)

    def _pairs(self, keys: Iterable[Any]) -> Iterable[tuple[Any, Any, Any]]:
        """(own key, one, other) of every stored pair of these rows."""
        wanted = sorted(keys, key=str)
        rows = self.between._default_manager.order_by()
        for start in range(0, len(wanted), BATCH):
            batch = rows.filter(**{f"{self.one}__in": wanted[start : start + BATCH]})
            yield from batch.values_list("pk", self.one, self.other)
