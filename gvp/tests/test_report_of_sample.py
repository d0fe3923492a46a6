"""The donor report of the sample register prints the figures that the register's authors expect."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from gvp.accounts.models import User
from gvp.ops.register.importer import import_register
from gvp.places import ubigeo
from gvp.places.models import Province
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import build
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler
from gvp.testing.pdfua import needs_java, violations

SAMPLE = Path(settings.BASE_DIR) / "gvp" / "ops" / "tests" / "data" / "register_sample.xlsx"
EXPECTED = json.loads(SAMPLE.with_name("register_sample_expected.json").read_text())
TODAY = dt.date(2026, 11, 24)
HALF_YEAR = EXPECTED[4]


@pytest.fixture(scope="module")
def imported(stage) -> None:
    stage(ubigeo.load)
    stage(lambda: import_register(SAMPLE.read_bytes(), by=None).problems)


@pytest.fixture
def donor(imported, db) -> User:
    return User.objects.create_user("financiera", role="donor")


def built(donor: User, scope: dict, language: str = "es"):
    province = Province.objects.filter(code=scope["province"]).first() if scope["province"] else None
    days = (dt.date.fromisoformat(scope[name]) for name in ("since", "until"))
    return build(user=donor, asked=Asked(*days, language, province), today=TODAY)


@pytest.mark.parametrize("case", EXPECTED[::5], ids=lambda case: case["scope"]["until"])
def test_every_figure_of_the_sample_is_reported_as_expected(donor, case):
    with translation.override("es"):
        lines = [group[0] for group in built(donor, case["scope"]).lines]
    said = {line.indicator.code: line.value.as_json() for line in lines}
    assert {code: said[code] for code in case["indicators"]} == case["indicators"]


def test_people_of_provinces_that_are_not_followed_have_a_row_of_their_own(donor):
    with translation.override("en"):
        men = next(table for table in built(donor, HALF_YEAR["scope"]).breakdowns if table.key == "age")
    assert [row.label for row in men.rows] == ["Jauja", "Tayacaja", "other provinces"]
    assert men.total == str(HALF_YEAR["indicators"]["C1a"]["cumulative"])


@needs_poppler
def test_every_part_of_the_sample_is_printed_where_it_is_not_hidden(donor):
    with translation.override("en"):
        report = built(donor, HALF_YEAR["scope"], "en")
        said = pdfs.text(document.pdf(report))
    rows = [" ".join([row.label, *(cell.text for cell in row.cells), row.total])
            for table in report.breakdowns for row in table.rows]  # fmt: skip
    assert [row for row in rows if row not in said] == []


@needs_java
def test_the_pdf_of_the_sample_keeps_the_rules_of_pdf_ua(donor):
    with translation.override("es"):
        assert violations(document.pdf(built(donor, HALF_YEAR["scope"]))) == []
