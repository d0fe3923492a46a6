"""One small world: two provinces, one user per role, a cycle under way in each province.

Small on purpose: a test adds what it is about, and says so.
"""

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from gvp.accounts.models import User
from gvp.partners.models import Institution
from gvp.places.models import Community, District, Province, Region
from participants.models import Consent, Participant
from workshops.models import Attendance, AttendanceState, Cycle, Enrolment, Module, Workshop

PASSWORD = "a-password-for-tests"
FIRST_DAY = dt.date(2026, 3, 3)


@dataclass
class World:
    """Everything the fixture made, by short names. `jauja` and `tayacaja` hold one of each."""

    users: dict[str, User] = field(default_factory=dict)
    jauja: Any = None
    tayacaja: Any = None

    @property
    def field(self) -> User:
        return self.users["field"]

    @property
    def coordinator(self) -> User:
        return self.users["coordinator"]


def build() -> World:
    """Make the world. Needs the database; called by the `world` fixture."""
    world = World()
    world.jauja = _province("12", "Junín", "1204", "Jauja", "120401", "JAU")
    world.tayacaja = _province("09", "Huancavelica", "0907", "Tayacaja", "090701", "TAY")
    for role in ("field", "coordinator", "monitoring", "administrator", "donor"):
        world.users[role] = _user(role, world.jauja.province)
    for role in ("field", "coordinator"):
        world.users[f"{role}_tayacaja"] = _user(role, world.tayacaja.province, suffix="-tayacaja")
    world.jauja.cycle.facilitators.add(world.users["field"])
    world.tayacaja.cycle.facilitators.add(world.users["field_tayacaja"])
    return world


def _user(role: str, province: Province, suffix: str = "") -> User:
    user = User.objects.create_user(
        username=f"{role}{suffix}",
        password=PASSWORD,
        role=role,
        is_staff=role in ("coordinator", "administrator"),
    )
    if role in ("field", "coordinator"):
        user.provinces.add(province)
    return user


def _province(region: str, region_name: str, code: str, name: str, district: str, short: str) -> SimpleNamespace:
    region_, _ = Region.objects.get_or_create(code=region, defaults={"name": region_name})
    province, _ = Province.objects.update_or_create(
        code=code, defaults={"name": name, "region": region_, "short_code": short, "followed": True}
    )
    district_, _ = District.objects.get_or_create(code=district, defaults={"name": name, "province": province})
    community = Community.objects.create(code=f"C-{short}", name=f"Comunidad {name}", district=district_)
    school = Institution.objects.create(
        code=f"I-{short}", name=f"I.E. {name}", kind="school", sector="public", district=district_
    )
    cycle = Cycle.objects.create(code=f"K-{short}", name=f"Ciclo {name}", community=community, starts_on=FIRST_DAY)
    modules = [
        Module.objects.create(cycle=cycle, code=f"{n:02}", title=f"Módulo {n}", order=n, core=n <= 2)
        for n in range(1, 9)
    ]
    workshops = [
        Workshop.objects.create(
            code=f"K-{short}-{n:02}",
            cycle=cycle,
            module=module,
            date=FIRST_DAY + dt.timedelta(weeks=n),
            community=community,
        )
        for n, module in enumerate(modules, start=1)
    ]
    men = [add_man(community, short, n, cycle) for n in range(1, 4)]
    return SimpleNamespace(
        province=province, district=district_, community=community, school=school,
        cycle=cycle, modules=modules, workshops=workshops, men=men,
    )  # fmt: skip


def add_man(community: Community, short: str, n: int, cycle: Cycle | None = None, **facts: Any) -> Participant:
    """A consenting rural man, enrolled in the cycle when one is given."""
    man = Participant.objects.create(
        **{
            "code": f"{short}-{n:04}",
            "given_names": "Ficticio",
            "first_surname": f"Quispe {n}",
            "second_surname": "Huamán",
            "birth_year": 1985,
            "community": community,
            "enrolled_on": FIRST_DAY,
        }
        | facts
    )
    Consent.objects.create(participant=man, kind="registration", given_on=man.enrolled_on, mode="signature")
    if cycle:
        Enrolment.objects.create(cycle=cycle, participant=man, enrolled_on=man.enrolled_on)
    return man


def hold(workshop: Workshop, *present: Participant, state: str = AttendanceState.PRESENT) -> Workshop:
    """Mark the session held, with these people in this state."""
    workshop.status = Workshop.Status.HELD
    workshop.head_count = len(present)
    workshop.save()
    for person in present:
        Attendance.objects.update_or_create(workshop=workshop, participant=person, defaults={"state": state})
    return workshop
