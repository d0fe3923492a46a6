"""What would make more people count as trained: a module, the closing practice, a consent."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import MANAGE_CYCLES, MANAGE_PEOPLE, SEE_RECORDS
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.people import PROVINCE
from gvp.reporting.worklist.base import Asked, Step, Task, moved
from participants.counting import NEEDED
from participants.models import Consent, Participant
from workshops.completed import completed
from workshops.models import Cycle
from workshops.waiting import Nearly, nearly, of_late

Kind, Group = Cycle.Kind, Participant.Group
# Which cycle and which group each figure is about.
ABOUT = {"C1a": (Kind.SENSITISATION, Group.MAN), "C5": (Kind.WINAY, Group.SCHOOL_LEADER)}
OF_CYCLE = "community__district__province"


def men_one_module_short(asked: Asked) -> list[Task]:
    return [_module(asked, "C1a", found)] if (found := _nearly(asked, "C1a")) else []


def leaders_one_step_short(asked: Asked) -> list[Task]:
    """A module, or the closing practice: two tasks, done on two screens."""
    found = _nearly(asked, "C5")
    modules, practices = [one for one in found if not one.practice], [one for one in found if one.practice]
    return ([_practice(asked, practices)] if practices else []) + ([_module(asked, "C5", modules)] if modules else [])


def _nearly(asked: Asked, code: str) -> list[Nearly]:
    """Whoever is one step from completing a cycle and does not count by another one."""
    kind, _group = ABOUT[code]
    cycles = of_late(asked.mine(Cycle.objects.filter(kind=kind), OF_CYCLE), asked.today)
    counted = asked.counted(code)
    return [one for one in nearly(cycles) if one.enrolment.participant_id not in counted]


def _of_use(asked: Asked, code: str, found: Sequence[Nearly]) -> set[UUID]:
    """Those for whom nothing else is missing."""
    eligible = INDICATORS[code].eligible(asked.scope)
    people = [one.enrolment.participant_id for one in found]
    return set(eligible.filter(pk__in=people).values_list("pk", flat=True))


def _module(asked: Asked, code: str, found: Sequence[Nearly]) -> Task:
    of_use = _of_use(asked, code, found)
    steps = [
        Step(
            person=one.enrolment.participant,
            detail=_step_detail(one),
            fix=asked.door(SEE_RECORDS, "workshops:matrix", one.enrolment.cycle_id),
            counts=one.enrolment.participant_id in of_use,
        )
        for one in found
    ]
    n, effect, now = len(steps), len(of_use), len(asked.rows(code))
    text, promise = _module_words(code, n, effect)
    words = {"n": effect, "then": now + effect}
    return Task(
        f"module-{code}", text % {"n": n}, steps, _("See the matrix"), code, effect, promise % words if effect else ""
    )


def _module_words(code: str, n: int, effect: int) -> tuple[str, str]:
    if code == "C1a":
        return ngettext("%(n)d man one module short", "%(n)d men one module short", n), ""
    text = ngettext("%(n)d school leader one module short", "%(n)d school leaders one module short", n)
    promise = ngettext(
        "%(n)d school leader is one module short; with it, %(then)d.",
        "%(n)d school leaders are one module short; with it, %(then)d.",
        effect,
    )
    return text, promise


def _step_detail(one: Nearly) -> str:
    words = {"cycle": one.enrolment.cycle, "module": one.module}
    return _("%(cycle)s · core module %(module)s") % words if one.module else str(one.enrolment.cycle)


def _practice(asked: Asked, found: Sequence[Nearly]) -> Task:
    of_use = _of_use(asked, "C5", found)
    steps = [
        Step(
            person=one.enrolment.participant,
            detail=str(one.enrolment.cycle),
            fix=asked.door(MANAGE_CYCLES, "workshops:practice", one.enrolment.cycle_id),
            counts=one.enrolment.participant_id in of_use,
        )
        for one in found
    ]
    n, effect, now = len(steps), len(of_use), len(asked.rows("C5"))
    text = ngettext("%(n)d school leader without closing practice", "%(n)d school leaders without closing practice", n)
    promise = ngettext(
        "%(n)d closing practice is missing; with it, %(then)d.",
        "%(n)d closing practices are missing; with them, %(then)d.",
        effect,
    ) % {"n": effect, "then": now + effect}
    return Task("practice", text % {"n": n}, steps, _("Enter the practice"), "C5", effect, promise if effect else "")


# --- Consents -----------------------------------------------------------------------------------


def men_without_consent(asked: Asked) -> list[Task]:
    def text(n: int) -> str:
        return ngettext(
            "%(n)d man without consent to be registered", "%(n)d men without consent to be registered", n
        ) % {"n": n}

    return _without_consent(asked, "C1a", text)


def leaders_without_consent(asked: Asked) -> list[Task]:
    """The guardian's consent above all, and the leader's own assent."""

    def text(n: int) -> str:
        return ngettext(
            "%(n)d school leader without guardian's consent or own assent",
            "%(n)d school leaders without guardian's consent or own assent",
            n,
        ) % {"n": n}

    return _without_consent(asked, "C5", text)


def _without_consent(asked: Asked, code: str, text: Callable[[int], str]) -> list[Task]:
    """Whoever has completed the cycle counts as soon as the papers are there."""
    kind, group = ABOUT[code]
    people = asked.mine(Participant.objects.registered_by(asked.today), PROVINCE).filter(group=group)
    lacking = people.lacking_consent(asked.today)
    found = list(lacking.select_related("community__district").order_by("sort_name", "code"))
    if not found:
        return []
    done = {one.participant for one in completed(kind, asked.today, lacking, PROVINCE)}
    there = _in_force(asked, found)
    steps = [
        Step(
            person=person,
            detail=", ".join(str(kind.label) for kind in NEEDED[group] if kind not in there[person.pk]),
            fix=asked.door(MANAGE_PEOPLE, "participants:consents", person.pk),
            counts=person.pk in done,
        )
        for person in found
    ]
    return [Task(f"consent-{code}", text(len(steps)), steps, _("Enter the consent"), code, moved(steps))]


def _in_force(asked: Asked, people: Sequence[Participant]) -> dict[UUID, set[str]]:
    there: dict[UUID, set[str]] = defaultdict(set)
    given = Consent.objects.in_force(asked.today).filter(participant__in=people)
    for person, kind in given.values_list("participant", "kind"):
        there[person].add(kind)
    return there
