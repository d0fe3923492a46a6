"""The storm itself: what goes wrong with a phone is not lost in its thread, and nobody goes on when it is over."""

import threading
from types import SimpleNamespace

import pytest

from gvp.testing import storm


class Sleeper:
    """Works until it is over, and then takes its time."""

    done = False

    def work(self, over: threading.Event) -> None:
        over.wait()
        threading.Event().wait(0.05)
        self.done = True


class Unlucky:
    def work(self, over: threading.Event) -> None:
        raise LookupError("its battery")


def test_when_the_storm_is_over_nobody_is_at_work():
    sleepers = [Sleeper(), Sleeper()]
    storm.storm(SimpleNamespace(), sleepers, kills=0)
    assert [sleeper.done for sleeper in sleepers] == [True, True]


def test_what_goes_wrong_with_a_phone_fails_the_storm():
    with pytest.raises(LookupError):
        storm.storm(SimpleNamespace(), [Unlucky()], kills=0)
