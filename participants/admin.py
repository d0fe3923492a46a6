"""People, what they consented to, and which records were merged.

Nobody is registered, deleted or merged here: those screens ask for consents and reasons. Document and phone
are masked; the button that reveals them is the desk's, and is written down. Names stand in no address, so the
search box sends its words apart (search_form.html).
"""

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin, HouseInline
from gvp.base.crypto import decrypt, encrypt
from participants import actions, instrument_admin, network_admin  # noqa: F401 - register their models
from participants.admin_form import PersonForm
from participants.models import Consent, Merge, Participant
from participants.phones import mask

PROVINCE = "community__district__province"
SEARCH = "admin_people_search"  # in the session, encrypted
WORDS_LENGTH = 80


class ConsentMissing(admin.SimpleListFilter):
    title = _("consent")
    parameter_name = "consent"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("consent missing"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.lacking_consent(timezone.localdate()) if self.value() else queryset


class ConsentInline(HouseInline):
    model = Consent
    extra = 0
    fields = ("kind", "given_on", "mode", "text_version", "revoked_on")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Participant)
class ParticipantAdmin(HouseAdmin):
    deletable = False
    form = PersonForm
    inlines = (ConsentInline,)
    list_display = ("code", "name", "group", "community", "province", "born", "masked_phone", "language")
    list_display_links = ("code", "name")
    list_filter = ("group", ConsentMissing, "language", (PROVINCE, admin.RelatedOnlyFieldListFilter))
    list_select_related = (PROVINCE,)
    date_hierarchy = "enrolled_on"
    ordering = ("sort_name", "code")
    search_fields = ("code",)
    search_help_text = _("Name or code, with or without accents.")
    autocomplete_fields = ("current_community", "school")
    readonly_fields = (
        "code", "group", "sex", "community", "enrolled_on", "document_kind", "masked_document", "masked_phone",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("code", "given_names", "first_surname", "second_surname", "birth_year", "seen")}),
        (_("Registered as"), {"fields": ("group", "sex", "community", "enrolled_on")}),
        (_("Document and phone"), {"fields": ("document_kind", "masked_document", "masked_phone", "phone_shared")}),
        (_("Other facts"), {"fields": (
            "current_community", "language", "has_partner", "children", "school", "grade", "section")}),
    )  # fmt: skip

    def visible(self, rows: Any, user: Any) -> Any:
        return rows.openable_by(user).living()

    # --- Search -------------------------------------------------------------------------------

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            typed = "".join(letter for letter in request.POST.get("words", "") if letter.isprintable())
            request.session[SEARCH] = encrypt(typed[:WORDS_LENGTH].strip())
            return redirect(request.get_full_path())
        words = decrypt(request.session.get(SEARCH, ""))
        return super().changelist_view(request, {"words": words} | (extra_context or {}))

    def get_changelist_instance(self, request: Any) -> Any:
        changelist: Any = super().get_changelist_instance(request)
        changelist.words = decrypt(request.session.get(SEARCH, ""))
        return changelist

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The list looks for the words of the session; choosing a person elsewhere looks for the code alone."""
        if request.resolver_match.view_name == "admin:autocomplete":
            return super().get_search_results(request, queryset, search_term)
        return queryset.matching(decrypt(request.session.get(SEARCH, ""))), False

    # --- Registering and correcting -------------------------------------------------------------

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Nobody is stored without consent, so a new person comes through the form that asks for it."""
        return redirect("participants:register")

    def save_model(self, request: Any, obj: Participant, form: Any, change: bool) -> None:
        actions.change(by=request.user, participant=obj, facts=form.facts())

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """`actions.change` has written it down."""

    # --- Columns ------------------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="sort_name")
    def name(self, person: Participant) -> str:
        # Only records that this user may open are in the list: the name is never one to be hidden.
        return person.full_name

    @admin.display(description=_("province"), ordering=f"{PROVINCE}__name")
    def province(self, person: Participant) -> str:
        return person.community.district.province.name

    @admin.display(description=_("born"), ordering="birth_year")
    def born(self, person: Participant) -> str:
        return str(person.birth_year)

    @admin.display(description=_("document number"))
    def masked_document(self, person: Participant) -> str:
        return mask(person.document)

    @admin.display(description=_("phone"))
    def masked_phone(self, person: Participant) -> str:
        return mask(person.phone)


@admin.register(Consent)
class ConsentAdmin(HouseAdmin):
    """Given and revoked on the person's own page; here to look up and to carry out."""

    read_only = True
    list_display = ("participant", "kind", "given_on", "mode", "revoked_on")
    list_filter = ("kind", "mode", ("revoked_on", admin.EmptyFieldListFilter))
    list_select_related = ("participant",)
    date_hierarchy = "given_on"
    search_fields = ("participant__code",)
    search_help_text = _("Code of the person.")
    fields = (
        "participant", "kind", "given_on", "mode", "text_version", "revoked_on", "revoked_reason", "revoked_mode",
        "reinstated_on", "reinstated_reason", "recorded_at", "recorded_by",
    )  # fmt: skip
    readonly_fields = fields

    def visible(self, rows: Any, user: Any) -> Any:
        return rows.filter(participant__in=Participant.objects.openable_by(user).order_by())


@admin.register(Merge)
class MergeAdmin(HouseAdmin):
    read_only = True
    list_display = ("absorbed", "survivor", "reason", "recorded_at", "recorded_by", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("absorbed", "survivor", "recorded_by")
    date_hierarchy = "recorded_at"
    search_fields = ("absorbed__code", "survivor__code")
    search_help_text = _("Code of the person.")
    fields = ("absorbed", "survivor", "reason", "recorded_at", "recorded_by", "undone_at")
    readonly_fields = fields
    scope_path = f"survivor__{PROVINCE}"

    def visible(self, rows: Any, user: Any) -> Any:
        return rows.filter(survivor__in=Participant.objects.openable_by(user).order_by())
