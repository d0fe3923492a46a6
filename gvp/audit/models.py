"""Who did what, when. Written beside the change, in its transaction; never edited."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet):
    def about(self, thing: models.Model) -> "EntryQuerySet":
        return self.filter(target_type=thing._meta.label_lower, target_id=str(thing.pk))

    def readable_by(self, user: Any) -> "EntryQuerySet":
        """What was done in the provinces this user answers for, and what he or she did."""
        return user.limit(self, "province") | self.filter(by=user)


class Entry(models.Model):
    """One line of the log. Names fields and states, never a person's name, document or phone."""

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        MERGED = "merged", _("merged")
        UNMERGED = "unmerged", _("merge undone")
        REVEALED = "revealed", _("revealed")
        EXPORTED = "exported", _("exported")
        IMPORTED = "imported", _("imported")
        LOGGED_IN = "logged_in", _("logged in")
        LOGGED_OUT = "logged_out", _("logged out")
        REFUSED = "refused", _("refused login")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    verb = models.CharField(_("action"), max_length=20, choices=Verb)
    target_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    target_id = models.CharField(_("record"), max_length=60, blank=True)
    province = models.CharField(_("province"), max_length=4, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    objects = EntryQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit log is append-only.")
