"""The main menu, in the order of a working day. Each entry is shown to the roles that may open it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvp.accounts.roles import (
    ADMINISTER,
    EXPORT_RECORDS,
    IMPORT_REGISTER,
    LOG_ATTENDANCE,
    MANAGE_PEOPLE,
    SEE_FIGURES,
    SEE_RECORDS,
    SET_TARGETS,
)
from gvp.base.navigation import Entry
from gvp.sync.tray import waiting

TODAY = Entry(
    (LOG_ATTENDANCE,),
    "workshops:today",
    _("Today"),
    covers=(
        "workshops:roster",
        "workshops:report",
        "workshops:evidence",
        "workshops:walk_in",
        "workshops:history",
        "workshops:assessments",
        "participants:assess",
        "participants:assessment",
        "participants:statement",
        "participants:assessment_done",
        "workshops:action_new",
        "workshops:replication_new",
        "sync:prepare",
    ),
)
BOARD = Entry(
    (SEE_FIGURES,),
    "reporting:board",
    _("Board"),
    covers=("reporting:contribution", "reporting:indicator", "reporting:people_counted"),
    pages=(
        Entry((SEE_RECORDS,), "reporting:worklist", _("Work list")),
        Entry((SEE_FIGURES,), "reporting:map", _("Map")),
        Entry(
            (SEE_FIGURES,),
            "reporting:change",
            _("Measurement of change"),
            ("reporting:verdicts", "reporting:thresholds", "reporting:freeze_threshold", "reporting:lift_threshold"),
        ),
        Entry((SEE_FIGURES,), "reporting:process", _("How the work goes")),
        Entry((SET_TARGETS,), "reporting:targets", _("Targets"), ("reporting:target_new", "reporting:target_edit")),
    ),
)
REVIEW = Entry(
    (SEE_RECORDS,),
    "sync:review",
    _("To be reviewed"),
    pages=(
        Entry((SEE_RECORDS,), "sync:decided", _("Decided")),
        Entry((SEE_RECORDS,), "sync:arrived", _("What arrived")),
        Entry((MANAGE_PEOPLE,), "sync:devices", _("Phones")),
    ),
    count=waiting,
    counted_on=("reporting:board", "reporting:worklist", "workshops:today"),
)
PEOPLE = Entry(
    (SEE_RECORDS,),
    "participants:list",
    _("People"),
    covers=("reporting:person", "participants:edit", "participants:consents", "participants:assessments"),
    pages=(
        Entry((LOG_ATTENDANCE,), "participants:register", _("Register a person")),
        Entry((MANAGE_PEOPLE,), "participants:duplicates", _("Possible duplicates"), ("participants:merge",)),
    ),
)
CYCLES = Entry(
    (LOG_ATTENDANCE, SEE_RECORDS),
    "workshops:cycles",
    _("Cycles"),
    covers=("workshops:cycle", "workshops:matrix", "workshops:modules"),
    pages=(Entry((SEE_RECORDS,), "workshops:drop_outs", _("Drop-outs")),),
)
NETWORK = Entry(
    (SEE_RECORDS,),
    "workshops:networks",
    pgettext_lazy("menu", "Network"),
    covers=(
        "workshops:network",
        "workshops:network_new",
        "workshops:network_edit",
        "workshops:member_edit",
        "workshops:member_leave",
        "workshops:action",
        "workshops:action_edit",
    ),
    pages=(
        Entry((SEE_RECORDS,), "workshops:actions_pending", _("Actions to validate")),
        Entry((SEE_RECORDS,), "workshops:cascade", _("Who reached whom")),
    ),
)
MATERIALS = Entry(
    (SEE_RECORDS,),
    "materials:catalogue",
    _("Materials"),
    covers=("materials:material", "materials:material_new", "materials:material_edit", "materials:transfer_new"),
)
PLANS = Entry((SEE_RECORDS,), "plans:plans", _("Plans"), covers=("plans:plan", "plans:calendar_address"))
REPLICATIONS = Entry(
    (SEE_RECORDS,),
    "workshops:replications",
    _("Replications"),
    covers=("workshops:replication", "workshops:replication_edit"),
)
REPORTS = Entry(
    (SEE_FIGURES,),
    "reporting:reports",
    _("Reports"),
    covers=("reporting:report_new", "reporting:report_kept", "reporting:report_edit", "reporting:report_texts"),
    pages=(
        Entry((SEE_FIGURES,), "reporting:report", _("Report without texts")),
        Entry((SEE_FIGURES,), "reporting:renderings", _("Documents made"), ("reporting:rendering",)),
        Entry((SEE_FIGURES,), "reporting:excel", _("Figures in Excel")),
    ),
)
REGISTER = Entry(
    (IMPORT_REGISTER,),
    "ops:import_register",
    _("Import"),
    pages=(Entry((EXPORT_RECORDS,), "ops:export_register", _("Export")),),
)
ADMINISTRATION = Entry((ADMINISTER,), "admin:index", _("Administration"))

ENTRIES = (
    TODAY, BOARD, REVIEW, PEOPLE, CYCLES, NETWORK, MATERIALS, PLANS, REPLICATIONS, REPORTS, REGISTER, ADMINISTRATION,
)  # fmt: skip
