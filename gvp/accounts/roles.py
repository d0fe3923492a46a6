"""Who may do what: one readable class per role.

A role says where its people start (`home`), what they may do (`permissions`) and which rows they
see (`limit`). Views ask `user.may(permission)`; querysets ask `user.limit(queryset, path)`.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

# --- Permissions ----------------------------------------------------------------------------

LOG_ATTENDANCE = "log_attendance"  # log and correct sessions, register people
MANAGE_CYCLES = "manage_cycles"  # create cycles, plan and cancel sessions, enrol
MANAGE_PEOPLE = "manage_people"  # lists of people, merge, consents, move
MANAGE_MATERIALS = "manage_materials"  # materials, their editions and airings, hand-overs
REVEAL = "reveal"  # see a document or phone number in clear; always audited
SEE_FIGURES = "see_figures"  # board, indicators, reports: aggregates only
SEE_RECORDS = "see_records"  # open a figure down to the list of records behind it
SET_TARGETS = "set_targets"  # set, correct and withdraw targets
WRITE_REPORTS = "write_reports"  # write, close and reopen donor reports
IMPORT_REGISTER = "import_register"  # bring register files in
EXPORT_RECORDS = "export_records"  # carry records out, with a reason; always audited
MANAGE_DEVICES = "manage_devices"  # revoke the phone that was lost, and restore it
ADMINISTER = "administer"  # Django admin: users, parameters, plans


class Role:
    """The base: may do nothing and sees nothing."""

    key: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    description: ClassVar[Any] = ""
    home: ClassVar[str] = "base:help_card"
    permissions: ClassVar[frozenset[str]] = frozenset()
    own_cycles_only: ClassVar[bool] = False
    own_provinces_only: ClassVar[bool] = False

    @staticmethod
    def limit(user: Any, queryset: QuerySet, path: str) -> QuerySet:
        """Only the rows this user may see. `path` leads from the model to its province."""
        return queryset.none()


class OwnProvinces(Role):
    own_provinces_only = True

    @staticmethod
    def limit(user: Any, queryset: QuerySet, path: str) -> QuerySet:
        # A subquery instead of a join: a user with two provinces must not see rows twice.
        own = user.provinces.through.objects.filter(user=user.pk)
        return queryset.filter(**{f"{path}__in": own.values("province")})


class Everywhere(Role):
    @staticmethod
    def limit(user: Any, queryset: QuerySet, path: str) -> QuerySet:
        return queryset


class Field(OwnProvinces):
    key = "field"
    label = _("Field staff")
    description = _("Logs attendance and registers people in the cycles that he or she facilitates.")
    home = "workshops:today"
    permissions = frozenset({LOG_ATTENDANCE})
    own_cycles_only = True


class Coordinator(OwnProvinces):
    key = "coordinator"
    label = _("Coordinator")
    description = _("Answers for the figures of one or more provinces: people, cycles, targets and reports.")
    home = "reporting:board"
    permissions = frozenset(
        {
            LOG_ATTENDANCE,
            MANAGE_CYCLES,
            MANAGE_PEOPLE,
            MANAGE_MATERIALS,
            REVEAL,
            SEE_FIGURES,
            SEE_RECORDS,
            SET_TARGETS,
            WRITE_REPORTS,
            IMPORT_REGISTER,
            EXPORT_RECORDS,
            ADMINISTER,
        }
    )


class Monitoring(Everywhere):
    key = "monitoring"
    label = _("Monitoring and evaluation")
    description = _("Sees every province and checks every figure; changes no attendance.")
    home = "reporting:board"
    permissions = frozenset({SEE_FIGURES, SEE_RECORDS, SET_TARGETS, WRITE_REPORTS, EXPORT_RECORDS})


class Administrator(Everywhere):
    key = "administrator"
    label = _("Administrator")
    description = _("Manages users, parameters, plans and imports, in every province.")
    home = "admin:index"
    permissions = Coordinator.permissions | {MANAGE_DEVICES}


class Donor(Role):
    key = "donor"
    label = _("Donor")
    description = _("Reads aggregate figures and reports; never opens a record.")
    home = "reporting:board"
    permissions = frozenset({SEE_FIGURES})


ROLES: dict[str, type[Role]] = {role.key: role for role in (Field, Coordinator, Monitoring, Administrator, Donor)}
CHOICES = [(role.key, role.label) for role in ROLES.values()]
