"""Replications of school leaders: choose the school, tap who led, count the peers. Peers are never named."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, SEE_RECORDS
from gvp.audit import words
from gvp.audit.models import Entry
from gvp.partners.models import Institution
from participants.forms import attempt
from workshops import replicating
from workshops.models import Replication
from workshops.opening import correction_of_replication, replication_form, schools_of
from workshops.outreach_forms import ReplicationForm

PAGE = 50
HISTORY = 30  # lines


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def replications(request: UserRequest) -> HttpResponse:
    """`?school=` and `?lacking=1` narrow the list down."""
    rows = Replication.objects.visible_to(request.user)
    schools = list(Institution.objects.filter(pk__in=rows.order_by().values("school")).order_by("name", "code"))
    school = next((one for one in schools if str(one.pk) == request.GET.get("school")), None)
    lacking = request.GET.get("lacking") == "1"
    shown = rows.filter(school=school) if school else rows
    shown = shown.exclude(pk__in=Replication.objects.valid().order_by().values("pk")) if lacking else shown
    shown = shown.select_related("school__district").prefetch_related("leaders")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": urlencode(({"school": school.pk} if school else {}) | ({"lacking": "1"} if lacking else {})),
        "schools": schools,
        "school": school,
        "lacking": lacking,
        "lines": [(row, replicating.shortcomings(row)) for row in page.object_list],
        "may_log": request.user.may(LOG_ATTENDANCE),
        "may_open": request.user.may(SEE_RECORDS),
    }
    return render(request, "workshops/replications.html", context)


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def replication_new(request: UserRequest) -> HttpResponse:
    """First the school, unless there is one only; then the rest on one screen."""
    schools = list(schools_of(request.user))
    asked = request.GET.get("school", "")
    school = next((one for one in schools if str(one.pk) == asked or len(schools) == 1), None)
    if school is None:
        return render(request, "workshops/replication_school.html", {"schools": schools})
    return _record(request, school, another=len(schools) > 1)


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def replication_at(request: UserRequest, pk: UUID) -> HttpResponse:
    """The second screen under an address of its own, so that a phone can take it along."""
    schools = schools_of(request.user)
    return _record(request, get_object_or_404(schools, pk=pk), another=schools.count() > 1)


def _record(request: UserRequest, school: Institution, *, another: bool) -> HttpResponse:
    form = replication_form(request.user, school, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, replicating.record, by=request.user, school=school, key=form.cleaned_data["id"],
            facts=form.facts(), leaders=form.cleaned_data["leaders"],
        )  # fmt: skip
        if made:
            _tell(request, made, _("Stored: %(code)s.") % {"code": made.code})
            return redirect("workshops:replication", made.pk)
    return render(request, "workshops/replication_form.html", _around(form, school) | {"another": another})


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def replication_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    found = _editable(request, pk)
    form = correction_of_replication(request.user, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, replicating.change, by=request.user, replication=found, facts=form.facts(),
            leaders=form.cleaned_data["leaders"], seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if changed is not None:
            found.refresh_from_db()
            _tell(request, found, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:replication", found.pk)
    return render(request, "workshops/replication_form.html", _around(form, found.school) | {"replication": found})


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def replication(request: UserRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(_whole(Replication.objects.visible_to(request.user)), pk=pk)
    entries = Entry.objects.about(found).select_related("by")[:HISTORY]
    own = request.user.may(MANAGE_PEOPLE) or found.recorded_by_id == request.user.pk
    context = {
        "replication": found,
        "leaders": found.leaders.order_by("sort_name", "code"),
        "shortcomings": replicating.shortcomings(found),
        "history": [(entry, words.details(entry)) for entry in entries],
        "may_edit": request.user.may(LOG_ATTENDANCE) and own,
        "may_open": request.user.may(SEE_RECORDS),
        "may_log": request.user.may(LOG_ATTENDANCE),
    }
    return render(request, "workshops/replication.html", context)


@allowed(LOG_ATTENDANCE)
@require_POST
def replication_remove(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take back a replication recorded twice or by mistake."""
    found = _editable(request, pk)
    replicating.take_out(by=request.user, replication=found)
    messages.success(request, _("%(code)s is taken out.") % {"code": found.code})
    return redirect("workshops:replications")


def _tell(request: UserRequest, made: Replication, saved: str) -> None:
    """What was saved, and whether it counts."""
    if lacking := replicating.shortcomings(made):
        messages.warning(request, saved + " " + _("It does not count yet: %(why)s.") % {"why": "; ".join(lacking)})
    else:
        messages.success(request, saved)


def _around(form: ReplicationForm, school: Institution) -> dict[str, Any]:
    ticked = {str(key) for key in form["leaders"].value() or ()}
    people = form.fields["leaders"].queryset  # type: ignore[attr-defined]
    return {"form": form, "school": school, "people": [(person, str(person.pk) in ticked) for person in people]}


def _editable(request: UserRequest, pk: UUID) -> Replication:
    return get_object_or_404(_whole(Replication.objects.editable_by(request.user)), pk=pk)


def _whole(rows: Any) -> Any:
    return rows.select_related("school__district__province", "recorded_by")
