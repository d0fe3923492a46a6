"""Keeping photos and scans of the signed sheet. Safe to repeat."""

from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.documents.examine import Kept
from workshops.models import Evidence, Workshop


@transaction.atomic
def add(*, by: User, workshop: Workshop, key: UUID, kept: Kept) -> Evidence:
    """Store a sheet under the key minted by the form; a resend finds it.

    Raises ValidationError for a cancelled session, and when the key was used for another one.
    """
    if known := _known(workshop, key):
        return known
    if workshop.status == Workshop.Status.CANCELLED:
        raise ValidationError(_("This session was cancelled. A coordinator can restore it."), code="cancelled")
    sheet = _store(by, workshop, key, kept)
    _record(by, log.Verb.CREATED, workshop, sheet)
    return sheet


@transaction.atomic
def replace(*, by: User, evidence: Evidence, key: UUID, kept: Kept) -> Evidence:
    """Another file in the place of this one, which is deleted. A resend finds the new one."""
    workshop = evidence.workshop
    if known := _known(workshop, key):
        return known
    sheet = _store(by, workshop, key, kept)
    _record(by, log.Verb.DELETED, workshop, evidence, replaced_by=str(sheet.pk))
    # The file goes only when nothing can bring its row back.
    transaction.on_commit(partial(evidence.file.storage.delete, str(evidence.file.name)))
    evidence.delete()
    return sheet


def _known(workshop: Workshop, key: UUID) -> Evidence | None:
    """The sheet of an earlier, equal form. A form sent twice at once waits here for its twin."""
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    known = Evidence.objects.filter(pk=key).first()
    if known and known.workshop_id != workshop.pk:
        raise ValidationError(_("This form was already used for another session. Open it again."), code="reused")
    return known


def _store(by: User, workshop: Workshop, key: UUID, kept: Kept) -> Evidence:
    """The file's name is the key: it says nothing about who signed or where."""
    sheet = Evidence(id=key, workshop=workshop, pages=kept.pages, recorded_by=by)
    sheet.file.save(f"{key}.{kept.ending}", ContentFile(kept.content), save=False)
    sheet.save(force_insert=True)
    return sheet


def _record(by: User, verb: str, workshop: Workshop, sheet: Evidence, **detail: str) -> None:
    province = workshop.cycle.community.district.province_id
    log.record(by=by, verb=verb, target=workshop, province=province, evidence=str(sheet.pk), **detail)
