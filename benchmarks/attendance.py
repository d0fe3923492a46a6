"""Saving a roster against the least that a Django view can do: find the session, one bulk upsert of the same rows.

Both are real requests of one logged-in client, with the same body, through every middleware. Ours adds what makes it
safe: scope, day and enrolment checks, a mark per person under the phone's key, merging with what others marked,
counts, the audit line. Each round saves a session that nobody has marked yet. Commits reach the disk on both sides
(DURABLE=1 in tools/benchmarks.sh): a save that a power cut can undo is not a save. On a PostgreSQL told not to wait
for the disk, the fixed part of 25 marks weighs more and the ratio passes 2.
"""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks.harness import Result, ratio, side_by_side

FORM = "application/x-www-form-urlencoded"
SIZES = (25, 100)
ROUNDS = 31


def run() -> list[Result]:
    return [_measure(size) for size in SIZES]


def _measure(size: int) -> Result:
    from django.conf import settings
    from django.test import Client, override_settings
    from django.urls import reverse

    from gvp.testing.world import build
    from workshops.models import Attendance, Mark

    with override_settings(ROOT_URLCONF=__name__, AXES_ENABLED=False, ALLOWED_HOSTS=["testserver"]):
        _forget()
        world = build()
        client = Client()
        client.force_login(world.field, backend=settings.AUTHENTICATION_BACKENDS[-1])
        people, sessions = _prepare(world, size)
        ours, theirs = iter(sessions[::2]), iter(sessions[1::2])

        def send(address: str) -> None:
            client.cookies.pop("messages", None)  # which the next page would have shown
            answer = client.post(address, _roster(people), content_type=FORM)
            assert answer.status_code == 302, answer.content.decode()[:4000]

        def save_ours() -> None:
            session = next(ours)
            send(reverse("workshops:roster", args=[session]))

        def save_theirs() -> None:
            session = next(theirs)
            send(f"/minimal/{session}/")

        first = ratio(f"save {size} marks, against one bulk upsert", *side_by_side(save_ours, save_theirs, ROUNDS), 2)
        assert Mark.objects.count() == size * (ROUNDS + 1)
        assert Attendance.objects.count() == 2 * size * (ROUNDS + 1)
    return first


def _prepare(world: Any, size: int) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """People enrolled in the cycle, and planned sessions of it, one for each round."""
    from gvp.testing.world import FIRST_DAY, add_man
    from workshops.models import Workshop

    place = world.jauja
    people = [man.pk for man in place.men]
    people += [add_man(place.community, "JAU", n, place.cycle).pk for n in range(100, 100 + size - len(people))]
    of = {"cycle": place.cycle, "module": place.modules[0], "community": place.community, "date": FIRST_DAY}
    sessions = [Workshop(code=f"B-{n}", **of) for n in range(2 * (ROUNDS + 1))]
    Workshop.objects.bulk_create(sessions)
    return people, [session.pk for session in sessions]


def _roster(people: list[uuid.UUID]) -> str:
    """What a phone sends when everybody came; both views read the same body."""
    sent = {"head_count": len(people), "signatures": len(people), "unregistered": 0, "note": ""}
    sent |= {"initial-head_count": "", "initial-signatures": "", "initial-unregistered": 0, "initial-note": ""}
    for person in people:
        sent |= {f"state-{person}": "present", f"ticket-{person}": f"{uuid.uuid4()} - -"}
    return urlencode(sent)


def _forget() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


# --- The other side -------------------------------------------------------------------------


def minimal(request: Any, session: uuid.UUID) -> Any:
    """The session or 404, one atomic bulk upsert of what was sent, and a redirect."""
    from django.db import transaction
    from django.shortcuts import get_object_or_404, redirect

    from workshops.models import Attendance, Workshop

    workshop = get_object_or_404(Workshop, pk=session)
    states = {name: value for name, value in request.POST.items() if name.startswith("state-")}
    with transaction.atomic():
        Attendance.objects.bulk_create(
            [
                Attendance(workshop=workshop, participant_id=uuid.UUID(name[6:]), state=state, recorded_by=request.user)
                for name, state in states.items()
            ],
            update_conflicts=True,
            unique_fields=["workshop", "participant"],
            update_fields=["state"],
        )
    return redirect("home")


def _urlpatterns() -> Iterator[Any]:
    from django.urls import include, path

    yield path("minimal/<uuid:session>/", minimal)
    yield path("", include("gvp.urls"))


def __getattr__(name: str) -> Any:
    """`urlpatterns` is read when the first request comes, after Django has been set up."""
    if name == "urlpatterns":
        return list(_urlpatterns())
    raise AttributeError(name)
