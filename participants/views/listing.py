"""The list of people: search, filters, pages."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, SEE_RECORDS
from gvp.base.crypto import decrypt, encrypt
from participants.filters import Filters
from participants.models import Participant

PAGE = 50
SEARCH = "people_search"  # in the session, encrypted: a name never stands in an address
WORDS_LENGTH = 80


@allowed(SEE_RECORDS)
@require_http_methods(["GET", "POST"])
def people(request: UserRequest) -> HttpResponse:
    """One page of people. Searching is a POST that remembers the words, then the same list."""
    filters = Filters(request.GET, request.user)
    if request.method == "POST":
        request.session[SEARCH] = encrypt(_words(request.POST.get("q", "")))
        return redirect(f"{request.path}?{filters.query()}")
    words = decrypt(request.session.get(SEARCH, ""))
    found = filters.apply(_people(request.user).matching(words, request.user), timezone.localdate())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "words": words,
        "filters": filters,
        "may_register": request.user.may(LOG_ATTENDANCE),
        "may_manage": request.user.may(MANAGE_PEOPLE),
    }
    return render(request, "participants/list.html", context)


def _people(user: Any) -> Any:
    today = timezone.localdate()
    complete = Participant.objects.fully_consented(today).filter(pk=OuterRef("pk"))
    return (
        Participant.objects.visible_to(user)
        .living()
        .select_related("community__district__province")
        .annotate(has_consents=Exists(complete))
        .order_by("sort_name", "code")
    )


def _words(typed: str) -> str:
    return "".join(letter for letter in typed if letter.isprintable())[:WORDS_LENGTH].strip()
