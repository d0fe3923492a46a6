"""What is asked of a cycle: its facts, its curriculum, who facilitates it, who takes part."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.accounts import roles
from gvp.accounts.models import User
from gvp.base.versions import Correction
from gvp.places.models import Community
from participants.models import Participant
from workshops import cycling
from workshops.choices import choose_among
from workshops.cycling import Line
from workshops.dates import PastDay, PlannedDay
from workshops.models import Cycle, Enrolment

FACTS = ("kind", "name", "community", "starts_on", "closes_on")
FACILITATING = (roles.Field.key, roles.Coordinator.key)
USUAL, EMPTY = "usual", "empty"
MOST_MODULES = 60


class CycleForm(Correction, forms.ModelForm):
    """Facts of a cycle and who facilitates it."""

    starts_on = PlannedDay(label=gettext_lazy("Starts on"), initial=timezone.localdate)
    closes_on = PlannedDay(
        label=gettext_lazy("Closes on"), required=False, help_text=gettext_lazy("Leave it empty while nobody knows.")
    )
    facilitators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Facilitators"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Field staff see only the cycles they facilitate."),
    )

    class Meta:
        model = Cycle
        fields = (*FACTS, "facilitators")
        labels = {"kind": gettext_lazy("Kind"), "name": gettext_lazy("Name"), "community": gettext_lazy("Community")}
        help_texts = {"name": gettext_lazy("As the team calls it, for example the community and a number.")}

    field_order: Sequence[str] | None = ("kind", "name", "community", "starts_on", "closes_on", "facilitators")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = Community.objects.visible_to(user).select_related("district__province")
        choose_among(self, "community", self.places.order_by("district__name", "name"))
        choose_among(self, "facilitators", _team(self.places, self.instance))
        if not self.instance._state.adding:
            self.watch(self.instance)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("closes_on") and facts.get("starts_on") and facts["closes_on"] < facts["starts_on"]:
            self.add_error("closes_on", _("The cycle would close before it starts."))
        if facts.get("community") and facts.get("facilitators"):
            self._check_team(facts["community"], facts["facilitators"])
        return facts

    def _check_team(self, community: Community, facilitators: QuerySet[User]) -> None:
        strangers = facilitators.exclude(provinces=community.district.province_id)
        if names := ", ".join(str(user) for user in strangers):
            text = _("Not of the province of this community: %(names)s.")
            self.add_error("facilitators", text % {"names": names})

    def facts(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in FACTS}

    def _post_clean(self) -> None:
        """The instance stays as stored: the action compares with it and writes."""


class NewCycleForm(CycleForm):
    """A new cycle; its code and curriculum are proposed."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=30,
        validators=[
            RegexValidator(r"^[A-Za-z0-9ÑñÁÉÍÓÚáéíóú./-]+\Z", gettext_lazy("Letters, digits, hyphens and dots only."))
        ],
        help_text=gettext_lazy("Leave it empty: the next one of the province is given, for example JAU-S04."),
    )
    curriculum = forms.ChoiceField(
        label=gettext_lazy("Modules"), help_text=gettext_lazy("They can be changed afterwards.")
    )

    field_order = ("kind", "name", "community", "starts_on", "closes_on", "curriculum", "facilitators", "code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.sources = {str(cycle.pk): cycle for cycle in sources(user)}
        choose_among(self, "curriculum", [
            (USUAL, gettext_lazy("The usual number of modules, to be named")),
            *((key, _("As in %(cycle)s") % {"cycle": cycle.name}) for key, cycle in self.sources.items()),
            (EMPTY, gettext_lazy("No modules yet")),
        ])  # fmt: skip

    def lines(self) -> list[Line]:
        """The curriculum asked for."""
        chosen = self.cleaned_data["curriculum"]
        if chosen in self.sources:
            return cycling.copied(self.sources[chosen])
        return cycling.unnamed(self.cleaned_data["kind"]) if chosen == USUAL else []

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"code": self.cleaned_data["code"]}


