"""How a material reaches people and institutions. Reach is an estimate and never adds to counted people."""

from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.accounts.roles import SEE_RECORDS
from gvp.base.models import Record
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from gvp.places.models import District
from materials.models.material import Edition, Material, OfMaterialQuerySet

RECEIVER = "institution__district__province"


class DisseminationQuerySet(OfMaterialQuerySet):
    def manageable_by(self, user: Any) -> Self:
        """Whoever answers for the material, and for the whole programme's, whoever answers for the district."""
        return super().manageable_by(user) | user.limit(self.of_the_programme(), "district__province")


class TransferQuerySet(OfMaterialQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Either end sees it: who made the material, and who answers for the institution that received it.

        Acts name whoever received, so that it takes a reader of records.
        """
        if not user.may(SEE_RECORDS):
            return self.none()
        return user.limit(self, self.scope_path) | user.limit(self, RECEIVER)

    def manageable_by(self, user: Any) -> Self:
        """Whoever answers for the material, and for the whole programme's, whoever answers for the receiver."""
        return super().manageable_by(user) | user.limit(self.of_the_programme(), RECEIVER)

    def proven(self) -> Self:
        """With the number of the hand-over act, or its scan (indicators.md, section 4)."""
        return self.filter(~Q(act_number="") | ~Q(act_file=""))


class Dissemination(Record):
    class Channel(models.TextChoices):
        RADIO = "radio", _("radio")
        TELEVISION = "television", _("television")
        LOUDSPEAKER = "loudspeaker", _("community loudspeaker")
        SOCIAL_MEDIA = "social_media", _("social media")
        FAIR = "fair", _("fair")
        SCREENING = "screening", _("screening")
        OTHER = "other", _("other")

    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="disseminations", verbose_name=_("material")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("radio station or institution"),
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    airings = models.PositiveIntegerField(_("airings"), default=1, validators=[MinValueValidator(1)])
    reach = models.PositiveIntegerField(_("people reached (estimate)"), null=True, blank=True)
    basis = models.CharField(_("basis of the estimate"), max_length=200, blank=True)

    objects = DisseminationQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("dissemination")
        verbose_name_plural = _("disseminations")
        ordering = ["-since", "material"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="dissemination_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.material} · {self.since:%d/%m/%Y}"


class Transfer(Record):
    """Copies handed over to one institution. Proven by the number of the act or by its scan."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("material")
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name=_("edition")
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("receiving institution")
    )
    date = models.DateField(_("date"))
    format = models.CharField(_("format"), max_length=80, blank=True)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)
    receiver = models.CharField(_("who received it"), max_length=160, blank=True)
    receiver_role = models.CharField(_("office of the receiver"), max_length=120, blank=True)
    act_number = models.CharField(_("number of the hand-over act"), max_length=80, blank=True)
    act_file = DocumentField(_("hand-over act (scan)"))

    objects = TransferQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"receiver": 2, "act_file": 2}

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-date", "code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.date:%d/%m/%Y}"
