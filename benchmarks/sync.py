"""Sending 500 marks from a phone against the least that a Django view can do with the same body: one bulk upsert.

Both are real requests of one logged-in client, with the same gzipped JSON, through every middleware. Ours adds what
makes it safe: every operation read and checked by itself, a ledger row under the phone's key, a digest by which a
resend is known, scope, day and enrolment of each of the twenty sessions, merging with what others marked, an audit line
for each session, a receipt for every fact. Each round is of sessions that nobody has marked yet.
"""

import gzip
import json
import uuid
from collections.abc import Iterator
from typing import Any

from benchmarks.harness import Result, ratio, side_by_side

SESSIONS, PEOPLE = 20, 25
ROUNDS = 15
MARKS = SESSIONS * PEOPLE


def run() -> list[Result]:
    from django.conf import settings
    from django.test import Client, override_settings
    from django.urls import reverse

    from gvp.sync.models import Operation
    from gvp.testing.world import build
    from workshops.models import Attendance, Mark

    with override_settings(ROOT_URLCONF=__name__, AXES_ENABLED=False, ALLOWED_HOSTS=["testserver"]):
        world = build()
        client = Client()
        client.force_login(world.field, backend=settings.AUTHENTICATION_BACKENDS[-1])
        bodies = _bodies(world)
        ours, theirs = iter(bodies[::2]), iter(bodies[1::2])

        def send(address: str, body: bytes) -> None:
            headers = {"Content-Encoding": "gzip"}
            answer = client.post(address, body, content_type="application/json", headers=headers)
            assert answer.status_code == 200, answer.content.decode()[:4000]

        measured = side_by_side(
            lambda: send(reverse("sync:take"), next(ours)), lambda: send("/minimal/", next(theirs)), ROUNDS
        )
        first = ratio(f"take {MARKS} marks, against one bulk upsert", *measured, 2.5)
        assert Mark.objects.count() == MARKS * (ROUNDS + 1)
        assert Operation.objects.filter(status="applied").count() == MARKS * (ROUNDS + 1)
        assert Attendance.objects.count() == 2 * MARKS * (ROUNDS + 1)
    return [first]


def _bodies(world: Any) -> list[bytes]:
    """What a phone sends of twenty sessions where everybody came; one for each round of each side."""
    from gvp.testing.phone import operation
    from gvp.testing.world import FIRST_DAY, add_man
    from workshops.models import Workshop

    place = world.jauja
    people = [man.pk for man in place.men]
    people += [add_man(place.community, "JAU", n, place.cycle).pk for n in range(100, 100 + PEOPLE - len(people))]
    of = {"cycle": place.cycle, "module": place.modules[0], "community": place.community, "date": FIRST_DAY}
    sessions = [Workshop(code=f"B-{n}", **of) for n in range(2 * (ROUNDS + 1) * SESSIONS)]
    Workshop.objects.bulk_create(sessions)
    rounds = (sessions[start : start + SESSIONS] for start in range(0, len(sessions), SESSIONS))
    envelope = {"device": uuid.uuid4(), "author": world.field.pk}
    return [
        _packed(
            envelope,
            [
                operation("mark", session.pk, person=person, state="present", shown="")
                for session in round_
                for person in people
            ],
        )
        for round_ in rounds
    ]


def _packed(envelope: dict[str, Any], operations: list[dict[str, Any]]) -> bytes:
    return gzip.compress(json.dumps(envelope | {"operations": operations}, default=str).encode())


# --- The other side -------------------------------------------------------------------------


def minimal(request: Any) -> Any:
    """One atomic bulk upsert of what was sent."""
    from django.db import transaction
    from django.http import JsonResponse

    from workshops.models import Attendance

    operations = json.loads(gzip.decompress(request.body))["operations"]
    with transaction.atomic():
        Attendance.objects.bulk_create(
            [
                Attendance(
                    workshop_id=uuid.UUID(one["record"]),
                    participant_id=uuid.UUID(one["payload"]["person"]),
                    state=one["payload"]["state"],
                    recorded_by=request.user,
                )
                for one in operations
            ],
            update_conflicts=True,
            unique_fields=["workshop", "participant"],
            update_fields=["state"],
        )
    return JsonResponse({"stored": len(operations)})


def _urlpatterns() -> Iterator[Any]:
    from django.urls import include, path

    yield path("minimal/", minimal)
    yield path("", include("gvp.urls"))


def __getattr__(name: str) -> Any:
    """`urlpatterns` is read when the first request comes, after Django has been set up."""
    if name == "urlpatterns":
        return list(_urlpatterns())
    raise AttributeError(name)
