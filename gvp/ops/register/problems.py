"""What is wrong with a file, said so that the person who typed it finds the cell."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any


class Bad(Exception):  # noqa: N818 it is a sentence about a cell, not a fault of the program
    """A value that cannot be taken; the message is for the person who typed it."""


class RefusedFile(Exception):  # noqa: N818
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Problem:
    """One thing to correct. `row` is Excel's row number; 0 when the whole sheet or file is meant."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Fate:
    """What becomes of one row: "new", "changed" or "unchanged"; `before` holds former values by field."""

    row: int
    name: str
    before: dict[str, Any]


@dataclass
class Outcome:
    """What an import did, or would do."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def total(self) -> dict[str, int]:
        """Rows created, updated and unchanged over all sheets."""
        return {name: sum(getattr(self, name).values()) for name in ("created", "updated", "unchanged")}

    def refuse(self, sheets: list[str]) -> None:
        """Nothing was written, so nothing is counted."""
        self.created, self.updated, self.unchanged = (dict.fromkeys(sheets, 0) for _ in range(3))

    def as_json(self) -> dict[str, Any]:
        """The shape register.md promises; warnings are printed apart."""
        counts = {name: getattr(self, name) for name in ("created", "updated", "unchanged")}
        return counts | {"errors": [asdict(problem) for problem in self.problems]}


def shown(value: Any) -> str:
    """A cell's value as a person reads it: 1985 rather than 1985.0, 24/11/2026 rather than a timestamp."""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
