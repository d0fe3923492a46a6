"""One application as it lies on the table: its statements in order, what is answered, which comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from participants.models import AnswerOption, Assessment, Domain, Instrument, Item, Participant
from participants.models.change import NOT_APPLICABLE


@dataclass(frozen=True)
class Paper:
    """`domains` with their items, and `options`, in the order in which they are shown."""

    assessment: Assessment
    domains: tuple[Domain, ...]
    options: tuple[AnswerOption, ...]

    @property
    def routed(self) -> list[Domain]:
        """The domains that do not concern everybody."""
        return [domain for domain in self.domains if domain.route != Domain.Route.ALWAYS]

    def applies(self, domain: Domain) -> bool:
        codes = [item.code for item in domain.items.all()]
        return not codes or any(self.assessment.answers.get(code) != NOT_APPLICABLE for code in codes)

    @cached_property
    def items(self) -> list[Item]:
        """The statements that are asked of this man."""
        return [item for domain in self.domains if self.applies(domain) for item in domain.items.all()]

    @property
    def unanswered(self) -> list[Item]:
        return [item for item in self.items if self.value(item) is None]

    @property
    def answered(self) -> int:
        return len(self.items) - len(self.unanswered)

    def value(self, item: Item) -> Any:
        """The answer stored; None when there is none."""
        return self.assessment.answers.get(item.code)

    def place(self, item: Item) -> int:
        """From 1, among the statements asked; 0 when it is not asked."""
        return next((place for place, asked in enumerate(self.items, start=1) if asked.pk == item.pk), 0)

    def before(self, item: Item) -> Item | None:
        return self._at(self.place(item) - 1)

    def onward(self, item: Item) -> Item | None:
        """The next statement without an answer that is further on; None at the end."""
        there = [(asked.domain.order, asked.domain.code, asked.order, asked.code) for asked in self.unanswered]
        here = (item.domain.order, item.domain.code, item.order, item.code)
        return next((asked for asked, place in zip(self.unanswered, there, strict=True) if place > here), None)

    @property
    def next_unanswered(self) -> Item | None:
        return next(iter(self.unanswered), None)

    def _at(self, place: int) -> Item | None:
        return self.items[place - 1] if 1 <= place <= len(self.items) else None


def lay_out(assessment: Assessment) -> Paper:
    """Three queries."""
    instrument = assessment.instrument
    domains = tuple(instrument.domains.order_by("order", "code").prefetch_related("items"))
    for domain in domains:
        for item in domain.items.all():
            item.domain = domain
    return Paper(assessment, domains, tuple(instrument.options.order_by("value")))


def blank(instruments: Iterable[Instrument], person: Participant) -> list[Paper]:
    """Each instrument before anything is answered, for a phone that turns its pages itself. Three queries."""
    rows = list(instruments)
    prefetch_related_objects(rows, "domains__items", "options")
    return [
        Paper(Assessment(instrument=row, participant=person), tuple(row.domains.all()), tuple(row.options.all()))
        for row in rows
    ]
