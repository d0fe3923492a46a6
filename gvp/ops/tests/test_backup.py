"""Backup and restore as an administrator runs them: separate processes on real database files."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

SAMPLE = Path(__file__).parent / "data" / "register_sample.xlsx"


def manage(place: dict, *arguments: str) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k not in ("DEBUG", "DEMO")} | {"SECRET_KEY": "tests"} | place
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker) -> Iterator[Callable[..., str]]:
    """`databases(name, template)` makes one on the suite's PostgreSQL, empty or like another; they go at the end."""
    made: list[str] = []

    def make(name: str, template: str = "template1") -> str:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # outside a transaction: no db fixture
        made.append(name)
        where = connection.settings_dict
        host = where["HOST"] or where["OPTIONS"].get("host", "")  # a socket's folder is an option
        return f"postgres://{where['USER']}@/{name}?host={host}"

    yield make
    with django_db_blocker.unblock():
        for database in made:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
        if made:
            connection.close()


@pytest.fixture(scope="module")
def new_place(tmp_path_factory, databases) -> Callable[[], dict]:
    """`new_place()` gives the environment of a GVP with an empty, migrated database of the suite's kind.

    It is migrated once: the others are copies.
    """
    stem = f"gvp_backup_{os.getpid()}"
    first = tmp_path_factory.mktemp("first") / "gvp.sqlite3"
    on_postgresql = connection.vendor == "postgresql"
    url = databases(stem) if on_postgresql else f"sqlite:///{first}"
    migrated = manage({"DATABASE_URL": url}, "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    numbers = count(1)

    def make() -> dict:
        folder = tmp_path_factory.mktemp("place")
        copied = (
            databases(f"{stem}_{next(numbers)}", stem) if on_postgresql else f"sqlite:///{shutil.copy(first, folder)}"
        )
        return {"MEDIA_ROOT": str(folder / "media"), "DATABASE_URL": copied}

    return make


def figures(place: dict) -> dict:
    answer = manage(place, "indicators", "--since", "2024-01-01", "--until", "2026-09-30", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def add_user(place: dict) -> None:
    made = manage(
        place | {"DJANGO_SUPERUSER_PASSWORD": "x"}, "createsuperuser", "--noinput", "--username=admin", "--email="
    )
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="module")
def filled(new_place) -> dict:
    """A GVP with the sample register and one upload. No test changes it."""
    place = new_place()
    assert manage(place, "load_ubigeo").returncode == 0
    add_user(place)
    imported = manage(place, "import_register", str(SAMPLE))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    upload = Path(place["MEDIA_ROOT"]) / "evidence" / "sheet.png"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"not really a picture")
    return place


@pytest.fixture(scope="module")
def archive(filled, tmp_path_factory) -> Path:
    """A backup of it. No test changes this either."""
    archive = tmp_path_factory.mktemp("archive") / "gvp.backup"
    assert manage(filled, "backup", str(archive)).returncode == 0
    return archive


def test_restore_into_an_empty_place_gives_equal_figures_and_uploads(filled, archive, new_place):
    assert archive.stat().st_mode & 0o777 == 0o600

    empty = new_place()
    restored = manage(empty, "restore", str(archive))

    assert restored.returncode == 0, restored.stderr
    assert figures(empty) == figures(filled)
    assert (Path(empty["MEDIA_ROOT"]) / "evidence" / "sheet.png").read_bytes() == b"not really a picture"


def test_restore_refuses_a_truncated_backup_before_touching_anything(archive, new_place, tmp_path):
    whole, cut, empty = archive.read_bytes(), tmp_path / "gvp.backup", new_place()

    for kept in (0.2, 0.9, 0.999):
        cut.write_bytes(whole[: int(len(whole) * kept)])
        answer = manage(empty, "restore", str(cut))
        assert answer.returncode == 1
        assert "Nothing was touched" in answer.stderr or "No se tocó nada" in answer.stderr
        assert not Path(empty["MEDIA_ROOT"]).exists()
    assert manage(empty, "has_administrator").returncode == 1


def test_restore_refuses_a_place_with_data(filled, archive):
    before = figures(filled)

    assert manage(filled, "restore", str(archive)).returncode == 1
    assert figures(filled) == before


def test_backup_never_overwrites(filled, tmp_path):
    archive = tmp_path / "gvp.backup"
    archive.write_text("yesterday's")
    assert manage(filled, "backup", str(archive)).returncode == 1
    assert archive.read_text() == "yesterday's"


def test_restore_refuses_a_file_that_is_no_backup(new_place, tmp_path):
    archive = tmp_path / "database.sqlite3"
    sqlite3.connect(archive).close()
    archive.write_bytes(b"SQLite format 3")
    assert manage(new_place(), "restore", str(archive)).returncode == 1


def test_restore_says_when_the_key_of_documents_differs(archive, new_place):
    answer = manage(new_place() | {"DATA_KEYS": "another"}, "restore", str(archive))
    assert answer.returncode == 0
    assert "DATA_KEYS" in answer.stderr
