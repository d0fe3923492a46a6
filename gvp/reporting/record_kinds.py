"""What a list of records shows of each, once for the screen and for Excel.

People, sessions and districts have tables of their own; everything else is shown by its columns here. The first column
names the record and leads to its page, where it has one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvp.partners.models import Institution
from materials.models import Material
from participants.models import Network
from plans.models import BoardMeeting, Plan, PlanAction
from workshops.models import NetworkAction, Replication

Shown = Callable[[Any, Any], Any]  # record, reader: a text, a date or a number


@dataclass(frozen=True)
class Column:
    heading: Any
    show: Shown
    numeric: bool = False


@dataclass(frozen=True)
class RecordKind:
    """`records`: those a user may see, with all that the columns need. `page`: URL name and key of a record's page."""

    records: Callable[[Any], QuerySet]
    columns: Sequence[Column]
    page: Callable[[Any], tuple[str, Any]] | None = None

    def url(self, record: Any) -> str:
        """ "" where there is no page."""
        if record is None or self.page is None:
            return ""
        name, key = self.page(record)
        try:
            return reverse(name, args=[key])
        except NoReverseMatch:
            return ""


def _field(heading: Any, path: str, *, numeric: bool = False) -> Column:
    """The value at the end of a path of attributes; "" where it breaks off."""

    def show(record: Any, reader: Any) -> Any:
        for name in path.split("."):
            record = getattr(record, name, None)
        return "" if record is None else record

    return Column(heading, show, numeric)


def _choice(heading: Any, field: str) -> Column:
    return Column(heading, lambda record, reader: getattr(record, f"get_{field}_display")())


def _led_by(record: Any, reader: Any) -> str:
    """School leaders by their initials, for everybody: lists go into files too (domain.md, R04)."""
    return "; ".join(leader.initials for leader in record.leaders.all())


def _act(record: Any, reader: Any) -> str:
    return record.founding_act or (_("scan on file") if record.founding_file else "")


def _coordinator(record: Any, reader: Any) -> str:
    return record.coordinator.name_for(reader) if record.coordinator else ""


def _of_the_program(record: Any, reader: Any) -> str:
    return record.province.name if record.province else _("the whole program")


CODE = _field(gettext_lazy("Code"), "code")
DAY = _field(gettext_lazy("Date"), "date")
MINUTES = _field(gettext_lazy("Minutes"), "minutes", numeric=True)
SCHOOL = _field(gettext_lazy("School"), "school.name")
GRADE, SECTION = _field(gettext_lazy("Grade"), "grade"), _field(gettext_lazy("Section"), "section")

KINDS: dict[str, RecordKind] = {
    "network": RecordKind(
        lambda user: Network.objects.visible_to(user).select_related("province", "coordinator"),
        (
            _field(gettext_lazy("Network"), "name"),
            CODE,
            _field(gettext_lazy("Province"), "province.name"),
            _field(gettext_lazy("Founded on"), "founded_on"),
            Column(gettext_lazy("Founding act"), _act),
            Column(gettext_lazy("Coordinator"), _coordinator),
        ),
        lambda network: ("workshops:network", network.pk),
    ),
    "action": RecordKind(
        lambda user: NetworkAction.objects.visible_to(user).select_related("network", "community"),
        (
            CODE,
            DAY,
            _choice(gettext_lazy("Kind"), "kind"),
            _field(gettext_lazy("Network"), "network.name"),
            _field(gettext_lazy("Community"), "community.name"),
            Column(
                gettext_lazy("People reached (estimate)"),
                lambda action, reader: action.women + action.men + action.adolescents,
                numeric=True,
            ),
            Column(gettext_lazy("Validated"), lambda action, reader: _("yes") if action.validated else _("no")),
        ),
        lambda action: ("workshops:action", action.pk),
    ),
    "material": RecordKind(
        lambda user: Material.objects.visible_to(user).select_related("province"),
        (
            _field(gettext_lazy("Material"), "title"),
            CODE,
            _choice(gettext_lazy("Kind"), "kind"),
            _choice(gettext_lazy("Medium"), "medium"),
            Column(gettext_lazy("Province"), _of_the_program),
            _field(gettext_lazy("Final version on"), "final_on"),
        ),
        lambda material: ("materials:material", material.pk),
    ),
    "institution": RecordKind(
        lambda user: Institution.objects.visible_to(user).select_related("district__province"),
        (
            _field(gettext_lazy("Institution"), "name"),
            CODE,
            _choice(gettext_lazy("Kind"), "kind"),
            _choice(gettext_lazy("Sector"), "sector"),
            _field(gettext_lazy("District"), "district.name"),
            _field(gettext_lazy("Province"), "district.province.name"),
        ),
    ),
    "plan": RecordKind(
        lambda user: Plan.objects.visible_to(user).select_related("board__province"),
        (
            _field(gettext_lazy("Plan"), "title"),
            CODE,
            _field(gettext_lazy("Province"), "board.province.name"),
            _field(gettext_lazy("From"), "since"),
            _field(gettext_lazy("Until"), "until"),
        ),
        lambda plan: ("plans:plan", plan.pk),
    ),
    "plan_action": RecordKind(
        lambda user: PlanAction.objects.visible_to(user).select_related("plan__board__province", "responsible"),
        (
            _field(gettext_lazy("Action"), "text"),
            CODE,
            _field(gettext_lazy("Plan"), "plan.title"),
            _field(gettext_lazy("Responsible institution"), "responsible.name"),
            _field(gettext_lazy("Original deadline"), "original_deadline"),
            _field(gettext_lazy("Current deadline"), "deadline"),
            _choice(gettext_lazy("State"), "state"),
            _field(gettext_lazy("Done on"), "done_on"),
        ),
        lambda action: ("plans:plan", action.plan_id),
    ),
    "meeting": RecordKind(
        lambda user: BoardMeeting.objects.visible_to(user).select_related("board__province"),
        (
            DAY,
            Column(gettext_lazy("Board"), lambda meeting, reader: str(meeting.board)),
            _field(gettext_lazy("Number of the minutes"), "minutes_number"),
            _field(gettext_lazy("Subject"), "subject"),
        ),
    ),
    "replication": RecordKind(
        lambda user: Replication.objects.visible_to(user).select_related("school").prefetch_related("leaders"),
        (
            CODE,
            DAY,
            SCHOOL,
            GRADE,
            SECTION,
            MINUTES,
            _field(pgettext_lazy("head count", "Girls"), "women", numeric=True),
            _field(pgettext_lazy("head count", "Boys"), "men", numeric=True),
            Column(gettext_lazy("Led by"), _led_by),
        ),
        lambda replication: ("workshops:replication", replication.pk),
    ),
    "school_group": RecordKind(
        lambda user: Replication.objects.visible_to(user).select_related("school"),
        (
            SCHOOL,
            GRADE,
            SECTION,
            Column(gettext_lazy("Year"), lambda replication, reader: str(replication.date.year)),
            Column(
                gettext_lazy("Replication with the largest head count"), lambda replication, reader: replication.code
            ),
        ),
        lambda replication: ("workshops:replication", replication.pk),
    ),
}


def shown(value: Any) -> str:
    """A cell as a page writes it."""
    return str(date_format(value, "SHORT_DATE_FORMAT")) if hasattr(value, "isoformat") else str(value)
