"""Users: who logs in, in which role, for which provinces. Only those who answer for every province see them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.contrib.auth.models import Group
from django.forms import Media
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gvp.accounts import roles
from gvp.accounts.models import User
from gvp.audit.house_admin import HouseAdmin

# Roles are classes (roles.py); Django's groups would be a second answer to the same question.
admin.site.unregister(Group)

PERSON = ("first_name", "last_name", "email")
ROLE = ("role", "provinces", "sees_minors")


class RoleRules(forms.ModelForm):
    """What must hold of a user, new or not. `by` is who is asking."""

    by: ClassVar[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = _what_roles_do()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        role = roles.ROLES.get(facts.get("role", ""))
        if role and role.own_provinces_only and not facts.get("provinces"):
            self.add_error("provinces", _("Choose at least one province: this role sees nothing else."))
        if self.instance.pk == self.by.pk and {"role", "is_active"} & set(self.changed_data):
            self.add_error("role", _("Somebody else has to change your role or deactivate you."))
        return facts


class NewUserForm(RoleRules, BaseUserCreationForm):
    """A user with a first password; the person changes it after the first login."""


def _what_roles_do() -> SafeString:
    return format_html_join("", "<b>{}</b>: {}<br>", ((role.label, role.description) for role in roles.ROLES.values()))


@admin.register(User)
class HouseUserAdmin(HouseAdmin, UserAdmin):
    """A user is deactivated, never deleted: the audit log speaks of him or her."""

    central = True
    deletable = False
    form = RoleRules
    add_form = NewUserForm
    add_form_template = None
    change_password_form = AdminPasswordChangeForm
    change_user_password_template = "admin/user_password.html"  # noqa: S105 it is a template
    list_display = ("username", "full_name", "role", "where", "sees_minors", "is_active", "last_login")
    list_filter = ("role", "is_active", "sees_minors", ("provinces", admin.RelatedOnlyFieldListFilter))
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "is_active")}),
        (_("Person"), {"fields": PERSON}),
        (_("What he or she may do"), {"fields": ROLE}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": PERSON}),
        (_("What he or she may do"), {"fields": ROLE}),
    )
    readonly_fields = ("last_login", "date_joined")

    @property
    def media(self) -> Media:
        return Media()

    def visible(self, rows: Any, user: Any) -> Any:
        return rows.prefetch_related("provinces")

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self.may_manage(request.user)

    def choices(self, request: Any) -> Any:
        """Whom a cycle may name as facilitator: everybody active who works where the person asking works."""
        people = User.objects.filter(is_active=True).exclude(role=roles.Donor.key)
        if request.user.role_.own_provinces_only:
            people = people.filter(pk__in=User.provinces.through.objects.filter(
                province__in=request.user.provinces.all()).values("user"))  # fmt: skip
        return people

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "provinces":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        # Who may enter the admin follows from the role, so that the two never disagree.
        obj.is_staff = roles.ADMINISTER in obj.role_.permissions
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("provinces"))
    def where(self, user: User) -> str:
        return ", ".join(province.name for province in user.provinces.all())
