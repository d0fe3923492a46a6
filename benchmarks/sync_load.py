"""A real server, gunicorn with two workers of four threads, under the phones of many villages.

Requests leave at fixed moments, whether or not earlier ones were answered, from a process of its own; the time of each
runs from the moment it was due. Each is what a phone sends after a session of 25: their marks and the counts.
"""

import json
import multiprocessing
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any, NamedTuple

from benchmarks.harness import Result
from gvp.testing.serving import LOCAL

SECONDS, PEOPLE = 30, 25
RATES = {"postgresql": 50, "sqlite": 20}  # requests per second
AT_ONCE = 64


class Answer(NamedTuple):
    status: int
    seconds: float


def run() -> list[Result]:
    from gvp.testing.serving import Server
    from gvp.testing.world import build

    world = build()
    with Server() as server:
        server.start()
        return _measure(server, world)


def _measure(server: Any, world: Any) -> list[Result]:
    from django.db import connection
    from django.urls import reverse

    from workshops.models import Mark

    rate = RATES[connection.vendor]
    requests = _requests(server, world, rate * SECONDS)
    connection.close()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        answers = pool.apply(_send_all, [server.port, reverse("sync:take"), requests, rate])
    failed = sum(answer.status != 200 for answer in answers)
    stored = Mark.objects.count()
    name = f"{rate} requests a second of {PEOPLE} marks, {SECONDS} s"
    times = [answer.seconds * 1000 for answer in answers]
    p95 = statistics.quantiles(times, n=20)[-1]
    locked = server.log.read_text().count("locked")
    shown = f"median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms"
    return [
        Result(f"{name}: failed", failed + locked, "", 0, f"{stored} marks stored, “locked” {locked} times"),
        Result(f"{name}: p95", p95, "ms", 500 if rate == 50 else None, shown),
        Result(f"{name}: missing marks", rate * SECONDS * PEOPLE - stored, "", 0),
    ]


def _requests(server: Any, world: Any, amount: int) -> list[tuple[dict[str, str], bytes]]:
    """Headers and body of each; every one of a session of its own, by one of eight phones."""
    from gvp.testing.phone import Phone, operation
    from gvp.testing.world import FIRST_DAY, add_man
    from workshops.models import Workshop

    place = world.jauja
    people = [man.pk for man in place.men]
    people += [add_man(place.community, "JAU", n, place.cycle).pk for n in range(100, 100 + PEOPLE - len(people))]
    of = {"cycle": place.cycle, "module": place.modules[0], "community": place.community, "date": FIRST_DAY}
    sessions = [Workshop(code=f"B-{n}", **of) for n in range(amount)]
    Workshop.objects.bulk_create(sessions)
    phones = [Phone(server.port, user) for user in (world.field, world.coordinator) * 4]
    for phone in phones:
        phone.greet()
    made = []
    for n, session in enumerate(sessions):
        phone = phones[n % len(phones)]
        marks = [operation("mark", session.pk, person=person, state="present", shown="") for person in people]
        counts = {"head_count": str(PEOPLE), "signatures": str(PEOPLE)}
        marks.append(operation("counts", session.pk, fields=counts, shown=dict.fromkeys(counts, "")))
        made.append(phone.request(marks))
    return made


def _send_all(port: int, path: str, requests: list[tuple[dict[str, str], bytes]], rate: int) -> list[Answer]:
    """In a process of its own."""
    start = time.perf_counter() + 1

    def send(n: int) -> Answer:
        due = start + n / rate
        time.sleep(max(due - time.perf_counter(), 0))
        headers, body = requests[n]
        connection = HTTPConnection(LOCAL, port, timeout=120)
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            said = json.loads(response.read())
            good = response.status == 200 and {one["status"] for one in said["receipts"]} == {"applied"}
            status = 200 if good else response.status or 1
        except (OSError, ValueError):
            status = 0
        finally:
            connection.close()
        return Answer(status, time.perf_counter() - due)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(len(requests))))
