"""What a coordinator decided where two people had marked the same person differently."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record
from workshops.models.sessions import Mark
from workshops.querysets import DecisionQuerySet


class Decision(Record):
    """The decision itself is a mark like any other; this says that it ended a dispute, and whether it was taken back.

    The mark that stood before is the base of the decision's mark.
    """

    mark = models.OneToOneField(
        Mark, on_delete=models.PROTECT, related_name="decision", editable=False, verbose_name=_("mark")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("undone by"),
    )  # fmt: skip

    objects = DecisionQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("decision on a dispute")
        verbose_name_plural = _("decisions on disputes")
        ordering = ["-recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="decision_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.mark)
