"""Men who left a cycle and were not sensitised, by the reason that was written down (domain.md, section 1)."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Scope
from gvp.reporting.cycles import sensitised
from gvp.reporting.people import registered
from gvp.reporting.suppression import SMALLEST, suppress
from workshops.models import Cycle, Enrolment


class Loss(NamedTuple):
    label: str
    amount: int


def losses(scope: Scope) -> list[Loss]:
    """One line per reason, as it is known of each man's last withdrawal; those whose reason nobody knows at the end.

    One query besides that for the sensitised.
    """
    left = Enrolment.objects.filter(
        participant__in=registered(scope), cycle__kind=Cycle.Kind.SENSITISATION, withdrawn_on__lte=scope.until
    )
    rows = left.order_by("withdrawn_on", "recorded_at", "pk").values_list("participant", "withdrawn_reason")
    there = sensitised(scope)
    reasons = list({man: reason for man, reason in rows if man not in there}.values())
    words = [*Enrolment.Reason.choices, ("", _("reason not known"))]
    return [Loss(str(label), reasons.count(value)) for value, label in words if value in reasons]


def losses_text(found: list[Loss], scope: Scope, *, small_cells: bool) -> str:
    """ "Left a cycle before completing it: 14 men (moved away: 6; work or migration: 5; reason not known: 3)." or "".

    To outsiders no reason of fewer than five men, and of one province nothing.
    """
    total = sum(loss.amount for loss in found)
    if not total or not (small_cells or (total >= SMALLEST and not scope.province)):
        return ""
    parts = "; ".join(_parts(found, small_cells))
    return _("Left a cycle before completing it: %(n)s men (%(reasons)s).") % {
        "n": number_format(total), "reasons": parts,
    }  # fmt: skip


def _parts(found: list[Loss], small_cells: bool) -> Iterator[str]:
    texts = [number_format(loss.amount) for loss in found]
    if not small_cells:
        texts = [cell.text for cell in suppress(found)]
    for text, loss in zip(texts, found, strict=True):
        yield f"{loss.label}: {text}"
