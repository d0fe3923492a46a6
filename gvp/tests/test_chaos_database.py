"""The database fails while a phone sends: full, locked, restarted. The phone keeps all, and later it is there once."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import NamedTuple

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from gvp.testing.phone import Phone, operation
from gvp.testing.serving import Server, database_url
from workshops.models import Attendance, Mark

pytestmark = pytest.mark.django_db(transaction=True)

POSTGRES = settings.BASE_DIR / "tools" / "postgres.sh"
SHORT = 0.2  # seconds that a server waits for a lock
PATIENCE = 60  # seconds in which a request reaches its lock


@pytest.fixture
def phone(world, server) -> Phone:
    phone = Phone(server.port, world.field)
    write_down(phone, world)
    return phone


def write_down(phone: Phone, world) -> None:
    """The marks of three men that nobody has sent yet."""
    phone.greet()
    session = world.jauja.workshops[0].pk
    phone.put(operation("mark", session, person=man.pk, state="present", shown="") for man in world.jauja.men)


def kept(phone: Phone) -> tuple[int, int]:
    return len(phone.outbox), len(phone.receipts)


# --- Full -----------------------------------------------------------------------------------

FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON workshops_attendance EXECUTE FUNCTION no_room();
"""


@contextmanager
def full(server: Server) -> Iterator[None]:
    """SQLite may write nothing any more; PostgreSQL says in mid-transaction what it says on a full disk."""
    if connection.vendor == "sqlite":
        server.start(largest_file=1)
        yield
        server.start()
        return
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_room CASCADE")


def test_a_full_disk_takes_nothing_and_says_so(server, phone):
    with full(server):
        assert (phone.send(), kept(phone)) == (503, (3, 0))
        assert (Mark.objects.count(), Attendance.objects.count()) == (0, 0)
    assert (phone.send(), kept(phone)) == (200, (0, 3))
    assert (Mark.objects.count(), Attendance.objects.count()) == (3, 3)


# --- Locked ---------------------------------------------------------------------------------


@contextmanager
def locked(session) -> Iterator[None]:
    """Somebody else holds what the server needs to write, and does not let go."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with closing(psycopg2.connect(database_url())) as other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM workshops_workshop WHERE id = %s FOR UPDATE", [str(session.pk)])
        yield


def test_a_locked_database_takes_nothing_says_so_and_takes_all_later(world, server, phone):
    server.start(patience=SHORT)
    with locked(world.jauja.workshops[0]):
        assert (phone.send(), kept(phone)) == (503, (3, 0))
    assert (phone.send(), kept(phone)) == (200, (0, 3))
    assert Mark.objects.count() == 3


# --- Restarted ------------------------------------------------------------------------------

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
held.execute("DELETE FROM workshops_enrolment")
print(flush=True)
sys.stdin.read()
"""


class Dying(NamedTuple):
    """A database that will die. `hold` takes a lock of it that the server's requests have to wait for.

    `asked`: whether one of them has come and waits.
    """

    hold: Callable[[], object]
    asked: Callable[[], bool]
    die: Callable[[], object]
    marks: Callable[[], int]  # how many are stored


@contextmanager
def writer_that_dies(server: Server) -> Iterator[Dying]:
    """SQLite lives in its writers: one that has half written something is killed."""
    program = [sys.executable, "-c", HOLDER, connection.settings_dict["NAME"]]
    server.start(tells=True)
    with ExitStack() as stack:
        writers: list[subprocess.Popen] = []
        begun: list[int] = []  # transactions so far

        def transactions() -> int:
            return server.log.read_text().count("BEGIN IMMEDIATE")

        def hold() -> None:
            writer = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            writers.append(stack.enter_context(writer))
            writer.stdout.readline()
            begun.append(transactions())

        yield Dying(hold, lambda: transactions() > begun[0], lambda: writers[0].kill(), Mark.objects.count)


@contextmanager
def postgres_that_restarts(server: Server) -> Iterator[Dying]:
    """A second PostgreSQL with all that the test's has, stopped as a power cut would and started again."""
    folder = tempfile.mkdtemp(prefix="gvp-restart-")

    def postgres(order: str) -> str:
        program, durable = [POSTGRES, order, folder], os.environ | {"DURABLE": "1"}
        return subprocess.run(program, env=durable, stdout=subprocess.PIPE, text=True, check=True).stdout

    url = postgres("start").strip()
    try:
        dump = subprocess.run(["pg_dump", "--no-owner", database_url()], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["psql", "--quiet", url], input=dump, stdout=subprocess.DEVNULL, check=True)
        with closing(psycopg2.connect(url)) as other, other.cursor() as cursor:
            server.start(url)
            hold = partial(cursor.execute, "SELECT 1 FROM workshops_workshop FOR UPDATE")
            waiting = partial(number, url, "SELECT count(*) FROM pg_locks WHERE NOT granted")
            marks = partial(number, url, "SELECT count(*) FROM workshops_mark")
            yield Dying(hold, lambda: waiting() > 0, lambda: postgres("restart"), marks)
    finally:
        postgres("stop")
        shutil.rmtree(folder)


def number(url: str, question: str) -> int:
    with closing(psycopg2.connect(url)) as database, database.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def wait_until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def test_a_database_that_dies_in_the_middle_loses_and_doubles_nothing(world, server):
    phone = Phone(server.port, world.field)
    with (writer_that_dies if connection.vendor == "sqlite" else postgres_that_restarts)(server) as dying:
        write_down(phone, world)
        dying.hold()
        sending = threading.Thread(target=phone.send)
        sending.start()
        wait_until(dying.asked)
        assert (sending.is_alive(), dying.marks()) == (True, 0)  # it waits in the middle of its transaction
        dying.die()
        sending.join()
        phone.deliver()
        assert dying.marks() == 3
