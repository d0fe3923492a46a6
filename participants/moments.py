"""When each man attended, as far as measuring him needs to know it.

Attendance stands on an upper floor, which registers in its AppConfig.ready who tells it:

    moments.register(moments_of)
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet


class Moments(NamedTuple):
    """`second_session`: of any sensitisation cycles, after which a baseline comes too late."""

    second_session: dt.date | None = None
    sensitised_on: dt.date | None = None


NOTHING_YET = Moments()
Teller = Callable[[QuerySet, dt.date], Mapping[UUID, Moments]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """`teller(people, until)` says what it knows of these participants by key; silence means NOTHING_YET."""
    if teller not in _tellers:
        _tellers.append(teller)


def moments_of(people: QuerySet, until: dt.date) -> Mapping[UUID, Moments]:
    """By key of the participant; nobody of whom nothing is known."""
    return _tellers[0](people, until) if _tellers else {}
