"""redes, integrantes, acciones_red and replicas: what men and school leaders pass on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.ops.register.cells import Choice, Code, FreeText, Place, Ref, Refs, Text, YesNo
from gvp.ops.register.measures import LARGE, Count, Date
from gvp.ops.register.sheets.base import (
    Column,
    Complaint,
    Register,
    Row,
    Sheet,
    end_before_start,
    proof,
    without_scan,
)
from gvp.ops.register.sheets.people import LEADER, People, needs_protection_permission, not_a_school
from participants.models import Network, NetworkMembership
from workshops.models import NetworkAction, Replication

ACTIONS = {
    "charla": "talk", "visita": "visit", "radio": "radio", "asamblea": "assembly", "feria": "fair",
    "acompanamiento": "accompaniment", "coordinacion": "coordination",
}  # fmt: skip
NETWORK = Column("red", "network_id", Ref(sheet="redes"), required=True, path="network__code")
REACHED = Count(most=LARGE)


def only_men(people: Iterable[Any], column: str) -> Iterator[Complaint]:
    if leaders := [person.code for person in people if person.group == LEADER]:
        yield column, _("Only men belong to a network, not school leaders: %(codes)s.") % {"codes": ", ".join(leaders)}


class Networks(Sheet):
    name = "redes"
    model = Network
    home = "provincia"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("nombre", "name", Text(160), required=True),
        Column("provincia", "province_id", Place(pad=4), required=True),
        Column("fundada_el", "founded_on", Date(), required=True),
        Column("acta", "founding_act", Text(80), path="act"),
        Column("coordinador", "coordinator_id", Ref(sheet="participantes"), blank=None, path="coordinator__code"),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        without_scan(row, register.rows[self.name].get(row.values["code"]), "founding_act", "founding_file")
        if "coordinador" in row.refs:
            yield from only_men([row.refs["coordinador"]], "coordinador")

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).annotate(act=proof("founding_act", "founding_file")).order_by("code")


class Memberships(Sheet):
    name = "integrantes"
    model = NetworkMembership
    key = ("network_id", "participant_id", "joined_on")
    parent = home = "red"
    columns = (
        NETWORK,
        Column("participante", "participant_id", Ref(sheet="participantes"), required=True, path="participant__code"),
        Column("ingreso_el", "joined_on", Date(), required=True),
        Column("compromiso_el", "commitment_on", Date(), blank=None),
        Column("salida_el", "left_on", Date(), blank=None),
    )
    stays: dict[tuple[Any, Any], dict[dt.date, dt.date | None]]  # until when, by day of joining

    def before(self, rows: list[Row], register: Register) -> None:
        """Who was a member when, as it is to be: what is stored, and over it what the file says."""
        self.stays = defaultdict(dict)
        for (network, person, joined_on), stay in register.rows[self.name].items():
            self.stays[network, person][joined_on] = stay.left_on
        for row in rows:
            network, person, joined_on = self.key_of(row.values)
            known = self.stays[network, person]
            known[joined_on] = row.values.get("left_on", known.get(joined_on))

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        yield from only_men([row.refs["participante"]], "participante")
        yield from end_before_start(row, "joined_on", "left_on", "salida_el")
        network, person, joined_on = self.key_of(row.values)
        stays = self.stays[network, person]
        if any(_overlap((joined_on, stays[joined_on]), stay) for stay in stays.items() if stay[0] != joined_on):
            yield "ingreso_el", _("He was a member of this network in those days already.")

    def exported(self, user: User | None) -> QuerySet:
        people = People().exported(user).order_by()
        rows = super().exported(user).filter(participant__in=people)
        return rows.order_by("network__code", "participant__code", "joined_on")


def _overlap(one: tuple[dt.date, dt.date | None], other: tuple[dt.date, dt.date | None]) -> bool:
    """Whether two stays share more than the day on which one ends and the other begins."""
    first, second = sorted((one, other), key=lambda stay: stay[0])
    return first[1] is None or first[1] > second[0]


class NetworkActions(Sheet):
    """The audience is an estimate. Whoever led it is named whatever his province: a list left short would be
    taken for a correction when the file comes back.

    A person who brings `validada = sí` for a stored action validates it, as on screen: somebody else than whoever
    recorded it. For a new row it is what another office's register says, where somebody whom GVP does not know
    validated it: it stands without a name.
    """

    name = "acciones_red"
    model = NetworkAction
    home = "red"
    columns = (
        Column("codigo", "code", Code(most=40), required=True),
        NETWORK,
        Column("fecha", "date", Date(), required=True),
        Column("comunidad", "community_id", Ref(sheet="comunidades"), required=True, path="community__code"),
        Column("tipo", "kind", Choice(ACTIONS), required=True),
        Column("mensaje", "message", FreeText(300)),
        Column("referentes", "leaders", Refs(sheet="participantes"), required=True),
        Column("mujeres", "women", REACHED, blank=0),
        Column("hombres", "men", REACHED, blank=0),
        Column("adolescentes", "adolescents", REACHED, blank=0),
        Column("validada", "validated", YesNo(), required=True),
        Column("evidencia", "evidence", FreeText(200), path="shown"),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        stored = register.rows[self.name].get(row.values["code"])
        without_scan(row, stored, "evidence", "evidence_file")
        user = register.user
        if user is not None and stored is not None and row.values["validated"] and not stored.validated:
            if stored.recorded_by_id == user.pk:
                yield "validada", _("You recorded this action yourself: another person validates it.")
            row.values |= {"validated_by_id": user.pk, "validated_at": timezone.now()}
        elif not row.values["validated"] or (stored is not None and _differs(row, stored, register)):
            # Somebody validated other facts; what the file says of these, it says without a name.
            row.values |= {"validated_by_id": None, "validated_at": None}
        yield from only_men(row.listed["referentes"], "referentes")

    def exported(self, user: User | None) -> QuerySet:
        return super().exported(user).annotate(shown=proof("evidence", "evidence_file")).order_by("code")


def _differs(row: Row, stored: Any, register: Register) -> bool:
    if any(getattr(stored, name) != value for name, value in row.values.items()):
        return True
    return row.lists["leaders"] != register.lists.get(("leaders", stored.pk), frozenset())


class Replications(Sheet):
    """Those who lead are minors: their codes come and go only with the protection permission, and a row without
    them would say less than it must, so it stays in the house.
    """

    name = "replicas"
    model = Replication
    home = "colegio"
    columns = (
        Column("codigo", "code", Code(most=40), required=True),
        Column("fecha", "date", Date(), required=True),
        Column("colegio", "school_id", Ref(sheet="instituciones"), required=True, path="school__code"),
        Column("grado", "grade", Text(10), required=True),
        Column("seccion", "section", Text(10), required=True),
        Column("modulo", "module", Text(160)),
        Column("minutos", "minutes", Count(1), required=True),
        Column("responsable", "responsible", Text(120)),
        Column("lideres", "leaders", Refs(sheet="participantes"), required=True),
        Column("mujeres", "women", Count(), required=True),
        Column("hombres", "men", Count(), required=True),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        if row.refs["colegio"].kind != "school":
            yield "colegio", not_a_school()
        if not register.sees_minors:
            yield "lideres", needs_protection_permission()
        elif men := [person.code for person in row.listed["lideres"] if person.group != LEADER]:
            yield "lideres", _("Only school leaders lead a replication: %(codes)s.") % {"codes": ", ".join(men)}

    def exported(self, user: User | None) -> QuerySet:
        rows = super().exported(user).order_by("code")
        return rows if user is None or user.sees_minors else rows.none()
