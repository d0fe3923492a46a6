"""The small world with one of everything, for tests that open every page.

`furnish(world)` gives corners by place: "own" (Jauja), "other" (Tayacaja), "colleague" (a cycle of Jauja that the
field user does not facilitate), "minor" (a school leader of Jauja) and "programme" (what belongs to the whole
programme, at work in Jauja). A corner holds one record per name that
the table in access.py may use.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from gvp.audit import log
from gvp.base.models import HelpLine, Parameter
from gvp.reporting.models import Target
from gvp.testing.answers import assess
from gvp.testing.furnished_field import of_field
from gvp.testing.furnished_materials import of_materials, of_the_programme
from gvp.testing.furnished_plans import a_calendar, of_plans
from gvp.testing.furnished_reports import of_reports
from gvp.testing.world import FIRST_DAY, World, add_man, hold
from participants import fcc15, merging
from participants.models import (
    Assessment,
    ChangeThreshold,
    ComparisonDesign,
    Consent,
    Domain,
    Network,
    NetworkMembership,
    Participant,
)
from participants.versioning import new_version
from workshops.models import (
    ActionLeader,
    Attendance,
    Cycle,
    Enrolment,
    Evidence,
    Module,
    NetworkAction,
    Replication,
    Workshop,
)

PIXEL = bytes.fromhex("ffd8ffd9")  # the beginning and the end of a JPEG
UNTIL = FIRST_DAY + dt.timedelta(weeks=1)


@transaction.atomic
def furnish(world: World) -> dict[str, SimpleNamespace]:
    """Make what build() left out, in both provinces."""
    line = {"contact": "100", "description": "Gratuita"}  # a test with transactions has lost the migrations' rows
    helpline, _new = HelpLine.objects.get_or_create(name="Línea 100", defaults=line)
    parameter = Parameter.objects.create(key="sensitised_share", value="0.75")
    own, other = _corner(world, world.jauja, ""), _corner(world, world.tayacaja, "_tayacaja")
    own.helpline, own.parameter = helpline, parameter  # the whole programme's
    own.calendar = a_calendar(world.coordinator)
    for corner, enumerator in ((own, "field"), (other, "field_tayacaja")):
        corner.man, corner.assessment = corner.person, _answered(corner.person, world.users[enumerator])
        corner.statement = corner.assessment
    own.domain = Domain.objects.get(code="P", instrument__code="FCC-15")  # the whole programme's as well
    own.instrument = own.domain.instrument
    own.dimension = new_version(by=world.coordinator, instrument=own.instrument).domains.first()  # nobody answered it
    own.comparison = ComparisonDesign.objects.create(since=UNTIL, text="Otra provincia")
    own.threshold = ChangeThreshold.objects.create(
        domain=own.instrument.domains.get(code="M"), value=5, n=2, sd=4, frozen_on=FIRST_DAY
    )
    corners = {"own": own, "other": other, "colleague": _colleague(world)}
    for corner in corners.values():
        corner.sheet = corner.evidence
    minor = _minor(world, own.winay)
    for corner, short in ((own, "JAU"), (other, "TAY")):
        corner.school = _school_with_a_leader(corner, short)
    return corners | {"minor": minor, "programme": of_the_programme(world.jauja)}


def address(page: Any, corner: SimpleNamespace) -> str:
    """The page's URL about the records of this corner."""
    named: list[Any] = []
    if page.about:
        named = ABOUT[page.about](corner) if page.about in ABOUT else [getattr(corner, page.about).pk]
    return reverse(page.name, args=named) + (f"?{ASKS[page.asks](corner)}" if page.asks else "")


# What the address names where that is not the key of the one record called so.
ABOUT: dict[str, Callable[[SimpleNamespace], list[Any]]] = {
    "pair": lambda corner: [corner.person.pk, corner.twin.pk],
    "session of cycle": lambda corner: [corner.cycle.pk, corner.session.pk],
    "own material": lambda corner: [corner.material.pk],
    "own edition": lambda corner: [corner.edition.pk],
    "own edition of material": lambda corner: [corner.material.pk, corner.edition.pk],
    "own file": lambda corner: [corner.file.pk],
    "own file of material": lambda corner: [corner.material.pk, corner.file.pk],
    "transfer of material": lambda corner: [corner.material.pk, corner.transfer.pk],
    "dissemination of material": lambda corner: [corner.material.pk, corner.dissemination.pk],
    "step of plan": lambda corner: [corner.plan.pk, corner.step],
    "calendar": lambda corner: [corner.calendar],
    "indicator": lambda corner: ["C1a"],
    "contribution": lambda corner: [1],
    "document": lambda corner: ["participants.network", corner.network.pk, "founding_file"],
    "length of report": lambda corner: [corner.report.pk, corner.language, corner.length],
    "language of report": lambda corner: [corner.report.pk, corner.language],
    "language of draft": lambda corner: [corner.draft.pk, corner.language],
    "app": lambda corner: ["participants"],
    "chapter": lambda corner: ["campo"],
    "statement": lambda corner: [corner.statement.pk, "M1"],
}
# What stands behind the question mark.
ASKS: dict[str, Callable[[SimpleNamespace], str]] = {
    "province": lambda corner: f"province={corner.province.pk}",
    "choice": lambda corner: "app_label=workshops&model_name=enrolment&field_name=cycle&term=K",
}


