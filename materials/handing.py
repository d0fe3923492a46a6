"""Spreading a material and handing copies over. Transactions with their audit line, safe to repeat."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.places.models import Province
from materials import rows, stock
from materials.models import Dissemination, Material, Transfer
from materials.models.handing import RECEIVER
from materials.rows import Facts

# --- Transfers --------------------------------------------------------------------------------


@transaction.atomic
def hand_over(*, by: User, material: Material, key: UUID, facts: Facts) -> Transfer:
    """Copies for one institution. A resend finds the transfer by its key.

    `facts`: fields of Transfer by name. Raises ValidationError at "copies" when that many are not left: whoever
    hands over the same material at the same moment waits for this transaction.
    """
    stored = rows.lock(material)
    known: Transfer | None = rows.sent_before(Transfer, key=key, material=stored)
    if known:
        return known
    _check_edition(stored, facts)
    stock.check(stored, facts)
    made: Transfer = rows.add(Transfer, by=by, key=key, material=stored, facts=facts, code=next(codes(stored)))
    return made


@transaction.atomic
def correct(*, by: User, transfer: Transfer, facts: Facts, seen: str = "") -> list[str]:
    """Store corrected facts; returns the names of what changed. More copies than are left are refused here too."""
    stored = rows.lock(transfer.material)
    found = stored.transfers.get(pk=transfer.pk)
    _check_edition(stored, facts)
    if takes_more(found, facts):
        stock.check(stored, facts, without=found)
    return rows.correct(found, by=by, facts=facts, seen=seen)


def takes_more(transfer: Transfer, facts: Facts) -> bool:
    """Whether the correction asks for copies that it had not: giving some back is never refused."""
    return facts["edition"] != transfer.edition or (facts["copies"] or 0) > (transfer.copies or 0)


@transaction.atomic
def take_back(*, by: User, transfer: Transfer, reason: str) -> None:
    """A transfer recorded by mistake goes; why, and what it was, stays in the log."""
    stored = rows.lock(transfer.material)
    found = stored.transfers.filter(pk=transfer.pk).first()
    if found:
        detail: dict[str, Any] = {"code": found.code, "reason": reason, "date": found.date.isoformat()}
        rows.remove(found, by=by, **detail)


def _check_edition(material: Material, facts: Facts) -> None:
    if facts["edition"] and facts["edition"].material_id != material.pk:
        raise ValidationError({"edition": _("This edition belongs to another material.")})


def codes(material: Material) -> Iterator[str]:
    """ "JAU-M01-T03", "JAU-M01-T04" … after the highest that any transfer of this name has. Lock the material first."""
    start = f"{material.code}-T"
    used = Transfer.objects.filter(code__startswith=start).values_list("code", flat=True)
    ends = [end for code in used if (end := code.removeprefix(start)).isdecimal()]
    last = max(map(int, ends), default=0)
    return (f"{start}{n:02}" for n in count(last + 1))


# --- Numbers of acts --------------------------------------------------------------------------


def next_acts(provinces: Iterable[Province], year: int) -> dict[str, str]:
    """By province: the number that follows the highest of the year, "004-2026-JAU". One query.

    Only proposed, never taken: an act may cover several materials, and one that nobody signed proves nothing.
    """
    short = {province.pk: province.short_code or province.pk for province in provinces}
    known = Transfer.objects.filter(**{f"{RECEIVER}__in": list(short)}, act_number__contains=f"-{year}-")
    highest: dict[str, int] = defaultdict(int)
    for number, code in known.order_by().values_list("act_number", RECEIVER):
        if found := re.fullmatch(rf"(\d{{1,6}})-{year}-{short[code]}", number):
            highest[code] = max(highest[code], int(found[1]))
    return {code: f"{highest[code] + 1:03}-{year}-{name}" for code, name in short.items()}


# --- Disseminations ---------------------------------------------------------------------------


@transaction.atomic
def spread(*, by: User, material: Material, key: UUID, facts: Facts) -> Dissemination:
    """Airings, a fair, a screening. A resend finds it by its key. `facts`: fields of Dissemination by name."""
    stored = rows.lock(material)
    known: Dissemination | None = rows.sent_before(Dissemination, key=key, material=stored)
    if known:
        return known
    made: Dissemination = rows.add(Dissemination, by=by, key=key, material=stored, facts=facts)
    return made


@transaction.atomic
def correct_dissemination(*, by: User, dissemination: Dissemination, facts: Facts, seen: str = "") -> list[str]:
    stored = rows.lock(dissemination.material)
    return rows.correct(stored.disseminations.get(pk=dissemination.pk), by=by, facts=facts, seen=seen)


@transaction.atomic
def remove_dissemination(*, by: User, dissemination: Dissemination) -> None:
    rows.remove(dissemination, by=by)
