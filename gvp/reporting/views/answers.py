"""The answers leave for analysis: with a reason, without a name, and written down."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import EXPORT_RECORDS
from gvp.base.free_text import FreeTextField
from gvp.reporting.change.export import export
from gvp.reporting.question import question
from participants.models import Instrument


class ReasonForm(forms.Form):
    """Another instrument than the deciding one is asked for only where somebody has answered one."""

    reason = FreeTextField(label=gettext_lazy("What the answers are needed for"), max_length=200)
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(),
        required=False,
        label=gettext_lazy("Instrument"),
        empty_label=gettext_lazy("the one that decides change"),
        help_text=gettext_lazy("The answers to any other one do not enter C1."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["instrument"]
        others.queryset = Instrument.objects.filter(counts_for_change=False, assessments__isnull=False).distinct()
        if not others.queryset.exists():
            del self.fields["instrument"]


@allowed(EXPORT_RECORDS)
@require_http_methods(["GET", "POST"])
@never_cache
def answers(request: UserRequest) -> HttpResponse:
    asked = question(request.GET, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = export(by=request.user, scope=asked.scope.sharing(), **form.cleaned_data)
        name = f"respuestas-{asked.scope.until:%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    return render(request, "reporting/change/answers.html", {"asked": asked, "form": form})
