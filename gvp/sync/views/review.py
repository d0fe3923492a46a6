"""Por revisar: what a coordinator decides, with one key or one button each; and taking a decision back."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_PEOPLE, SEE_RECORDS
from gvp.sync import reviewing, tray
from gvp.sync.decisions import Taps, decisions
from gvp.sync.fields import keys
from gvp.sync.models import Operation
from gvp.sync.parameters import DECIDED_DAYS
from gvp.sync.showing import things
from gvp.sync.words import REASONS
from workshops import deciding
from workshops.models import Attendance, AttendanceState, Decision, Workshop

PAGE = 20
DECIDED_PAGE = 50
MOST = 500  # decided by one tap


@allowed(SEE_RECORDS)
@require_safe
def review(request: UserRequest) -> HttpResponse:
    """`motivo` and `sesion` limit what is shown; `hecho` names the decision that can be taken back with one key."""
    asked = _asked(request)
    page = Paginator(tray.Waiting(asked), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "things": things(request.user, list(page)),
        "chips": _chips(request, asked),
        "one": asked.session,
        "session": asked.session and Workshop.objects.visible_to(request.user).filter(pk=asked.session).first(),
        "query": _query(asked),
        "done": _done(request),
        "may_decide": request.user.may(MANAGE_PEOPLE),
    }
    return render(request, "sync/review.html", context)


@allowed(SEE_RECORDS)
@require_safe
def decided(request: UserRequest) -> HttpResponse:
    """What was decided by hand, the latest first, each with its way back."""
    page = Paginator(Taps(request.user), DECIDED_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "decided": decisions(request.user, page),
        "days": int(DECIDED_DAYS.value()),
        "may_decide": request.user.may(MANAGE_PEOPLE),
    }
    return render(request, "sync/decided.html", context)


@allowed(MANAGE_PEOPLE)
@require_POST
def decide(request: UserRequest, pk: UUID) -> HttpResponse:
    """Operations that wait for one reason: what arrived is taken, or what is stored stays."""
    get_object_or_404(Operation.objects.visible_to(request.user), pk=pk)
    wanted = [pk, *keys(request.POST.getlist("also")[:MOST])]
    choice, into = request.POST.get("decision"), keys([request.POST.get("session")])
    done, now = 0, timezone.now()
    if choice == "apply":
        session = get_object_or_404(Workshop.objects.visible_to(request.user), pk=into[0]) if into else None
        done = _each(request, wanted, reviewing.apply, at=now, record=session and session.pk)
        _say(request, done, _("What arrived is taken."))
    elif choice == "discard":
        done = _each(request, wanted, reviewing.discard, at=now)
        _say(request, done, _("What is stored stays."))
    else:
        messages.error(request, _("Choose one of the two."))
    return _back(request, f"o-{pk}" if done else "")


@allowed(MANAGE_PEOPLE)
@require_POST
def undecide(request: UserRequest, pk: UUID) -> HttpResponse:
    """With what was decided along with it; the latest is taken back first, as it may stand on what was before."""
    operation = get_object_or_404(Operation.objects.visible_to(request.user), pk=pk)
    done = _each(request, reviewing.decided_with(operation), reviewing.undo)
    _say(request, done, _("Undone: it waits again."))
    return _back(request)


@allowed(MANAGE_PEOPLE)
@require_POST
def decide_dispute(request: UserRequest, pk: UUID) -> HttpResponse:
    attendance = get_object_or_404(Attendance.objects.visible_to(request.user), pk=pk)
    state, ticket = request.POST.get("decision"), keys([request.POST.get("ticket")])
    if state not in AttendanceState.values or not ticket:
        messages.error(request, _("Choose one of the marks."))
        return _back(request)
    try:
        made = deciding.decide(by=request.user, attendance=attendance, state=state, key=ticket[0])
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return _back(request)
    messages.success(request, _("Decided: %(state)s.") % {"state": made.mark.get_state_display()})
    return _back(request, f"d-{made.pk}")


@allowed(MANAGE_PEOPLE)
@require_POST
def undecide_dispute(request: UserRequest, pk: UUID) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.visible_to(request.user), pk=pk)
    try:
        deciding.undo(by=request.user, decision=decision)
        messages.success(request, _("Undone: it waits again."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return _back(request)


def _asked(request: UserRequest) -> tray.Asked:
    reason = request.GET.get("motivo", "")
    session = keys([request.GET.get("sesion")])
    return tray.Asked(request.user, reason if reason in REASONS else "", session[0] if session else None)


def _chips(request: UserRequest, asked: tray.Asked) -> list[tuple[Any, str, bool]]:
    """Label, query and whether it is chosen: all, and each reason for which something waits."""
    found = [("", _("All")), *((reason, REASONS[reason]) for reason in tray.reasons(request.user))]
    shown = [(label, _query(tray.Asked(asked.user, reason, asked.session)), reason) for reason, label in found]
    return [(label, query, reason == asked.reason) for label, query, reason in shown]


def _query(asked: tray.Asked) -> str:
    kept = (("motivo", asked.reason), ("sesion", str(asked.session or "")))
    return urlencode({name: value for name, value in kept if value})


def _done(request: UserRequest) -> str:
    """Where the last decision is taken back; "" when none was made just now."""
    kind, _dash, key = request.GET.get("hecho", "").partition("-")
    known = {"o": "sync:undecide", "d": "sync:undecide_dispute"}
    found = keys([key])
    return reverse(known[kind], args=found) if kind in known and found else ""


def _each(request: UserRequest, wanted: Iterable[UUID], action: Callable[..., bool], **more: Any) -> int:
    """How many could be done; why the others could not is told once each."""
    done, problems = 0, []
    for key in wanted:
        try:
            with transaction.atomic():
                action(by=request.user, operation=key, **more)
            done += 1
        except Operation.DoesNotExist:
            continue
        except ValidationError as refused:
            problems.extend(refused.messages)
    for problem in dict.fromkeys(problems):
        messages.error(request, problem)
    return done


def _say(request: UserRequest, done: int, text: str) -> None:
    if done:
        how_many = ngettext("%(n)d fact.", "%(n)d facts.", done) % {"n": done}
        messages.success(request, text if done == 1 else f"{text} {how_many}")


def _back(request: UserRequest, done: str = "") -> HttpResponseRedirect:
    """To the tray as it was limited, or to the list of decisions."""
    if request.POST.get("back") == "decided":
        return redirect("sync:decided")
    kept = {name: request.POST.get(name, "") for name in ("motivo", "sesion", "page")} | {"hecho": done}
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(reverse("sync:review") + (f"?{query}" if query else ""))