def sources(user: User) -> QuerySet[Cycle]:
    """Cycles whose curriculum may be copied: the latest of those this user sees."""
    with_modules = Cycle.objects.visible_to(user).filter(modules__isnull=False).distinct()
    return with_modules.order_by("-starts_on", "code")[:30]


def _team(places: QuerySet[Community], cycle: Cycle) -> QuerySet[User]:
    """Whoever may facilitate in these places, and whoever does so already."""
    able = Q(is_active=True, role__in=FACILITATING, provinces__in=places.values("district__province"))
    already = Q(cycles=cycle.pk) if cycle.pk else Q(pk=None)
    return User.objects.filter(able | already).distinct().order_by("first_name", "last_name", "username")


# --- Curriculum -----------------------------------------------------------------------------


class LineForm(forms.Form):
    """One module. An empty new line is left out."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    order = forms.IntegerField(label=gettext_lazy("Order"), min_value=1, max_value=MOST_MODULES)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160, required=False)
    core = forms.BooleanField(label=gettext_lazy("Core"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.initial.get("title") and not data.get("title") and not data.get("remove"):
            self.add_error("title", _("Write the title, or tick “remove”."))
        return data

    def line(self, shown: int) -> Line | None:
        """`shown`: the place of this form among the others."""
        data = self.cleaned_data
        if data["remove"] or not data["title"]:
            return None
        return Line(data["id"], data["title"], data["core"], data["order"], shown)


class BaseLines(forms.BaseFormSet):
    def lines(self) -> list[Line]:
        return [line for n, form in enumerate(self.forms, start=1) if (line := form.line(n))]


LineFormSet = forms.formset_factory(LineForm, formset=BaseLines, extra=0, max_num=MOST_MODULES, absolute_max=100)


def lines_of(cycle: Cycle, empty: int = 3) -> list[dict[str, Any]]:
    """Initial values of the formset: the curriculum and a few empty lines with keys of their own."""
    modules = list(cycle.modules.order_by("order", "code"))
    stored = [{"id": m.pk, "order": n, "title": m.title, "core": m.core} for n, m in enumerate(modules, start=1)]
    blank = [{"id": uuid.uuid4(), "order": len(modules) + n} for n in range(1, empty + 1)]
    return [*stored, *blank]


class CopyForm(forms.Form):
    """Whose curriculum to take over."""

    source = forms.ModelChoiceField(label=gettext_lazy("Cycle"), queryset=Cycle.objects.none())

    def __init__(self, *args: Any, user: User, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "source", Cycle.objects.visible_to(user).filter(kind=cycle.kind).exclude(pk=cycle.pk))


# --- People ---------------------------------------------------------------------------------


class EnrolForm(forms.Form):
    """Whom to enrol, from when. The search words come in the same form, never in an address."""

    people = forms.ModelMultipleChoiceField(
        queryset=Participant.objects.none(),
        error_messages={"required": gettext_lazy("Tick the people to enrol.")},
    )
    enrolled_on = PastDay(label=gettext_lazy("Enrolled on"), initial=timezone.localdate)

    def __init__(self, *args: Any, candidates: QuerySet[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "people", candidates)


class WithdrawForm(forms.Form):
    on = PastDay(label=gettext_lazy("Left on"), initial=timezone.localdate)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("not known")), *Enrolment.Reason.choices],
        required=False,
        help_text=gettext_lazy("Reports add the reasons up; nobody is named."),
    )


class PracticeForm(forms.Form):
    """Who did the closing practice, on which day; no day takes it back."""

    enrolments = forms.ModelMultipleChoiceField(
        queryset=Enrolment.objects.none(), error_messages={"required": gettext_lazy("Tick at least one person.")}
    )
    on = PastDay(label=gettext_lazy("Day of the practice"), initial=timezone.localdate, required=False)

    def __init__(self, *args: Any, enrolments: QuerySet[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "enrolments", enrolments)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "clear" in self.data:
            data["on"] = None
        elif not data.get("on") and "on" not in self.errors:
            raise ValidationError({"on": _("Write the day.")})
        return data
