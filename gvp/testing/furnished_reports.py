"""A closed report and an open one of a province, for tests that open every page."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from gvp.reporting.models import Report, ReportTexts, Seal, SealedEdition
from gvp.reporting.report.asked import Length
from gvp.reporting.report.snapshot import digest

SINCE, UNTIL = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
PAGE = '<html lang="es"><head><title>Informe</title></head><body class="report"><main>0</main></body></html>'


def of_reports(place: SimpleNamespace) -> dict[str, Any]:
    """`report` is closed, `draft` open; `language` and `length` are of both."""
    report, draft = (
        Report.objects.create(title=title, province=place.province, since=SINCE, until=UNTIL)
        for title in ("Informe cerrado", "Informe abierto")
    )
    for each in (report, draft):
        ReportTexts.objects.create(report=each, language="es")
    figures = {"about": [place.province.pk, SINCE.isoformat(), UNTIL.isoformat()], "figures": [], "cells": []}
    pages = {str(length): PAGE for length in Length}
    tables = [{"name": "Indicadores", "head": ["Código"], "rows": [["C1"]]}]
    seal = Seal.objects.create(
        report=report, version=1, record="GVP-20260630-0000-0000-0000", figures=figures,
        digest=digest(figures, {"es": pages}, {"es": tables}),
    )  # fmt: skip
    SealedEdition.objects.create(seal=seal, language="es", pages=pages, tables=tables)
    return {"report": report, "draft": draft, "language": "es", "length": Length.FULL}
