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
from gvp.reporting.progress import Status
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import build
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler
from gvp.testing.pdfua import needs_java, violations

SAMPLE = Path(settings.BASE_DIR) / "gvp" / "ops" / "tests" / "data" / "register_sample.xlsx"
EXPECTED = json.loads(SAMPLE.with_name("register_sample_expected.json").read_text())
TODAY = dt.date(2026, 11, 24)
CODES = ("C1a", "C5")


@pytest.fixture
def donor(db) -> User:
    ubigeo.load()
    import_register(SAMPLE.read_bytes(), by=None)
    return User.objects.create_user("financiera", role="donor")


def built(donor: User, scope: dict, language: str = "es"):
    province = Province.objects.filter(code=scope["province"]).first() if scope["province"] else None
    days = (dt.date.fromisoformat(scope[name]) for name in ("since", "until"))
    return build(user=donor, asked=Asked(*days, language, province), today=TODAY)


def test_every_scope_of_the_sample_is_reported_as_expected(donor):
    said, expected = [], []
    with translation.override("es"):
        for case in EXPECTED:
            lines = {group[0].indicator.code: group[0] for group in built(donor, case["scope"]).framework}
            said.append([(lines[code].period, lines[code].cumulative) for code in CODES])
            figures = case["indicators"]
            expected.append([(str(figures[c]["in_period"]), str(figures[c]["cumulative"])) for c in CODES])
    assert said == expected


@needs_poppler
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_pdf_prints_the_expected_figures_in_both_languages(donor, language):
    cases = [case for case in EXPECTED if case["scope"]["until"] == "2025-06-30"]
    by_place = {case["scope"]["province"]: case["indicators"] for case in cases}
    with translation.override(language):
        pdf = document.pdf(built(donor, cases[0]["scope"], language))
        statuses = [str(status.label) for status in Status]
    expected = [
        [str(by_place[place][code]["in_period"]), str(by_place[place][code]["cumulative"])]
        for code in CODES
        for place in (None, "1204", "0907")
    ]
    assert [line[-4:-2] for line in pdfs.cells(pdf) if line[-1] in statuses and len(line) > 5] == expected


def test_people_of_provinces_that_are_not_followed_have_a_row_of_their_own(donor):
    with translation.override("en"):
        men = built(donor, EXPECTED[4]["scope"]).contributions[0]
    ages = men.breakdowns[0]
    assert [(row.label, row.total) for row in ages.rows] == [
        ("Jauja", "17"),
        ("Tayacaja", "9"),
        ("other provinces", "6"),
    ]
    assert (ages.total, men.elsewhere) == ("32", 6)


@needs_java
def test_the_pdf_of_the_sample_keeps_the_rules_of_pdf_ua(donor):
    with translation.override("es"):
        assert violations(document.pdf(built(donor, EXPECTED[4]["scope"]))) == []
