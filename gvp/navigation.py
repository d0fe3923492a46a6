"""The main menu, in the order of a working day. Each entry is shown to the roles that may open it."""

from django.utils.translation import gettext_lazy as _

from gvp.accounts.roles import (
    ADMINISTER,
    EXPORT_RECORDS,
    IMPORT_REGISTER,
    LOG_ATTENDANCE,
    SEE_FIGURES,
    SEE_RECORDS,
    SET_TARGETS,
)
from gvp.base.navigation import Entry

ENTRIES = (
    Entry(
        LOG_ATTENDANCE,
        "workshops:today",
        _("Today"),
        ("workshops:roster", "workshops:report", "workshops:evidence", "workshops:walk_in", "workshops:history"),
    ),
    Entry(SEE_FIGURES, "reporting:board", _("Board"), ("reporting:indicator", "reporting:people_counted")),
    Entry(
        SEE_RECORDS,
        "participants:list",
        _("People"),
        ("reporting:person", "participants:edit", "participants:consents", "participants:duplicates"),
    ),
    Entry(LOG_ATTENDANCE, "participants:register", _("Register a person")),
    Entry(SEE_RECORDS, "workshops:cycles", _("Cycles"), ("workshops:cycle", "workshops:matrix", "workshops:modules")),
    Entry(SEE_RECORDS, "workshops:drop_outs", _("Drop-outs")),
    Entry(SET_TARGETS, "reporting:targets", _("Targets")),
    Entry(SEE_FIGURES, "reporting:report", _("Report")),
    Entry(IMPORT_REGISTER, "ops:import_register", _("Import")),
    Entry(EXPORT_RECORDS, "ops:export_register", _("Export")),
    Entry(ADMINISTER, "admin:index", _("Administration")),
)
