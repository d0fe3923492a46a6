"""What would make more leaders count: commitments to sign, actions to validate, leaders to call."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE
from gvp.reporting.worklist.base import Asked, Step, Task, moved
from participants.models import NetworkMembership, Participant
from workshops.models import ActionLeader, NetworkAction
from workshops.outreach import last_actions
from workshops.parameters import ACTIVE_DAYS
from workshops.waiting import unvalidated

NETWORK = "network__province"
PERSON = "participant__community__district__province"


def without_commitment(asked: Asked) -> list[Task]:
    """Members who signed none. A sensitised man counts in C2 as soon as he does."""
    stays = asked.mine(NetworkMembership.objects.standing(asked.today), PERSON).filter(commitment_on__isnull=True)
    stays = stays.select_related("participant__community__district", "network").order_by("participant__sort_name")
    men, leaders = asked.counted("C1a"), asked.counted("C2")
    steps = [
        Step(
            person=stay.participant,
            detail=_("%(network)s · joined on %(day)s") % {"network": stay.network, "day": _day(stay.joined_on)},
            fix=asked.door(MANAGE_PEOPLE, "workshops:member_edit", stay.pk),
            counts=stay.participant_id in men and stay.participant_id not in leaders,
        )
        for stay in stays
    ]
    if not steps:
        return []
    n, effect = len(steps), moved(steps)
    words = {"n": effect, "then": len(leaders) + effect}
    promise = ngettext(
        "%(n)d signed commitment is missing; with it, %(then)d.",
        "%(n)d signed commitments are missing; with them, %(then)d.",
        effect,
    )
    text = ngettext("%(n)d member of a network without signed commitment",
                    "%(n)d members of a network without signed commitment", n)  # fmt: skip
    return [
        Task(
            "commitment",
            text % {"n": n},
            steps,
            _("Enter the commitment"),
            "C2",
            effect,
            promise % words if effect else "",
        )
    ]


def to_validate(asked: Asked) -> list[Task]:
    """Actions nobody but their author has confirmed. A leader is active by one that is validated."""
    actions = unvalidated(asked.mine(NetworkAction.objects.all(), NETWORK), asked.today)
    found = list(actions.select_related("network", "community__district").order_by("date", "code"))
    if not found:
        return []
    since = asked.today - dt.timedelta(days=int(ACTIVE_DAYS.value()) - 1)
    silent = asked.counted("C2") - asked.counted("C2a")
    recent = [action.pk for action in found if action.date >= since]
    led = ActionLeader.objects.filter(action__in=recent, participant__in=silent)
    heard = {(action, leader) for action, leader in led.values_list("action", "participant")}
    of_use = {action for action, _leader in heard}
    steps = [
        Step(
            label=f"{_day(action.date)} · {action.get_kind_display()}",
            url=asked.door(MANAGE_PEOPLE, "workshops:action", action.pk),
            detail=f"{action.community} · {action.network}",
            fix=asked.door(MANAGE_PEOPLE, "workshops:action", action.pk),
            counts=action.pk in of_use,
        )
        for action in found
    ]
    n = len(steps)
    text = ngettext("%(n)d network action to validate", "%(n)d network actions to validate", n) % {"n": n}
    effect = len({leader for _action, leader in heard})
    return [Task("validation", text, steps, _("Validate"), "C2a", effect)]


def silent(asked: Asked) -> list[Task]:
    """Leaders without a validated action in the days in which an active one has led some."""
    quiet = asked.counted("C2") - asked.counted("C2a")
    if not quiet:
        return []
    last = last_actions(dt.date.min, asked.today)
    people = Participant.objects.filter(pk__in=quiet).select_related("community__district")
    stays = NetworkMembership.objects.standing(asked.today).filter(participant__in=quiet)
    networks = dict(stays.values_list("participant", "network"))
    heard = sorted(people, key=lambda person: (last.get(person.pk, dt.date.min), person.sort_name))
    steps = [
        Step(
            person=person,
            detail=_("last action on %(day)s") % {"day": _day(last[person.pk])}
            if person.pk in last
            else _("has led none yet"),
            fix=asked.door(LOG_ATTENDANCE, "workshops:action_new", networks[person.pk]),
        )
        for person in heard
    ]
    words = {"n": len(steps), "days": int(ACTIVE_DAYS.value())}
    text = ngettext(
        "%(n)d leader without an action in the last %(days)d days",
        "%(n)d leaders without an action in the last %(days)d days",
        len(steps),
    )
    return [Task("silent", text % words, steps, _("Write down an action"), "C2a", len(steps))]


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
