"""What every change of a material and of its rows has in common: the lock, the comparison, the line in the log."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from materials.models import Dissemination, Edition, Material, MaterialFile, Transfer

OfMaterial = Edition | MaterialFile | Dissemination | Transfer
OF_MATERIAL = (Edition, MaterialFile, Dissemination, Transfer)
Row = Material | OfMaterial
Facts = Mapping[str, Any]


def lock(material: Material) -> Material:
    """Whoever changes this material or its rows at the same time waits, and sees what was stored before."""
    return Material.objects.select_for_update().get(pk=material.pk)


def sent_before(model: Any, *, key: UUID, material: Material) -> Any:
    """What a form with this key made already; None for a new one.

    Raises ValidationError with code "reused" when that is a row of another material.
    """
    known = model.objects.filter(pk=key).first()
    if known and known.material_id != material.pk:
        raise ValidationError(_("This form was already used for another material. Open it again."), code="reused")
    return known


def add(model: Any, *, by: User, key: UUID, material: Material, facts: Facts, **coded: str) -> Any:
    """A new row of the locked material, with its line in the log."""
    row = model.objects.create(**facts, **coded, pk=key, material=material, recorded_by=by)
    record(by, log.Verb.CREATED, row, **coded)
    return row


def correct(row: Any, *, by: User, facts: Facts, seen: str) -> list[str]:
    """Write what differs, with its line in the log; the names of those fields, [] when nothing does.

    `seen` is the version on screen (gvp/base/versions.py). Raises ValidationError with code "stale".
    """
    changed = differing(row, facts)
    if changed:
        versions.check(row, seen)
        for name in changed:
            setattr(row, name, facts[name])
        row.save(update_fields=changed)
        record(by, log.Verb.CHANGED, row, fields=changed)
    return changed


def differing(row: Any, facts: Facts) -> list[str]:
    """Names of the facts that differ from what is stored; a file that was taken out is ""."""
    return sorted(name for name, value in facts.items() if (getattr(row, name) or None) != (value or None))


def remove(row: OfMaterial, *, by: User, **detail: Any) -> None:
    """Take back what was recorded by mistake; what it was stays in the log."""
    record(by, log.Verb.DELETED, row, title=str(row), **detail)
    row.delete()


def record(by: User, verb: str, row: Row, **detail: Any) -> None:
    """The line names the material, so that its history also tells of rows that are gone."""
    if not isinstance(row, Material):
        detail["material"] = str(row.material_id)
    log.record(by=by, verb=verb, target=row, province=province_of(row), **detail)


def province_of(row: Row) -> str:
    """INEI code: of the material, or for the whole programme's of where it went; "" for the programme."""
    if isinstance(row, Material):
        return row.province_id or ""
    if row.material.province_id:
        return row.material.province_id
    if isinstance(row, Transfer):
        return row.institution.district.province_id
    if isinstance(row, Dissemination) and row.district:
        return row.district.province_id
    return ""
