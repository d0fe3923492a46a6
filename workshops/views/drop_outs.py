"""People who stopped coming."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from workshops import dropouts


@allowed(SEE_RECORDS)
@require_safe
def drop_outs(request: UserRequest) -> HttpResponse:
    """By cycle, most at risk first."""
    groups = dropouts.drop_outs(request.user, timezone.localdate())
    people = sum(len(group.cases) for group in groups)
    return render(request, "workshops/drop_outs.html", {"groups": groups, "people": people})
