"""How many copies exist, were handed over and are left.

What is printed does not go out before an edition of it is recorded. A material with an edition that is copied freely,
or an audiovisual one without editions, has no limit. What names an edition is limited by that edition's print run as
well. Copies that nobody counted (empty) take nothing away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from materials.models import Edition, Material, Transfer


@dataclass(frozen=True)
class Stock:
    """`made`: copies of all editions recorded; None where they are copied freely, or printed and not recorded yet."""

    made: int | None
    handed_over: int
    unprinted: bool = False

    @property
    def left(self) -> int | None:
        return None if self.made is None else self.made - self.handed_over

    @property
    def beyond(self) -> int:
        """Copies handed over that do not exist: a register brought them in, or an edition is missing."""
        return max(0, -(self.left or 0))

    @property
    def percent_left(self) -> int:
        """For the bar: 0 to 100."""
        return max(0, round(100 * (self.left or 0) / self.made)) if self.made else 0


def with_stock(materials: Any) -> Any:
    """Each material with `made`, `handed_over` (copies) and `free_editions` (how many are copied freely)."""
    editions, transfers = _of(Edition.objects.all()), _of(Transfer.objects.all())
    return materials.annotate(
        made=Subquery(editions.values(n=Sum("copies"))),
        free_editions=Coalesce(Subquery(editions.values(n=Count("pk", filter=Q(copies=None)))), 0),
        handed_over=Coalesce(Subquery(transfers.values(n=Sum("copies"))), 0),
    )


def _of(rows: QuerySet) -> QuerySet:
    """One line per material, to be aggregated."""
    return rows.filter(material=OuterRef("pk")).order_by().values("material")


def stock_of(material: Any) -> Stock:
    """Of a material out of `with_stock`; no query."""
    made = None if material.free_editions else material.made
    unprinted = material.medium == Material.Medium.PRINT and made is None and not material.free_editions
    return Stock(made, material.handed_over, unprinted)


def current(material: Material) -> Stock:
    """As it stands in the database now. One query; lock the material first where it matters."""
    return stock_of(with_stock(Material.objects).get(pk=material.pk))


def left_of(edition: Edition, *, without: Transfer | None = None) -> int | None:
    """Copies of one edition that are left, were this transfer not recorded; None when it is copied freely."""
    if edition.copies is None:
        return None
    return edition.copies - _copies(edition.transfers.all(), without)


def left(material: Material, *, without: Transfer | None = None) -> int | None:
    """Copies of a material that are left, were this transfer not recorded; None without a limit."""
    made = current(material).made
    return None if made is None else made - _copies(material.transfers.all(), without)


def _copies(transfers: Any, without: Transfer | None) -> int:
    counted = transfers.exclude(pk=without.pk) if without else transfers
    return counted.aggregate(n=Sum("copies"))["n"] or 0


def check(material: Material, facts: Any, *, without: Transfer | None = None) -> None:
    """Raise ValidationError at "copies" when that many are not left. Needs the material locked.

    `facts`: edition and copies of the transfer as it is to be; `without`: the transfer as it is recorded.
    """
    copies, edition = facts["copies"] or 0, facts["edition"]
    if copies != (without.copies if without else 0):
        _refuse_unprinted(material, copies)
    if edition:
        refuse_beyond(copies, left_of(edition, without=without), short_of_edition)
    refuse_beyond(copies, left(material, without=without), short)


def unprinted(material: Material) -> bool:
    """Whether it is something printed of which no edition is recorded."""
    return material.medium == Material.Medium.PRINT and not material.editions.exists()


def _refuse_unprinted(material: Material, copies: int) -> None:
    """What is printed exists since an edition says so. What a register brought in without one may stay as it is."""
    if copies and unprinted(material):
        raise ValidationError({"copies": _("Record first the edition these copies come from.")}, code="short")


def refuse_beyond(copies: int, there: int | None, words: Callable[[int], str]) -> None:
    if there is not None and copies > there:
        raise ValidationError({"copies": words(max(there, 0))}, code="short")


def short(n: int) -> str:
    text = ngettext(
        "Only %(n)d copy of this material is left. Correct the number, or record the edition that is missing.",
        "Only %(n)d copies of this material are left. Correct the number, or record the edition that is missing.",
        n,
    )
    return text % {"n": n}


def short_of_edition(n: int) -> str:
    text = ngettext(
        "Only %(n)d copy of this edition is left. Correct the number, or choose another edition.",
        "Only %(n)d copies of this edition are left. Correct the number, or choose another edition.",
        n,
    )
    return text % {"n": n}


def check_editions(material: Material) -> None:
    """After a change of editions: raise ValidationError when more was handed over than would exist."""
    stock = current(material)
    editions = material.editions.annotate(gone=Sum("transfers__copies")).filter(copies__lt=Coalesce("gone", 0))
    if short_one := editions.first():
        raise ValidationError({"copies": _gone(short_one.gone)}, code="short")
    if stock.left is not None and stock.left < 0:
        raise ValidationError({"copies": _gone(stock.handed_over)}, code="short")


def _gone(n: int) -> str:
    text = ngettext(
        "%(n)d copy was handed over already: there must be at least as many.",
        "%(n)d copies were handed over already: there must be at least as many.",
        n,
    )
    return text % {"n": n}
