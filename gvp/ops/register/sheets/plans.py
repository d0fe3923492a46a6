"""mesas, planes, hitos_plan and acciones_plan. A file brings history in: the order of a plan's acts is not enforced."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.ops.register.cells import Choice, Code, FreeText, Place, Ref, Text
from gvp.ops.register.measures import Amount, Date
from gvp.ops.register.sheets.base import BATCH, Column, Complaint, Register, Row, Sheet, end_before_start
from plans.models import Board, Milestone, Plan, PlanAction, PlanGoal
from plans.steps import STEPS

BOARDS = {
    "mesa_multisectorial": "multisectoral", "instancia_provincial": "provincial", "mclcp": "mclcp", "otra": "other",
}  # fmt: skip
# "ratificado" is not among the states of the register's own list; leaving it out would lose an act.
MILESTONES = {
    "convocado": "convened", "diagnostico": "diagnosis", "en_formulacion": "drafting", "validado": "validated",
    "presentado": "submitted", "en_evaluacion": "under_review", "observado": "returned",
    "con_dictamen": "with_opinion", "aprobado": "approved", "no_aprobado": "not_approved", "publicado": "published",
    "reconocido": "recognised", "en_ejecucion": "implementing", "en_seguimiento": "evaluating",
    "culminado": "completed", "sustituido": "superseded", "derogado": "repealed", "archivado": "archived",
    "ratificado": "ratified",
}  # fmt: skip
ACTIONS = {
    "programada": "planned", "en_ejecucion": "running", "cumplida": "done", "parcial": "partly_done",
    "reprogramada": "rescheduled", "cancelada": "cancelled",
}  # fmt: skip
TABLE = list(STEPS)  # states in the order of the table
PLAN = Column("plan", "plan_id", Ref(sheet="planes"), required=True, path="plan__code")


class Boards(Sheet):
    name = "mesas"
    model = Board
    home = "provincia"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("provincia", "province_id", Place(pad=4), required=True),
        Column("tipo", "kind", Choice(BOARDS), required=True),
        Column("instalada_el", "installed_on", Date(), blank=None),
    )

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")


class Plans(Sheet):
    name = "planes"
    model = Plan
    home = "mesa"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("mesa", "board_id", Ref(sheet="mesas"), required=True, path="board__code"),
        Column("titulo", "title", Text(240), required=True),
        Column("desde", "since", Date(planned=True), required=True),
        Column("hasta", "until", Date(planned=True), required=True),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        return end_before_start(row, "since", "until", "hasta")

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")


class Milestones(Sheet):
    """The acts that stand; undone ones are history of one house and stay there."""

    name = "hitos_plan"
    model = Milestone
    key = ("plan_id", "state", "date")
    parent = home = "plan"
    columns = (
        PLAN,
        Column("estado", "state", Choice(MILESTONES), required=True),
        Column("fecha", "date", Date(), required=True),
        Column("documento", "document", Text(80)),
        Column("numero", "number", Text(120)),
    )

    def stored(self, wanted: Any, register: Register) -> Iterator[Any]:
        return (milestone for milestone in super().stored(wanted, register) if milestone.undone_at is None)

    def prepare(self, things: list[Any]) -> None:
        """Acts of one day stand in the table's order, whatever that of the rows: each is recorded after the other."""
        new = sorted((act for act in things if act._state.adding), key=lambda act: TABLE.index(act.state))
        now = timezone.now()
        for place, act in enumerate(new):
            act.recorded_at = now + dt.timedelta(microseconds=place)

    def exported(self, user: User | None) -> QuerySet:
        rows: Any = super().exported(user)
        return rows.standing().order_by("plan__code", "date", "recorded_at", "state")


class PlanActions(Sheet):
    name = "acciones_plan"
    model = PlanAction
    home = "plan"
    columns = (
        Column("codigo", "code", Code(most=40), required=True),
        PLAN,
        Column("objetivo", "goal_code", Code(most=20), required=True, path="goal__code"),
        Column("texto", "text", FreeText(400), required=True),
        Column("meta", "target", Amount(), blank=None),
        Column("inicia_el", "starts_on", Date(planned=True), blank=None),
        Column("plazo_original", "original_deadline", Date(planned=True), required=True),
        Column("plazo", "deadline", Date(planned=True), required=True),
        Column("responsable", "responsible_id", Ref(sheet="instituciones"), required=True, path="responsible__code"),
        Column("estado", "state", Choice(ACTIONS), required=True),
        Column("cumplida_el", "done_on", Date(), blank=None),
        Column("acta_cancelacion", "cancellation_act", Text(120)),
        Column("presupuesto", "budget", Amount(), blank=None),
    )
    goals: dict[tuple[Any, str], PlanGoal]
    new_goals: list[Model]

    def before(self, rows: list[Row], register: Register) -> None:
        """The objectives of the plans that the file speaks of."""
        self.goals, self.new_goals = {}, []
        plans = sorted({row.values["plan_id"] for row in rows}, key=str)
        for start in range(0, len(plans), BATCH):
            for goal in PlanGoal.objects.filter(plan__in=plans[start : start + BATCH]):
                self.goals[goal.plan_id, goal.code] = goal

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        values = row.values
        values["goal_id"] = self._goal(values["plan_id"], values.pop("goal_code"), register).pk
        stored = register.rows[self.name].get(values["code"])
        if values["state"] == "done" and not values.get("done_on", stored and stored.done_on):
            yield "cumplida_el", _("An action that is cumplida needs the day on which it was done.")
        yield from end_before_start(row, "starts_on", "original_deadline", "plazo_original")
        yield from end_before_start(row, "starts_on", "deadline", "plazo")

    def _goal(self, plan: Any, code: str, register: Register) -> PlanGoal:
        """An objective is known by its code alone; a new one waits for its text."""
        if (plan, code) not in self.goals:
            goal = PlanGoal(plan_id=plan, code=code, recorded_by=register.user)
            self.goals[plan, code] = goal
            self.new_goals.append(goal)
        return self.goals[plan, code]

    def first(self) -> list[Model]:
        return self.new_goals

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")
