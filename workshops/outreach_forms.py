"""What is asked of a network, of its members and actions, and of a replication. Checked here, stored by actions."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.accounts.models import User
from gvp.base.days import PastDay
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.documents.fields import DocumentFormField
from gvp.places.models import Community, Province
from participants.models import Network, NetworkMembership, Participant
from workshops import acting
from workshops.choices import choose_among
from workshops.models import NetworkAction, Replication
from workshops.replicating import tidy_grade, tidy_section

MOST = 100_000  # people that one action may reach; more is a slip of the finger
MOST_PEERS = 2_000
LONGEST = 600  # minutes
FILE_HELP = gettext_lazy("JPEG, PNG, WebP or PDF, up to 10 MB.")


def _count(label: Any, most: int = MOST) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=0, widget=widget)


class FactsForm(forms.ModelForm):
    """The instance stays as stored: the action compares with it and writes."""

    stored: ClassVar[Sequence[str]] = ()

    def _post_clean(self) -> None:
        pass

    def facts(self) -> dict[str, Any]:
        """Fields of the model by name; a document that was taken out is ""."""
        found = {name: self.cleaned_data[name] for name in self.stored if name in self.fields}
        return {name: value or "" if name.endswith("_file") else value for name, value in found.items()}


class OutreachForm(Correction, FactsForm):
    """A key for something new, the version on screen for something stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
        else:
            self.watch(self.instance)

    def typed(self) -> dict[str, Any]:
        """A document is not compared in words."""
        return {name: value for name, value in super().typed().items() if not name.endswith("_file")}


# --- Networks and members -------------------------------------------------------------------


