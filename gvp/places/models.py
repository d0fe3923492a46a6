"""Where things happen, by INEI's code (never RENIEC's, which differ)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet


class Region(models.Model):
    code = models.CharField(_("INEI code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=60)

    data_class: ClassVar[int] = 0
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Province(models.Model):
    code = models.CharField(_("INEI code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name=_("region"))
    short_code = models.CharField(
        _("short code"),
        max_length=3,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Three letters that start the codes of its people, for example JAU."),
    )
    followed = models.BooleanField(
        _("followed by the program"),
        default=False,
        help_text=_("Provinces the program works in; the board shows these."),
    )

    data_class: ClassVar[int] = 0
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    code = models.CharField(_("INEI code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))

    data_class: ClassVar[int] = 0
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CommunityQuerySet(ScopedQuerySet):
    scope_path = "district__province"


class Community(Record):
    """A peasant community, hamlet or quarter: the place a person says he or she is from."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name=_("district"))
    rural = models.BooleanField(_("rural"), default=True)
    rural_basis = models.CharField(
        _("basis of rural or not"),
        max_length=120,
        blank=True,
        help_text=_("For example: census, municipality, team's judgement."),
    )

    objects = CommunityQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name", "code"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="community_has_a_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.district.name})"
