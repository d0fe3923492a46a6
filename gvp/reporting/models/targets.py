"""Targets: what was promised, per indicator, province and date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.places.models import Province


class TargetQuerySet(ScopedQuerySet):
    scope_path = "province"


class Target(Record):
    indicator = models.CharField(_("indicator"), max_length=10)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        help_text=_("Empty: target of the whole program."),
    )
    baseline = models.DecimalField(_("baseline"), max_digits=12, decimal_places=2, default=0)
    value = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    until = models.DateField(_("to be reached by"))

    objects = TargetQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "province", "until"]
        constraints = [
            # Two constraints: SQLite ignores nulls_distinct=False silently.
            models.UniqueConstraint(
                fields=["indicator", "province", "until"], name="target_once_per_province_and_date"
            ),
            models.UniqueConstraint(
                fields=["indicator", "until"],
                condition=Q(province__isnull=True),
                name="target_once_per_program_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.until:%d/%m/%Y}"
