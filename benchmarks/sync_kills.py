"""Three hundred SIGKILLs of a server under load: the same storm as in gvp/tests/test_chaos_server.py, only longer."""

import time

from benchmarks.harness import Result

KILLS, PHONES, MEN = 300, 4, 20


def run() -> list[Result]:
    from gvp.testing import storm
    from gvp.testing.serving import Server
    from gvp.testing.world import build

    world = build()
    with Server() as server:
        server.start()
        walkers = storm.walkers(server, world, PHONES, MEN)
        start = time.perf_counter()
        storm.storm(server, walkers, KILLS)
        for walker in walkers:
            walker.finish()
        seconds = time.perf_counter() - start
        told = storm.told(walkers)
        wrong = storm.differences(told, storm.stored())
        for walker in walkers:
            walker.send_all_again()
        doubled = storm.differences(told, storm.stored())
    unheard = sum(walker.unheard for walker in walkers)
    shown = f"{sum(told.operations.values())} facts acknowledged, {unheard} requests unanswered, {seconds:.0f} s"
    return [
        Result(f"{KILLS} kills: lost, doubled or altered facts", wrong, "", 0, shown),
        Result(f"{KILLS} kills, everything sent once more: the same", doubled, "", 0),
        Result(f"{KILLS} kills: figures that are no recount", _miscounted(), "", 0),
    ]


def _miscounted() -> int:
    from django.utils import timezone

    from gvp.reporting.base import Memo, Scope
    from gvp.reporting.indicators import INDICATORS
    from gvp.reporting.tests import by_hand

    today = timezone.localdate()
    scope = Scope(today, memo=Memo())
    return sum(
        {row.key: row.reached_on for row in INDICATORS[code].rows(scope)} != counted
        for code, counted in by_hand.counted(today).items()
    )
