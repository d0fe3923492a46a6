"""ciclos, modulos, inscripciones, talleres and asistencias."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.ops.register.cells import Choice, Code, Ref, Text, YesNo
from gvp.ops.register.measures import Count, Date, Time
from gvp.ops.register.sheets.base import BATCH, Column, Complaint, Register, Row, Sheet, end_before_start
from gvp.ops.register.sheets.people import People
from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

HELD, CANCELLED = "held", "cancelled"
STATUSES = {"programado": "planned", "realizado": HELD, "suspendido": CANCELLED}
STATES = {"presente": "present", "tarde": "late", "recuperada": "made_up", "justificada": "excused", "falta": "absent"}
CYCLE = Column("ciclo", "cycle_id", Ref(sheet="ciclos"), required=True, path="cycle__code")
PERSON = Column("participante", "participant_id", Ref(sheet="participantes"), required=True, path="participant__code")


class Cycles(Sheet):
    name = "ciclos"
    model = Cycle
    home = "comunidad"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("tipo", "kind", Choice({"sensibilizacion": "sensitisation", "winay": "winay"}), required=True),
        Column("nombre", "name", Text(120), required=True),
        Column("comunidad", "community_id", Ref(sheet="comunidades"), required=True, path="community__code"),
        Column("inicia_el", "starts_on", Date(planned=True), required=True),
        Column("cierra_el", "closes_on", Date(planned=True), blank=None),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        return end_before_start(row, "starts_on", "closes_on", "cierra_el")

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")


class Modules(Sheet):
    name = "modulos"
    model = Module
    key = ("cycle_id", "code")
    parent = home = "ciclo"
    asked_by = ("talleres",)
    columns = (
        CYCLE,
        Column("codigo", "code", Code(most=20), required=True),
        Column("titulo", "title", Text(160), required=True),
        Column("nucleo", "core", YesNo(), required=True),
        Column("orden", "order", Count(), required=True),
    )

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("cycle__code", "order", "code")


class Enrolments(Sheet):
    name = "inscripciones"
    model = Enrolment
    key = ("cycle_id", "participant_id")
    parent = home = "ciclo"
    columns = (
        CYCLE,
        PERSON,
        Column("inscrito_el", "enrolled_on", Date(), required=True),
        Column("retirado_el", "withdrawn_on", Date(), blank=None),
        Column("practica_el", "practice_on", Date(), blank=None),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        return end_before_start(row, "enrolled_on", "withdrawn_on", "retirado_el")

    def exported(self, user: User | None) -> QuerySet:
        people = People().exported(user).order_by()
        return super().exported(user).filter(participant__in=people).order_by("cycle__code", "participant__code")


class Workshops(Sheet):
    name = "talleres"
    model = Workshop
    home = "ciclo"
    columns = (
        Column("codigo", "code", Code(most=40), required=True),
        CYCLE,
        Column("modulo", "module_code", Code(most=20), required=True, path="module__code"),
        Column("fecha", "date", Date(planned=True), required=True),
        Column("inicio", "starts_at", Time(), blank=None),
        Column("minutos", "minutes", Count(), required=True),
        Column("comunidad", "community_id", Ref(sheet="comunidades"), required=True, path="community__code"),
        Column("facilitador", "facilitator", Text(120)),
        Column("estado", "status", Choice(STATUSES), required=True),
        Column("conteo", "head_count", Count(), blank=None),
        Column("firmas", "signatures", Count(), blank=None),
    )
    with_attendance: set[Any]

    def before(self, rows: list[Row], register: Register) -> None:
        """Which stored sessions somebody attended, among those that would no longer be held."""
        stored = register.rows[self.name]
        unheld = [stored[row.values["code"]].pk for row in rows
                  if row.values["code"] in stored and row.values["status"] != HELD]  # fmt: skip
        self.with_attendance = {
            pk
            for start in range(0, len(unheld), BATCH)
            for pk in Attendance.objects.filter(workshop__in=unheld[start : start + BATCH]).values_list(
                "workshop", flat=True
            )
        }

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        values = row.values
        code = values.pop("module_code")
        key = (values["cycle_id"], code)
        module = register.rows["modulos"].get(key)
        if module is not None:
            values["module_id"] = module.pk
        elif key in register.broken["modulos"]:
            row.broken = True
        else:
            yield "modulo", _("This cycle has no module with this code.")
        if values["status"] == HELD and values["date"] > timezone.localdate():
            yield "fecha", _("A session that was held cannot lie in the future.")
        stored = register.rows[self.name].get(values["code"])
        if stored is not None and stored.pk in self.with_attendance:
            yield "estado", _("People attended this session: it stays realizado.")

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).order_by("code")


class Attendances(Sheet):
    name = "asistencias"
    model = Attendance
    key = ("workshop_id", "participant_id")
    parent = home = "taller"
    twice = False
    columns = (
        Column("taller", "workshop_id", Ref(most=40, sheet="talleres"), required=True, path="workshop__code"),
        PERSON,
        Column("estado", "state", Choice(STATES), required=True),
    )
    enrolled: set[tuple[Any, Any]]

    def before(self, rows: list[Row], register: Register) -> None:
        """Who is enrolled where: stored, or in this file."""
        cycles = sorted({row.refs["taller"].cycle_id for row in rows})
        self.enrolled = set(register.rows["inscripciones"]) | register.broken["inscripciones"]
        for start in range(0, len(cycles), BATCH):
            stored = Enrolment.objects.filter(cycle__in=cycles[start : start + BATCH])
            self.enrolled |= set(stored.values_list("cycle_id", "participant_id"))

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        workshop = row.refs["taller"]
        if workshop.status != HELD:
            yield "taller", _("Attendance is only for sessions that are realizado.")
        if (workshop.cycle_id, row.values["participant_id"]) not in self.enrolled:
            yield "participante", _("This person is not enrolled in the cycle of the session.")

    def prepare(self, things: list[Any]) -> None:
        """A state from the file replaces what marks said, and settles what two people disagreed about."""
        now = timezone.now()
        for attendance in things:
            attendance.mark, attendance.disputed, attendance.recorded_at = None, False, now

    def exported(self, user: User | None) -> QuerySet:
        people = People().exported(user).order_by()
        held = super().exported(user).filter(participant__in=people, workshop__status=HELD)
        return held.order_by("workshop__code", "participant__code")
