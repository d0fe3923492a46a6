"""The translation catalogue: `update` writes it from the source, `check` fails when that would change it.

Both .po and .mo are committed, so that running GVP never needs gettext; only this tool does.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "gvp" / "locale" / "es" / "LC_MESSAGES" / "django.po"
MAKE = [
    "manage.py", "makemessages", "-l", "es", "--no-obsolete", "--no-location", "--no-wrap", "-v0",
    "-i", ".venv/*", "-i", "benchmarks/*", "-i", "docs/*", "-i", "var/*", "-i", "staticfiles/*",
]  # fmt: skip


def update() -> None:
    # Reading the source needs the settings, not their secrets.
    environment = {"SECRET_KEY": "only-to-read-the-source"} | os.environ
    subprocess.run([sys.executable, *MAKE], cwd=ROOT, env=environment, check=True)
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    # A date that changes with every run would make every catalogue look stale.
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.save()
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def problems() -> list[str]:
    """What a reader in Spanish would notice, and whether the committed catalogue is stale."""
    before = {path: path.read_bytes() for path in (CATALOGUE, CATALOGUE.with_suffix(".mo"))}
    try:
        update()
        catalogue = polib.pofile(str(CATALOGUE))
        found = [f"not translated: {entry.msgid}" for entry in catalogue.untranslated_entries()]
        found += [f"fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries()]
        found += [f"stale: {path.name}; run make messages" for path, was in before.items() if path.read_bytes() != was]
    finally:
        for path, was in before.items():
            path.write_bytes(was)
    with tempfile.NamedTemporaryFile() as ignored:
        checked = subprocess.run(
            ["msgfmt", "--check", "-o", ignored.name, str(CATALOGUE)], capture_output=True, text=True, check=False
        )
    return found + checked.stderr.splitlines() if checked.returncode else found


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    else:
        complaints = problems()
        print("\n".join(complaints) or "complete")
        sys.exit(bool(complaints))
