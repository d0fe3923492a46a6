"""Side-by-side timing: a figure is the ratio of two things measured in the same run."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line of the table. `bar` is the most `value` may be; None means that it is only shown."""

    name: str
    value: float
    unit: str  # "×" for a ratio, else "ms", "MB", "kB" …
    bar: float | None = None
    detail: str = ""

    @property
    def kept(self) -> bool:
        return self.bar is None or self.value <= self.bar


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """Median seconds of both, alternating, so that a busy machine slows both alike."""
    ours(), theirs()  # warm caches and connections
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, work in zip(times, (ours, theirs), strict=True):
            gc.collect()
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def ratio(name: str, ours: float, theirs: float, bar: float, detail: str = "") -> Result:
    timing = f"{ours * 1000:.1f} ms against {theirs * 1000:.1f} ms"
    return Result(name, ours / theirs, "×", bar, f"{timing}{'; ' + detail if detail else ''}")


def peak_megabytes() -> float:
    """Most memory this process has held since its program began, in MB.

    From /proc where there is one: the kernel's `ru_maxrss` begins with what the parent held when it forked.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024
