"""What everything about a session has in common: where it is, and which page comes after it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from workshops.marking import PROVINCE
from workshops.models import Workshop


def next_page(session: UUID) -> str:
    """The report of what was written."""
    return reverse("workshops:report", args=[session])


def provinces(sessions: Collection[UUID]) -> Mapping[UUID, str]:
    """The code of each session's province, of those that exist. One query."""
    return dict(Workshop.objects.filter(pk__in=sessions).values_list("pk", PROVINCE))
