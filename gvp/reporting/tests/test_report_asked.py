"""What a report is about, read from the address."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from gvp.places.models import Province
from gvp.reporting.report.asked import Asked, presets
from gvp.reporting.report.forms import ReportForm

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def asked_of(user, **answers):
    query = QueryDict(mutable=True)
    query.update({"province": "all", "since": "2026-01-01", "until": "2026-06-30", "language": "es"} | answers)
    return ReportForm(query, user=user)


def test_the_ready_periods_are_calendar_periods():
    assert [(preset.label, preset.since, preset.until) for preset in presets(TODAY)] == [
        ("this year", dt.date(2026, 1, 1), TODAY),
        ("last half year", dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        ("last quarter", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
    ]


def test_in_january_the_ready_periods_lie_in_the_year_before():
    assert [(preset.since, preset.until) for preset in presets(dt.date(2027, 1, 1))][1:] == [
        (dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        (dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("province", "language", "name"),
    [
        (Province(code="1204", name="Jauja"), "es", "informe-jauja-2026-01-01-2026-06-30.pdf"),
        (None, "en", "report-programa-2026-01-01-2026-06-30.pdf"),
        (
            Province(code="0707", name="Páucar del Sara Sara"),
            "es",
            "informe-paucar-del-sara-sara-2026-01-01-2026-06-30.pdf",
        ),
    ],
)
def test_the_file_is_named_after_place_and_period(province, language, name):
    asked = Asked(dt.date(2026, 1, 1), dt.date(2026, 6, 30), language, province)
    assert asked.file_name == name


def test_the_program_may_be_asked_about_by_whoever_sees_all_of_it(world):
    form = asked_of(world.users["donor"])
    assert form.is_valid()
    assert form.asked() == Asked(dt.date(2026, 1, 1), dt.date(2026, 6, 30), "es")


def test_a_coordinator_chooses_among_the_own_provinces(world):
    form = asked_of(world.coordinator)
    assert [code for code, _name in form.fields["province"].choices] == ["1204"]
    assert list(form.errors) == ["province"]


def test_a_coordinator_cannot_ask_about_a_foreign_province(world):
    form = asked_of(world.coordinator, province="0907")
    assert list(form.errors) == ["province"]


def test_a_period_that_ends_before_it_begins_is_refused_at_its_field(world):
    form = asked_of(world.users["donor"], since="2026-07-01")
    assert form.errors == {"until": ["This date is before the first day."]}


def test_a_period_cannot_end_in_the_future(world):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    form = asked_of(world.users["donor"], until=tomorrow.isoformat())
    assert form.errors == {"until": ["This date is in the future."]}


def test_an_unknown_language_is_refused(world):
    assert list(asked_of(world.users["donor"], language="fr").errors) == ["language"]
