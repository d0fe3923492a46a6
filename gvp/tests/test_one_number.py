"""One number: screen, drill-down, Excel and the printed report say the same of every indicator (design.md).

On the sample register, in each of its scopes, and on every length of the report.
"""

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from gvp.accounts.models import User
from gvp.ops.register.importer import import_register
from gvp.places import ubigeo
from gvp.places.models import Province
from gvp.reporting.figures import figure_text, is_share, shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.progress import Status
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import build
from gvp.reporting.report.lines import NOTHING, value_text
from gvp.reporting.suppression import SMALLEST_BASE, share_text
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler

SAMPLE = Path(settings.BASE_DIR) / "gvp" / "ops" / "tests" / "data" / "register_sample.xlsx"
EXPECTED = json.loads(SAMPLE.with_name("register_sample_expected.json").read_text())
TODAY = dt.date(2026, 11, 24)
FOLLOWED = (None, "1204", "0907")  # of the others there is no page
SCOPES = [case["scope"] for case in EXPECTED if case["scope"]["province"] in FOLLOWED]
IDS = [f"{scope['province'] or 'all'}-{scope['until']}" for scope in SCOPES]
IN_PRINT = [scope for scope in SCOPES if scope["until"] == "2026-09-30" and scope["province"] in (None, "0907")][-2:]
FIGURE = re.compile(r'class="figure-big"[^>]*>([^<]*)<')  # the one large number of an indicator's page
STATUS = {"full": 7, "short": 6, "brief": 6}  # cells before that of the status; figures may say "no data", too


@pytest.fixture(scope="module")
def reader(django_db_setup, django_db_blocker) -> Iterator[User]:
    """The sample register and somebody who may open every record; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        ubigeo.load()
        import_register(SAMPLE.read_bytes(), by=None)
        yield User.objects.create_user("lectora", role="monitoring")
        transaction.set_rollback(True)


@pytest.fixture
def client(reader, monkeypatch) -> Client:
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def query(scope: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in scope.items() if value}


# Each gives, per code: (part, whole) of a ratio, else what began in the period (None for what is only true of a day)
# and the figure itself.


def on_screen(client: Client, scope: dict[str, Any]) -> dict[str, tuple]:
    return {code: of_value(client.get(f"/informes/indicadores/{code}/", query(scope)).context["story"].line.value)
            for code in INDICATORS}  # fmt: skip


def in_html(client: Client, scope: dict[str, Any]) -> dict[str, str]:
    """The figure as it stands on the page, for whoever reads it."""
    pages = {code: client.get(f"/informes/indicadores/{code}/", query(scope)).content.decode() for code in INDICATORS}
    return {code: FIGURE.findall(page)[0] for code, page in pages.items()}


def as_read(code: str, figures: tuple) -> str:
    """How the numbers of the workbook read as a figure."""
    indicator, (part, figure) = INDICATORS[code], figures
    if indicator.kind != "ratio":
        return figure_text(indicator, Decimal(str(figure)))
    whole = figure
    if not whole:
        return "—"
    if is_share(indicator) and whole < SMALLEST_BASE:
        return share_text(int(part), int(whole))
    return figure_text(indicator, Decimal(str(part)) * (100 if is_share(indicator) else 1) / Decimal(str(whole)))


def of_value(value: Any) -> tuple:
    if value.is_ratio:
        return number(value.numerator), number(value.denominator)
    return value.in_period if value.in_period is None else number(value.in_period), number(value.main)


def number(amount: Any) -> float:
    return round(float(amount or 0), 4)


def in_lists(client: Client, scope: dict[str, Any]) -> dict[str, float]:
    """What the entries of the list that count add up to."""
    found = {}
    for code in INDICATORS:
        shelves = client.get(f"/informes/indicadores/{code}/lista/", query(scope)).context["shelves"]
        found[code] = number(sum(entry.amount for entry in shelves[0].entries))
    return found


def in_excel(client: Client, scope: dict[str, Any]) -> dict[str, tuple]:
    asked = "&".join(f"{name}={value}" for name, value in query(scope).items())
    content = client.post(f"/informes/excel/?{asked}").getvalue()
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Figures").to_python()
    found: dict[str, tuple] = {}
    for row in (dict(zip(head, cells, strict=False)) for cells in rows):
        if INDICATORS[row["Code"]].kind == "ratio":
            figures = number(row["Part"]), number(row["Whole"])
        else:
            period = row["In the period"]
            figures = None if period == "" else number(period), number(row["Figure"])
        found.setdefault(row["Code"], figures)  # the scope's own row comes before those of its provinces
    return found


def in_print(reader: User, scope: dict[str, Any], length: str) -> dict[str, list[str]]:
    """Per code, the cells of its line: those of the indicator table, and of the process table."""
    province = Province.objects.filter(code=scope["province"]).first() if scope["province"] else None
    days = (dt.date.fromisoformat(scope[name]) for name in ("since", "until"))
    with translation.override("en"):
        pdf = document.pdf(build(user=reader, asked=Asked(*days, "en", province, length=length), today=TODAY))
        statuses = {str(status.label) for status in Status}
    found: dict[str, list[str]] = {}
    for line in pdfs.cells(pdf):
        place = next((place for place, cell in enumerate(line) if cell in statuses and place >= STATUS[length]), 0)
        code = line[0].split()[0]
        if code in INDICATORS and (place or not INDICATORS[code].contribution) and len(line) > 3:
            found.setdefault(code, line[: place or len(line)])
    return found


def printed(value: Any, code: str) -> tuple[str, str]:
    """(in the period, the figure) as they must stand in print."""
    with translation.override("en"):
        return shown(value.in_period) or NOTHING, value_text(INDICATORS[code], value)


@pytest.mark.parametrize("scope", SCOPES[::2], ids=IDS[::2])
def test_screen_list_and_workbook_say_the_same_of_every_indicator(client, scope):
    screen = on_screen(client, scope)
    listed = {code: figures[0] if INDICATORS[code].kind == "ratio" else figures[1] for code, figures in screen.items()}
    assert in_lists(client, scope) == listed
    workbook = in_excel(client, scope)
    assert workbook == screen
    with translation.override("en"):
        assert in_html(client, scope) == {code: as_read(code, figures) for code, figures in workbook.items()}


@needs_poppler
@pytest.mark.parametrize("scope", IN_PRINT, ids=lambda scope: scope["province"] or "all")
def test_the_full_report_prints_what_the_screen_says_of_every_indicator(client, reader, scope):
    values = {
        code: client.get(f"/informes/indicadores/{code}/", query(scope)).context["story"].line.value
        for code in INDICATORS
    }
    lines = in_print(reader, scope, "full")
    expected = {code: printed(value, code) for code, value in values.items()}
    said = {
        code: (line[-3], line[-2]) if INDICATORS[code].contribution else (line[2], line[3])
        for code, line in lines.items()
    }
    assert said == expected


@needs_poppler
def test_the_short_editions_print_the_figures_of_the_full_one(reader):
    full, short, brief = (in_print(reader, SCOPES[-1], length) for length in ("full", "short", "brief"))
    contributions = [code for code, indicator in INDICATORS.items() if indicator.contribution]
    expected = {code: full[code][-3:-1] for code in contributions}
    assert {code: short[code][3:5] for code in contributions} == expected
    assert {code: brief[code][3:5] for code in contributions} == expected
