"""What somebody says of a session, and what became of it when it was saved (marking.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError

from workshops.claims import Claim
from workshops.models import Workshop


class Change(NamedTuple):
    """A count as the page showed it and as somebody wrote it."""

    shown: Any
    value: Any


@dataclass(frozen=True)
class Saved:
    """What a save changed: marks stored, people newly in dispute, fields of the session. False: nothing."""

    marks: int = 0
    disputed: int = 0
    fields: list[str] = field(default_factory=list)
    held: bool = True  # whether the session counts as held now

    def __bool__(self) -> bool:
        return bool(self.marks or self.fields)


@dataclass(eq=False)
class Sheet:
    """What one person says of one session. `counts`: by any key, fields of Workshop that somebody wrote.

    Filled while saving: `session`, `problems` by the key of the claim or count, and what changed.
    """

    workshop: UUID
    claims: list[Claim] = field(default_factory=list)
    counts: dict[UUID, Mapping[str, Change]] = field(default_factory=dict)
    session: Any = None
    problems: dict[UUID, ValidationError] = field(default_factory=dict)
    new: list[Claim] = field(default_factory=list)
    disputed: int = 0
    changed: set[str] = field(default_factory=set)

    @property
    def saved(self) -> Saved:
        return Saved(
            len(self.new), self.disputed, sorted(self.changed), held=self.session.status == Workshop.Status.HELD
        )
