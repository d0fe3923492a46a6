"""People of the programme and what they consented to. Only the fields domain.md (R05) allows."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.crypto import EncryptedTextField, fingerprint
from gvp.base.models import Record
from gvp.base.text import normalise, sort_key
from gvp.partners.models import Institution
from gvp.places.models import Community
from participants.andean import keys
from participants.querysets import ConsentQuerySet, MergeQuerySet, ParticipantQuerySet


class Participant(Record):
    """A rural man, or a school leader of Wiñay. The name is never a key: homonyms are frequent."""

    class Group(models.TextChoices):
        MAN = "man", _("rural man")
        SCHOOL_LEADER = "school_leader", _("school leader")

    class Sex(models.TextChoices):
        MALE = "M", _("male")
        FEMALE = "F", _("female")

    class Language(models.TextChoices):
        SPANISH = "es", _("Spanish")
        QUECHUA = "qu", _("Quechua")
        OTHER = "other", _("other")

    class DocumentKind(models.TextChoices):
        DNI = "dni", _("DNI")
        FOREIGNER_CARD = "ce", _("foreigner's card")
        PERMIT = "ptp", _("temporary permit (PTP, CPP)")
        PASSPORT = "passport", _("passport")

    class Children(models.TextChoices):
        NONE = "0", _("none")
        ONE = "1", _("one")
        TWO = "2", _("two")
        THREE_OR_MORE = "3+", _("three or more")

    code = models.CharField(_("code"), max_length=30, unique=True)
    group = models.CharField(_("group"), max_length=20, choices=Group, default=Group.MAN)
    given_names = models.CharField(_("given names"), max_length=80)
    first_surname = models.CharField(_("first surname"), max_length=80)
    second_surname = models.CharField(_("second surname"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, default=Sex.MALE)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        verbose_name=_("community at enrolment"),
        related_name="+",
        help_text=_("Decides the province in which he or she counts; a later move does not change it."),
    )
    current_community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("community now, if he or she moved"),
        related_name="+",
    )
    enrolled_on = models.DateField(_("registered on"))
    document_kind = models.CharField(_("kind of document"), max_length=10, choices=DocumentKind, blank=True)
    document = EncryptedTextField(_("document number"), blank=True, default="")
    document_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    phone_shared = models.BooleanField(_("shared phone"), default=False)
    language = models.CharField(_("mother tongue"), max_length=10, choices=Language, blank=True)
    has_partner = models.BooleanField(_("has a partner"), null=True, blank=True)
    children = models.CharField(_("daughters and sons aged 0 to 8"), max_length=2, choices=Children, blank=True)
    school = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("school"), related_name="+"
    )
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    section = models.CharField(_("section"), max_length=10, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    # Derived columns: SQLite cannot search without accents, and no collation sorts Ñ on both databases.
    search_name = models.CharField(max_length=260, editable=False, db_index=True)
    sort_name = models.CharField(max_length=260, editable=False, db_index=True)
    # Blocking keys of similar.py: people who may be one person share two of them.
    given_key = models.CharField(max_length=40, editable=False, blank=True, default="")
    first_key = models.CharField(max_length=40, editable=False, blank=True, default="")
    second_key = models.CharField(max_length=40, editable=False, blank=True, default="")
    # Keyed hash of the form that registered this person, by which a resend is known.
    receipt = models.CharField(max_length=64, editable=False, blank=True, default="")

    objects = ParticipantQuerySet.as_manager()
    DERIVED: ClassVar[tuple[str, ...]] = (
        "search_name", "sort_name", "document_hash", "given_key", "first_key", "second_key",
    )  # fmt: skip
    data_class: ClassVar[int] = 2
    field_classes: ClassVar[dict[str, int]] = {"code": 1, "group": 1, "enrolled_on": 1, "merged_into": 1}

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["sort_name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="participant_not_merged_into_self"
            ),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1900, birth_year__lte=2100), name="participant_birth_year_range"
            ),
        ]
        indexes = [
            models.Index(fields=["first_key", "given_key"], name="participant_first_given"),
            models.Index(fields=["second_key", "given_key"], name="participant_second_given"),
            models.Index(fields=["first_key", "second_key"], name="participant_surnames"),
            models.Index(fields=["first_key", "birth_year"], name="participant_first_born"),
        ]

    def __str__(self) -> str:
        # The code: log lines, admin history and error messages must not carry a person's name.
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.DERIVED}
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill the derived columns; bulk writers call it themselves."""
        surnames = f"{self.first_surname} {self.second_surname}"
        self.search_name = normalise(f"{self.given_names} {surnames} {self.code}")
        self.sort_name = sort_key(f"{surnames} {self.given_names}")
        self.document_hash = fingerprint(self.document.upper())
        self.given_key, self.first_key, self.second_key = keys(
            self.given_names, self.first_surname, self.second_surname
        )

    @property
    def is_school_leader(self) -> bool:
        return self.group == self.Group.SCHOOL_LEADER

    @property
    def full_name(self) -> str:
        """ "Quispe Huamán, Juan Carlos". Show it through `name_for`, never directly."""
        return f"{self.first_surname} {self.second_surname}".strip() + f", {self.given_names}"

    @property
    def initials(self) -> str:
        parts = (self.given_names, self.first_surname, self.second_surname)
        return " ".join(f"{part[0]}." for part in parts if part)

    @property
    def short_name(self) -> str:
        """ "Juan Quispe H.": enough to know somebody in the room, and little on a lost phone. Minors: initials."""
        if self.is_school_leader:
            return self.initials
        second = f"{self.second_surname[0]}." if self.second_surname else ""
        return f"{self.given_names.partition(' ')[0]} {self.first_surname} {second}".strip()

    def name_for(self, user: Any) -> str:
        """The name as this reader may see it: short on a phone that leaves the signal; of school leaders only
        the initials for whoever lacks the protection permission.
        """
        if user.on_phone:
            return self.short_name
        return self.initials if self.is_school_leader and not user.sees_minors else self.full_name

    def age_on(self, date: Any) -> int:
        """Year of the date minus year of birth (indicators.md, 1.6)."""
        return date.year - self.birth_year


