"""A real server in processes of its own, on the database of the running test: it can be killed and started again.

gunicorn as in docs/how-to/deploy.md. One process loads the program once and forks it at every start, so that thirty
kills cost seconds. Killing is SIGKILL to all of it at once: nothing can finish, flush or say goodbye.
"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

LOCAL = "127.0.0.1"
PATIENCE = 60  # seconds in which a server starts
GONE = (OSError, HTTPException)


def database_url() -> str:
    """The database that this process works with, as a setting; under test the test's own."""
    from django.db import connection

    facts: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'], safe='')}" if facts["PASSWORD"] else "")
    where = f"{facts['HOST']}:{facts['PORT']}" if facts["PORT"] else facts["HOST"]
    return f"postgres://{who}@{where}/{facts['NAME']}?host={facts['OPTIONS'].get('host', facts['HOST'])}"


class Server:
    """`with Server() as server:` keeps one ready for `server.start()`, which serves at `server.url` until it is killed.

    `database` is a DATABASE_URL. What the server said is in `server.log`.
    """

    def __init__(self, database: str = "", workers: int = 2, threads: int = 4) -> None:
        from django.conf import settings

        self.port = _free_port()
        self.log = Path(tempfile.mkstemp(prefix="gvp-server-")[1])
        environment = {
            "DATABASE_URL": database or database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "DATA_KEYS": ",".join(settings.DATA_KEYS),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "ENV_FILE": os.devnull,
        }
        program = [sys.executable, "-m", __name__, *map(str, (self.port, workers, threads, int(settings.TESTING)))]
        self._process = subprocess.Popen(  # noqa: S603 our own arguments
            program, env=os.environ | environment, cwd=settings.BASE_DIR, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log.open("w"),
        )  # fmt: skip
        self._heard()

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        self._process.communicate(timeout=PATIENCE)
        self.log.unlink()

    def start(
        self, database: str = "", largest_file: int | None = None, patience: float | None = None, tells: bool = False
    ) -> None:
        """Serve, anew if need be; perhaps on another `database` of the same kind.

        `largest_file`: bytes after which writing fails. `patience`: seconds for a lock. `tells`: every statement is
        written to the log before the database is asked.
        """
        self.kill()
        self._order({"database": database, "largest_file": largest_file, "patience": patience, "tells": tells})
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline:
                raise TimeoutError(self.log.read_text())
            time.sleep(0.01)

    def kill(self) -> None:
        """SIGKILL all of it; when this returns, nobody listens any more."""
        self._order(None)
        while True:
            try:
                socket.create_connection((LOCAL, self.port), timeout=1).close()
            except ConnectionRefusedError:
                return
            except OSError:
                continue

    def _answers(self) -> bool:
        connection = HTTPConnection(LOCAL, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except GONE:
            return False
        finally:
            connection.close()

    def _order(self, order: dict[str, Any] | None) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._heard()

    def _heard(self) -> None:
        """The process has done what it was told."""
        assert self._process.stdout
        if not self._process.stdout.readline():
            raise RuntimeError(self.log.read_text())


def _free_port() -> int:
    with socket.create_server((LOCAL, 0)) as door:
        port: int = door.getsockname()[1]
        return port


# --- In the process of its own --------------------------------------------------------------


def main(port: int, workers: int, threads: int, testing: int) -> None:
    """Load the program, then start and kill it as told on standard input; its end is the end of all."""
    if testing:
        import pytest  # noqa: F401 the settings then are those of the test

    from gvp.wsgi import application

    _warm(application)
    serving = 0
    print(flush=True)  # noqa: T201 the answer to whoever waits
    for line in sys.stdin:
        serving = _kill(serving)
        if (order := json.loads(line)) is not None:
            serving = _fork(application, {"bind": f"{LOCAL}:{port}", "workers": workers, "threads": threads}, **order)
        print(flush=True)  # noqa: T201
    _kill(serving)


def _warm(application: Any) -> None:
    """Import all that the first request would, without opening the database."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018


def _kill(serving: int) -> int:
    if serving:
        os.killpg(serving, signal.SIGKILL)
        os.waitpid(serving, 0)
    return 0


def _fork(
    application: Any,
    options: dict[str, Any],
    database: str,
    largest_file: int | None,
    patience: float | None,
    tells: bool,
) -> int:
    if serving := os.fork():
        os.setpgid(serving, serving)
        return serving
    os.setpgid(0, 0)
    os.dup2(2, 1)
    if database:
        _use(database)
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    if patience is not None:
        _set_patience(patience)
    if tells:
        _tell_statements()
    _serve(application, options)
    os._exit(0)


def _use(database: str) -> None:
    import environ
    from django.db import connection

    connection.settings_dict.update(environ.Env.db_url_config(database))


def _set_patience(seconds: float) -> None:
    from django.db import connection

    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["timeout"] = seconds
    else:
        options["options"] = f"-c lock_timeout={int(seconds * 1000)}"


def _tell_statements() -> None:
    from django.db.backends.signals import connection_created

    def tell(execute: Any, statement: str, *rest: Any) -> Any:
        print(statement, file=sys.stderr, flush=True)  # noqa: T201 the log
        return execute(statement, *rest)

    def listen(connection: Any, **_more: Any) -> None:
        connection.execute_wrappers.append(tell)

    connection_created.connect(listen, weak=False)


def _serve(application: Any, options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Serving(BaseApplication):
        def load_config(self) -> None:
            quiet = {"loglevel": "critical", "control_socket_disable": True, "timeout": 120}
            for name, value in (options | quiet).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Serving().run()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
