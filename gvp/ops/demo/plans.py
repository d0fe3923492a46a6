"""The boards and provincial plans of the demonstration, with their acts and actions."""

import datetime as dt
from dataclasses import dataclass

from gvp.accounts.models import User
from gvp.partners.models import Institution
from gvp.places.models import Province
from plans.models import (
    ActionEvidence,
    Board,
    BoardMeeting,
    BoardMember,
    MayoralTerm,
    Milestone,
    Plan,
    PlanAction,
    PlanGoal,
)

# state, days ago, kind of document; "" where the document has not arrived
ACTS = [
    ("convened", 520, "Acta"), ("diagnosis", 470, "Informe"), ("drafting", 430, "Acta"), ("validated", 380, "Acta"),
    ("submitted", 360, "Oficio"), ("under_review", 335, "Informe técnico"), ("with_opinion", 310, "Dictamen"),
    ("approved", 290, "Ordenanza Municipal"), ("published", 275, "Constancia de publicación"),
    ("recognised", 260, "Ordenanza Municipal"), ("implementing", 200, "Plan de trabajo anual"),
]  # fmt: skip
SECTORS = {"municipality": "municipality", "ugel": "education", "health": "health", "mens_group": "men",
           "media": "media", "school": "education"}  # fmt: skip
GOALS = [
    ("OE1", "culture", "Hombres, familias y escuelas que viven sin violencia (objetivo ficticio)"),
    ("OE2", "services", "Servicios que llegan a las comunidades (objetivo ficticio)"),
    ("OE3", "governance", "Una mesa que se reúne y rinde cuentas (objetivo ficticio)"),
]


@dataclass(frozen=True)
class Promised:
    """One action. Deadlines in days from today, negative when past; `done`: days before its original deadline."""

    goal: str
    text: str
    target: int
    unit: str
    deadline: int
    moved_to: int | None = None
    state: str = "planned"
    done: int | None = None
    progress: int = 0


PROMISED = [
    Promised("OE1", "Talleres con hombres en comunidades", 8, "talleres", -150, state="done", done=20, progress=100),
    Promised("OE1", "Escuelas que aplican Wiñay", 4, "escuelas", -120, state="done", done=5, progress=100),
    Promised("OE1", "Campaña radial en español y quechua", 40, "emisiones", -90, state="done", done=12, progress=100),
    Promised("OE1", "Feria por el buen trato", 2, "ferias", -60, 45, "rescheduled", progress=50),
    Promised("OE1", "Encuentro provincial de referentes", 1, "encuentro", 60, state="running", progress=30),
    Promised("OE2", "Atención itinerante del CEM", 12, "visitas", -100, state="done", done=2, progress=100),
    Promised("OE2", "Ruta de atención impresa en cada comunidad", 30, "comunidades", -45, state="partly_done",
             progress=60),
    Promised("OE2", "Capacitación del personal de salud", 3, "cursos", -30, state="done", done=1, progress=100),
    Promised("OE2", "Módulo de escucha en la UGEL", 1, "módulo", 25, state="running", progress=70),
    Promised("OE3", "Reuniones ordinarias de la mesa", 6, "reuniones", 15, state="running", progress=80),
    Promised("OE3", "Informe anual al concejo municipal", 1, "informe", -20, state="running", progress=40),
    Promised("OE3", "Presupuesto en el POI del próximo año", 1, "partida", 35),
]  # fmt: skip


def make(today: dt.date, by: User) -> None:
    for n, province in enumerate(Province.objects.filter(followed=True).order_by("-code")):
        members = list(Institution.objects.filter(code__startswith=f"DEMO-I-{province.short_code}").order_by("code"))
        MayoralTerm.objects.create(province=province, since=dt.date(2023, 1, 1), until=dt.date(2026, 12, 31))
        board = _board(province, members, today, by)
        _plan(n, board, members, today, by)


def _board(province: Province, institutions: list[Institution], today: dt.date, by: User) -> Board:
    installed_on = today - dt.timedelta(days=560)
    board = Board.objects.create(
        code=f"DEMO-MESA-{province.short_code}", province=province, kind="multisectoral", quorum=4,
        installed_on=installed_on, recorded_by=by,
    )  # fmt: skip
    members = [
        BoardMember(
            board=board, institution=institution, sector=SECTORS[institution.kind], since=installed_on,
            titular="Titular ficticia", alternate="Alterno ficticio", credential="Oficio ficticio N.º 001",
        )
        for institution in institutions
    ]  # fmt: skip
    BoardMember.objects.bulk_create(members)
    for n in range(8):
        day = today - dt.timedelta(days=30 + 65 * n)
        meeting = BoardMeeting.objects.create(
            board=board, date=day, minutes_number=f"Acta ficticia N.º {8 - n:03}", subject="Avance del plan"
        )
        meeting.present.set(members[: 3 if n == 4 else 5])
    return board


def _plan(n: int, board: Board, institutions: list[Institution], today: dt.date, by: User) -> None:
    """The second province is a step behind: its plan of work has not arrived."""
    short = board.province.short_code
    plan = Plan.objects.create(
        code=f"DEMO-PLAN-{short}", board=board, since=dt.date(today.year - 1, 1, 1),
        until=dt.date(today.year + 2, 12, 31), recorded_by=by,
        title=f"Plan provincial de prevención de la violencia de género, {board.province.name} (ficticio)",
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan, state=state, date=today - dt.timedelta(days=days - 20 * n), recorded_by=by,
            document="" if n and state == "implementing" else document,
            number="" if n and state == "implementing" else f"N.º 000-{today.year - 1} (ficticio)",
        )
        for state, days, document in ACTS
    )  # fmt: skip
    goals = {code: PlanGoal.objects.create(plan=plan, code=code, strand=strand, text=text)
             for code, strand, text in GOALS}  # fmt: skip
    for number, promised in enumerate(PROMISED, start=1):
        responsible, *others = institutions[number % len(institutions) :] + institutions[: number % len(institutions)]
        action = _action(number, promised, plan, goals[promised.goal], responsible, today)
        action.co_responsible.set(others[: number % 3])


def _action(
    number: int, promised: Promised, plan: Plan, goal: PlanGoal, responsible: Institution, today: dt.date
) -> PlanAction:
    original = today + dt.timedelta(days=promised.deadline)
    done_on = None if promised.done is None else original - dt.timedelta(days=promised.done)
    action = PlanAction.objects.create(
        code=f"{plan.code}-A{number:02}", plan=plan, goal=goal, text=promised.text, target=promised.target,
        unit=promised.unit, starts_on=original - dt.timedelta(days=120), original_deadline=original,
        deadline=original if promised.moved_to is None else today + dt.timedelta(days=promised.moved_to),
        responsible=responsible, state=promised.state, progress=promised.progress, done_on=done_on,
        budget=2000 + 500 * (number % 4), source="poi" if number % 2 else "donor",
    )  # fmt: skip
    if done_on:
        ActionEvidence.objects.create(action=action, date=done_on, label="Informe ficticio")
    return action