class NetworkForm(OutreachForm):
    stored = ("name", "province", "founded_on", "founding_act", "founding_file", "coordinator")

    founded_on = PastDay(label=gettext_lazy("Founded on"))

    class Meta:
        model = Network
        fields = ("name", "province", "founded_on", "founding_act", "founding_file", "coordinator")
        labels = {
            "name": gettext_lazy("Name"),
            "province": gettext_lazy("Province"),
            "founding_act": gettext_lazy("Number of the founding act"),
            "founding_file": gettext_lazy("Founding act (photo or scan)"),
            "coordinator": gettext_lazy("Coordinator of the network"),
        }
        help_texts = {"coordinator": gettext_lazy("One of its members of today.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        followed = Province.objects.filter(followed=True) | Province.objects.filter(pk=self.instance.province_id)
        choose_among(self, "province", user.limit(followed.distinct(), "pk").order_by("name"))
        if self.instance._state.adding:
            del self.fields["coordinator"]  # there are no members yet
        else:
            choose_among(self, "coordinator", members_of(self.instance))
            self.fields["coordinator"].label_from_instance = lambda man: man.name_for(user)  # type: ignore[attr-defined]


def members_of(network: Network) -> Any:
    """The men who belong to it today, and whoever coordinates it."""
    today = network.memberships.current().values("participant")
    named = Network.objects.filter(pk=network.pk).values("coordinator")
    return Participant.objects.filter(Q(pk__in=today) | Q(pk__in=named)).order_by("sort_name", "code")


class JoinForm(forms.Form):
    """Who joins, from when. The search words come in the same form, never in an address."""

    people = forms.ModelMultipleChoiceField(
        queryset=Participant.objects.none(), error_messages={"required": gettext_lazy("Tick the men who join.")}
    )
    joined_on = PastDay(label=gettext_lazy("Joined on"), initial=timezone.localdate)
    commitment_on = PastDay(
        label=gettext_lazy("Commitment signed on"),
        required=False,
        help_text=gettext_lazy("Leave it empty while it is not signed: until then he does not count as a leader."),
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "people", candidates)


class MemberForm(OutreachForm):
    stored = ("joined_on", "commitment_on", "commitment_file", "left_on", "left_reason")

    joined_on = PastDay(label=gettext_lazy("Joined on"))
    commitment_on = PastDay(label=gettext_lazy("Commitment signed on"), required=False)
    commitment_file = DocumentFormField(
        label=gettext_lazy("Signed commitment (photo or scan)"), required=False, help_text=FILE_HELP
    )
    left_on = PastDay(
        label=gettext_lazy("Left on"), required=False, help_text=gettext_lazy("Leave it empty while he belongs to it.")
    )
    left_reason = FreeTextField(label=gettext_lazy("Why he left"), required=False, max_length=200)

    class Meta:
        model = NetworkMembership
        fields = ("joined_on", "commitment_on", "commitment_file", "left_on", "left_reason")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("left_reason") and not facts.get("left_on") and "left_on" not in self.errors:
            self.add_error("left_on", _("Write the day on which he left."))
        return facts


class LeaveForm(forms.Form):
    on = PastDay(label=gettext_lazy("Left on"), initial=timezone.localdate)
    reason = FreeTextField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For example: works in another region. No names, no cases."),
    )


# --- Actions --------------------------------------------------------------------------------


class ActionForm(OutreachForm):
    """An action of one network. `recent` offers its latest messages, so that nobody types them again."""

    stored = (
        "date", "community", "kind", "message", "women", "men", "adolescents", "evidence", "evidence_file",
    )  # fmt: skip
    expected: ClassVar[frozenset[str]] = frozenset({"recent", "message", "confirmed"})

    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"), choices=NetworkAction.Kind.choices, widget=forms.RadioSelect
    )
    date = PastDay(label=gettext_lazy("Day"), initial=timezone.localdate)
    community = forms.ModelChoiceField(Community.objects.none(), label=gettext_lazy("Community"))
    leaders = forms.ModelMultipleChoiceField(
        queryset=Participant.objects.none(),
        label=gettext_lazy("Who led it"),
        error_messages={"required": gettext_lazy("Tick who led it.")},
    )
    confirmed = forms.BooleanField(label=gettext_lazy("They led it all the same"), required=False)
    recent = forms.ChoiceField(label=gettext_lazy("Key message"), required=False, widget=forms.RadioSelect)
    message = FreeTextField(label=gettext_lazy("Another message"), required=False, max_length=300)
    women = _count(gettext_lazy("Women"))
    men = _count(gettext_lazy("Men"))
    adolescents = _count(gettext_lazy("Adolescents"))
    evidence_file = DocumentFormField(label=gettext_lazy("Photo or scan"), required=False, help_text=FILE_HELP)
    evidence = FreeTextField(
        label=gettext_lazy("Or where the evidence is kept"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: minutes of the assembly, folder 3. No names, no cases."),
    )

    class Meta:
        model = NetworkAction
        fields = ("date", "community", "kind", "message", "women", "men", "adolescents", "evidence", "evidence_file")

    def __init__(self, *args: Any, network: Network, user: User, messages: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.user = network, user
        places = Community.objects.filter(district__province=network.province_id).select_related("district")
        choose_among(self, "community", places.order_by("district__name", "name"))
        ever = network.memberships.values("participant")
        choose_among(self, "leaders", Participant.objects.filter(pk__in=ever))
        if offered := [(message, message) for message in messages]:
            choose_among(self, "recent", [*offered, ("", gettext_lazy("another"))])
        else:
            del self.fields["recent"]
            self.fields["message"].label = gettext_lazy("Key message")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["message"] = facts.get("message") or facts.get("recent") or ""
        if facts.get("leaders") and facts.get("date") and not facts.get("confirmed"):
            self._ask_about_outsiders(facts)
        return facts

    def _ask_about_outsiders(self, facts: dict[str, Any]) -> None:
        outsiders = acting.outsiders(self.network, facts, facts["leaders"])
        if names := "; ".join(person.name_for(self.user) for person in outsiders):
            text = _("No member of the network on %(day)s: %(names)s. Correct the day, or mark that they led it.")
            told = {"day": date_format(facts["date"], "SHORT_DATE_FORMAT"), "names": names}
            self.add_error("leaders", ValidationError(text % told, code="outsiders"))

    @property
    def asks_confirmation(self) -> bool:
        return self.is_bound and self.has_error("leaders", "outsiders")


# --- Replications ---------------------------------------------------------------------------


class ReplicationForm(OutreachForm):
    """A replication in one school. `group` offers the grades and sections known there."""

    stored = ("date", "grade", "section", "module", "minutes", "responsible", "women", "men")
    expected: ClassVar[frozenset[str]] = frozenset({"group", "grade", "section"})

    leaders = forms.ModelMultipleChoiceField(
        queryset=Participant.objects.none(),
        label=gettext_lazy("Who led it"),
        error_messages={"required": gettext_lazy("Tick who led it.")},
    )
    date = PastDay(label=gettext_lazy("Day"), initial=timezone.localdate)
    group = forms.ChoiceField(
        label=gettext_lazy("Grade and section of the peers"), required=False, widget=forms.RadioSelect
    )
    grade = forms.CharField(label=gettext_lazy("Grade"), required=False, max_length=10)
    section = forms.CharField(label=gettext_lazy("Section"), required=False, max_length=10)
    women = _count(gettext_lazy("Girls"), MOST_PEERS)
    men = _count(gettext_lazy("Boys"), MOST_PEERS)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=1, max_value=LONGEST, initial=45,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    module = forms.ChoiceField(label=gettext_lazy("Module"), required=False)
    responsible = forms.CharField(
        label=gettext_lazy("Responsible adult"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("The tutor or teacher who was there."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Replication
        fields = ("date", "grade", "section", "module", "minutes", "responsible", "women", "men")

    def __init__(
        self, *args: Any, leaders: Any, groups: Iterable[tuple[str, str]] = (), modules: Iterable[str] = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        choose_among(self, "leaders", leaders)
        titles = [*modules, *([self.instance.module] if self.instance.module else [])]
        choose_among(
            self, "module", [("", gettext_lazy("none of the modules")), *((t, t) for t in dict.fromkeys(titles))]
        )
        if offered := [(f"{grade} {section}", f"{grade} {section}") for grade, section in groups]:
            self.pairs = {f"{grade} {section}": (grade, section) for grade, section in groups}
            choose_among(self, "group", [*offered, ("", gettext_lazy("another"))])
        else:
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["grade"], facts["section"] = tidy_grade(facts.get("grade", "")), tidy_section(facts.get("section", ""))
        if not (facts["grade"] or facts["section"]) and facts.get("group"):
            facts["grade"], facts["section"] = self.pairs[facts["group"]]
        for name in ("grade", "section"):
            if not facts[name] and name not in self.errors:
                self.add_error(name, _("Write which grade and section the peers are of."))
        return facts
