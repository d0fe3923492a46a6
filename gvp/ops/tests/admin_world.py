"""The small world with one row of every noun that the admin knows, in each of its two provinces."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gvp.audit import log
from gvp.base.models import HelpLine, Parameter
from gvp.ops.register.sheets import SHEETS
from gvp.reporting.models import Target
from gvp.testing.world import World, add_man, hold
from materials.models import Material
from participants.models import Merge, Network, NetworkMembership
from plans.models import Board, BoardMeeting, BoardMember, MayoralTerm, Milestone, Plan, PlanAction, PlanGoal
from workshops.models import ActionLeader, Evidence, NetworkAction, Replication, ReplicationLeader

PAGES = ("change", "history", "delete")
# The lists that have files of their own, and what the register calls them.
SHEET_OF = {sheet.model: sheet.name for sheet in SHEETS if admin.site.is_registered(sheet.model)}


def fill(world: World) -> dict[Any, dict[str, Any]]:
    """One row by model and place; models of the whole programme have theirs under "all"."""
    found: dict[Any, dict[str, Any]] = {}
    for place in ("jauja", "tayacaja"):
        for row in _rows(getattr(world, place), world):
            found.setdefault(type(row), {})[place] = row
    parameter = Parameter.objects.create(key="sensitised_share", value="0.8")
    line = HelpLine.objects.create(name="Línea de prueba", contact="100", description="Orientación")
    return found | {
        Parameter: {"all": parameter},
        HelpLine: {"all": line},
        type(world.coordinator): {"all": world.coordinator},
    }


def _rows(place: Any, world: World) -> list[Any]:
    short = place.province.short_code
    hold(place.workshops[0], *place.men)
    twin = add_man(place.community, short, 9)
    twin.merged_into = place.men[0]
    twin.save()
    board = Board.objects.create(code=f"B-{short}", province=place.province, kind="provincial")
    with transaction.atomic():
        entry = log.record(by=None, verb="changed", target=place.men[0], province=place.province.pk, fields=["school"])
    man = place.men[0]
    network = Network.objects.create(
        code=f"R-{short}", name=f"Red {short}", province=place.province, founded_on=dt.date(2026, 4, 1)
    )
    return [
        network, NetworkMembership.objects.create(network=network, participant=man, joined_on=dt.date(2026, 4, 1)),
        *_of_leaders(place, network),
        entry, board, place.province, place.district, place.community, place.school, place.cycle,
        place.modules[0], place.workshops[0], man, man.consents.get(), man.enrolments.get(), man.attendances.get(),
        Evidence.objects.create(workshop=place.workshops[0], file=f"evidence/{short}.jpg"),
        Merge.objects.create(survivor=man, absorbed=twin, reason="dos veces"),
        Target.objects.create(indicator="C1a", province=place.province, value=100, until=ahead()),
        Material.objects.create(code=f"M-{short}", title=f"Folleto {short}", kind="brochure", medium="print",
                                province=place.province, final_on=dt.date(2026, 3, 1)),
        *_of_plans(place, board),
    ]  # fmt: skip


def _of_leaders(place: Any, network: Network) -> list[Any]:
    short, day = place.province.short_code, dt.date(2026, 4, 2)
    leader = add_man(place.community, short, 8, group="school_leader", birth_year=2012, school=place.school,
                     grade="5", section="A")  # fmt: skip
    action = NetworkAction.objects.create(
        code=f"R-{short}-A001", network=network, date=day, community=place.community, kind="talk"
    )
    replication = Replication.objects.create(
        code=f"I-{short}-R001", date=day, school=place.school, grade="5", section="A", minutes=45, women=8, men=7
    )
    ActionLeader.objects.create(action=action, participant=place.men[0])
    ReplicationLeader.objects.create(replication=replication, participant=leader)
    return [action, replication]


def _of_plans(place: Any, board: Board) -> list[Any]:
    short, day = place.province.short_code, dt.date(2026, 1, 1)
    plan = Plan.objects.create(code=f"P-{short}", board=board, title=f"Plan {short}", since=day, until=ahead())
    goal = PlanGoal.objects.create(plan=plan, code="OE1")
    return [
        plan, Milestone.objects.create(plan=plan, state="convened", date=day),
        PlanAction.objects.create(code=f"P-{short}-A1", plan=plan, goal=goal, text="Feria", original_deadline=ahead(),
                                  deadline=ahead(), responsible=place.school),
        BoardMember.objects.create(board=board, institution=place.school, sector="education", since=day),
        BoardMeeting.objects.create(board=board, date=day),
        MayoralTerm.objects.create(province=place.province, since=day, until=ahead()),
    ]  # fmt: skip


def ahead() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=30)


def url(row: Any, page: str = "changelist") -> str:
    """An address of the admin: of a row's page, or of its model's list, add, import or export."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[row.pk]) if page in PAGES else reverse(name)


def page(model: Any, name: str) -> str:
    """An address of a model's list: import, process_import or export."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def every_page(rows: dict[Any, dict[str, Any]], place: str = "jauja") -> list[str]:
    """The addresses of every list and of one row of each kind."""
    pages = [reverse("admin:index")]
    for model, by_place in rows.items():
        row = by_place.get(place) or by_place["all"]
        house = admin.site.get_model_admin(model)
        pages += [url(row), url(row, "change"), url(row, "history")]
        pages += [url(row, page) for page in ("import", "export") if hasattr(house, "sheet")]
        pages += [url(row, "add")] if not (house.read_only or model.__name__ in ("Participant", "Province")) else []
        pages += [url(row, "delete")] if house.deletable and not house.read_only else []
    return pages
