"""Multisectoral boards: who sits on them, when they met, and whose term of office the plans live under."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from gvp.places.models import Province


class OfProvinceQuerySet(ScopedQuerySet):
    scope_path = "province"


class OfBoardQuerySet(ScopedQuerySet):
    scope_path = "board__province"


class BoardMemberQuerySet(OfBoardQuerySet):
    def serving(self, day: dt.date) -> Self:
        """On the board on this day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Board(Record):
    class Kind(models.TextChoices):
        MULTISECTORAL = "multisectoral", _("multisectoral consultation board")
        PROVINCIAL = "provincial", _("provincial consultation body (Law 30364)")
        MCLCP = "mclcp", _("MCLCP (board for the fight against poverty)")
        OTHER = "other", _("other")

    code = models.CharField(_("code"), max_length=30, unique=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), null=True, blank=True, help_text=_("Institutions that must be present for a valid meeting.")
    )

    objects = OfProvinceQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["province", "code"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.province}"


class BoardMember(Record):
    """An institution on the board, with its official representatives."""

    class Sector(models.TextChoices):
        MUNICIPALITY = "municipality", _("provincial municipality")
        DISTRICT = "district", _("district municipality")
        EDUCATION = "education", _("education (UGEL)")
        HEALTH = "health", _("health")
        POLICE = "police", _("police (PNP)")
        PROSECUTOR = "prosecutor", _("public prosecutor")
        JUDICIARY = "judiciary", _("judiciary, justice of the peace")
        CEM = "cem", _("CEM (Women's Emergency Centre)")
        SUBPREFECTURE = "subprefecture", _("sub-prefecture")
        DEMUNA = "demuna", _("DEMUNA (municipal child defence office)")
        COMMUNITY = "community", _("peasant community")
        PATROL = "patrol", _("peasant patrol")
        WOMEN = "women", _("women's organisation")
        MEN = "men", _("men's organisation, leader network")
        NGO = "ngo", _("NGO")
        CHURCH = "church", _("church")
        MEDIA = "media", _("media")
        ACADEMIA = "academia", _("academia")
        COMPANY = "company", _("company")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members", verbose_name=_("board"))
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    titular = models.CharField(_("titular member"), max_length=160, blank=True)
    alternate = models.CharField(_("alternate member"), max_length=160, blank=True)
    contact = models.CharField(_("official contact"), max_length=120, blank=True)
    credential = models.CharField(_("credential document"), max_length=120, blank=True)
    credential_file = DocumentField(_("credential (scan)"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = BoardMemberQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"titular": 2, "alternate": 2, "contact": 2, "credential_file": 2}

    class Meta:
        verbose_name = _("member of a board")
        verbose_name_plural = _("members of boards")
        ordering = ["board", "sector", "since"]
        constraints = [
            models.UniqueConstraint(fields=["board", "institution", "since"], name="board_member_once_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="board_member_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}"


class BoardMeeting(Record):
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("board"))
    date = models.DateField(_("date"))
    minutes_number = models.CharField(_("number of the minutes"), max_length=80, blank=True)
    minutes_file = DocumentField(_("minutes (scan)"))
    present = models.ManyToManyField(
        BoardMember, blank=True, related_name="meetings", verbose_name=_("members present")
    )
    subject = models.CharField(_("subject"), max_length=240, blank=True)

    objects = OfBoardQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"minutes_file": 2}

    class Meta:
        verbose_name = _("board meeting")
        verbose_name_plural = _("board meetings")
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["board", "date"], name="board_meets_once_a_day")]

    def __str__(self) -> str:
        return f"{self.board} · {self.date:%d/%m/%Y}"


class MayoralTerm(Record):
    """The term of office of a provincial mayor: after a change, plans ask for ratification (domain.md, section 2)."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="mayoral_terms", verbose_name=_("province")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))

    objects = OfProvinceQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("term of a mayor")
        verbose_name_plural = _("terms of mayors")
        ordering = ["province", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["province", "since"], name="mayoral_term_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="mayoral_term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.province} {self.since:%Y}–{self.until:%Y}"
