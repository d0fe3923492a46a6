"""Applying a questionnaire on a phone: begin, one statement at a time, finish."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.base import typed
from participants import assessing
from participants.asking import facts_of, written_consents
from participants.assess_forms import NOT_ASKED, AnswerForm, BeginForm, RouteForm
from participants.consent_texts import EVALUATION, VERSION
from participants.due import due_for
from participants.forms import attempt
from participants.models import Assessment, Domain, Participant
from participants.moments import NOTHING_YET
from participants.paper import Paper, blank, lay_out
from participants.round_words import sentence
from participants.views.common import standing


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def assess(request: UserRequest, pk: UUID) -> HttpResponse:
    """Which round, which day; or go on with what was begun."""
    person = _man(request, pk)
    where = due_for(person, timezone.localdate())
    form = BeginForm(
        request.POST or typed.returned(request), participant=person, moments=where.moments, wait=where.wait,
        initial={"round": where.advice and where.advice.round},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        begun = attempt(form, assessing.begin, by=request.user, participant=person, **form.facts())
        if begun:
            return _after_beginning(request, begun)
    context = {
        "person": person,
        "form": form,
        "advice": where.advice and sentence(where.advice),
        "unfinished": _open(request).unfinished().filter(participant=person).select_related("instrument"),
        "facts": facts_of(
            person, person.name_for(request.user), where, written_consents([person.pk]).get(person.pk, ())
        ),
    }
    return render(request, "participants/assess.html", context | _papers(form, person))


@allowed(LOG_ATTENDANCE)
@require_safe
def assess_away(request: UserRequest) -> HttpResponse:
    """The same page about nobody, which a phone takes along once for all men (static/js/assess.js)."""
    nobody = Participant()
    form = BeginForm(participant=nobody, moments=NOTHING_YET, wait=0)
    return render(request, "participants/assess.html", {"form": form} | _papers(form, nobody))


def _papers(form: BeginForm, person: Participant) -> dict[str, Any]:
    """Every instrument on offer, its statements and the questions that lead through them."""
    papers = blank(form.offered, person)
    forms = [RouteForm(paper=paper, prefix=f"paper-{n}") for n, paper in enumerate(papers)]
    return {
        "papers": list(zip(papers, forms, strict=True)),
        "texts": [EVALUATION],
        "consent_version": VERSION,
        "not_asked": {route.value: words for route, words in NOT_ASKED.items()},
    }


def _after_beginning(request: UserRequest, begun: Assessment) -> HttpResponse:
    """The application of that day may exist already: a colleague's, or a finished one, is not opened again."""
    if _open(request).unfinished().filter(pk=begun.pk).exists():
        return redirect("participants:assessment", begun.pk)
    if _open(request).filter(pk=begun.pk).exists():
        messages.warning(request, _("This round was finished on that day already: no other was begun."))
        return redirect("participants:assessment_done", begun.pk)
    messages.warning(request, _("A colleague stored this round on that day. A coordinator can open it."))
    return redirect("participants:assess", begun.participant_id)


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def assessment(request: UserRequest, pk: UUID) -> HttpResponse:
    """What is read aloud first, and which statements concern him; with `?resume`, the first one unanswered."""
    paper = _paper(request, pk)
    if paper.assessment.finished_at:
        return redirect("participants:assessment_done", pk)
    if "resume" in request.GET and paper.assessment.answers:
        return _onward(paper.next_unanswered, paper.assessment)
    form = RouteForm(request.POST if request.method == "POST" else None, paper=paper)
    if request.method == "POST" and form.is_valid():
        stored = attempt(form, assessing.route, by=request.user, assessment=paper.assessment, routes=form.routes())
        if stored:
            return _onward(Paper(stored, paper.domains, paper.options).next_unanswered, stored)
    return render(request, "participants/assessment.html", {"paper": paper, "form": form})


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def statement(request: UserRequest, pk: UUID, code: str) -> HttpResponse:
    """One statement and its answers; each answer is stored and the next one comes."""
    paper = _paper(request, pk)
    item = next((item for domain in paper.domains for item in domain.items.all() if item.code == code), None)
    if item is None:
        raise Http404
    if paper.assessment.finished_at:
        return redirect("participants:assessment_done", pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, paper=paper, item=item)
    if request.method == "POST" and form.is_valid():
        stored = attempt(
            form, assessing.answer, by=request.user, assessment=paper.assessment, item=item, value=form.value()
        )
        if stored:
            return _onward(Paper(stored, paper.domains, paper.options).onward(item), stored)
    context: dict[str, Any] = {
        "paper": paper,
        "item": item,
        "form": form,
        "place": paper.place(item),
        "value": paper.value(item),
        "before": paper.before(item),
        "not_asked": NOT_ASKED.get(Domain.Route(item.domain.route), ""),
    }
    return render(request, "participants/statement.html", context)


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def assessment_done(request: UserRequest, pk: UUID) -> HttpResponse:
    """What is still unanswered, and the last button; afterwards, that it is stored and nothing of the answers."""
    paper = _paper(request, pk)
    if request.method == "POST":
        assessing.finish(by=request.user, assessment=paper.assessment)
        return redirect("participants:assessment_done", pk)
    return render(request, "participants/assessment_done.html", {"paper": paper})


def _man(request: UserRequest, pk: UUID) -> Participant:
    person = standing(request, pk)
    if person.is_school_leader:
        raise Http404
    return person


def _open(request: UserRequest) -> Any:
    return Assessment.objects.open_to(request.user)


def _paper(request: UserRequest, pk: UUID) -> Paper:
    rows = _open(request).select_related("instrument", "participant", "consent")
    return lay_out(get_object_or_404(rows, pk=pk))


def _onward(item: Any, stored: Assessment) -> HttpResponse:
    if item is None:
        return redirect("participants:assessment_done", stored.pk)
    return redirect("participants:statement", stored.pk, item.code)
