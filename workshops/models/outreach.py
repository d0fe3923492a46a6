"""What leaders pass on: actions of a network, and replications led by school leaders.

Whom they reach is only ever counted, never named (domain.md, section 3).
"""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.accounts.roles import MANAGE_PEOPLE
from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from gvp.places.models import Community
from participants.models import Network, Participant


def correctable(rows: Any, user: Any) -> Any:
    return rows if user.may(MANAGE_PEOPLE) else rows.filter(recorded_by=user)


class NetworkActionQuerySet(ScopedQuerySet):
    scope_path = "network__province"

    def validated(self) -> "NetworkActionQuerySet":
        """Validated by a second person, or with evidence on file (indicators.md, section 4)."""
        return self.filter(Q(validated=True) | ~Q(evidence="") | ~Q(evidence_file=""))

    def by(self, until: dt.date) -> "NetworkActionQuerySet":
        return self.filter(date__lte=until)

    def editable_by(self, user: Any) -> "NetworkActionQuerySet":
        """Coordinators correct every action they see, field staff those they recorded."""
        return correctable(self.visible_to(user), user)


class ActionLeaderQuerySet(ScopedQuerySet):
    scope_path = "action__network__province"


class ReplicationQuerySet(ScopedQuerySet):
    scope_path = "school__district__province"

    def valid(self) -> "ReplicationQuerySet":
        """At least 30 minutes and 5 peers (indicators.md, section 4)."""
        peers = F("women") + F("men")
        return self.annotate(peers=peers).filter(minutes__gte=VALID_MINUTES, peers__gte=VALID_PEERS)

    def by(self, until: dt.date) -> "ReplicationQuerySet":
        return self.filter(date__lte=until)

    def editable_by(self, user: Any) -> "ReplicationQuerySet":
        """Coordinators correct every replication they see, field staff those they recorded."""
        return correctable(self.visible_to(user), user)


class ReplicationLeaderQuerySet(ScopedQuerySet):
    scope_path = "replication__school__district__province"


VALID_MINUTES, VALID_PEERS = 30, 5


class NetworkAction(Record):
    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        VISIT = "visit", _("visit")
        RADIO = "radio", _("radio programme")
        ASSEMBLY = "assembly", _("community assembly")
        FAIR = "fair", _("fair")
        ACCOMPANIMENT = "accompaniment", _("accompaniment")
        COORDINATION = "coordination", _("coordination with institutions")

    code = models.CharField(_("code"), max_length=40, unique=True)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="actions", verbose_name=_("network"))
    date = models.DateField(_("date"))
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    message = models.CharField(_("key message"), max_length=300, blank=True)
    leaders = models.ManyToManyField(
        Participant, through="ActionLeader", related_name="network_actions", verbose_name=_("leaders who led it")
    )
    women = models.PositiveIntegerField(_("women reached (estimate)"), default=0)
    men = models.PositiveIntegerField(_("men reached (estimate)"), default=0)
    adolescents = models.PositiveIntegerField(_("adolescents reached (estimate)"), default=0)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    evidence_file = DocumentField(_("evidence (photo or scan)"), for_field_staff=True)
    validated = models.BooleanField(_("validated"), default=False)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("validated by"),
    )
    validated_at = models.DateTimeField(_("validated at"), null=True, blank=True, editable=False)

    objects = NetworkActionQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"leaders": 2, "evidence_file": 2}

    class Meta:
        verbose_name = _("network action")
        verbose_name_plural = _("network actions")
        ordering = ["-date", "code"]
        constraints = [
            # A register file says validated without saying by whom; on screen it is always a second person.
            models.CheckConstraint(
                condition=Q(validated_by__isnull=True, validated_at__isnull=True)
                | Q(validated_by__isnull=False, validated_at__isnull=False, validated=True),
                name="action_validated_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(validated_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(validated_by=F("recorded_by")),
                name="action_validated_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.date:%d/%m/%Y}"

    @property
    def audience(self) -> int:
        """Everybody reached, an estimate."""
        return self.women + self.men + self.adolescents


class ActionLeader(Record):
    action = models.ForeignKey(
        NetworkAction, on_delete=models.CASCADE, related_name="led_by", verbose_name=_("network action")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("participant")
    )

    objects = ActionLeaderQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("leader of an action")
        verbose_name_plural = _("leaders of actions")
        constraints = [models.UniqueConstraint(fields=["action", "participant"], name="leads_an_action_once")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.action}"


class Replication(Record):
    """A session that trained school leaders give to their peers at school."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    date = models.DateField(_("date"))
    school = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="replications", verbose_name=_("school")
    )
    grade = models.CharField(_("grade"), max_length=10)
    section = models.CharField(_("section"), max_length=10)
    module = models.CharField(_("module"), max_length=160, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    responsible = models.CharField(_("responsible adult"), max_length=120, blank=True)
    leaders = models.ManyToManyField(
        Participant, through="ReplicationLeader", related_name="replications", verbose_name=_("school leaders")
    )
    women = models.PositiveSmallIntegerField(_("girls reached"), default=0)
    men = models.PositiveSmallIntegerField(_("boys reached"), default=0)

    objects = ReplicationQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"leaders": 4, "responsible": 2}

    class Meta:
        verbose_name = _("replication")
        verbose_name_plural = _("replications")
        ordering = ["-date", "code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.date:%d/%m/%Y}"


class ReplicationLeader(Record):
    replication = models.ForeignKey(
        Replication, on_delete=models.CASCADE, related_name="led_by", verbose_name=_("replication")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("participant")
    )

    objects = ReplicationLeaderQuerySet.as_manager()
    data_class: ClassVar[int] = 4

    class Meta:
        verbose_name = _("leader of a replication")
        verbose_name_plural = _("leaders of replications")
        constraints = [models.UniqueConstraint(fields=["replication", "participant"], name="leads_a_replication_once")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.replication}"
