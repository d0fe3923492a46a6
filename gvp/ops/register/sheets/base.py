"""How a sheet is declared: its columns, what identifies a row, what must hold. One subclass per sheet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.ops.register.cells import Kind, Place, Ref, Refs
from gvp.places.models import District, Province

BATCH = 5_000
Complaint = tuple[str, str]  # (column, reason)
Key = Any  # a code, or a tuple where a row is named by two or three cells


@dataclass(frozen=True)
class Column:
    """One column. `field`: the model's attribute; `path`: the lookup that exports it; `blank`: an empty cell."""

    name: str
    field: str
    kind: Kind
    required: bool = False
    blank: Any = ""
    path: str = ""


@dataclass
class Row:
    """One row that could be read. `refs` and `listed` hold the objects behind codes and lists of codes, by column."""

    number: int
    values: dict[str, Any]
    refs: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, list[Any]] = field(default_factory=dict)
    lists: dict[str, frozenset[Any]] = field(default_factory=dict)  # keys of `listed`, by field
    broken: bool = False  # it, or a row it refers to, has a problem: told once, at its source


@dataclass
class Register:
    """What is known during one import: the stored rows that the file speaks of, and its own rows."""

    user: User | None  # None: a command, which may touch every province
    rows: dict[str, dict[Key, Any]] = field(default_factory=lambda: defaultdict(dict))
    lists: dict[tuple[str, Any], frozenset[Any]] = field(default_factory=dict)  # stored, by field and row
    broken: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    province_of: dict[Any, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[int, set[str]]:
        """INEI's codes by their length."""
        return {model_length: set(model.objects.values_list("code", flat=True))
                for model_length, model in ((4, Province), (6, District))}  # fmt: skip

    @cached_property
    def own_provinces(self) -> set[str] | None:
        """Codes of the provinces this user may touch; None when that is all of them."""
        if self.user is None:
            return None
        mine = set(self.user.limit(Province.objects.all(), "pk").values_list("code", flat=True))
        return None if mine == self.places[4] else mine

    @property
    def sees_minors(self) -> bool:
        return self.user is None or self.user.sees_minors


class Sheet:
    name: ClassVar[str]
    model: ClassVar[type[Model]]
    columns: Sequence[Column]
    key: ClassVar[tuple[str, ...]] = ("code",)
    parent: ClassVar[str] = ""  # of a sheet without codes: the column whose rows bring theirs along
    asked_by: ClassVar[tuple[str, ...]] = ()  # sheets that look up rows of this one without a column for it
    home: ClassVar[str] = ""  # the column that says in which province a row lies
    twice: ClassVar[bool] = True  # whether the same row may stand twice in the file

    def key_of(self, values: dict[str, Any]) -> Key:
        return values[self.key[0]] if len(self.key) == 1 else tuple(values[part] for part in self.key)

    # --- Reading ----------------------------------------------------------------------------

    def resolve(self, row: Row, register: Register) -> Iterator[Complaint]:
        """Replace names that stand for rows of no sheet, before the row is compared with the others."""
        return iter(())

    def stored(self, wanted: Iterable[str], register: Register) -> Iterator[Any]:
        """The stored rows that the file may speak of, each with its `province_code`."""
        rows = self.model._default_manager.annotate(province_code=self.territory())
        if self.parent:
            column = self.column(self.parent)
            parents = [row for row in register.rows[column.kind.sheet].values() if not row._state.adding]  # type: ignore[attr-defined]
            wanted_keys: list[Any] = sorted({row.pk for row in parents})
            lookup = f"{column.field}__in"
        else:
            wanted_keys, lookup = sorted(wanted), f"{self.key[0]}__in"
        for start in range(0, len(wanted_keys), BATCH):
            yield from rows.filter(**{lookup: wanted_keys[start : start + BATCH]})

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        """What is wrong with a row whose cells are fine and whose codes are known. May complete `row.values`."""
        return iter(())

    def before(self, rows: list[Row], register: Register) -> None:
        """Fetch what `check` will ask for, once."""

    def first(self) -> list[Model]:
        """What the rows of this sheet stand on and no sheet holds; written before them."""
        return []

    def prepare(self, things: list[Any]) -> None:
        """Fill derived columns before things are written."""

    def also(self, changed: list[tuple[Any, dict[str, Any]]], register: Register) -> list[Model]:
        """What is written beside updates. `changed`: the thing and its former values."""
        return []

    def province(self, row: Row, register: Register) -> str:
        """Code of the province in which a row lies; "" when it belongs to the programme."""
        field = self.column(self.home).field
        if field not in row.values:  # a column that is left out changes nothing
            known = register.rows[self.name].get(self.key_of(row.values))
            return register.province_of[known.pk] if known is not None else ""
        place = row.values[field]
        return place[:4] if isinstance(place, str) else register.province_of.get(place, "")

    # --- Writing ----------------------------------------------------------------------------

    def exported(self, user: User | None) -> QuerySet:
        """The rows this user may carry out of the house; everything for a command."""
        rows = self.model._default_manager.all()
        return rows.visible_to(user) if user else rows  # type: ignore[attr-defined]

    def exported_columns(self, user: User | None) -> list[Column]:
        return list(self.columns)

    # --- Columns ----------------------------------------------------------------------------

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def references(self) -> list[Column]:
        return [column for column in self.columns if isinstance(column.kind, Ref)]

    def lists(self) -> list[Column]:
        return [column for column in self.columns if isinstance(column.kind, Refs)]

    def place_columns(self) -> list[Column]:
        return [column for column in self.columns if isinstance(column.kind, Place)]

    def territory(self) -> Combinable:
        """Code of the province in which a stored row lies."""
        return F(self.model._default_manager.all().scope_path)  # type: ignore[attr-defined]


def end_before_start(row: Row, start: str, end: str, column: str) -> Iterator[Complaint]:
    first, last = row.values.get(start), row.values.get(end)
    if first and last and last < first:
        yield column, _("The end is before the start.")


# --- Proof: a number, or a scan that no workbook can carry -----------------------------------------

ON_FILE = "en archivo"


def proof(number: str, scan: str) -> Case:
    """The number of a document; where only its scan is stored, words that say so and prove it in another database."""
    only_scan = Q(**{number: ""}) & ~Q(**{scan: ""})
    return Case(When(only_scan, then=Value(ON_FILE)), default=F(number), output_field=CharField())


def without_scan(row: Row, stored: Any, number: str, scan: str) -> None:
    """The words `proof` wrote add nothing where the scan itself is stored."""
    if row.values.get(number) == ON_FILE and stored is not None and getattr(stored, scan):
        row.values[number] = ""
