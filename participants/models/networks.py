"""Networks of community leaders, and who belongs to them since when (indicators.md, C2)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from gvp.places.models import Province
from participants.models.people import Participant


class NetworkQuerySet(ScopedQuerySet):
    scope_path = "province"

    def founded_by(self, until: dt.date) -> "NetworkQuerySet":
        """With founding act on file and coordinator named (indicators.md, C2b)."""
        with_act = self.filter(~Q(founding_act="") | ~Q(founding_file=""))
        return with_act.filter(coordinator__isnull=False, founded_on__lte=until)


class NetworkMembershipQuerySet(ScopedQuerySet):
    scope_path = "network__province"

    def by(self, until: dt.date) -> "NetworkMembershipQuerySet":
        """Of those who had joined by the date, whether or not they left again."""
        return self.filter(joined_on__lte=until)

    def committed(self, until: dt.date) -> "NetworkMembershipQuerySet":
        """With a commitment signed by the date."""
        return self.by(until).filter(commitment_on__lte=until)

    def standing(self, until: dt.date) -> "NetworkMembershipQuerySet":
        """Of those who had joined by the date and had not left."""
        return self.by(until).exclude(left_on__lte=until)

    def covering(self, day: dt.date) -> "NetworkMembershipQuerySet":
        """Stays to which the day belongs; that of leaving still does."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), joined_on__lte=day)

    def current(self) -> "NetworkMembershipQuerySet":
        """Stays that nobody has ended."""
        return self.filter(left_on__isnull=True)


class Network(Record):
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=160)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    founded_on = models.DateField(_("founded on"))
    founding_act = models.CharField(
        _("number of the founding act"),
        max_length=80,
        blank=True,
        help_text=_("Without it the network does not count as formed."),
    )
    founding_file = DocumentField(_("founding act (scan)"), for_field_staff=True)
    coordinator = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinated_networks",
        verbose_name=_("coordinator of the network"),
    )

    objects = NetworkQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"coordinator": 2, "founding_file": 2}

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class NetworkMembership(Record):
    """One stay of one man in one network; whoever left and came back has two."""

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("network")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("participant")
    )
    joined_on = models.DateField(_("joined on"))
    commitment_on = models.DateField(
        _("commitment signed on"), null=True, blank=True, help_text=_("Without it he does not count as a leader.")
    )
    commitment_file = DocumentField(_("signed commitment (scan)"), for_field_staff=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(_("why he left"), max_length=200, blank=True)

    objects = NetworkMembershipQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        ordering = ["network", "joined_on"]
        constraints = [
            models.UniqueConstraint(fields=["network", "participant", "joined_on"], name="joined_once_a_day"),
            models.UniqueConstraint(
                fields=["network", "participant"], condition=Q(left_on__isnull=True), name="member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="member_left_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.network}"
