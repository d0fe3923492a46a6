"""What a piece of work is: records to see to, and what the figures gain by it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from gvp.accounts.models import User
from gvp.reporting.base import Row, Scope
from gvp.reporting.indicators import INDICATORS
from participants.models import Participant


@dataclass(frozen=True)
class Asked:
    """Whose work, where, and on which day: `scope.until`. What counts already is found out once (Scope.memo)."""

    user: User
    scope: Scope

    @property
    def today(self) -> dt.date:
        return self.scope.until

    def mine(self, rows: Any, path: str) -> Any:
        """Of these rows those that the user may see and that lie in the scope; `path` leads to the province."""
        return self.scope.limit(rows.visible_to(self.user), path)

    def rows(self, code: str) -> list[Row]:
        """What counts already for an indicator."""
        return INDICATORS[code].rows(self.scope)

    def counted(self, code: str) -> set[Any]:
        """The keys of these records."""
        return {row.key for row in self.rows(code)}

    def door(self, permission: str, name: str, *args: Any) -> str:
        """The page on which it is done; "" for whoever may not."""
        return reverse(name, args=args) if self.user.may(permission) else ""


@dataclass(frozen=True)
class Step:
    """One record to see to: somebody, whose name goes through the reader's eyes, or what `label` says.

    `url` opens the record, `fix` the screen on which it is put right; "" for none. `tray`: the session whose marks are
    put right where all that waits is decided, instead. `counts`: whether it moves a figure.
    """

    person: Participant | None = None
    label: str = ""
    url: str = ""
    detail: str = ""
    fix: str = ""
    tray: UUID | None = None
    counts: bool = True


@dataclass(frozen=True)
class Task:
    """Many steps of one kind. `effect`: what the figure of the indicator `code` gains by them, at most.

    `verb`: what the link to `Step.fix` says. `promise`: the same as a sentence that names the figure it would become.
    """

    key: str
    text: str
    steps: Sequence[Step]
    verb: str = ""
    code: str = ""  # "" where no figure of a contribution moves
    effect: int = 0
    promise: str = ""
    url: str = ""  # one page where all of it is done

    @property
    def contribution(self) -> int:
        return INDICATORS[self.code].contribution if self.code else 0

    @property
    def title(self) -> Any:
        """Of the indicator that moves."""
        return INDICATORS[self.code].title


Look = Callable[[Asked], list[Task]]


def moved(steps: Sequence[Step]) -> int:
    return sum(step.counts for step in steps)
