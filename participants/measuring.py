"""What men answered, read once and scored (indicators.md, section 3).

Which application is a man's baseline or endline depends on the sessions he attended, which this floor does not know:
see gvp/reporting/measured.py.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from participants.models import Assessment, Band, Domain, Instrument
from participants.parameters import MIN_ANSWERED_SHARE
from participants.scoring import MAIN, Key, Score, points, score

PROVINCE = "participant__community__district__province"
STANDING = Q(consent__revoked_on__isnull=True) | Q(consent__revoked_on__gt=F("date"))


@dataclass(frozen=True)
class Questionnaire:
    """An instrument with all that scoring it needs, read once. `domains` in the order in which they are asked."""

    instrument: Instrument
    domains: tuple[Domain, ...]
    lowest: int
    highest: int
    min_share: Decimal

    @cached_property
    def keys(self) -> dict[str, tuple[Key, ...]]:
        """By code of the domain."""
        return {
            domain.code: tuple(Key(domain.code, item.code, item.equitable) for item in domain.items.all())
            for domain in self.domains
        }

    @property
    def main(self) -> str:
        """Code of the domain without which no pair is a pair: masculinity, or the first one asked."""
        return MAIN if MAIN in self.keys else self.domains[0].code

    @property
    def _scale(self) -> dict[str, Any]:
        return {"lowest": self.lowest, "highest": self.highest, "top": self.instrument.top}

    def scores(self, answers: Mapping[str, Any]) -> dict[str, Score]:
        """Standing and index of each domain, by its code."""
        return {code: known[tuple(map(answers.get, items))] for code, (items, known) in self._known.items()}

    @cached_property
    def _known(self) -> dict[str, tuple[list[str], "Known"]]:
        """Thousands of men give the same few answers: each combination in a domain is scored once."""
        how = self._scale | {"min_share": self.min_share}
        return {code: ([key.item for key in keys], Known(keys, how)) for code, keys in self.keys.items()}

    def points(self, answers: Mapping[str, Any], domain: str) -> tuple[int, ...] | None:
        """The points of each statement of a domain, for its alpha; None when one of them was not answered."""
        return points(answers, self.keys[domain], **self._scale)

    def bands(self) -> list[Band]:
        """From the lowest to the highest. One query."""
        return list(self.instrument.bands.order_by("since"))


class Known(dict[tuple[Any, ...], Score]):
    """The score of each combination of answers to the statements of one domain."""

    def __init__(self, keys: tuple[Key, ...], how: dict[str, Any]) -> None:
        super().__init__()
        self.keys_, self.how = keys, how

    def __missing__(self, given: tuple[Any, ...]) -> Score:
        answers = {key.item: answer for key, answer in zip(self.keys_, given, strict=True)}
        return self.setdefault(given, score(answers, self.keys_, **self.how))


class Application(NamedTuple):
    """One man's answers in one round. `province`: INEI code of his community at enrolment."""

    key: UUID
    participant: UUID
    province: str
    round: str  # Assessment.Round
    date: dt.date
    answers: dict[str, Any]
    scores: dict[str, Score]  # by code of the domain


def read(instrument: Instrument) -> Questionnaire:
    """The least share of answers is the version's own, or the programme's. Four queries at most."""
    domains = tuple(instrument.domains.order_by("order", "code").prefetch_related("items"))
    values = sorted(instrument.options.values_list("value", flat=True)) or [0, 1]
    own = instrument.min_answered_share
    return Questionnaire(instrument, domains, values[0], values[-1], MIN_ANSWERED_SHARE.value() if own is None else own)


def deciding() -> Questionnaire | None:
    """The one that says who shows favourable change; None when no instrument does. Five queries."""
    instrument = Instrument.objects.filter(counts_for_change=True).first()
    return read(instrument) if instrument else None


def applications(until: dt.date, questionnaire: Questionnaire, people: QuerySet | None = None) -> Iterator[Application]:
    """Every application dated on or before `until`, earliest first; of these participants only, when given. One query.

    Left out: those of a record merged into another, and those whose consent was later revoked from their own date
    or an earlier one. A half-filled one is read as it stands: its indices say whether it is enough.
    """
    rows = Assessment.objects.filter(
        STANDING, instrument=questionnaire.instrument, date__lte=until, participant__merged_into__isnull=True
    )
    if people is not None:
        rows = rows.filter(participant__in=people.order_by().values("pk"))
    columns = rows.order_by("date", "recorded_at").values_list(
        "pk", "participant", PROVINCE, "round", "date", "answers"
    )
    for key, participant, province, round_, date, answers in columns.iterator(chunk_size=5000):
        yield Application(key, participant, province, round_, date, answers, questionnaire.scores(answers))
