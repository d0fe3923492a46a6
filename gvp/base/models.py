"""The ground every fact stands on: a key any device may mint, and who recorded it when."""

import re
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ScopedQuerySet(models.QuerySet):
    """Rows limited to what one user may see.

    `scope_path` is the lookup from the model to the code of its territory, for example
    "community__district__province"; the user's role decides what to do with it. A model whose
    rows are visible otherwise overrides `visible_to`.
    """

    scope_path: ClassVar[str] = ""

    def visible_to(self, user: Any) -> Self:
        return user.limit(self, self.scope_path)


class Record(models.Model):
    """A fact. The key is a UUID so that a phone without signal can name its own records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    # How harmful a leak is (domain.md, R01): 0 public, 1 internal, 2 personal, 3 sensitive, 4 minors.
    data_class: ClassVar[int]
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        abstract = True


class Parameter(models.Model):
    """A threshold of the programme that an administrator may change; the default stands in code."""

    key = models.CharField(_("parameter"), max_length=60, primary_key=True)
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=4)

    data_class: ClassVar[int] = 0
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("programme parameter")
        verbose_name_plural = _("programme parameters")
        ordering = ["key"]

    def __str__(self) -> str:
        from gvp.base.parameters import DECLARED  # which is built on this model

        declared = DECLARED.get(self.key)
        return str(declared.label) if declared else self.key


class HelpLine(models.Model):
    """One line of the help card, shown to anybody, also without login."""

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    contact = models.CharField(_("number or address"), max_length=80, blank=True)
    description = models.CharField(_("what it is for"), max_length=240)
    description_en = models.CharField(_("what it is for, in English"), max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    shown = models.BooleanField(_("shown"), default=True)

    data_class: ClassVar[int] = 0
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help card")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def dialled(self) -> str:
        """The digits to call, or "" when the contact is an address or a web page."""
        digits = re.sub(r"[\s()+-]", "", self.contact)
        return digits if digits.isdecimal() else ""
