"""The document itself: the figures of the indicators, nobody's name, readable by everybody."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import translation

from gvp.accounts.models import User
from gvp.base.models import HelpLine
from gvp.places.models import Province, Region
from gvp.reporting.base import scope_for
from gvp.reporting.figures import figure_text, shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import ReportTexts, Target
from gvp.reporting.progress import Status, progress
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import Edition, build
from gvp.reporting.report.lines import NOTHING, value_text
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler
from gvp.testing.pdfua import needs_java, violations
from gvp.testing.world import World, add_man, hold

SINCE, UNTIL = dt.date(2026, 4, 1), dt.date(2026, 6, 30)
TODAY = dt.date(2026, 7, 3)
HOUSE_FONTS = [f"Atkinson-Hyperlegible-Next{face}" for face in ("-Bold", "", "-Italic")]


@pytest.fixture(scope="module")
def stored(stage, small_world) -> Callable[[], World]:
    return stage(lambda: _carried_out(small_world()))


@pytest.fixture
def programme(stored, db) -> World:
    """Eleven men of Jauja and three of Tayacaja complete their cycles; the targets are 20, 12 and 8."""
    return stored()


@pytest.fixture(scope="module")
def printed(stage, stored) -> dict[str, bytes]:
    """The donor's report of it, in each language."""
    return stage.glance(lambda: {language: made(stored().users["donor"], language) for language in ("es", "en")})


def _carried_out(world: World) -> World:
    for n in range(4, 12):
        world.jauja.men.append(add_man(world.jauja.community, "JAU", n, world.jauja.cycle, birth_year=1956 + 4 * n))
    for place in (world.jauja, world.tayacaja):
        for workshop in place.workshops:
            hold(workshop, *place.men)
    for province, value in ((None, 20), (world.jauja.province, 12), (world.tayacaja.province, 8)):
        Target.objects.create(indicator="C1a", province=province, value=value, until=dt.date(2026, 12, 31))
    return world


def reported(user: User, language: str = "es", **asked) -> Edition:
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
    """What the table must say of an indicator: computed here from the indicator alone."""
    scope, indicator = scope_for(user, until=UNTIL, since=SINCE, province=province), INDICATORS[code]
    value, way = indicator.value(scope), progress(indicator, scope)
    figures = [figure_text(indicator, number) or NOTHING for number in (way.target, way.expected_today)]
    percent = NOTHING if way.percent is None else shown(way.percent)
    return [*map(bare, figures), shown(value.in_period) or NOTHING, bare(value_text(indicator, value)), percent]


@needs_poppler
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_tables_say_what_the_indicators_say_in_both_languages(programme, printed, language):
    donor = programme.users["donor"]
    lines = [[bare(cell) for cell in line] for line in pdfs.cells(printed[language])]
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
    rows = [(line, place) for line in lines for place, cell in enumerate(line) if cell in statuses and place > 6]
    assert [line[place - 5 : place] for line, place in rows] == contributions
    assert {line[0]: line[3] for line in lines if line[0] in processes and len(line) > 5} == processes
    assert ["20", "8", "14", "14", "70"] in contributions


@needs_poppler
def test_the_document_has_title_language_bookmarks_tags_fonts_and_alternative_texts(programme, printed):
    pdf = printed["es"]
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


def test_the_same_figures_on_the_same_day_give_the_same_bytes(programme, printed):
    assert made(programme.users["monitoring"]) == printed["es"]


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
    ages = next(table for table in reported(programme.users["donor"]).breakdowns if table.key == "age")
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
    districts = reported(programme.users["monitoring"], since=dt.date(2026, 6, 1)).sessions
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


def test_the_help_card_speaks_the_language_of_the_report(programme):
    HelpLine.objects.create(name="Línea 100", contact="100", description="Todo el día.", name_en="Line 100")
    assert "<dt>Line 100</dt>" in page(programme.users["donor"], "en")
    assert "<dt>Línea 100</dt>" in page(programme.users["donor"], "es")


def test_an_empty_program_is_reported_as_zeros_and_says_what_is_missing(db):
    nobody = User.objects.create_user("m", role="monitoring")
    report = reported(nobody)
    assert [part.line.cumulative for part in report.contributions] == ["0", "0", "0", "0", "0"]
    assert report.sessions == []


@needs_poppler
@pytest.mark.parametrize(("length", "most"), [("brief", 2), ("short", 5)])
def test_the_short_lengths_keep_their_pages_however_much_was_written(programme, length, most):
    long = " ".join(["Una frase de ocho palabras que se repite."] * 60)
    fields = (
        "context",
        "challenges",
        "learning",
        "sustainability",
        "next_period",
        *(f"narrative_{n}" for n in range(1, 6)),
    )
    texts = ReportTexts(language="es", **dict.fromkeys(fields, long), deviations=dict.fromkeys(INDICATORS, long[:600]))
    for n in (1, 2, 3):
        setattr(texts, f"summary_{n}", long[:240])
    asked = Asked(SINCE, UNTIL, "es", length=length)
    with translation.override("es"):
        pdf = document.pdf(build(user=programme.users["donor"], asked=asked, today=TODAY, texts=texts))
    assert int(pdfs.facts(pdf)["Pages"]) <= most


@needs_poppler
def test_the_full_report_has_its_twelve_pages_also_with_long_names_of_provinces(programme):
    for place, name in (
        (programme.jauja, "San Juan de la Frontera de los Chachapoyas"),
        (programme.tayacaja, "M" * 40),
    ):
        place.province.name = place.district.name = name
        place.province.save()
        place.district.save()
    pages = pdfs.facts(made(programme.users["donor"]))["Pages"]
    assert 12 <= int(pages) <= 36


@needs_java
@pytest.mark.parametrize(("length", "language"), [("brief", "en"), ("short", "es")])
def test_the_short_lengths_keep_the_rules_too(programme, length, language):
    assert violations(made(programme.users["donor"], language, length=length)) == []
