"""Institutions the program works with: schools, municipalities, men's groups, radio stations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.places.models import District


class InstitutionQuerySet(ScopedQuerySet):
    scope_path = "district__province"

    def schools(self) -> "InstitutionQuerySet":
        return self.filter(kind=Institution.Kind.SCHOOL)


class Institution(Record):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        SCHOOL = "school", _("school")
        UGEL = "ugel", _("UGEL (local education management unit)")
        HEALTH = "health", _("health service")
        POLICE = "police", _("police")
        CEM = "cem", _("CEM (Women's Emergency Centre)")
        NGO = "ngo", _("NGO")
        MEDIA = "media", _("media")
        ORGANISATION = "organisation", _("social organisation")
        MENS_GROUP = "mens_group", _("men's group")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    class Sector(models.TextChoices):
        PUBLIC = "public", _("public")
        PRIVATE = "private", _("private")
        COMMUNAL = "communal", _("communal")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name=_("district"))

    objects = InstitutionQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name
