"""Cycles, sessions and attendance of the demonstration, with the troubles of real life."""

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

from gvp.accounts.models import User
from gvp.ops.demo.keys import key
from gvp.ops.demo.places import Place
from participants.models import Participant
from workshops.models import ATTENDED, Attendance, AttendanceState, Cycle, Enrolment, Mark, Module, Workshop

SENSITISATION = [
    "Quiénes somos los hombres del valle", "Lo que aprendimos de nuestros padres", "Emociones y rabia",
    "Poder y violencia", "La pareja: decidir entre dos", "Cuidar en la casa", "Criar sin golpes", "Mi compromiso",
]  # fmt: skip
WINAY = [
    "Me conozco", "Nuestros derechos", "Iguales en la escuela", "Buen trato", "Hablar en público", "Pedir ayuda",
    "Mi réplica",
]  # fmt: skip
TITLES = {"sensitisation": SENSITISATION, "winay": WINAY}
SEED_OF_TODAY = 7
FACILITATORS = {"1204": "campo", "0907": "campo-tayacaja"}
PRACTICES = dt.timedelta(weeks=9)  # from the last session to the last closing practice
MODULES = {kind: len(titles) for kind, titles in TITLES.items()}


@dataclass(frozen=True)
class Plan:
    """One cycle. `days_ago`: when it started; `running`: its last but one session is today."""

    code: str
    kind: str
    name: str
    province: str
    community: int
    days_ago: int
    people: int = 27
    running: bool = False

    def starts_on(self, today: dt.date) -> dt.date:
        return today - dt.timedelta(days=self.days_ago)

    def days(self, today: dt.date) -> list[dt.date]:
        """A session every two weeks; of a running cycle the last but one is today, the last lies ahead."""
        count = MODULES[self.kind]
        first = self.starts_on(today) + dt.timedelta(days=2)
        if self.running:
            first = today - dt.timedelta(weeks=2 * (count - 2))
        return [first + dt.timedelta(weeks=2 * n) for n in range(count)]


PLANS = [
    Plan("DEMO-J1", "sensitisation", "Puquio Ficticio I", "1204", 0, 545),
    Plan("DEMO-J2", "sensitisation", "Tambo Imaginario I", "1204", 1, 460),
    Plan("DEMO-T1", "sensitisation", "Ñahuin Ficticio I", "0907", 0, 430),
    Plan("DEMO-J3", "sensitisation", "Ccochapampa Ficticia I", "1204", 2, 330),
    Plan("DEMO-T2", "sensitisation", "Ichupata de Prueba I", "0907", 1, 290),
    Plan("DEMO-J4", "sensitisation", "Molino de Prueba I", "1204", 3, 190),
    Plan("DEMO-J6", "sensitisation", "Puquio Ficticio II", "1204", 0, 520),
    Plan("DEMO-J7", "sensitisation", "Tambo Imaginario II", "1204", 1, 415),
    Plan("DEMO-J8", "sensitisation", "Ccochapampa Ficticia II", "1204", 2, 370),
    Plan("DEMO-J9", "sensitisation", "Molino de Prueba II", "1204", 3, 300),
    Plan("DEMO-J10", "sensitisation", "Anexo Ejemplo Alto II", "1204", 4, 255),
    Plan("DEMO-T4", "sensitisation", "Ñahuin Ficticio II", "0907", 0, 530),
    Plan("DEMO-T5", "sensitisation", "Ichupata de Prueba II", "0907", 1, 390),
    Plan("DEMO-T6", "sensitisation", "Chaca Imaginaria II", "0907", 2, 350),
    Plan("DEMO-T7", "sensitisation", "Anexo Ejemplo Bajo I", "0907", 3, 235),
    Plan("DEMO-J5", "sensitisation", "Anexo Ejemplo Alto I", "1204", 4, 86, running=True),
    Plan("DEMO-T3", "sensitisation", "Chaca Imaginaria I", "0907", 2, 86, running=True),
    Plan("DEMO-W1", "winay", "Wiñay I.E. Los Quinuales", "1204", 0, 240, people=15),
    Plan("DEMO-W3", "winay", "Wiñay I.E. Hatun Mayo", "1204", 1, 380, people=17),
    Plan("DEMO-W4", "winay", "Wiñay I.E. Wayra Sumaq I", "0907", 4, 330, people=18),
    Plan("DEMO-W2", "winay", "Wiñay I.E. Wayra Sumaq", "0907", 4, 72, people=15, running=True),
]  # fmt: skip


