"""The full donor report as a PDF (12 pages or more): how long it takes, per page too, and how much memory. No bar."""

import json
import os
import subprocess
import sys

from django.core.management import call_command

from benchmarks.harness import Result

PAGES = 12  # with fewer it is not the full report that was measured


def run() -> list[Result]:
    """In a process of its own, so that the memory is the report's alone."""
    call_command("load_ubigeo", verbosity=0)
    from gvp.ops.demo import load

    load()
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, text=True, check=True)
    made = json.loads(done.stdout.splitlines()[-1])
    assert made["pages"] >= PAGES, made
    pages = f"{made['pages']} pages, {made['kilobytes']:.0f} kB"
    return [
        Result("donor report: the figures", made["figures"] * 1000, "ms"),
        Result("donor report: the PDF, without loading the library", made["pdf"], "s", None, pages),
        Result("donor report: the PDF, per page", made["pdf"] / made["pages"] * 1000, "ms"),
        Result("donor report: peak memory of the process", made["megabytes"], "MB"),
    ]


def measure() -> dict[str, float]:
    import datetime as dt
    import time

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvp.settings")
    django.setup()
    import weasyprint  # noqa: F401 loaded once per process, not once per report
    from django.utils import timezone, translation

    from benchmarks.harness import peak_megabytes
    from gvp.accounts.models import User
    from gvp.reporting.report import document
    from gvp.reporting.report.asked import Asked
    from gvp.reporting.report.data import build
    from gvp.testing.pdfs import facts

    user, today = User.objects.get(username="monitoreo"), timezone.localdate()
    asked = Asked(since=today - dt.timedelta(days=180), until=today, language="es")
    with translation.override(asked.language):
        begun = time.perf_counter()
        report = build(user=user, asked=asked, today=today)
        built = time.perf_counter()
        pdf = document.pdf(report)
        made = time.perf_counter()
    return {
        "figures": built - begun,
        "pdf": made - built,
        "pages": int(facts(pdf)["Pages"]),
        "kilobytes": len(pdf) / 1024,
        "megabytes": peak_megabytes(),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
