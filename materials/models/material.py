"""The catalogue: materials, their editions and their files."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from gvp.places.models import Province


class ProgrammeToo(ScopedQuerySet):
    """Rows of one's own provinces, and those of the whole programme, which every province hands over."""

    def visible_to(self, user: Any) -> Self:
        own: Self = self.manageable_by(user)
        if not user.role_.own_provinces_only:
            return own
        return own | self.filter(**{f"{self.scope_path}__isnull": True})

    def manageable_by(self, user: Any) -> Self:
        """The whole programme's are changed by those who answer for every province."""
        return super().visible_to(user)


class MaterialQuerySet(ProgrammeToo):
    scope_path = "province"


class OfMaterialQuerySet(ProgrammeToo):
    scope_path = "material__province"

    def of_the_programme(self) -> Self:
        return self.filter(material__province__isnull=True)


class Language(models.TextChoices):
    SPANISH = "es", _("Spanish")
    QUECHUA = "qu", _("Quechua")
    OTHER = "other", _("other")


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
    language = models.CharField(_("language"), max_length=10, choices=Language, blank=True)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        help_text=_("Empty: made for the whole program."),
    )
    final_on = models.DateField(
        _("final version on"), null=True, blank=True, help_text=_("Empty: still being made; it does not count yet.")
    )
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="materials_made", verbose_name=_("institutions that made it with us")
    )
    mens_groups = models.ManyToManyField(
        Institution,
        blank=True,
        related_name="materials_made_as_group",
        limit_choices_to={"kind": Institution.Kind.MENS_GROUP},
        verbose_name=_("men's groups that made it with us"),
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    objects = MaterialQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["title", "code"]

    def __str__(self) -> str:
        return self.title


class Edition(Record):
    """One printing or one cut. What can be handed over is limited by the copies of the editions recorded."""

    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="editions", verbose_name=_("material")
    )
    number = models.PositiveSmallIntegerField(_("edition"), default=1)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.SPANISH)
    published_on = models.DateField(_("published on"))
    copies = models.PositiveIntegerField(
        _("copies (print run)"), null=True, blank=True, help_text=_("Empty: copied freely, as a video or a spot.")
    )
    format = models.CharField(_("format"), max_length=80, blank=True)

    objects = OfMaterialQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["material", "number", "language"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number", "language"], name="edition_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.material} · {self.number}"


class MaterialFile(Record):
    """The material itself, or a picture of it."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="files", verbose_name=_("material"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("edition")
    )
    label = models.CharField(_("what it is"), max_length=120)
    file = DocumentField(_("file"), blank=False)

    objects = OfMaterialQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("file of a material")
        verbose_name_plural = _("files of materials")
        ordering = ["material", "label"]

    def __str__(self) -> str:
        return self.label