def _corner(world: World, place: SimpleNamespace, suffix: str) -> SimpleNamespace:
    """One record of each kind in this province; people 1 to 3 stay as they were."""
    man, other_man = place.men[0], place.men[1]
    short, code = place.province.short_code, place.province.pk
    session = hold(place.workshops[0], man)
    twins = [add_man(place.community, short, n, given_names="Gemelo") for n in (81, 82)]
    by = world.users[f"coordinator{suffix}"]
    winay = Cycle.objects.create(
        code=f"W-{short}", kind=Cycle.Kind.WINAY, name="Wiñay", community=place.community, starts_on=FIRST_DAY
    )
    network = Network(code=f"R-{short}", name="Red", province=place.province, founded_on=FIRST_DAY)
    network.founding_file.save("acta.jpg", ContentFile(PIXEL), save=True)
    stay = NetworkMembership.objects.create(network=network, participant=man, joined_on=FIRST_DAY)
    action = NetworkAction.objects.create(
        code=f"R-{short}-A001", network=network, date=FIRST_DAY, community=place.community, kind="talk",
        recorded_by=world.users[f"field{suffix}"],
    )  # fmt: skip
    ActionLeader.objects.create(action=action, participant=man)
    replication = Replication.objects.create(
        code=f"I-{short}-R001", date=FIRST_DAY, school=place.school, grade="5", section="A", minutes=45,
        women=9, men=8, recorded_by=world.users[f"field{suffix}"],
    )  # fmt: skip
    return SimpleNamespace(
        person=man, twin=other_man, consent=man.consents.get(), winay=winay,
        cycle=place.cycle, module=place.modules[0], session=session,
        enrolment=Enrolment.objects.get(participant=man), evidence=_evidence(session),
        attendance=Attendance.objects.get(workshop=session, participant=man),
        merge=merging.merge(by=by, survivor=twins[0], absorbed=twins[1]),
        target=Target.objects.create(indicator="C1a", province=place.province, value=10, until=dt.date(2026, 12, 31)),
        province=place.province, district=place.district, community=place.community, institution=place.school,
        user=world.users[f"field{suffix}"], entry=log.record(by=by, verb=log.Verb.CHANGED, target=man, province=code),
        network=network, membership=stay, action=action, replication=replication,
        **of_field(place, session, world.users[f"field{suffix}"], world.users[f"coordinator{suffix}"]),
        **of_plans(place),
        **of_reports(place),
        **of_materials(place, place.province),
    )  # fmt: skip


def _colleague(world: World) -> SimpleNamespace:
    """A cycle of the same province that another facilitator answers for."""
    place = world.jauja
    cycle = Cycle.objects.create(code="K-JAU-2", name="Otro ciclo", community=place.community, starts_on=FIRST_DAY)
    module = Module.objects.create(cycle=cycle, code="01", title="Módulo 1", order=1)
    session = Workshop.objects.create(
        code="K-JAU-2-01", cycle=cycle, module=module, date=UNTIL, community=place.community
    )
    return SimpleNamespace(
        cycle=cycle, session=session, evidence=_evidence(session),
        enrolment=Enrolment.objects.create(cycle=cycle, participant=place.men[0], enrolled_on=FIRST_DAY),
    )  # fmt: skip


def _minor(world: World, cycle: Cycle) -> SimpleNamespace:
    """A school leader in the Wiñay cycle of Jauja, with a session attended and its signed sheet."""
    leader = add_man(world.jauja.community, "JAU", 90, cycle, group=Participant.Group.SCHOOL_LEADER, birth_year=2012)
    cycle.facilitators.add(world.field)
    module = Module.objects.create(cycle=cycle, code="01", title="Módulo 1", order=1)
    session = hold(
        Workshop.objects.create(
            code=f"{cycle.code}-01", cycle=cycle, module=module, date=UNTIL, community=cycle.community
        ),
        leader,
    )
    return SimpleNamespace(
        person=leader, consent=Consent.objects.get(participant=leader), sheet=_evidence(session),
        enrolment=Enrolment.objects.get(participant=leader), attendance=Attendance.objects.get(participant=leader),
    )  # fmt: skip


def _school_with_a_leader(corner: SimpleNamespace, short: str) -> Any:
    """Where replications may be recorded."""
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012, "school": corner.institution}
    add_man(corner.community, short, 91, corner.winay, **facts)
    return corner.institution


def _answered(man: Participant, by: Any) -> Assessment:
    """A baseline that this user began and has not finished."""
    fcc15.create(partial(apps.get_model, "participants"))  # which a test with transactions has lost as well
    begun = assess(man, Assessment.Round.BASELINE, FIRST_DAY)
    Assessment.objects.filter(pk=begun.pk).update(recorded_by=by)
    return begun


def _evidence(session: Workshop) -> Evidence:
    return Evidence.objects.create(workshop=session, file=ContentFile(PIXEL, name=f"{uuid.uuid4().hex}.jpg"))
