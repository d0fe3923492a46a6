"""A browser with a memory of its own, on a phone that can lose its power and be switched on again."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import BrowserType, Error, Page

PROCESSES = Path("/proc")


class Chromium:
    """`with Chromium(playwright.chromium, folder, **options) as chromium:` and `chromium.on()` is the page shown first.

    `folder` is what survives when the phone dies: everything that the browser had put on the disk, and no more.
    """

    def __init__(self, kind: BrowserType, folder: Path, **options: Any) -> None:
        self.kind, self.folder, self.options = kind, folder, options
        self.context: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.off()

    def on(self) -> Page:
        self.context = self.kind.launch_persistent_context(self.folder, **self.options)
        page: Page = self.context.pages[0]
        return page

    def off(self) -> None:
        """As with the button."""
        with suppress(Error):  # it is dead already
            self.context.close()

    def dies(self) -> None:
        """SIGKILL of the whole browser: nothing is flushed, no page hears of it."""
        while browsers := self._processes():
            for process in browsers:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.off()

    def _processes(self) -> list[int]:
        """Those that were told to use our folder."""
        told = f"--user-data-dir={self.folder}".encode()
        found = []
        for process in PROCESSES.glob("[0-9]*"):
            with suppress(OSError):
                if told in (process / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(process.name))
        return found
