"""The document itself: the figures of the indicators, nobody's name, readable by everybody."""

import datetime as dt
import re

import pytest
from django.utils import translation

from gvp.accounts.models import User
from gvp.base.models import HelpLine
from gvp.places.models import Province, Region
from gvp.reporting.base import scope_for
from gvp.reporting.figures import shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from gvp.reporting.progress import Status, progress
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import Report, build
from gvp.reporting.report.lines import value_text
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler
from gvp.testing.pdfua import needs_java, violations
from gvp.testing.world import World, add_man, hold

SINCE, UNTIL = dt.date(2026, 4, 1), dt.date(2026, 6, 30)
TODAY = dt.date(2026, 7, 3)
HOUSE_FONTS = [f"Atkinson-Hyperlegible-Next{face}" for face in ("-Bold", "", "-Italic")]


@pytest.fixture
def programme(world) -> World:
    """Eleven men of Jauja and three of Tayacaja complete their cycles; the targets are 20, 12 and 8."""
    for n in range(4, 12):
        world.jauja.men.append(add_man(world.jauja.community, "JAU", n, world.jauja.cycle, birth_year=1956 + 4 * n))
    for place in (world.jauja, world.tayacaja):
        for workshop in place.workshops:
            hold(workshop, *place.men)
    for province, value in ((None, 20), (world.jauja.province, 12), (world.tayacaja.province, 8)):
        Target.objects.create(indicator="C1a", province=province, value=value, until=dt.date(2026, 12, 31))
    return world


def reported(user: User, language: str = "es", **asked) -> Report:
    """Built in the language that is active."""
    return build(user=user, asked=Asked(**{"since": SINCE, "until": UNTIL, "language": language} | asked), today=TODAY)


def made(user: User, language: str = "es", **asked) -> bytes:
    with translation.override(language):
        return document.pdf(reported(user, language, **asked))


def page(user: User, language: str = "es", **asked) -> str:
    with translation.override(language):
        return document.html(reported(user, language, **asked))


def bare(text: str) -> str:
    """Without the percent sign, whose space is another one in each language."""
    return re.sub(r"\s*%$", "", text)


def of_lists(user: User, code: str, province: str | None) -> list[str]:
    """What the table must say of an indicator that is a list: computed here from the indicator alone."""
    scope = scope_for(user, until=UNTIL, since=SINCE, province=province)
    value, way = INDICATORS[code].value(scope), progress(INDICATORS[code], scope)
    percent = "–" if way.percent is None else shown(way.percent)
    target = "–" if way.target is None else shown(way.target)
    return [target, shown(value.in_period), shown(value.cumulative), percent, way.status_word]


@needs_poppler
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_tables_say_what_the_indicators_say_in_both_languages(programme, language):
    donor = programme.users["donor"]
    lines = [[bare(cell) for cell in line] for line in pdfs.cells(made(donor, language))]
    with translation.override(language):
        contributions = [
            of_lists(donor, code, province)
            for code, indicator in INDICATORS.items()
            if indicator.contribution
            for province in (None, "1204", "0907")
        ]
        processes = {
            code: bare(value_text(indicator, indicator.value(scope_for(donor, until=UNTIL, since=SINCE))))
            for code, indicator in INDICATORS.items()
            if not indicator.contribution
        }
        statuses = [str(status.label) for status in Status]
    assert [line[-5:] for line in lines if line[-1] in statuses and len(line) > 5] == contributions
    assert {line[0]: line[3] for line in lines if line[0] in processes and len(line) > 5} == processes
    assert contributions[0][1:3] == ["14", "14"]


@needs_poppler
def test_the_document_has_title_language_bookmarks_tags_fonts_and_alternative_texts(programme):
    pdf = made(programme.users["donor"])
    facts, bare = pdfs.facts(pdf), pdfs.objects(pdf)
    assert facts["Tagged"] == "yes"
    assert facts["Title"].startswith("Informe de resultados · Jauja y Tayacaja")
    assert "/Lang (es-PE)" in bare
    assert "/Outlines" in bare
    assert pdfs.fonts_embedded(pdf) == dict.fromkeys(HOUSE_FONTS, True)
    assert bare.count("/S /Figure") == bare.count("/Alt ") > 0


