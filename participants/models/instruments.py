"""Questionnaires about how men live their masculinity: statements, keys, domains, bands (indicators.md, section 3).

An instrument version is data, so that a second, longer one needs no code. Once somebody has answered it, it is locked:
its content has a hash, and another wording is another version.
"""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record


class Bilingual:
    """`in_language("text")`: the field in the reader's language, Spanish where English is missing."""

    def in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en")
        return english if english and (get_language() or "").startswith("en") else getattr(self, field)


class InstrumentQuerySet(models.QuerySet):
    def offered(self) -> "InstrumentQuerySet":
        """Those that field staff may apply: the one that decides change first; never an empty one."""
        complete = Q(domains__items__isnull=False, options__isnull=False)
        return self.filter(complete, in_use=True).distinct().order_by("-counts_for_change", "code", "version")

    def open(self) -> "InstrumentQuerySet":
        """Those to which parts may be added: nobody has answered them; they are neither offered nor decide."""
        return self.filter(locked_at__isnull=True, assessments__isnull=True, in_use=False, counts_for_change=False)


class Instrument(Bilingual, Record):
    class Top(models.TextChoices):
        DISAGREE = "disagree", _("the highest answer disagrees most")
        AGREE = "agree", _("the highest answer agrees most")

    code = models.CharField(_("code"), max_length=30)
    version = models.CharField(_("version"), max_length=10, default="1")
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    intro = models.TextField(_("what is read out before it begins"), blank=True)
    intro_en = models.TextField(_("the same in English"), blank=True)
    top = models.CharField(_("direction of the answers"), max_length=10, choices=Top, default=Top.DISAGREE)
    min_answered_share = models.DecimalField(
        _("share of a domain's statements that must be answered"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001")), MaxValueValidator(1)],
        help_text=_("From 0.001 to 1, such as 0.8. Empty: as the programme's parameter says."),
    )
    counts_for_change = models.BooleanField(
        _("decides who shows favourable change"),
        default=False,
        help_text=_("One instrument at a time. The others are reported apart and count for no contribution."),
    )
    in_use = models.BooleanField(_("offered to field staff"), default=False)
    locked_at = models.DateTimeField(_("locked since"), null=True, blank=True, editable=False)
    content_hash = models.CharField(_("hash of its content"), max_length=64, blank=True, default="", editable=False)

    objects = InstrumentQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["counts_for_change"], condition=Q(counts_for_change=True), name="one_instrument_decides_change"
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, content_hash="")
                | (Q(locked_at__isnull=False) & ~Q(content_hash="")),
                name="instrument_locked_with_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({_('version')} {self.version})"


class Domain(Bilingual, Record):
    """What a group of statements is about; with its own index from 0 to 100."""

    class Route(models.TextChoices):
        ALWAYS = "always", _("asked of everybody")
        PARTNER = "partner", _("asked of whoever has a partner")
        CHILDREN = "children", _("asked of whoever has daughters or sons")

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="domains", verbose_name=_("instrument")
    )
    code = models.CharField(_("code"), max_length=5)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    route = models.CharField(_("asked of"), max_length=10, choices=Route, default=Route.ALWAYS)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ["instrument", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="domain_once_in_instrument")]

    def __str__(self) -> str:
        return f"{self.code} · {self.in_language('name')}"


class Item(Bilingual, Record):
    """One statement. `equitable`: agreeing with it is favourable, so its answers are scored the other way round."""

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="items", verbose_name=_("domain"))
    code = models.CharField(_("code"), max_length=10)
    text = models.CharField(_("statement"), max_length=300)
    text_en = models.CharField(_("statement in English"), max_length=300, blank=True)
    equitable = models.BooleanField(_("agreeing is favourable"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["domain", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["domain", "code"], name="item_once_in_domain")]

    def __str__(self) -> str:
        return f"{self.code}. {self.in_language('text')}"


class AnswerOption(Bilingual, Record):
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="options", verbose_name=_("instrument")
    )
    value = models.PositiveSmallIntegerField(_("value"))
    label = models.CharField(_("answer"), max_length=60)
    label_en = models.CharField(_("answer in English"), max_length=60, blank=True)

    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("answer option")
        verbose_name_plural = _("answer options")
        ordering = ["instrument", "value"]
        constraints = [models.UniqueConstraint(fields=["instrument", "value"], name="option_once_in_instrument")]

    def __str__(self) -> str:
        return self.in_language("label")


class Band(Bilingual, Record):
    """A range of the index with a name: low, middle, high. `since` belongs to it, the next band's does not."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="bands", verbose_name=_("instrument")
    )
    since = models.DecimalField(
        _("from index"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    label = models.CharField(_("name"), max_length=60)
    label_en = models.CharField(_("name in English"), max_length=60, blank=True)

    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["instrument", "since"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "since"], name="band_once_in_instrument"),
            models.CheckConstraint(condition=Q(since__gte=0, since__lte=100), name="band_between_0_and_100"),
        ]

    def __str__(self) -> str:
        return self.in_language("label")
