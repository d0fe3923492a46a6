"""One file with everything: the database and the uploads. Written whole or not at all, checked before it is used.

Layout of the archive (gzipped tar): `database` (an SQLite file or pg_dump's custom format), `media/…`,
and last `manifest.json` with the SHA-256 of every other member: an archive without it was cut short.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.base.crypto import fingerprint

FORMAT = 1
CHUNK = 1024**2


class BackupError(Exception):
    """Said to the person at the keyboard, in plain words."""


def create(destination: Path) -> dict[str, Any]:
    """Write the archive to `destination` (mode 600) and return its manifest."""
    unfinished = destination.with_name(destination.name + ".unfinished")
    with tempfile.TemporaryDirectory(dir=destination.parent) as folder:
        dump = Path(folder) / "database"
        _dump_database(dump)
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w:gz", compresslevel=6) as archive:
            members = {name: _add(archive, name, path) for name, path in _contents(dump)}
            manifest = _manifest(members)
            _add_bytes(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
    os.replace(unfinished, destination)
    return manifest


def restore(source: Path) -> dict[str, Any]:
    """Put the archive into an empty place. Raises BackupError before anything is touched."""
    manifest = verify(source)
    if manifest["engine"] != connection.vendor:
        raise BackupError(
            _("This backup was made on %(theirs)s and this GVP runs on %(ours)s. Restore it on the same kind, "
              "or carry the facts over with export_register and import_register.")
            % {"theirs": manifest["engine"], "ours": connection.vendor}
        )  # fmt: skip
    if not _is_empty():
        raise BackupError(_("There is data here already. Restore only into an empty GVP."))
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        _load_database(Path(folder) / "database")
        media = Path(folder) / "media"
        if media.exists():
            shutil.copytree(media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return manifest


def verify(source: Path) -> dict[str, Any]:
    """The manifest of an archive that is complete and unharmed; BackupError otherwise."""
    seen: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    continue
                if member.name == "manifest.json":
                    manifest = json.load(content)
                else:
                    seen[member.name] = _sha256(content)
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise BackupError(_("The backup is damaged or cut short. Nothing was touched.")) from error
    if manifest is None or manifest.get("members") != seen or manifest.get("format") != FORMAT:
        raise BackupError(_("The backup is damaged or cut short. Nothing was touched."))
    return manifest


def same_data_key(manifest: dict[str, Any]) -> bool:
    """Whether this GVP can read the documents and phones in the backup."""
    return bool(manifest["data_key"] == _data_key())


def _contents(dump: Path) -> Iterator[tuple[str, Path]]:
    yield "database", dump
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")) if media.exists() else []:
        if path.is_file():
            yield f"media/{path.relative_to(media).as_posix()}", path


def _manifest(members: dict[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "data_key": _data_key(),
        "members": members,
    }


def _data_key() -> str:
    """Tells two keys apart without revealing either."""
    return fingerprint("gvp backup")[:16]


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    archive.add(path, arcname=name, recursive=False)
    with path.open("rb") as content:
        return _sha256(content)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, BytesIO(content))


def _sha256(content: BinaryIO | Any) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _is_empty() -> bool:
    """No table yet, or no user: an institution's first minute."""
    tables = connection.introspection.table_names()
    return User._meta.db_table not in tables or not User.objects.exists()


def _dump_database(destination: Path) -> None:
    if connection.vendor == "sqlite":
        # Copying a live WAL file loses committed rows; VACUUM INTO does not.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(destination)])
        return
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={destination}"])


def _load_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        _replace_sqlite(dump)
        return
    _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname=", str(dump)])
    connection.close()


def _replace_sqlite(dump: Path) -> None:
    with sqlite3.connect(dump) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError(_("The backup is damaged or cut short. Nothing was touched."))
    copy.close()
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(dump, target)


def _run(command: list[str]) -> None:
    """Run PostgreSQL's own tool against our database; its words come back when it fails."""
    where = connection.settings_dict
    host = where["HOST"] or where.get("OPTIONS", {}).get("host", "")
    given = {"PGHOST": host, "PGPORT": str(where["PORT"]), "PGUSER": where["USER"], "PGPASSWORD": where["PASSWORD"]}
    environment = os.environ | {"PGDATABASE": where["NAME"]} | {name: value for name, value in given.items() if value}
    arguments = [part.replace("--dbname=", f"--dbname={where['NAME']}") for part in command]
    try:
        subprocess.run(arguments, env=environment, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BackupError(
            _("%(tool)s is missing. Install PostgreSQL's client: apt-get install postgresql-client")
            % {"tool": command[0]}
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{command[0]}: {error.stderr.strip()}") from error
