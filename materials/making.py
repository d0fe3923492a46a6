"""Making a material: its facts, its final version, its editions and files. Transactions with their audit line."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.partners.models import Institution
from gvp.places.models import Province
from materials import rows, stock
from materials.models import Edition, Material, MaterialFile
from materials.rows import Facts

MAKERS = ("institutions", "mens_groups")
PROGRAMME = "PRO"  # begins the codes of what is made for the whole programme


@transaction.atomic
def create(*, by: User, key: UUID, facts: Facts) -> Material:
    """A new material under the province's next code unless one was typed. A resend finds it by its key.

    `facts`: fields of Material by name; an empty `code` asks for the next one. Raises ValidationError by field.
    """
    facts = dict(facts)
    makers = {name: facts.pop(name) for name in MAKERS}
    _lock_codes(facts["province"])
    if known := Material.objects.filter(pk=key).first():
        return known
    _check_groups(makers)
    facts["code"] = facts.get("code") or next_code(facts["province"])
    if Material.objects.filter(code=facts["code"]).exists():
        raise ValidationError({"code": _("Another material has this code.")})
    material = Material.objects.create(**facts, pk=key, recorded_by=by)
    _set_makers(material, makers)
    rows.record(by, log.Verb.CREATED, material, code=material.code)
    return material


def _lock_codes(province: Province | None) -> None:
    """Two materials made at once get two codes: the second waits for the first."""
    provinces = Province.objects.filter(pk=province.pk) if province else Province.objects.filter(followed=True)
    list(provinces.select_for_update().order_by("pk"))


def next_code(province: Province | None) -> str:
    """ "JAU-M04" after "JAU-M03"; "PRO-M01" for the whole programme."""
    start = f"{province.short_code or province.code if province else PROGRAMME}-M"
    in_use = Material.objects.filter(code__regex=rf"^{start}[0-9]{{2,6}}$").order_by(Length("code").desc(), "-code")
    last = in_use.values_list("code", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:02}"


@transaction.atomic
def change(*, by: User, material: Material, facts: Facts, seen: str = "") -> list[str]:
    """Store corrected facts and who made it with us; returns the names of what changed.

    `seen` is the version on screen (gvp/base/versions.py): what somebody else changed meanwhile stays.
    """
    stored = rows.lock(material)
    facts = dict(facts)
    makers = {name: facts.pop(name) for name in MAKERS}
    fields = rows.differing(stored, facts)
    changed = fields + [name for name, them in makers.items() if set(them) != set(getattr(stored, name).all())]
    if not changed:
        return []
    versions.check(stored, seen)
    _check_groups(makers)
    for name in fields:
        setattr(stored, name, facts[name])
    stored.save()
    _set_makers(stored, makers)
    rows.record(by, log.Verb.CHANGED, stored, fields=changed)
    return changed


def _check_groups(makers: dict[str, Any]) -> None:
    """Raise ValidationError by field for a co-producing group that is no men's group, and the other way round."""
    kind = Institution.Kind.MENS_GROUP
    if strangers := [str(one) for one in makers["mens_groups"] if one.kind != kind]:
        raise ValidationError({"mens_groups": _("No men's group: %(names)s.") % {"names": ", ".join(strangers)}})
    if groups := [str(one) for one in makers["institutions"] if one.kind == kind]:
        text = _("Men's groups have their own list: %(names)s.")
        raise ValidationError({"institutions": text % {"names": ", ".join(groups)}})


def _set_makers(material: Material, makers: dict[str, Any]) -> None:
    for name, them in makers.items():
        getattr(material, name).set(them)


@transaction.atomic
def delete(*, by: User, material: Material) -> None:
    """Take back a material recorded by mistake. Raises ValidationError once anything hangs on it."""
    stored = rows.lock(material)
    related = (stored.editions, stored.files, stored.disseminations, stored.transfers)
    if any(found.exists() for found in related):
        raise ValidationError(_("Editions, files, airings or transfers hang on this material: it stays."), code="used")
    rows.record(by, log.Verb.DELETED, stored, code=stored.code, title=str(stored))
    stored.delete()


# --- Final version ----------------------------------------------------------------------------


@transaction.atomic
def finish(*, by: User, material: Material, on: dt.date) -> bool:
    """The final version is there since that day; False when it is said already."""
    stored = rows.lock(material)
    if stored.final_on == on:
        return False
    stored.final_on = on
    stored.save(update_fields=["final_on"])
    rows.record(by, log.Verb.CHANGED, stored, fields=["final_on"], after=on.isoformat())
    return True


@transaction.atomic
def unfinish(*, by: User, material: Material, reason: str) -> bool:
    """It is being made again, and counts no longer; False when it is already. The reason stays in the log."""
    stored = rows.lock(material)
    if stored.final_on is None:
        return False
    before, stored.final_on = stored.final_on, None
    stored.save(update_fields=["final_on"])
    rows.record(by, log.Verb.CHANGED, stored, fields=["final_on"], before=before.isoformat(), reason=reason)
    return True


# --- Editions and files -----------------------------------------------------------------------


@transaction.atomic
def publish(*, by: User, material: Material, key: UUID, facts: Facts) -> Edition:
    """A new edition. A resend finds it by its key. `facts`: number, language, published_on, copies, format."""
    stored = rows.lock(material)
    known: Edition | None = rows.sent_before(Edition, key=key, material=stored)
    if known:
        return known
    _check_number(stored.editions.all(), facts)
    made: Edition = rows.add(Edition, by=by, key=key, material=stored, facts=facts)
    stock.check_editions(stored)
    return made


@transaction.atomic
def correct_edition(*, by: User, edition: Edition, facts: Facts, seen: str = "") -> list[str]:
    """Returns the names of what changed. Raises ValidationError when more copies were handed over than are left."""
    stored = rows.lock(edition.material)
    found = stored.editions.get(pk=edition.pk)
    _check_number(stored.editions.exclude(pk=found.pk), facts)
    changed = rows.correct(found, by=by, facts=facts, seen=seen)
    if "copies" in changed:
        stock.check_editions(stored)
    return changed


@transaction.atomic
def remove_edition(*, by: User, edition: Edition) -> None:
    """Take back an edition recorded by mistake. Raises ValidationError when copies or files of it are recorded."""
    stored = rows.lock(edition.material)
    if edition.transfers.exists() or edition.files.exists():
        raise ValidationError(_("Transfers or files of this edition are recorded: it stays."), code="used")
    rows.remove(edition, by=by)
    stock.check_editions(stored)


def _check_number(others: Any, facts: Facts) -> None:
    if others.filter(number=facts["number"], language=facts["language"]).exists():
        raise ValidationError({"number": _("This edition in this language is recorded already: correct that one.")})


def next_number(material: Material) -> int:
    last = material.editions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def add_file(*, by: User, material: Material, key: UUID, facts: Facts) -> MaterialFile:
    """A new file. A resend finds it by its key. `facts`: label, edition, file."""
    stored = rows.lock(material)
    known: MaterialFile | None = rows.sent_before(MaterialFile, key=key, material=stored)
    if known:
        return known
    kept: MaterialFile = rows.add(MaterialFile, by=by, key=key, material=stored, facts=facts)
    return kept


@transaction.atomic
def correct_file(*, by: User, file: MaterialFile, facts: Facts, seen: str = "") -> list[str]:
    stored = rows.lock(file.material)
    return rows.correct(stored.files.get(pk=file.pk), by=by, facts=facts, seen=seen)


@transaction.atomic
def remove_file(*, by: User, file: MaterialFile) -> None:
    rows.remove(file, by=by)
