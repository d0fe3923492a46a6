"""Changes to cycles and their curricula. Each is one transaction with its audit line, and safe to repeat."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.places.models import Community, Province
from workshops.models import Cycle, Module

LETTERS = {Cycle.Kind.SENSITISATION: "S", Cycle.Kind.WINAY: "W"}
MODULES = {Cycle.Kind.SENSITISATION: 8, Cycle.Kind.WINAY: 7}  # of a curriculum that nobody has named yet


class Line(NamedTuple):
    """One line of a curriculum as somebody typed it. The key is minted by the form, so a resend is known.

    `order` is the number typed, `shown` the number that stood there when the form was opened.
    """

    id: UUID
    title: str
    core: bool
    order: int
    shown: int


@transaction.atomic
def create(
    *, by: User, key: UUID, facts: Mapping[str, Any], facilitators: Iterable[User] = (), curriculum: Sequence[Line] = ()
) -> Cycle:
    """A new cycle with its curriculum, under the province's next code unless one was typed.

    `facts`: fields of Cycle by name; an empty `code` asks for the next one. A resend finds the
    cycle of that key and changes nothing. Raises ValidationError by field.
    """
    facts = dict(facts)
    _lock(facts["community"])
    if known := Cycle.objects.filter(pk=key).first():
        return known
    facts["code"] = facts.get("code") or next_code(facts["community"], facts["kind"])
    if Cycle.objects.filter(code=facts["code"]).exists():
        raise ValidationError({"code": _("Another cycle has this code.")})
    cycle = Cycle.objects.create(**facts, pk=key, recorded_by=by)
    cycle.facilitators.set(facilitators)
    Module.objects.bulk_create(_modules(cycle, curriculum, by))
    _record(by, log.Verb.CREATED, cycle, modules=len(curriculum))
    return cycle


def _lock(community: Community) -> None:
    """Two cycles of one province created at once get two codes: the second waits for the first."""
    Province.objects.select_for_update().get(pk=community.district.province_id)


def next_code(community: Community, kind: str) -> str:
    """ "JAU-S04" after "JAU-S03"; W for Wiñay; the INEI code where the province has no short one."""
    province = community.district.province
    start = f"{province.short_code or province.code}-{LETTERS[Cycle.Kind(kind)]}"
    in_use = Cycle.objects.filter(code__regex=rf"^{start}[0-9]{{2,6}}$").order_by(Length("code").desc(), "-code")
    last = in_use.values_list("code", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:02}"


@transaction.atomic
def change(
    *, by: User, cycle: Cycle, facts: Mapping[str, Any], facilitators: Iterable[User], seen: str = ""
) -> list[str]:
    """Store corrected facts and who facilitates; returns the names of what changed.

    `seen` is the version on screen (gvp/base/versions.py): what somebody else changed meanwhile stays. Raises
    ValidationError when the kind would no longer be that of the people enrolled, or the start would come
    after a session that was held.
    """
    stored, team = Cycle.objects.select_for_update().get(pk=cycle.pk), set(facilitators)
    fields = sorted(field for field, value in facts.items() if getattr(stored, field) != value)
    changed = fields + ["facilitators"] * (team != set(stored.facilitators.all()))
    if not changed:
        return []
    versions.check(stored, seen)
    if "kind" in fields and stored.enrolments.exists():
        raise ValidationError({"kind": _("People are enrolled: the kind of the cycle stays.")})
    if "starts_on" in fields:
        _check_start(stored, facts["starts_on"])
    for field in fields:
        setattr(stored, field, facts[field])
    if fields:
        stored.save()
    stored.facilitators.set(team)
    _record(by, log.Verb.CHANGED, stored, fields=changed)
    return changed


def _check_start(cycle: Cycle, starts_on: dt.date) -> None:
    if cycle.workshops.standing().filter(date__lt=starts_on).exists():
        raise ValidationError({"starts_on": _("A session of this cycle comes before that day.")})


# --- Curriculum -----------------------------------------------------------------------------


def unnamed(kind: str) -> list[Line]:
    """A curriculum of the usual length whose titles are still to be written; the first module is core."""
    return [
        Line(uuid4(), _("Module %(n)d") % {"n": n}, n == 1, n, n) for n in range(1, MODULES[Cycle.Kind(kind)] + 1)
    ]  # fmt: skip


def copied(source: Cycle) -> list[Line]:
    """The lines of another cycle's curriculum, under new keys. One query."""
    modules = source.modules.order_by("order", "code")
    return [Line(uuid4(), module.title, module.core, n, n) for n, module in enumerate(modules, start=1)]


