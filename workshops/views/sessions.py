"""Planning sessions, changing, cancelling and moving them."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_CYCLES
from participants.forms import attempt
from workshops import planning
from workshops.session_forms import CancelForm, NewSessionForm, RescheduleForm, SeriesForm, SessionForm, usual
from workshops.views.found import the_cycle, the_session


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def session_new(request: UserRequest, pk: UUID) -> HttpResponse:
    cycle = the_cycle(request, pk)
    left = planning.without_session(cycle).first()
    initial = usual(cycle) | {"module": left and left.pk}
    form = NewSessionForm(request.POST or None, user=request.user, cycle=cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["id"]
        session = attempt(form, planning.plan, by=request.user, cycle=cycle, key=key, facts=form.facts())
        if session:
            text = _("The session %(code)s is planned for %(day)s.")
            messages.success(request, text % {"code": session.code, "day": _day(session.date)})
            return redirect("workshops:cycle", cycle.pk)
    return render(request, "workshops/session_form.html", {"cycle": cycle, "form": form})


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def series(request: UserRequest, pk: UUID) -> HttpResponse:
    """A session for every module that has none yet."""
    cycle = the_cycle(request, pk)
    form = SeriesForm(request.POST or None, user=request.user, cycle=cycle, initial=usual(cycle))
    if request.method == "POST" and form.is_valid():
        first_on = form.cleaned_data["first_on"]
        planned = attempt(
            form, planning.plan_series, by=request.user, cycle=cycle, first_on=first_on, every=form.every,
            facts=form.facts(),
        )  # fmt: skip
        if planned is not None:
            messages.success(request, _planned(len(planned)))
            return redirect("workshops:cycle", cycle.pk)
    context = {"cycle": cycle, "form": form, "modules": planning.without_session(cycle)}
    return render(request, "workshops/series.html", context)


def _planned(sessions: int) -> str:
    if not sessions:
        return _("Every module has its session already.")
    return ngettext("%(n)d session is planned.", "%(n)d sessions are planned.", sessions) % {"n": sessions}


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def session_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    session = the_session(request, pk)
    form = SessionForm(request.POST or None, instance=session, user=request.user, cycle=session.cycle)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, planning.change, by=request.user, workshop=session, facts=form.facts(), seen=form.cleaned_data["seen"]
        )
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:cycle", session.cycle_id)
    return render(request, "workshops/session_form.html", {"cycle": session.cycle, "form": form, "session": session})


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def session_cancel(request: UserRequest, pk: UUID) -> HttpResponse:
    session = the_session(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, planning.cancel, by=request.user, workshop=session, **form.cleaned_data)
        if done is not None:
            text = _("The session %(code)s is cancelled. It can be undone on this page.")
            messages.success(request, text % {"code": session.code})
            return redirect("workshops:cycle", session.cycle_id)
    return render(request, "workshops/session_cancel.html", {"form": form, "session": session})


@allowed(MANAGE_CYCLES)
@require_POST
def session_restore(request: UserRequest, pk: UUID) -> HttpResponse:
    """Undo a cancellation."""
    session = the_session(request, pk)
    planning.restore(by=request.user, workshop=session)
    messages.success(request, _("The session %(code)s is planned again.") % {"code": session.code})
    return redirect("workshops:cycle", session.cycle_id)


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def session_reschedule(request: UserRequest, pk: UUID) -> HttpResponse:
    session = the_session(request, pk)
    form = RescheduleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, planning.reschedule, by=request.user, workshop=session, **form.cleaned_data)
        if done is not None:
            text = _("The session %(code)s is on %(day)s now.")
            messages.success(request, text % {"code": session.code, "day": _day(form.cleaned_data["date"])})
            return redirect("workshops:cycle", session.cycle_id)
    return render(request, "workshops/session_reschedule.html", {"form": form, "session": session})


@allowed(MANAGE_CYCLES)
@require_POST
def session_delete(request: UserRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Take back a session planned by mistake; sent twice, it is gone all the same."""
    cycle = the_cycle(request, pk)
    found = cycle.workshops.filter(pk=session).first()
    try:
        if found:
            planning.delete(by=request.user, workshop=found)
        messages.success(request, _("The session is deleted."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("workshops:cycle", cycle.pk)


def _day(date: dt.date) -> str:
    return date_format(date, "SHORT_DATE_FORMAT")
