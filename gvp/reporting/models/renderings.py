"""A PDF being made: its state stands in the database, so that any worker can tell, take over and hand out."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.reporting.models.reports import Report

ANSWERS = ("province", "since", "until", "language", "length", "draft")  # of the form of a report without texts


class RenderingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "RenderingQuerySet":
        """One's own only."""
        return self.filter(recorded_by=user.pk)


class Rendering(Record):
    """`asked` holds what an unsaved report is about; a kept one is named by `report`. The content expires."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    class Length(models.TextChoices):
        FULL = "full", _("full report")
        SHORT = "short", _("five pages")
        BRIEF = "brief", _("two pages")

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, null=True, blank=True, related_name="renderings", verbose_name=_("report")
    )
    asked = models.JSONField(_("what it is about"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    length = models.CharField(_("length"), max_length=5, choices=Length, default=Length.FULL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)
    file_name = models.CharField(_("file name"), max_length=120)
    content = models.BinaryField(_("content"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("kept until"))

    objects = RenderingQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("document being made")
        verbose_name_plural = _("documents being made")
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["expires_at"], name="rendering_expiry")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def page_url(self) -> str:
        """The same as a page to print."""
        if self.report_id:
            return reverse("reporting:report_preview", args=[self.report_id, self.language, self.length])
        told = self.asked | {"province": self.asked["province"] or "all", "draft": "on" if self.asked["draft"] else ""}
        answers = {name: told[name] for name in ANSWERS if told[name]}
        return f"{reverse('reporting:report_page')}?{urlencode(answers)}"
