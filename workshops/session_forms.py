"""What is asked of a session: its plan, a series of them, a new day, a reason."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.places.models import Community
from workshops.choices import choose_among
from workshops.dates import PlannedDay, TimeInput
from workshops.models import Cycle, Module, Workshop

PLACE_AND_TIME = ("starts_at", "minutes", "community", "facilitator")
SHORTEST, LONGEST = 15, 600  # minutes


class PlaceAndTimeForm(forms.ModelForm):
    """What one session and a whole series share."""

    starts_at = forms.TimeField(label=_("Starts at"), required=False, widget=TimeInput)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Workshop
        fields: ClassVar[Sequence[str]] = PLACE_AND_TIME
        labels = {"community": _("Community"), "facilitator": _("Facilitator")}

    def __init__(self, *args: Any, user: User, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Community.objects.visible_to(user).select_related("district").order_by("district__name", "name")
        choose_among(self, "community", places)
        self.cycle = cycle

    def _post_clean(self) -> None:
        """The instance stays as stored: the action compares with it and writes."""

    def facts(self) -> dict[str, Any]:
        """Fields of Workshop by name."""
        wanted = [name for name in ("module", "date", *PLACE_AND_TIME) if name in self.fields]
        return {name: self.cleaned_data[name] for name in wanted}


class SessionForm(Correction, PlaceAndTimeForm):
    """One session of a module. The date of a planned one is changed by rescheduling it."""

    date = PlannedDay(label=_("Date"))

    class Meta(PlaceAndTimeForm.Meta):
        fields = ("module", *PLACE_AND_TIME)
        labels = PlaceAndTimeForm.Meta.labels | {"module": _("Module")}

    field_order = ("module", "date", *PLACE_AND_TIME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "module", Module.objects.filter(cycle=self.cycle).order_by("order", "code"))
        self.fields["date"].initial = self.instance.date
        if not self.instance._state.adding:
            self.watch(self.instance)
        if self.instance.status != Workshop.Status.HELD and not self.instance._state.adding:
            del self.fields["date"]


class NewSessionForm(SessionForm):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class SeriesForm(PlaceAndTimeForm):
    """One session for each module that has none yet."""

    first_on = PlannedDay(label=_("First session on"), initial=timezone.localdate)
    weeks = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[(1, _("every week")), (2, _("every two weeks"))],
        initial=2,
        widget=forms.RadioSelect,
    )

    field_order = ("first_on", "weeks", *PLACE_AND_TIME)

    @property
    def every(self) -> dt.timedelta:
        return dt.timedelta(weeks=self.cleaned_data["weeks"])


class CancelForm(forms.Form):
    reason = FreeTextField(
        label=_("Reason"), max_length=200, help_text=_("For example: rain, communal work day. No names.")
    )


class RescheduleForm(forms.Form):
    date = PlannedDay(label=_("New date"))
    reason = FreeTextField(
        label=_("Reason"), max_length=200, help_text=_("For example: rain, communal work day. No names.")
    )


def usual(cycle: Cycle) -> dict[str, Any]:
    """What the next session of a cycle is likely to be: as its latest one, or as the cycle. Up to two queries."""
    last = cycle.workshops.order_by("-date", "-code").first()
    if last:
        return {field: getattr(last, field) for field in PLACE_AND_TIME}
    facilitator = ", ".join(str(user) for user in cycle.facilitators.all())
    minutes = 120 if cycle.kind == Cycle.Kind.SENSITISATION else 90
    return {"community": cycle.community_id, "minutes": minutes, "facilitator": facilitator[:120]}
