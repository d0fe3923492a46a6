"""The finance table of a report: pasted from a spreadsheet, one line per item, in soles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gvp.reporting.suppression import share_of

CELLS = re.compile(r"\s*[\t;]\s*")
NOISE = re.compile(r"S/\.?|[\s ]")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Item:
    """One line of the budget, in soles."""

    name: str
    budget: Decimal
    spent: Decimal

    @property
    def texts(self) -> list[str]:
        """Budget, spent, left and spent in percent, as they are printed."""
        amounts = (self.budget, self.spent, self.budget - self.spent)
        return [
            *(number_format(amount, 2, force_grouping=True) for amount in amounts),
            share_of(self.spent, self.budget),
        ]


def parse(text: str) -> list[Item]:
    """Each line "item; budget; spent", cells apart by tabs or semicolons; a head line without numbers is passed over.

    Raises ValidationError that names the line.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = []
    for number, line in enumerate(lines, start=1):
        cells = CELLS.split(line.strip())
        amounts = [_amount(cell) for cell in cells[1:3]]
        if number == 1 and len(cells) == 3 and amounts == [None, None]:
            continue
        if len(cells) != 3 or not cells[0] or None in amounts:
            words = {"number": number, "line": line.strip()[:60]}
            raise ValidationError(
                _("Line %(number)d is not “item; budget; spent”: %(line)s"), code="finance", params=words
            )
        found.append(Item(cells[0], *amounts))  # type: ignore[arg-type]
    return found


def total(items: Sequence[Item]) -> Item:
    return Item(_("Total"), sum((i.budget for i in items), Decimal()), sum((i.spent for i in items), Decimal()))


def _amount(cell: str) -> Decimal | None:
    """ "S/ 1,234.50" or "1234,5" as a number; None for anything else."""
    plain = THOUSANDS.sub("", NOISE.sub("", cell)).replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < LARGEST else None
