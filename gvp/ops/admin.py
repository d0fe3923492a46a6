"""What belongs to no single noun: thresholds of the programme, the help card, and files in and out of every list."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin
from gvp.base.models import HelpLine, Parameter
from gvp.base.parameters import DECLARED
from gvp.ops.register.sheets import SHEETS
from gvp.ops.register.sheets.base import Sheet
from gvp.ops.sheet_admin import SheetAdmin


class ParameterForm(forms.ModelForm):
    """A share lies between 0 and 1, a count of modules or sessions is a whole number."""

    key = forms.ChoiceField(label=_("parameter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            taken = set(Parameter.objects.values_list("key", flat=True))
            field = self.fields["key"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [
                (key, f"{declared.label} ({_('usually')} {plain(declared.default)})")
                for key, declared in DECLARED.items()
                if key not in taken
            ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        declared = DECLARED.get(facts.get("key") or self.instance.key)
        value = facts.get("value")
        if declared is None or value is None:
            return facts
        share = Decimal(0) < declared.default < Decimal(1)
        if share and not 0 < value <= 1:
            self.add_error("value", _("A share lies between 0 and 1: three quarters is written 0.75."))
        if not share and (value < 0 or value != value.to_integral_value()):
            self.add_error("value", _("Write a whole number that is not negative."))
        return facts


@admin.register(Parameter)
class ParameterAdmin(HouseAdmin):
    """Only what was changed is stored; deleting a row gives the usual value back."""

    central = True
    form = ParameterForm
    list_display = ("meaning", "now", "usual")
    fields = ("key", "value")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("meaning", "usual") if obj else ()

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("meaning", "usual", "value") if obj else ("key", "value")

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        """Parameters that nobody has changed stand below the list, with their usual values."""
        stored = set(Parameter.objects.values_list("key", flat=True))
        usual = [(declared.label, plain(declared.default)) for key, declared in DECLARED.items() if key not in stored]
        return super().changelist_view(request, {"usual": usual} | (extra_context or {}))

    @admin.display(description=_("parameter"), ordering="key")
    def meaning(self, parameter: Parameter) -> str:
        declared = DECLARED.get(parameter.key)
        return str(declared.label) if declared else str(_("no longer in use"))

    @admin.display(description=_("value"), ordering="value")
    def now(self, parameter: Parameter) -> str:
        return plain(parameter.value)

    @admin.display(description=_("usual value"))
    def usual(self, parameter: Parameter) -> str:
        declared = DECLARED.get(parameter.key)
        return plain(declared.default) if declared else ""


@admin.register(HelpLine)
class HelpLineAdmin(HouseAdmin):
    """The help card is one for the whole programme."""

    central = True
    list_display = ("name", "contact", "description", "order", "shown")
    list_filter = ("shown",)
    search_fields = ("name", "contact")


def plain(value: Decimal) -> str:
    """0.7500 → 0.75, 6.0000 → 6."""
    return number_format(value.normalize(), use_l10n=True)


def _carry(sheet: type[Sheet]) -> None:
    """Give the list of a noun its import and export. Only this floor knows both the noun and the register."""
    known = type(admin.site.get_model_admin(sheet.model))
    admin.site.unregister(sheet.model)
    admin.site.register(sheet.model, type(known.__name__, (SheetAdmin, known), {"sheet": sheet}))


# What people answered has no list here: it comes and leaves in the register workbook alone.
for _sheet in SHEETS:
    if admin.site.is_registered(_sheet.model):
        _carry(_sheet)
