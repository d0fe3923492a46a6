"""What the admin asks of boards, plans and actions before it stores them."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.partners.models import Institution
from plans.forms import check_day
from plans.models import BoardMember, MayoralTerm, PlanAction

State = PlanAction.State


class InOrder(forms.ModelForm):
    """`first` and `last` name two dates of which either may be missing. No date lies in an impossible year."""

    first: ClassVar[str] = "since"
    last: ClassVar[str] = "until"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.validators.append(check_day)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        since, until = facts.get(self.first), facts.get(self.last)
        if since and until and until < since:
            self.add_error(self.last, _("The end is before the start."))
        return facts


class PlanForm(InOrder):
    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        board = facts.get("board") or (None if self.instance._state.adding else self.instance.board)
        replaced = facts.get("replaces")
        if board and replaced and replaced.board.province_id != board.province_id:
            self.add_error("replaces", _("That plan is of another province."))
        return facts


class MayoralTermForm(InOrder):
    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        province, since, until = (facts.get(name) for name in ("province", "since", "until"))
        if province and since and until and since <= until:
            others = MayoralTerm.objects.filter(province=province, since__lte=until, until__gte=since)
            if others.exclude(pk=self.instance.pk).exists():
                self.add_error("since", _("In those days another mayor's term is recorded."))
        return facts


class MeetingForm(forms.ModelForm):
    """Whoever sat on the board that day may be marked as present."""

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {"present": forms.CheckboxSelectMultiple}

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if date and date > timezone.localdate():
            raise forms.ValidationError(_("A meeting is recorded once it was held."))
        return date

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        board = facts.get("board") or (None if self.instance._state.adding else self.instance.board)
        present: Any = facts.get("present") or ()
        if board and any(member.board_id != board.pk for member in present):
            self.add_error("present", _("Only members of this board can be present."))
        elif (date := facts.get("date")) and (early := [member for member in present if not _sat(member, date)]):
            names = ", ".join(str(member) for member in early)
            self.add_error("present", _("On that day not on the board: %(names)s.") % {"names": names})
        return facts


def _sat(member: BoardMember, date: Any) -> bool:
    return bool(member.since <= date and (member.until is None or member.until >= date))


class MemberChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, member: BoardMember) -> str:
        return f"{member.institution} · {member.get_sector_display()}"


class GoalChoice(forms.ModelChoiceField):
    """Objectives of many plans have the same codes, so each is shown with its plan."""

    def label_from_instance(self, goal: Any) -> str:
        return f"{goal.plan.code} · {goal}"


class ActionForm(InOrder):
    """The state says what else is needed: done its day, cancelled its board act."""

    first, last = "starts_on", "original_deadline"

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {"co_responsible": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            field: Any = self.fields["state"]
            kept = self.instance.state
            field.choices = [choice for choice in State.choices if choice[0] in (*SET_HERE, kept)]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        state, done_on = facts.get("state"), facts.get("done_on")
        if state == State.DONE and not done_on:
            self.add_error("done_on", _("When was it done?"))
        elif done_on and state in (State.PLANNED, State.CANCELLED):
            self.add_error("done_on", _("Only an action that is done has this date."))
        elif done_on and done_on > timezone.localdate():
            self.add_error("done_on", _("That day is still to come."))
        if state == State.CANCELLED and not facts.get("cancellation_act"):
            self.add_error("cancellation_act", _("Only the board cancels an action: write the act."))
        if state == State.DONE:
            facts["progress"] = 100
        goal, starts_on = facts.get("goal"), facts.get("starts_on")
        if goal and not self.instance._state.adding and goal.plan_id != self.instance.plan_id:
            self.add_error("goal", _("This objective belongs to another plan."))
        if starts_on and not self.instance._state.adding and self.instance.deadline < starts_on:
            self.add_error("starts_on", _("The deadline is before this day."))
        return facts


SET_HERE = (State.PLANNED, State.RUNNING, State.PARTLY_DONE, State.DONE, State.CANCELLED)


def with_stored(offered: Any, stored: Any) -> Any:
    """These institutions, and the one that is stored already, wherever it is."""
    return Institution.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk=stored)).order_by("name")


def co_responsible(plans: Any, chosen: Any) -> Any:
    """Institutions of the boards of these plans, and those chosen already, wherever they are."""
    members = BoardMember.objects.filter(board__plans__in=plans).values("institution")
    return Institution.objects.filter(Q(pk__in=members) | Q(pk__in=chosen)).order_by("name")
