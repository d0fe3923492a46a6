"""People who log in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.accounts import roles


class HouseUserManager(UserManager):
    def create_superuser(self, username: str, *args: Any, **fields: Any) -> Any:
        """The first administrator (`createsuperuser`) has that role, not the default one."""
        return super().create_superuser(username, *args, **{"role": roles.Administrator.key} | fields)


class User(AbstractUser):
    """Somebody of the team, or a donor. What they may do is in their role (roles.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(_("role"), max_length=20, choices=roles.CHOICES, default=roles.Field.key)
    provinces = models.ManyToManyField("places.Province", blank=True, verbose_name=_("provinces"), related_name="+")
    sees_minors = models.BooleanField(
        _("protection permission"),
        default=False,
        help_text=_("May see the names of school leaders. Everybody else sees initials."),
    )

    on_phone = 0  # days the page asked for is taken along on a phone (ForPhoneMiddleware); 0: it is not

    objects: ClassVar[HouseUserManager] = HouseUserManager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"username": 2, "first_name": 2, "last_name": 2, "email": 2}

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role_(self) -> type[roles.Role]:
        return roles.ROLES[self.role]

    def may(self, permission: str) -> bool:
        """Whether the role, not the rows, allows it. Superusers get no shortcut past the rows."""
        return self.is_active and permission in self.role_.permissions

    def limit(self, queryset: models.QuerySet, path: str) -> Any:
        return self.role_.limit(self, queryset, path)
