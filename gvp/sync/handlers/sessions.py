"""What everything about a session has in common: where it is, and which page comes after it."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from uuid import UUID

from django.urls import reverse

from workshops.marking import PROVINCE
from workshops.models import Workshop


@lru_cache(maxsize=64)
def next_page(session: UUID) -> str:
    """The report of what was written.

    Kept, since a field trip of five hundred marks is of twenty sessions: finding each anew took a tenth of the request.
    """
    return reverse("workshops:report", args=[session])


def provinces(sessions: Collection[UUID]) -> Mapping[UUID, str]:
    """The code of each session's province, of those that exist. One query."""
    return dict(Workshop.objects.filter(pk__in=sessions).values_list("pk", PROVINCE))
