"""Printed and audiovisual materials: the catalogue. Editions, dissemination and transfers build on it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.places.models import Province


class MaterialQuerySet(ScopedQuerySet):
    scope_path = "province"


class Material(Record):
    class Kind(models.TextChoices):
        BROCHURE = "brochure", _("brochure")
        VIDEO = "video", _("video")
        RADIO_SPOT = "radio_spot", _("radio spot")
        GUIDE = "guide", _("guide")
        STUDY = "study", _("study")
        POSTER = "poster", _("poster")
        FLIP_CHART = "flip_chart", _("flip chart")
        OTHER = "other", _("other")

    class Medium(models.TextChoices):
        PRINT = "print", _("printed")
        AUDIOVISUAL = "audiovisual", _("audiovisual")

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    medium = models.CharField(_("medium"), max_length=20, choices=Medium)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        help_text=_("Empty: made for the whole program."),
    )
    final_on = models.DateField(_("final version on"), null=True, blank=True)

    objects = MaterialQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["title", "code"]

    def __str__(self) -> str:
        return self.title