@needs_java
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_document_keeps_the_rules_of_pdf_ua(programme, language):
    HelpLine.objects.create(name="Línea 100", contact="100", description="Todo el día.", name_en="Line 100")
    assert violations(made(programme.users["donor"], language)) == []


@needs_java
def test_the_report_of_one_province_keeps_them_too(programme):
    assert violations(made(programme.coordinator, province=programme.jauja.province)) == []


@needs_java
@pytest.mark.parametrize("provinces", [0, 2])
def test_the_document_of_an_empty_program_keeps_the_rules_too(db, provinces):
    region = Region.objects.create(code="12", name="Junín")
    for n in range(provinces):
        Province.objects.create(code=f"120{n}", name=f"Provincia {n}", region=region, followed=True)
    assert violations(made(User.objects.create_user("m", role="monitoring"))) == []


def test_the_same_figures_on_the_same_day_give_the_same_bytes(programme):
    assert made(programme.users["donor"]) == made(programme.users["monitoring"])


def test_the_record_is_the_same_in_both_languages(programme):
    donor = programme.users["donor"]
    assert reported(donor, "es").record == reported(donor, "en").record


def test_one_more_man_is_another_record(programme):
    donor = programme.users["donor"]
    before = reported(donor).record
    late = add_man(programme.jauja.community, "JAU", 99, programme.jauja.cycle)
    for workshop in programme.jauja.workshops:
        hold(workshop, *programme.jauja.men, late)
    assert reported(donor).record != before


def test_no_person_and_no_community_is_named(programme):
    said = page(programme.users["monitoring"])
    for word in ("Ficticio", "Quispe", "Huamán", "Comunidad Jauja", "Comunidad Tayacaja", "JAU-0001", "C-JAU"):
        assert word not in said


def test_ages_of_fewer_than_five_men_are_hidden_with_whatever_would_tell_them(programme):
    ages = next(table for table in reported(programme.users["donor"]).contributions[0].breakdowns if table.key == "age")
    shown_amounts = [cell.amount for row in ages.rows for cell in row.cells]
    assert ages.hides
    assert not any(0 < (amount or 0) < 5 for amount in shown_amounts)


def test_three_people_who_came_to_a_district_are_not_counted_out(programme):
    with translation.override("es"):
        districts = reported(programme.users["donor"]).sessions
    assert [(row.district, row.planned, row.held, row.people) for place in districts for row in place.districts] == [
        ("Jauja", 4, 4, "11"),
        ("Tayacaja", 4, 4, "n.d."),
    ]


def test_sessions_of_other_days_are_not_those_of_the_period(programme):
    districts = reported(programme.users["donor"], since=dt.date(2026, 6, 1)).sessions
    assert districts == []


def test_a_report_of_one_province_says_nothing_of_the_other(programme):
    said = page(programme.coordinator, province=programme.jauja.province)
    assert "Jauja" in said
    assert "Tayacaja" not in said


def test_a_draft_says_so_on_every_page(programme):
    with translation.override("en"):
        warning = "Draft: the figures may still change"
        assert f'data-warning="{warning}"' in page(programme.users["donor"], "en", draft=True)
        assert warning not in page(programme.users["donor"], "en")


def test_the_edition_says_which_contributions_it_covers(programme):
    with translation.override("en"):
        said = page(programme.users["donor"], "en")
    assert "This edition covers contributions 1 and 5 of the program" in said


def test_the_help_card_speaks_the_language_of_the_report(programme):
    HelpLine.objects.create(name="Línea 100", contact="100", description="Todo el día.", name_en="Line 100")
    assert "<dt>Line 100</dt>" in page(programme.users["donor"], "en")
    assert "<dt>Línea 100</dt>" in page(programme.users["donor"], "es")


def test_an_empty_program_is_reported_as_zeros_and_says_what_is_missing(db):
    nobody = User.objects.create_user("m", role="monitoring")
    report = reported(nobody)
    assert [group[0].cumulative for group in report.framework] == ["0", "0"]
    assert report.sessions == []


@needs_poppler
def test_long_names_of_provinces_stay_on_the_page(programme):
    for place, name in (
        (programme.jauja, "San Juan de la Frontera de los Chachapoyas"),
        (programme.tayacaja, "M" * 40),
    ):
        place.province.name = place.district.name = name
        place.province.save()
        place.district.save()
    pages = pdfs.facts(made(programme.users["donor"]))["Pages"]
    assert 10 <= int(pages) <= 13
