"""`python -m benchmarks [name …]`: run the benchmarks against DATABASE_URL, an empty database."""

import importlib
import os
import sys
from pathlib import Path

import django

from benchmarks.harness import Result

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "harness", "register_file", "figures_rows", "figures_sql"}


def names() -> list[str]:
    found = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    return [name for name in found if not sys.argv[1:] or name in sys.argv[1:]]


def show(result: Result) -> None:
    bar = "" if result.bar is None else f"  bar {result.bar:g}{result.unit}  {'kept' if result.kept else 'MISSED'}"
    print(f"  {result.name:<58} {result.value:>9.2f}{result.unit}{bar}  {result.detail}", flush=True)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvp.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    as_migrated = connection.creation.serialize_db_to_string()
    print(f"\n{connection.vendor}", flush=True)
    results: list[Result] = []
    for name in names():
        for result in importlib.import_module(f"benchmarks.{name}").run():
            show(result)
            results.append(result)
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(as_migrated)  # such as the questionnaire that decides on change
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