class Consent(Record):
    """What a person, or a minor's guardian, agreed to; a revocation closes it and keeps it."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("registration")
        EVALUATION = "evaluation", _("evaluation")
        GUARDIAN = "guardian", _("guardian's consent")
        ASSENT = "assent", _("own assent")
        IMAGE = "image", _("image and voice")

    class Mode(models.TextChoices):
        SIGNATURE = "signature", _("signature")
        FINGERPRINT = "fingerprint", _("fingerprint on paper")
        WITNESS = "witness", _("spoken, before a witness")
        ELECTRONIC = "electronic", _("electronic")

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="consents", verbose_name=_("participant")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    given_on = models.DateField(_("given on"))
    mode = models.CharField(_("mode"), max_length=20, choices=Mode)
    text_version = models.CharField(_("version of the text shown"), max_length=20, blank=True)
    witness = models.CharField(_("witness"), max_length=120, blank=True)
    guardian_name = models.CharField(_("guardian's name"), max_length=160, blank=True)
    guardian_relation = models.CharField(_("guardian's relation"), max_length=40, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of the revocation"), max_length=200, blank=True)
    revoked_mode = models.CharField(_("how it was revoked"), max_length=20, choices=Mode, blank=True)
    # A revocation that was a mistake; what was undone stands in the audit log.
    reinstated_on = models.DateField(_("revocation undone on"), null=True, blank=True)
    reinstated_reason = models.CharField(_("why the revocation was undone"), max_length=200, blank=True)

    objects = ConsentQuerySet.as_manager()
    data_class: ClassVar[int] = 2
    field_classes: ClassVar[dict[str, int]] = {"guardian_name": 4, "guardian_relation": 4}

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind", "given_on"], name="consent_once_a_day"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("given_on")),
                name="consent_revoked_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id and self.participant.code}: {self.get_kind_display()}"


class CommunityCorrection(Record):
    """The community at enrolment was wrong and was corrected: figures of two provinces may change."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="community_corrections", verbose_name=_("participant")
    )
    before = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("before"))
    after = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("after"))
    reason = models.CharField(_("reason"), max_length=200)

    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"participant": 2}

    class Meta:
        verbose_name = _("correction of a community")
        verbose_name_plural = _("corrections of communities")
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.participant}: {self.before} → {self.after}"


class TwoPeople(Record):
    """Two similar records that somebody looked at and found to be two people: not proposed again."""

    # The smaller key stands first, so that a pair exists once.
    one = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("the other"))

    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        ordering = ["recorded_at"]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="two_people_once")]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class Merge(Record):
    """Two records found to be one person. Keeps what moved, so that it can be undone."""

    survivor = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="merges", verbose_name=_("record kept")
    )
    absorbed = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="absorptions", verbose_name=_("record merged into it")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    moved = models.JSONField(_("what moved"), default=dict, editable=False)  # keys of rows by kind; never a name
    # The kept record's facts before and after, as JSON: names and documents, hence encrypted.
    facts = EncryptedTextField(_("facts before and after"), blank=True, default="", editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"facts": 2}

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="merged_away_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id and self.absorbed.code} → {self.survivor_id and self.survivor.code}"