def make(
    plan: Plan, place: Place, group: list[Participant], today: dt.date, team: dict[str, User], chance: random.Random
) -> None:
    field_user = team[FACILITATORS[plan.province]]
    days = plan.days(today)
    community = place.communities[plan.community]
    cycle = Cycle.objects.create(
        code=plan.code, kind=plan.kind, name=plan.name, community=community,
        starts_on=min(days[0], plan.starts_on(today)),
        closes_on=None if plan.running else days[-1] + (PRACTICES if plan.kind == "winay" else dt.timedelta(days=7)),
    )  # fmt: skip
    cycle.facilitators.add(field_user)
    modules = [
        Module(cycle=cycle, code=f"{n:02}", title=title, order=n, core=n in (1, 4))
        for n, title in enumerate(TITLES[plan.kind], start=1)
    ]
    Module.objects.bulk_create(modules)
    ways = [_way(plan, n, chance) for n in range(len(group))]
    _enrol(plan, cycle, group, ways, days, today)
    workshops = [_session(n, module, day, field_user, today) for n, (module, day) in
                 enumerate(zip(modules, days, strict=True), start=1)]  # fmt: skip
    Workshop.objects.bulk_create(workshops)
    for n, workshop in enumerate(workshops):
        if workshop.status == Workshop.Status.HELD:
            _log(workshop, n, group, ways, field_user, chance)
    _add_troubles(plan, workshops, team)


@dataclass(frozen=True)
class Way:
    """How one person attends: until which session, and how surely; `excused`: with an excuse at first."""

    leaves_after: int | None
    surety: float
    excused: bool = False


# In a running cycle: who stopped coming without a word, and how many of the sessions so far he or she missed.
STOPPED = {5: 2, 11: 2, 21: 3}
EXCUSED = 11


def _way(plan: Plan, n: int, chance: random.Random) -> Way:
    if plan.running and n in STOPPED:
        return Way(MODULES[plan.kind] - 2 - STOPPED[n], surety=0.97, excused=n == EXCUSED)
    if n % 9 == 8:
        return Way(leaves_after=chance.randint(2, 4), surety=0.9)
    return Way(leaves_after=None, surety=0.72 if n % 7 == 6 else 0.97)


def _enrol(
    plan: Plan, cycle: Cycle, group: list[Participant], ways: list[Way], days: list[dt.date], today: dt.date
) -> None:
    def enrolment(n: int, person: Participant, way: Way) -> Enrolment:
        left = days[way.leaves_after] if way.leaves_after and n % 2 == 0 else None
        return Enrolment(
            cycle=cycle, participant=person, enrolled_on=person.enrolled_on,
            withdrawn_on=left if left and left <= today else None,
            practice_on=_practised(plan, n, days) if not way.leaves_after else None,
        )  # fmt: skip

    Enrolment.objects.bulk_create(enrolment(n, *pair) for n, pair in enumerate(zip(group, ways, strict=True)))


def _practised(plan: Plan, n: int, days: list[dt.date]) -> dt.date | None:
    """Wiñay ends with a practice in front of the class; a few leaders have their turn every third week."""
    if plan.kind != "winay" or plan.running:
        return None
    return days[-1] + n % 4 * PRACTICES / 3


def _session(n: int, module: Module, day: dt.date, field_user: User, today: dt.date) -> Workshop:
    return Workshop(
        code=f"{module.cycle.code}-{n:02}",
        cycle=module.cycle,
        module=module,
        date=day,
        starts_at=dt.time(18, 0) if module.cycle.kind == "sensitisation" else dt.time(14, 30),
        minutes=120 if module.cycle.kind == "sensitisation" else 90,
        community=module.cycle.community,
        facilitator=field_user.get_full_name(),
        status=Workshop.Status.HELD if day < today else Workshop.Status.PLANNED,
        recorded_by=field_user,
    )