@transaction.atomic
def set_curriculum(*, by: User, cycle: Cycle, lines: Iterable[Line]) -> bool:
    """Make the curriculum exactly these lines, renumbered 1, 2, 3 …; False when it was so already.

    Raises ValidationError when a module with sessions is missing, or a key belongs to another cycle.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    stored = {module.pk: module for module in cycle.modules.annotate(sessions=Count("workshops"))}
    lines = _renumbered(lines)
    keys = [line.id for line in lines]
    if Module.objects.filter(pk__in=keys).exclude(cycle=cycle).exists():
        raise ValidationError(_("This form belongs to another cycle. Open the page again."), code="other_cycle")
    removed = [module for pk, module in stored.items() if pk not in keys]
    _check_removable(removed)
    changed = [module for line in lines if (module := stored.get(line.id)) and _apply(line, module)]
    added = [line for line in lines if line.id not in stored]
    if not (removed or changed or added):
        return False
    Module.objects.filter(pk__in=[module.pk for module in removed]).delete()
    Module.objects.bulk_update(changed, ["title", "core", "order"])
    Module.objects.bulk_create(_modules(cycle, added, by, {module.code for module in stored.values()}))
    _record(by, log.Verb.CHANGED, cycle, modules={
        "added": len(added), "changed": sorted(module.code for module in changed),
        "removed": sorted(module.code for module in removed),
    })  # fmt: skip
    return True


def _renumbered(lines: Iterable[Line]) -> list[Line]:
    def place(line: Line) -> tuple[int, int, int]:
        # Moved up, it stands before the one that had this number; moved down, after it.
        moved = (line.order > line.shown) - (line.order < line.shown)
        return line.order, moved, line.shown

    return [line._replace(order=n) for n, line in enumerate(sorted(lines, key=place), start=1)]


def _check_removable(modules: Iterable[Any]) -> None:
    in_use = [module for module in modules if module.sessions]
    if in_use:
        text = ngettext(
            "The module “%(titles)s” has sessions and cannot be removed. Delete or move its sessions first.",
            "The modules “%(titles)s” have sessions and cannot be removed. Delete or move their sessions first.",
            len(in_use),
        )
        raise ValidationError(text % {"titles": "”, “".join(module.title for module in in_use)}, code="in_use")


def _apply(line: Line, module: Module) -> bool:
    """Write the line onto its module; whether that changed anything."""
    wanted = {"title": line.title, "core": line.core, "order": line.order}
    differs = any(getattr(module, field) != value for field, value in wanted.items())
    for field, value in wanted.items():
        setattr(module, field, value)
    return differs


def _modules(cycle: Cycle, lines: Iterable[Line], by: User, taken: Iterable[str] = ()) -> list[Module]:
    """New modules under the next free codes "01", "02" …"""
    last = max((int(code) for code in taken if code.isdecimal()), default=0)
    return [
        Module(pk=line.id, cycle=cycle, code=f"{last + n:02}", title=line.title, core=line.core, order=line.order,
               recorded_by=by)
        for n, line in enumerate(lines, start=1)
    ]  # fmt: skip


def _record(by: User, verb: str, cycle: Cycle, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=cycle, province=cycle.community.district.province_id, **detail)
