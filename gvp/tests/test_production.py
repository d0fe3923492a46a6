"""Settings as they stand on a server: asked in a process of its own, because they are read once."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from gvp.base.statics import HouseStaticFilesStorage

PRODUCTION = {
    "SECRET_KEY": "x" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "gvp.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://gvp.example.org",
}
NOT_OURS = {"DEBUG", "DEMO", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DATA_KEYS",
            "MEDIA_ROOT", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # fmt: skip


@pytest.fixture
def manage(tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Run manage.py with these settings and no other; no .env is read."""

    def run(*arguments: str, **given: str) -> subprocess.CompletedProcess:
        environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        environment |= {"DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "ENV_FILE": f"{tmp_path}/none"} | given
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_djangos_own_check_finds_nothing(manage):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (checked.returncode, "no issues" in checked.stdout) == (0, True), checked.stderr


def test_cookies_travel_over_https_only(manage):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    program = f"from django.conf import settings as s; print([getattr(s, name) for name in {names}])"
    assert manage("shell", "-v0", "-c", program, **PRODUCTION).stdout.strip() == "[True, True, True, True]"


@pytest.mark.parametrize(
    "setting",
    [
        {"ALLOWED_HOSTS": "gvp.example.org"},
        {"CSRF_TRUSTED_ORIGINS": "https://gvp.example.org"},
        {"DATABASE_URL": "postgres://gvp@/gvp?host=/nowhere"},
    ],
    ids=lambda setting: next(iter(setting)),
)
def test_the_demonstration_refuses_production_settings(manage, setting):
    refused = manage("check", DEMO="1", SECRET_KEY=PRODUCTION["SECRET_KEY"], **setting)
    assert (refused.returncode, "ImproperlyConfigured" in refused.stderr) == (1, True)


def test_without_a_secret_key_nothing_starts(manage):
    refused = manage("check")
    assert (refused.returncode, "SECRET_KEY is missing" in refused.stderr) == (1, True)


def test_the_demonstrations_data_only_load_in_the_demonstration(manage):
    refused = manage("demo", SECRET_KEY=PRODUCTION["SECRET_KEY"])
    assert (refused.returncode, "DEMO=1" in refused.stderr) == (1, True)


def test_modules_import_each_other_under_the_names_that_are_served(tmp_path):
    """A name without its hash would be kept by browsers after the file behind it changed."""
    shutil.copytree(settings.BASE_DIR / "static" / "js", tmp_path / "js")
    storage = HouseStaticFilesStorage(location=tmp_path, base_url="/static/")
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.js")]
    list(storage.post_process({name: (storage, name) for name in names}))
    served = [Path(name) for name in storage.hashed_files.values()]
    imported = {
        (served_as.parent / name).as_posix()
        for served_as in served
        for name in re.findall(r"""(?:from|import) ?["']\./([^"']+)""", (tmp_path / served_as).read_text())
    }
    assert (imported - {name.as_posix() for name in served}, len(imported) > 10) == (set(), True)