def _log(
    workshop: Workshop, n: int, group: list[Participant], ways: list[Way], by: User, chance: random.Random,
    finished: bool = True,
) -> None:  # fmt: skip
    """Marks and attendance of one session; the counts are missing while it is not finished."""
    at = timezone.make_aware(dt.datetime.combine(workshop.date, workshop.starts_at or dt.time(18))) + dt.timedelta(
        hours=2
    )
    states = [(person, _state(way, n, chance)) for person, way in zip(group, ways, strict=True)]
    marks = [
        Mark(id=key(workshop.code, person.code), workshop=workshop, participant=person, state=state, captured_at=at,
             recorded_at=at, recorded_by=by)
        for person, state in states
    ]  # fmt: skip
    Mark.objects.bulk_create(marks)
    Attendance.objects.bulk_create(
        Attendance(workshop=workshop, participant=mark.participant, state=mark.state, mark=mark, recorded_at=at,
                   recorded_by=by)
        for mark in marks
    )  # fmt: skip
    came = sum(state in ATTENDED for _, state in states)
    if finished:
        workshop.unregistered = chance.choice([0, 0, 0, 1, 2])
        workshop.head_count = came + workshop.unregistered
        workshop.signatures = came if chance.random() < 0.9 else max(came - chance.randint(1, 3), 0)
        workshop.save()


def _state(way: Way, n: int, chance: random.Random) -> str:
    if way.leaves_after is not None and n >= way.leaves_after:
        return AttendanceState.EXCUSED if way.excused and n == way.leaves_after else AttendanceState.ABSENT
    if chance.random() > way.surety:
        return chance.choice([AttendanceState.ABSENT, AttendanceState.ABSENT, AttendanceState.EXCUSED])
    return chance.choices([AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.MADE_UP], [90, 7, 3])[0]


def _add_troubles(plan: Plan, workshops: list[Workshop], team: dict[str, User]) -> None:
    """What a week in the field looks like: postponed, cancelled, half logged, forgotten, disputed."""
    if plan.code in ("DEMO-J2", "DEMO-T2"):
        _postpone(workshops[3])
        _cancel_extra(workshops[5], plan)
    if plan.code == "DEMO-J3":
        workshops[4].head_count = (workshops[4].head_count or 0) + 4
        workshops[4].save()
    if not plan.running:
        return
    last = [workshop for workshop in workshops if workshop.status == Workshop.Status.HELD][-1]
    _dispute(last, team["coordinacion" if plan.province == "1204" else "coordinacion-tayacaja"])
    if plan.kind == "sensitisation":
        _make_up_today(plan, workshops, team[FACILITATORS[plan.province]])


def _postpone(workshop: Workshop) -> None:
    workshop.original_date = workshop.date - dt.timedelta(days=3)
    workshop.rescheduled_reason = "Lluvia: la carretera estuvo cerrada"
    workshop.save()


def _cancel_extra(workshop: Workshop, plan: Plan) -> None:
    """A session that fell out; its subject was taught later."""
    Workshop.objects.create(
        code=f"{plan.code}-S1", cycle=workshop.cycle, module=workshop.module, community=workshop.community,
        date=workshop.date - dt.timedelta(days=5), starts_at=workshop.starts_at, facilitator=workshop.facilitator,
        status=Workshop.Status.CANCELLED, cancelled_reason="Faena comunal el mismo día",
    )  # fmt: skip


def _dispute(workshop: Workshop, other: User) -> None:
    """Somebody else says that this man was absent; the facilitator marked him present."""
    attendance = workshop.attendances.filter(state=AttendanceState.PRESENT).order_by("participant__code").first()
    if attendance is None:
        return
    man = attendance.participant
    Mark.objects.create(
        id=key(workshop.code, man.code, "otherwise"), workshop=workshop, participant=man, recorded_by=other,
        state=AttendanceState.ABSENT,
    )  # fmt: skip
    attendance.disputed = True
    attendance.save()


def _make_up_today(plan: Plan, workshops: list[Workshop], by: User) -> None:
    """This morning's make-up session, half logged, and one of last week that nobody logged."""
    evening = workshops[-2]
    same = {"cycle": evening.cycle, "community": evening.community, "facilitator": evening.facilitator}
    morning = Workshop.objects.create(
        **same, code=f"{plan.code}-R1", module=workshops[-3].module, date=evening.date, starts_at=dt.time(8, 0),
        minutes=90, status=Workshop.Status.HELD, recorded_by=by,
    )  # fmt: skip
    enrolled = evening.cycle.enrolments.select_related("participant").order_by("participant__code")
    first_six = [enrolment.participant for enrolment in enrolled[:6]]
    _log(morning, 0, first_six, [Way(None, 1.0)] * 6, by, random.Random(SEED_OF_TODAY), finished=False)  # noqa: S311
    Workshop.objects.create(
        **same, code=f"{plan.code}-P1", module=workshops[-4].module, date=evening.date - dt.timedelta(days=6),
        starts_at=dt.time(18, 0),
    )  # fmt: skip
