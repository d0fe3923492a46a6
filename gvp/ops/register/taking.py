"""The rows of one sheet into new, changed and unchanged things; what is wrong with the others is named."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gvp.ops.register.lists import Keys, Relation
from gvp.ops.register.problems import Fate, Problem, shown
from gvp.ops.register.sheets.base import Key, Register, Row, Sheet
from gvp.ops.register.table import Table


@dataclass
class Taking:
    """One sheet being taken. `lists` holds what new and changed rows shall list, by field and row."""

    sheet: Sheet
    register: Register
    itemise: bool = False
    new: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    lists: dict[str, dict[Any, Keys]] = field(default_factory=dict)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    elsewhere: list[tuple[Row, Any]] = field(default_factory=list)  # unchanged rows of other provinces

    def take(self, table: Table, wanted: set[str]) -> None:
        self._load(wanted)
        rows = [row for row in table.rows if self._resolve(row)]
        self.sheet.before(rows, self.register)
        seen: dict[Key, dict[str, Any]] = {}
        for row in rows:
            self._place(row, seen)
        self._check_elsewhere()

    def _load(self, wanted: set[str]) -> None:
        """Remember the stored rows that the file may speak of."""
        sheet, register = self.sheet, self.register
        known = register.rows[sheet.name]
        for thing in sheet.stored(wanted, register):
            known[sheet.key_of(thing.__dict__)] = thing
            register.province_of[thing.pk] = thing.province_code or ""
        for column in sheet.lists():
            stored = Relation(sheet.model, column.field).stored(thing.pk for thing in known.values())
            register.lists |= {(column.field, key): others for key, others in stored.items()}
            self.lists[column.field] = {}

    # --- Codes into keys --------------------------------------------------------------------

    def _resolve(self, row: Row) -> bool:
        """Replace codes by keys. False when the row is broken; then its own code is remembered as broken."""
        self._resolve_places(row)
        self._resolve_references(row)
        self._resolve_lists(row)
        if not row.broken:
            for column, message in list(self.sheet.resolve(row, self.register)):
                self._fault(row, column, self._typed(column, row, row.values), message)
        if row.broken:
            self._remember_broken(row)
        return not row.broken

    def _resolve_places(self, row: Row) -> None:
        for column in self.sheet.place_columns():
            code = row.values.get(column.field)
            if code and code not in self.register.places[column.kind.pad]:  # type: ignore[attr-defined]
                self._fault(row, column.name, code, _("INEI's directory has no such code."))

    def _resolve_references(self, row: Row) -> None:
        for column in self.sheet.references():
            code, target = row.values.get(column.field), column.kind.sheet  # type: ignore[attr-defined]
            if not code:
                continue
            thing = self.register.rows[target].get(code)
            if thing is not None:
                row.refs[column.name], row.values[column.field] = thing, thing.pk
            elif code in self.register.broken[target]:
                row.broken = True
            else:
                self._fault(row, column.name, code, _("There is no %(sheet)s with this code.") % {"sheet": target})

    def _resolve_lists(self, row: Row) -> None:
        for column in self.sheet.lists():
            if column.field not in row.values:
                continue
            codes, target = row.values.pop(column.field), column.kind.sheet  # type: ignore[attr-defined]
            known, broken = self.register.rows[target], self.register.broken[target]
            row.listed[column.name] = [known[code] for code in codes if code in known]
            row.lists[column.field] = frozenset(thing.pk for thing in row.listed[column.name])
            row.broken = row.broken or any(code in broken for code in codes if code not in known)
            if unknown := [code for code in codes if code not in known and code not in broken]:
                message = _("Not in %(sheet)s: %(codes)s.")
                named = {"sheet": target, "codes": ", ".join(unknown)}
                self._fault(row, column.name, column.kind.write(codes), message % named)

    # --- New, changed, unchanged ------------------------------------------------------------

    def _place(self, row: Row, seen: dict[Key, dict[str, Any]]) -> None:
        """File one sound row."""
        sheet, known = self.sheet, self.register.rows[self.sheet.name]
        key, typed = sheet.key_of(row.values), row.values | row.lists
        if key in seen:
            self._repeat(row, typed == seen[key])
            return
        seen[key] = typed
        thing = known.get(key)
        complaints = list(sheet.check(row, self.register))
        before = self._before(row, thing) if thing is not None else None
        if not self._is_own(row, thing, before, sound=not complaints):
            self._fault(row, sheet.home or sheet.columns[0].name, self._code(row), _not_yours())
        for column, message in complaints if not row.broken else ():
            self._fault(row, column, self._typed(column, row, typed), message)
        if row.broken:
            self._remember_broken(row)
        elif thing is None:
            known[key] = self._add(row)
        elif before:
            self._change(row, thing, before)
        else:
            self._keep(row)

    def _before(self, row: Row, thing: Any) -> dict[str, Any]:
        """Former values of what a row changes, by field; {} when it changes nothing."""
        before = {name: getattr(thing, name) for name, value in row.values.items() if getattr(thing, name) != value}
        for name, keys in row.lists.items():
            stored = self.register.lists.get((name, thing.pk), frozenset())
            if stored != keys:
                before[name] = stored
        return before

    def _add(self, row: Row) -> Any:
        thing = self.sheet.model(**row.values, recorded_by=self.register.user)
        self.register.province_of[thing.pk] = self.sheet.province(row, self.register)
        for name, keys in row.lists.items():
            self.lists[name][thing.pk] = keys
        self.new.append(thing)
        self._tell(row, "new")
        return thing

    def _change(self, row: Row, thing: Any, before: dict[str, Any]) -> None:
        self._tell(row, "changed", before)
        for name in before:
            if name in row.lists:
                self.lists[name][thing.pk] = row.lists[name]
            else:
                setattr(thing, name, row.values[name])
        self.register.province_of[thing.pk] = self.sheet.province(row, self.register)
        self.changed.append((thing, before))

    def _repeat(self, row: Row, same: bool) -> None:
        column, value = self.sheet.columns[0].name, self._code(row)
        if not same:
            self._fault(row, column, value, _("This row stands above already, with other facts."))
        elif not self.sheet.twice:
            self._fault(row, column, value, _("This row stands above already."))
        else:
            self._keep(row)

    def _keep(self, row: Row) -> None:
        self.unchanged += 1
        self._tell(row, "unchanged")

    def _tell(self, row: Row, fate: str, before: dict[str, Any] | None = None) -> None:
        if self.itemise:
            self.fates.append(Fate(row.number, fate, before or {}))

    # --- Whose rows -------------------------------------------------------------------------

    def _is_own(self, row: Row, thing: Any, before: dict[str, Any] | None, *, sound: bool) -> bool:
        """A coordinator's file touches no row that lies or lay outside his or her provinces, nor points one there.

        A row that changes nothing touches nothing; one that lies elsewhere passes if it could be exported too,
        so that what one carries out can come back in, and nobody learns by guessing what he may not see.
        `before` is None for a new row.
        """
        own = self.register.own_provinces
        if own is None:
            return True
        lies = {self.sheet.province(row, self.register)}
        if thing is not None:
            lies.add(self.register.province_of[thing.pk])
        if lies <= own:
            # What belongs to the whole programme ("") may be referred to from everywhere.
            return self._newly_referred_to(row, before) <= own | {""}
        if before is None or before or not sound:
            return False
        self.elsewhere.append((row, thing))
        return True

    def _newly_referred_to(self, row: Row, before: dict[str, Any] | None) -> set[str]:
        """Provinces of what the row refers to and did not refer to before."""
        things = []
        for column in self.sheet.references():
            if column.name in row.refs and (before is None or column.field in before):
                things.append(row.refs[column.name])
        for column in self.sheet.lists():
            if column.name in row.listed and (before is None or column.field in before):
                stood = before[column.field] if before else frozenset()
                things += [thing for thing in row.listed[column.name] if thing.pk not in stood]
        return {self.register.province_of[thing.pk] for thing in things}

    def _check_elsewhere(self) -> None:
        """Of the unchanged rows that lie in other provinces, refuse those that this user may not see."""
        if not self.elsewhere:
            return
        wanted = [thing.pk for _row, thing in self.elsewhere]
        seen = self.sheet.exported(self.register.user).filter(pk__in=wanted)
        visible = set(seen.order_by().values_list("pk", flat=True))
        for row, thing in self.elsewhere:
            if thing.pk not in visible:
                self._fault(row, self.sheet.home or self.sheet.columns[0].name, self._code(row), _not_yours())

    # --- Saying what is wrong ---------------------------------------------------------------

    def _fault(self, row: Row, column: str, value: Any, message: str) -> None:
        self.problems.append(Problem(self.sheet.name, row.number, column, shown(value), message))
        row.broken = True

    def _remember_broken(self, row: Row) -> None:
        """Rows that refer to this one are not blamed for it."""
        try:
            self.register.broken[self.sheet.name].add(self.sheet.key_of(row.values))
        except KeyError:
            return  # not even its code could be read

    def _code(self, row: Row) -> str:
        return str(self._typed(self.sheet.columns[0].name, row, row.values))

    def _typed(self, column: str, row: Row, values: dict[str, Any]) -> Any:
        """The cell as it stands in the file: codes rather than the keys they led to."""
        if column in row.refs:
            return row.refs[column].code
        if column in row.listed:
            return ";".join(thing.code for thing in row.listed[column])
        declared = self.sheet.column(column)
        return declared.kind.write(values[declared.field]) if values.get(declared.field) else ""


def _not_yours() -> str:
    return _("This row belongs to a province that is not yours.")
