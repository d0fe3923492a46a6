"""Questionnaires in the admin: another one needs no code. What somebody has answered cannot be rewritten."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gvp.audit.house_admin import HouseAdmin, HouseInline
from participants.locking import intact, locked
from participants.models import AnswerOption, Band, ChangeThreshold, ComparisonDesign, Domain, Instrument, Item
from participants.scoring import MAIN
from participants.versioning import new_version

CODE = re.compile(r"[A-Za-z0-9_-]+")  # stands in the address of the statement's screen


class Locked:
    """Read-only from the first answer on."""

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and not _kept(obj)  # type: ignore[misc]


def _kept(thing: Any) -> bool:
    """Whether this instrument, or the one of this domain, may no longer be rewritten."""
    return thing is not None and locked(thing if isinstance(thing, Instrument) else thing.instrument)


def _whole(thing: Any) -> bool:
    """Whether no part may be added or taken away: kept, or offered or deciding, which only a whole one may be."""
    if thing is None:
        return False
    instrument = thing if isinstance(thing, Instrument) else thing.instrument
    return instrument.in_use or instrument.counts_for_change or locked(instrument)


class PartInline(Locked, HouseInline):
    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _whole(obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _whole(obj)


class OptionInline(PartInline):
    model = AnswerOption
    fields = ("value", "label", "label_en")
    extra = 2


class BandInline(PartInline):
    model = Band
    fields = ("since", "label", "label_en")


class DomainInline(PartInline):
    model = Domain
    fields = ("code", "name", "route", "order", "statements")
    readonly_fields = ("statements",)

    def get_queryset(self, request: Any) -> QuerySet:
        return super().get_queryset(request).annotate(statement_count=Count("items"))

    @admin.display(description=gettext_lazy("statements"))
    def statements(self, domain: Domain) -> str:
        if domain._state.adding:
            return _("save first")
        url = reverse("admin:participants_domain_change", args=[domain.pk])
        return format_html('<a href="{}">{} ({})</a>', url, _("Statements"), domain.statement_count)  # type: ignore[attr-defined]


class InstrumentForm(forms.ModelForm):
    """Offered, or deciding change, is only what can be answered and scored as it is stored."""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        chosen = [name for name in ("in_use", "counts_for_change") if facts.get(name)]
        for name in chosen:
            if problem := self._missing(decides=name == "counts_for_change"):
                self.add_error(name, problem)
        return facts

    def _missing(self, *, decides: bool) -> str:
        """What it lacks; "" when nothing. Answers differ in value by a constraint of the database."""
        stored = not self.instance._state.adding
        domains = dict(self.instance.domains.order_by().values_list("code").annotate(Count("items"))) if stored else {}
        if not domains or not all(domains.values()) or self.instance.options.count() < 2:
            return _("It needs at least two answers, and domains that all have statements. Save those first.")
        if decides and MAIN not in domains:
            return _("It needs a domain M, which decides change. C1b, C1c and C1d are about M, P and H.")
        return ""


@admin.register(Instrument)
class InstrumentAdmin(HouseAdmin):
    central = True
    form = InstrumentForm
    inlines = (DomainInline, OptionInline, BandInline)
    list_display = ("code", "version", "name", "counts_for_change", "in_use", "locked_at")
    list_filter = ("in_use", "counts_for_change")
    search_fields = ("code", "name")
    readonly_fields = ("lock", "applications")
    fields = (
        "code", "version", "name", "name_en", "intro", "intro_en", "top", "min_answered_share", "counts_for_change",
        "in_use", "applications", "lock",
    )  # fmt: skip
    CHANGEABLE: ClassVar[tuple[str, ...]] = ("counts_for_change", "in_use")  # also when it is locked

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        if not _kept(obj):
            return self.readonly_fields
        return tuple(field for field in self.fields if field not in self.CHANGEABLE)

    def change_view(self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        instrument = self.get_object(request, object_id)
        known = {"kept": _kept(instrument), "whole": _whole(instrument)}
        return super().change_view(request, object_id, form_url, known | (extra_context or {}))

    @admin.display(description=gettext_lazy("content"))
    def lock(self, instrument: Instrument) -> str:
        if instrument.locked_at is None:
            return _("kept: it was answered") if locked(instrument) else _("may still be changed")
        day = date_format(instrument.locked_at, "SHORT_DATE_FORMAT")
        if intact(instrument):
            return _("locked since %(day)s, unchanged") % {"day": day}
        return _("locked since %(day)s, and CHANGED since then: its answers can no longer be compared") % {"day": day}

    @admin.display(description=gettext_lazy("applications"))
    def applications(self, instrument: Instrument) -> int:
        return instrument.assessments.count()

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view(self.version_view)
        return [
            path("<uuid:pk>/version/", guarded, name="participants_instrument_version"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def version_view(self, request: Any, pk: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        copy = new_version(by=request.user, instrument=get_object_or_404(self.get_queryset(request), pk=pk))
        messages.success(request, _("This is the new version. Change it, then put it in use."))
        return redirect("admin:participants_instrument_change", copy.pk)


class ItemForm(forms.ModelForm):
    class Meta:
        widgets: ClassVar[Any] = {
            "text": forms.Textarea(attrs={"rows": 2, "cols": 34}),
            "text_en": forms.Textarea(attrs={"rows": 2, "cols": 34}),
            "code": forms.TextInput(attrs={"size": 6}),
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise ValidationError(_("Letters and digits only, such as M1."))
        return code


class ItemFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """The code of a statement names its answer, so it stands once in the whole instrument."""
        super().clean()
        codes = {form: form.cleaned_data["code"] for form in self.forms if form.cleaned_data.get("code")}
        elsewhere = Item.objects.filter(domain__instrument=self.instance.instrument_id, code__in=codes.values())
        taken = set(elsewhere.exclude(domain=self.instance.pk).values_list("code", flat=True))
        for form, code in codes.items():
            if code in taken:
                text = _("Another domain of this instrument has a statement with this code.")
                form.add_error("code", ValidationError(text))


class ItemInline(PartInline):
    model = Item
    form = ItemForm
    formset = ItemFormSet
    fields = ("code", "text", "text_en", "equitable", "order")
    extra = 6


@admin.register(Domain)
class DomainAdmin(Locked, HouseAdmin):
    """The statements of one domain; reached from its instrument."""

    central = True
    inlines = (ItemInline,)
    list_display = ("code", "name", "instrument", "route")
    list_filter = ("instrument",)
    list_select_related = ("instrument",)
    search_fields = ("code", "name")
    fields = ("instrument", "code", "name", "name_en", "route", "order")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return ("instrument",) if obj is not None else ()

    def get_field_queryset(self, db: Any, db_field: Any, request: Any) -> QuerySet | None:
        """A domain is added to an instrument that is still open; the form refuses any other."""
        rows = super().get_field_queryset(db, db_field, request)
        return rows.open() if db_field.name == "instrument" and rows is not None else rows  # type: ignore[attr-defined]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _whole(obj)


@admin.register(ComparisonDesign)
class ComparisonDesignAdmin(HouseAdmin):
    """Only with one do pages and reports leave out that nothing proves the cause."""

    central = True
    list_display = ("since", "text")
    fields = ("since", "text", "text_en")


@admin.register(ChangeThreshold)
class ChangeThresholdAdmin(HouseAdmin):
    """Frozen and lifted on its own page, where the evidence is computed."""

    read_only = True
    list_display = ("domain", "value", "n", "frozen_on", "recorded_by", "lifted_at")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter),)
    list_select_related = ("domain", "recorded_by")
    fields = ("domain", "value", "n", "sd", "frozen_on", "recorded_by", "note", "lifted_at", "lifted_reason")
    readonly_fields = fields
