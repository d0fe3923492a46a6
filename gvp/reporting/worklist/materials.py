"""What would make more materials count: acts of hand-over, and who made them with us."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import MANAGE_MATERIALS, SEE_RECORDS
from gvp.reporting.worklist.base import Asked, Step, Task
from materials.models import Material, Transfer
from materials.models.handing import RECEIVER
from materials.waiting import half_made, unproven


def without_act(asked: Asked) -> list[Task]:
    """Transfers without proof; the first proven one of a produced material counts it in C3."""
    found = list(unproven(_mine(asked), asked.today).select_related("material", "institution"))
    if not found:
        return []
    produced, counted = asked.counted("C3a"), asked.counted("C3")
    steps = [
        Step(
            label=f"{transfer.code} · {transfer.material}",
            url=asked.door(SEE_RECORDS, "materials:material", transfer.material_id),
            detail=f"{transfer.institution} · {date_format(transfer.date, 'SHORT_DATE_FORMAT')}",
            fix=asked.door(MANAGE_MATERIALS, "materials:transfer_edit", transfer.pk),
            counts=transfer.material_id in produced and transfer.material_id not in counted,
        )
        for transfer in found
    ]
    n = len(steps)
    effect = len({t.material_id for t, step in zip(found, steps, strict=True) if step.counts})
    text = ngettext("%(n)d transfer without hand-over act", "%(n)d transfers without hand-over act", n) % {"n": n}
    promise = ngettext(
        "The hand-over act of %(n)d material is missing; with it, %(then)d.",
        "The hand-over acts of %(n)d materials are missing; with them, %(then)d.",
        effect,
    ) % {"n": effect, "then": len(counted) + effect}
    return [Task("act", text, steps, _("Enter the act"), "C3", effect, promise if effect else "")]


def _mine(asked: Asked) -> Any:
    """Transfers of the scope's materials; of the whole programme's, those that an institution of the scope received."""
    rows = Transfer.objects.manageable_by(asked.user)
    limit = asked.scope.limit
    return limit(rows, "material__province") | limit(rows.of_the_programme(), RECEIVER)


def without_makers(asked: Asked) -> list[Task]:
    """Materials ready but not co-produced: with an institution and a men's group they count in C3a."""
    found = list(half_made(asked.mine(Material.objects.all(), "province"), asked.today))
    if not found:
        return []
    steps = [
        Step(
            label=str(material),
            url=asked.door(SEE_RECORDS, "materials:material", material.pk),
            detail=_lacking(material),
            fix=asked.door(MANAGE_MATERIALS, "materials:material_edit", material.pk),
        )
        for material in found
    ]
    n = len(steps)
    text = ngettext(
        "%(n)d material without institution or men's group", "%(n)d materials without institution or men's group", n
    )
    return [Task("makers", text % {"n": n}, steps, _("Add who made it"), "C3a", n)]


def _lacking(material: Any) -> str:
    """`material`: with what half_made() says of it."""
    if not material.with_institution and not material.with_group:
        return _("no institution and no men's group")
    return _("no men's group") if material.with_institution else _("no institution")
