"""participantes and consentimientos."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.accounts.roles import REVEAL
from gvp.ops.register.cells import Choice, Code, Ref, Text, YesNo
from gvp.ops.register.identity import Document, Phone, document_kind
from gvp.ops.register.measures import Count, Date
from gvp.ops.register.sheets.base import Column, Complaint, Register, Row, Sheet
from participants.models import CommunityCorrection, Consent, Participant
from participants.rules import ADULT

GROUPS = {"hombre": "man", "escolar": "school_leader"}
MODES = {"firma": "signature", "huella": "fingerprint", "testigo": "witness", "electronica": "electronic"}
CONSENTS = {"registro": "registration", "evaluacion": "evaluation", "apoderado": "guardian",
            "asentimiento": "assent", "imagen": "image"}  # fmt: skip
SEXES = {"M": "M", "F": "F"}
CHILDREN = {band: band for band in ("0", "1", "2", "3+")}
LEADER = "school_leader"


def needs_protection_permission() -> str:
    return _("Only somebody with the protection permission may import school leaders.")


def not_a_school() -> str:
    return _("This institution is not of type colegio.")


class People(Sheet):
    name = "participantes"
    model = Participant
    home = "comunidad"
    columns = (
        Column("codigo", "code", Code(), required=True),
        Column("grupo", "group", Choice(GROUPS), required=True),
        Column("nombres", "given_names", Text(80), required=True),
        Column("primer_apellido", "first_surname", Text(80), required=True),
        Column("segundo_apellido", "second_surname", Text(80)),
        Column("sexo", "sex", Choice(SEXES), required=True),
        Column("anio_nacimiento", "birth_year", Count(1900, 2100), required=True),
        Column("comunidad", "community_id", Ref(sheet="comunidades"), required=True, path="community__code"),
        Column("documento", "document", Document()),
        Column("telefono", "phone", Phone()),
        Column("lengua", "language", Choice({"es": "es", "qu": "qu", "otra": "other"})),
        Column("tiene_pareja", "has_partner", YesNo(), blank=None),
        Column("hijos_0_8", "children", Choice(CHILDREN)),
        Column("inscrito_el", "enrolled_on", Date(), required=True),
        Column("colegio", "school_id", Ref(sheet="instituciones"), blank=None, path="school__code"),
        Column("grado", "grade", Text(10)),
        Column("seccion", "section", Text(10)),
    )
    REVEALED = ("documento", "telefono")

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        values = row.values
        if values["birth_year"] > timezone.localdate().year:
            yield "anio_nacimiento", _("This year is in the future.")
        school = row.refs.get("colegio")
        if school and school.kind != "school":
            yield "colegio", not_a_school()
        if values["group"] == LEADER:
            yield from self._check_leader(values, register)
        elif values["enrolled_on"].year - values["birth_year"] < ADULT:
            yield "anio_nacimiento", _("A man must be at least 18 on the day he is registered.")
        self._complete(row, register)

    def _check_leader(self, values: dict[str, Any], register: Register) -> Iterator[Complaint]:
        if not register.sees_minors:
            yield "grupo", needs_protection_permission()
        if values["enrolled_on"].year < values["birth_year"]:
            yield "anio_nacimiento", _("Born after the day of registration.")
        for column, name in (("colegio", "school_id"), ("grado", "grade"), ("seccion", "section")):
            if not values.get(name):
                yield column, _("A school leader needs a school, a grade and a section.")
        for column, name in (("documento", "document"), ("telefono", "phone"), ("tiene_pareja", "has_partner"),
                             ("hijos_0_8", "children")):  # fmt: skip
            if values.get(name) not in ("", None):
                yield column, _("This is never asked of a school leader. Leave it empty.")

    def _complete(self, row: Row, register: Register) -> None:
        """The kind of a document follows from its form, unless the stored person has this very number."""
        if "document" not in row.values:
            return
        known = register.rows[self.name].get(row.values["code"])
        number = row.values["document"]
        if known is not None and known.document == number:
            row.values["document_kind"] = known.document_kind
        else:
            row.values["document_kind"] = document_kind(number)

    def prepare(self, things: list[Any]) -> None:
        for person in things:
            person.derive()

    def also(self, changed: list[tuple[Any, dict[str, Any]]], register: Register) -> list[Model]:
        """A corrected community moves a person to other figures, so it leaves its trace as on screen."""
        return [
            CommunityCorrection(
                participant=person, before_id=before["community_id"], after_id=person.community_id,
                reason=_("Register file"), recorded_by=register.user,
            )
            for person, before in changed if "community_id" in before
        ]  # fmt: skip

    def exported(self, user: User | None) -> QuerySet:
        people = Participant.objects.living().order_by("code")
        return people.openable_by(user) if user else people

    def exported_columns(self, user: User | None) -> list[Column]:
        may_reveal = user is None or user.may(REVEAL)
        return [column for column in self.columns if may_reveal or column.name not in self.REVEALED]


class Consents(Sheet):
    name = "consentimientos"
    model = Consent
    key = ("participant_id", "kind", "given_on")
    parent = home = "participante"
    asked_by = ("aplicaciones",)
    columns = (
        Column("participante", "participant_id", Ref(sheet="participantes"), required=True, path="participant__code"),
        Column("tipo", "kind", Choice(CONSENTS), required=True),
        Column("otorgado_el", "given_on", Date(), required=True),
        Column("revocado_el", "revoked_on", Date(), blank=None),
        Column("modo", "mode", Choice(MODES), required=True),
    )

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        given, revoked = row.values["given_on"], row.values.get("revoked_on")
        if revoked and revoked < given:
            yield "revocado_el", _("Revoked before it was given.")
        if row.refs["participante"].group == LEADER and not register.sees_minors:
            yield "participante", needs_protection_permission()

    def exported(self, user: User | None) -> QuerySet:
        people = People().exported(user).order_by()
        return Consent.objects.filter(participant__in=people).order_by("participant__code", "given_on", "kind")
