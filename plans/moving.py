"""Acts that carry a plan on: recorded, completed with their document, undone. Transactions with their audit line.

The rules are lifecycle.py's. Whoever records acts in one province at the same time waits.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from plans import lifecycle
from plans.lifecycle import Refusal
from plans.models import Board, Milestone, Plan

Facts = Mapping[str, Any]  # date, document, number, file, note


@transaction.atomic
def move(*, by: User, plan: Plan, key: UUID, state: str, facts: Facts) -> Milestone:
    """Record the act that brings the plan to this state. A resend finds it by its key.

    Raises ValidationError, by field, for a move that the table does not know, a date out of order or ahead, and for a
    second plan in force in the province.
    """
    _lock(plan)
    if known := Milestone.objects.filter(pk=key).first():
        return _same(known, plan)
    return _add(by, plan, state, facts, key=key)


@transaction.atomic
def enter_history(*, by: User, plan: Plan, acts: Sequence[tuple[UUID, str, Facts]]) -> list[Milestone]:
    """Record a plan of the past at once: (key, state, facts) in the table's order, which may jump from 2 to 7.

    What was jumped over stays a gap. A resend finds the acts by their keys. Raises ValidationError whose field is the
    state at which the story breaks.
    """
    _lock(plan)
    states = {key: state for key, state, _facts in acts}
    if known := list(Milestone.objects.filter(pk__in=states)):
        return [_same(act, plan, states[act.pk]) for act in known]
    made = []
    for key, state, facts in acts:
        try:
            made.append(_add(by, plan, state, facts, key=key, historic=True))
            if len(made) == len(acts):  # only where its story ends may it stand beside another plan, or not
                _refuse_second(plan, state)
        except ValidationError as refused:
            raise ValidationError({state: refused.messages}) from refused
    return made


@transaction.atomic
def complete(*, by: User, milestone: Milestone, facts: Facts, seen: str = "") -> list[str]:
    """Add the document that an act was waiting for, or correct it; returns the fields that changed.

    The date of the act stays. `seen`: the version on screen (gvp/base/versions.py). Raises ValidationError for an act
    that was undone, and for one that somebody else changed meanwhile.
    """
    act = Milestone.objects.select_for_update(of=("self",)).select_related("plan__board").get(pk=milestone.pk)
    if act.undone_at:
        raise ValidationError(_("This act was undone: it stays as it was."), code="undone")
    wanted = {name: facts[name] or "" for name in ("document", "number", "file", "note") if name in facts}
    changed = sorted(name for name, value in wanted.items() if getattr(act, name) != value)
    if not changed:
        return []
    versions.check(act, seen)
    for name in changed:
        setattr(act, name, wanted[name])
    act.save(update_fields=changed)
    _record(by, act.plan, act, fields=changed)
    return changed


@transaction.atomic
def undo(*, by: User, milestone: Milestone, reason: str) -> bool:
    """Take the last standing act of a plan back; it stays in the history with the reason. False when it was undone.

    Raises ValidationError for any other act, and when the plan would be in force again beside another one.
    """
    plan = milestone.plan
    _lock(plan)
    act = plan.milestones.get(pk=milestone.pk)
    if act.undone_at:
        return False
    standing = _standing(plan)
    if standing[-1].pk != act.pk:
        raise ValidationError(_("Only the last act can be undone: undo the later ones first."), code="not_last")
    _refuse_second(plan, lifecycle.position(standing[:-1]))
    act.undone_at, act.undone_reason = timezone.now(), reason
    act.save(update_fields=["undone_at", "undone_reason"])
    _record(by, plan, act, undone=True, reason=reason)
    return True


def _add(by: User, plan: Plan, state: str, facts: Facts, *, key: UUID, historic: bool = False) -> Milestone:
    standing = _standing(plan)
    before = lifecycle.position(standing)
    _refuse(standing, state, facts["date"], historic=historic)
    if state != lifecycle.RATIFIED and not historic:
        _refuse_second(plan, state)
    act = Milestone.objects.create(**facts, pk=key, plan=plan, state=state, recorded_by=by)
    _record(by, plan, act, before=before, documented=act.documented)
    return act


def _same(known: Milestone, plan: Plan, field: str = NON_FIELD_ERRORS) -> Milestone:
    if known.plan_id != plan.pk:
        text = _("This form was already used for another plan. Open it again.")
        raise ValidationError({field: ValidationError(text, code="reused")})
    return known


def _refuse(standing: Sequence[Milestone], state: str, date: dt.date, *, historic: bool) -> None:
    match lifecycle.refusal(standing, state, date, today=timezone.localdate(), historic=historic):
        case Refusal.NOT_NEXT:
            raise ValidationError(_not_next(standing, state), code="not_next")
        case Refusal.FUTURE:
            raise ValidationError({"date": _("An act cannot lie in the future.")})
        case Refusal.BEFORE_LAST:
            last = date_format(standing[-1].date, "SHORT_DATE_FORMAT")
            raise ValidationError({"date": _("The act before this one is of %(day)s.") % {"day": last}})
    if any(act.state == state and act.date == date for act in standing):
        raise ValidationError({"date": _("This act is recorded already.")})


def _not_next(standing: Sequence[Milestone], state: str) -> str:
    names = dict(Milestone.State.choices)
    here = lifecycle.position(standing)
    if not here:
        return _("A plan begins when it is convened: “%(state)s” cannot come first.") % {"state": names[state]}
    return _("“%(state)s” cannot come after “%(here)s”.") % {"state": names[state], "here": names[here]}


def _refuse_second(plan: Plan, state: str) -> None:
    """One plan per province is in force, 7 to 11, at a time."""
    if state not in lifecycle.IN_FORCE:
        return
    others = Plan.objects.in_force().filter(board__province=plan.board.province_id).exclude(pk=plan.pk)
    if other := others.first():
        raise ValidationError(
            _("Another plan of this province is in force: %(code)s. Record first what ended it.")
            % {"code": other.code},
            code="second",
        )


def _lock(plan: Plan) -> None:
    list(Board.objects.select_for_update().filter(province=plan.board.province_id).order_by("pk"))


def _standing(plan: Plan) -> list[Milestone]:
    return list(plan.milestones.standing().order_by("date", "recorded_at"))


def _record(by: User, plan: Plan, act: Milestone, **detail: Any) -> None:
    log.record(
        by=by, verb=log.Verb.CHANGED, target=plan, province=plan.board.province_id,
        status=act.state, date=act.date.isoformat(), **detail,
    )  # fmt: skip
