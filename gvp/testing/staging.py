"""Rows that every test of a module starts from are made once for the module, not once for each test.

They stand in a transaction that ends with the module; what a test adds is undone by its own, inside that one. Each
test gets its own copies of the records, so that none sees what another did to them in memory.
"""

import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Protocol, TypeVar

from django.db import transaction

Made = TypeVar("Made")


class Blocker(Protocol):
    """pytest-django's guard, which keeps tests that did not ask for it away from the database."""

    def unblock(self) -> AbstractContextManager[None]: ...


class Stage:
    """`stage(make)` makes rows that stay until the module ends. The answer is a function: what `make` gave, copied."""

    def __init__(self, blocker: Blocker) -> None:
        self.blocker = blocker
        self.opened = ExitStack()
        self.made = 0

    def __call__(self, make: Callable[[], Made]) -> Callable[[], Made]:
        with self.blocker.unblock():
            if len(transaction.get_connection().atomic_blocks) != self.made:
                raise RuntimeError("A test's own transaction is open: name the fixture among the test's arguments.")
            self.made += 1
            self.opened.enter_context(transaction.atomic())
            self.opened.callback(transaction.set_rollback, True)
            kept = pickle.dumps(make())
        return lambda: pickle.loads(kept)  # noqa: S301 - our own, a moment ago

    def glance(self, make: Callable[[], Made]) -> Made:
        """What `make` gives, while its rows go at once."""
        with self.blocker.unblock(), transaction.atomic():
            made = make()
            transaction.set_rollback(True)
            return made

    def clear(self) -> None:
        with self.blocker.unblock():
            self.opened.close()


def commits(node: Any) -> bool:
    """Whether tests of this module, or this test, really commit; they find an empty database instead."""
    mark = node.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))
