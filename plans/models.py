"""Multisectoral boards and their provincial prevention plans: who, where, for which years."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.places.models import Province


class BoardQuerySet(ScopedQuerySet):
    scope_path = "province"


class Board(Record):
    class Kind(models.TextChoices):
        MULTISECTORAL = "multisectoral", _("multisectoral consultation board")
        PROVINCIAL = "provincial", _("provincial consultation body (Law 30364)")
        MCLCP = "mclcp", _("MCLCP (board for the fight against poverty)")
        OTHER = "other", _("other")

    code = models.CharField(_("code"), max_length=30, unique=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)

    objects = BoardQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["province", "code"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.province}"


class PlanQuerySet(ScopedQuerySet):
    scope_path = "board__province"


class Plan(Record):
    code = models.CharField(_("code"), max_length=30, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="plans", verbose_name=_("board"))
    title = models.CharField(_("title"), max_length=240)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))

    objects = PlanQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["board", "since"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="plan_ends_after_start")]

    def __str__(self) -> str:
        return self.title
