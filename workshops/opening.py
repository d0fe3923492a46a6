"""The forms of an action and of a replication as one person may fill them in: on a page, or sent from a phone later."""

from typing import Any

from gvp.partners.models import Institution
from participants.models import Network, Participant
from workshops.models import Cycle, Enrolment, Module, NetworkAction, Replication
from workshops.network_page import latest_messages
from workshops.outreach_forms import ActionForm, ReplicationForm
from workshops.replicating import tidy_grade, tidy_section


def action_form(
    user: Any, network: Network, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None
) -> ActionForm:
    """A new action of this network, offering its latest messages."""
    return ActionForm(
        data, files, network=network, user=user, messages=latest_messages(network), initial=initial or {}
    )  # fmt: skip


def correction_of_action(user: Any, action: NetworkAction, data: Any = None, files: Any = None) -> ActionForm:
    chosen = list(action.led_by.values_list("participant", flat=True))
    return ActionForm(data, files, instance=action, network=action.network, user=user, initial={"leaders": chosen})


def replication_form(user: Any, school: Institution, data: Any = None) -> ReplicationForm:
    """A new replication in this school, offering the grades and sections known there."""
    leaders = leaders_of(user).filter(school=school).order_by("sort_name", "code")
    return ReplicationForm(data, leaders=leaders, groups=_groups(school), modules=_modules(user))


def correction_of_replication(user: Any, replication: Replication, data: Any = None) -> ReplicationForm:
    """Whoever led it stays among the choices, wherever he or she belongs by now."""
    chosen = replication.led_by.values("participant")
    leaders = leaders_of(user).filter(school=replication.school_id) | Participant.objects.filter(pk__in=chosen)
    return ReplicationForm(
        data, instance=replication, leaders=leaders.order_by("sort_name", "code"), modules=_modules(user),
        initial={"leaders": list(chosen.values_list("participant", flat=True))},
    )  # fmt: skip


def schools_of(user: Any) -> Any:
    """Those with school leaders in a Wiñay cycle this user may see."""
    schools = Institution.objects.visible_to(user).schools().select_related("district")
    return schools.filter(pk__in=leaders_of(user).values("school")).order_by("name")


def leaders_of(user: Any) -> Any:
    """School leaders of the Wiñay cycles this user may see."""
    enrolled = Enrolment.objects.filter(cycle__in=_winay(user).values("pk"))
    return Participant.objects.living().school_leaders().filter(pk__in=enrolled.values("participant"))


def _winay(user: Any) -> Any:
    return Cycle.objects.visible_to(user).filter(kind=Cycle.Kind.WINAY)


def _groups(school: Institution) -> list[tuple[str, str]]:
    """Grades and sections known in this school: of its leaders, and of earlier replications."""
    of_leaders = Participant.objects.living().filter(school=school).exclude(grade="").exclude(section="")
    earlier = Replication.objects.filter(school=school)
    pairs = {*of_leaders.values_list("grade", "section"), *earlier.order_by().values_list("grade", "section")}
    return sorted({(tidy_grade(grade), tidy_section(part)) for grade, part in pairs})


def _modules(user: Any) -> list[str]:
    """Titles of the modules of Wiñay, each once, in the order of the curriculum."""
    titles = Module.objects.filter(cycle__in=_winay(user).values("pk")).order_by("order", "code")
    return list(dict.fromkeys(titles.values_list("title", flat=True)))
