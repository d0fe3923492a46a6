"""How change is evaluated: with a comparison group, or without one."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record
from participants.models.instruments import Bilingual


class ComparisonDesignQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> Any:
        """The one that holds for figures of that day; None without any."""
        return self.filter(since__lte=day).order_by("-since", "-recorded_at").first()


class ComparisonDesign(Bilingual, Record):
    """With whom the men of the programme are compared. Only when one is entered do pages and reports leave out that
    a before–after design without a comparison group cannot attribute the changes to the programme (domain.md, 1).
    """

    since = models.DateField(_("holds since"))
    text = models.TextField(_("what is compared with what, and how"), max_length=1000)
    text_en = models.TextField(_("the same in English"), max_length=1000, blank=True)

    objects = ComparisonDesignQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("comparison design")
        verbose_name_plural = _("comparison designs")
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.text[:80]
