"""Reports to donors: what each is about, its texts in each language, and the seals that close it.

A report is open (a draft) or closed. Closing keeps every figure and every page as printed, with a hash: from then on
it prints the same for ever. Reopening lifts the seal and keeps it; closed again, the report has a new version.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.accounts.roles import SEE_FIGURES, WRITE_REPORTS
from gvp.base.models import Record, ScopedQuerySet
from gvp.places.models import Province

NUMBERS = range(1, 6)  # of the contributions


class ReportQuerySet(ScopedQuerySet):
    scope_path = "province"

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """Whoever writes reports sees those of his or her places; whoever reads figures, the closed ones."""
        if user.may(WRITE_REPORTS):
            return user.limit(self, self.scope_path)
        return self.closed() if user.may(SEE_FIGURES) else self.none()

    def closed(self) -> "ReportQuerySet":
        return self.filter(pk__in=Seal.objects.standing().values("report"))


class Report(Record):
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    donor = models.CharField(_("donor"), max_length=120, blank=True)
    grant_number = models.CharField(_("grant number"), max_length=60, blank=True)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        help_text=_("Empty: about the whole program."),
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), help_text=_("The data cut-off: what happened later is not looked at."))
    in_english = models.BooleanField(_("also in English"), default=False)
    incidents = models.PositiveSmallIntegerField(
        _("data protection incidents in the period"),
        null=True,
        blank=True,
        help_text=_("Only if a record of them is kept; empty: the report says nothing about them."),
    )

    objects = ReportQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-until", "-recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="report_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def languages(self) -> list[str]:
        return ["es", "en"] if self.in_english else ["es"]

    def title_in(self, language: str) -> str:
        """Spanish where English is missing."""
        return self.title_en if language == "en" and self.title_en else self.title


class ReportTexts(Record):
    """What people wrote for one report in one language. `deviations`: code of the indicator → its explanation."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts", verbose_name=_("report"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    summary_1 = models.TextField(_("first sentence"), blank=True)
    summary_2 = models.TextField(_("second sentence"), blank=True)
    summary_3 = models.TextField(_("third sentence"), blank=True)
    context = models.TextField(_("context and what changed in it"), blank=True)
    narrative_1 = models.TextField(_("narrative of contribution 1"), blank=True)
    narrative_2 = models.TextField(_("narrative of contribution 2"), blank=True)
    narrative_3 = models.TextField(_("narrative of contribution 3"), blank=True)
    narrative_4 = models.TextField(_("narrative of contribution 4"), blank=True)
    narrative_5 = models.TextField(_("narrative of contribution 5"), blank=True)
    deviations = models.JSONField(_("explained deviations"), default=dict, blank=True)
    challenges = models.TextField(_("challenges and adaptations"), blank=True)
    learning = models.TextField(_("learning and voices"), blank=True)
    sustainability = models.TextField(_("sustainability and transfer"), blank=True)
    next_period = models.TextField(_("plan of the next period"), blank=True)
    finance = models.TextField(_("finance"), blank=True)

    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("texts of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["report", "-language"]
        constraints = [models.UniqueConstraint(fields=["report", "language"], name="texts_once_per_language")]

    def __str__(self) -> str:
        return f"{self.report} · {self.language}"

    @classmethod
    def label_of(cls, slot: str) -> str:
        """The name of a text, in the reader's language."""
        field: Any = cls._meta.get_field(slot)
        return str(field.verbose_name)

    def narrative(self, number: int) -> str:
        return getattr(self, f"narrative_{number}")

    @property
    def summary(self) -> list[str]:
        """The sentences somebody wrote, in order."""
        return [text for text in (self.summary_1, self.summary_2, self.summary_3) if text]


class SealQuerySet(models.QuerySet):
    def standing(self) -> "SealQuerySet":
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)


class Seal(Record):
    """A report closed: every figure; the hash of figures, pages and tables. Who closed it when: `recorded_by`, `_at`.

    `record` is the short hash printed on the cover. `figures` holds what figures.py can compare with today.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="seals", verbose_name=_("report"))
    version = models.PositiveSmallIntegerField(_("version"))
    record = models.CharField(_("record"), max_length=40)
    digest = models.CharField(_("hash of figures and pages"), max_length=64)
    figures = models.JSONField(_("figures"), default=dict)
    lifted_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reopened by"),
    )
    lifted_reason = models.CharField(_("why it was reopened"), max_length=200, blank=True)

    objects = SealQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("seal of a report")
        verbose_name_plural = _("seals of reports")
        ordering = ["report", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="seal_once_per_version"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(lifted_at__isnull=True), name="report_sealed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_reason="")),
                name="seal_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.record


class SealedEdition(Record):
    """A closed report in one language as it was printed: its pages by length, and the tables of its workbook."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="editions", verbose_name=_("seal"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    pages = models.JSONField(_("pages by length"), default=dict)
    tables = models.JSONField(_("tables"), default=list)

    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("sealed edition")
        verbose_name_plural = _("sealed editions")
        ordering = ["seal", "-language"]
        constraints = [models.UniqueConstraint(fields=["seal", "language"], name="sealed_once_per_language")]

    def __str__(self) -> str:
        return f"{self.seal} · {self.language}"
