"""What stands in each chapter of the report: every text, every table; and its workbook, cell by cell."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from gvp.reporting.base import Scope
from gvp.reporting.excel import write_tables
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import ReportTexts, Target
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import About, Edition, build
from gvp.reporting.report.plans import plan_sheets
from gvp.reporting.report.sections import FULL
from gvp.reporting.report.tables import tables
from gvp.reporting.report.texts import CHAPTERS, NARRATIVES, SLOTS, SUMMARY
from gvp.reporting.telling import CONTRIBUTIONS
from gvp.reporting.tests.before_and_after import ALONE, DOWN, LOST, STILL, UP, measure
from gvp.reporting.tests.works import LATE, hand_over, plan, produce
from gvp.testing import pdfs
from gvp.testing.pdfs import needs_poppler
from gvp.testing.world import FIRST_DAY, World
from plans.models import PlanAction, PlanGoal

SINCE, UNTIL, TODAY = dt.date(2026, 1, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 2)
WORDS = {slot: f"Zq{n}z" for n, slot in enumerate(SLOTS) if slot != "finance"} | {"finance": "Zqfinz;100;50"}
NOTE = "Zqnotez"
ABOUT = About("Informe Zqtitz", "Zqdonz", "Zqgraz-1", 0, 7)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def stored(stage, small_world) -> Callable[[], World]:
    return stage(lambda: _carried_out(small_world()))


@pytest.fixture
def programme(stored, db) -> World:
    return stored()


@pytest.fixture
def report(programme) -> Edition:
    return edition(programme, "en")


def _carried_out(world: World) -> World:
    """Twelve men measured twice; a plan with an act that is only declared, one action in time, one late and one
    overdue; a material handed over with an act and without; targets far off.
    """
    measure(world.jauja, *[UP] * 6, ALONE, STILL, STILL, STILL, DOWN, DOWN, LOST)
    material = produce(world.jauja, handed_over=True)
    hand_over(material, world.jauja, code="T-2")
    of_jauja = plan(world.jauja)
    plan(world.tayacaja, recognised="")
    goal = PlanGoal.objects.create(plan=of_jauja, code="OE1")
    for n, facts in enumerate(
        (
            {"state": "done", "done_on": LATE, "progress": 100},
            {"state": "done", "done_on": UNTIL, "progress": 100},
            {"deadline": dt.date(2026, 9, 1)},
            {"deadline": dt.date(2026, 12, 31)},
        ),
        start=1,
    ):
        PlanAction.objects.create(
            **{"code": f"A{n}", "plan": of_jauja, "goal": goal, "text": f"Acción {n}", "original_deadline": LATE,
               "deadline": LATE, "responsible": world.jauja.school} | facts
        )  # fmt: skip
    for code in INDICATORS:
        Target.objects.create(indicator=code, value=90, until=dt.date(2026, 12, 31))
    return world


def edition(world: World, language: str, length: str = "full") -> Edition:
    """Built in the language that is active, for a donor, with every text written."""
    texts = ReportTexts(language=language, **WORDS, deviations=dict.fromkeys(INDICATORS, NOTE))
    asked = Asked(SINCE, UNTIL, language, length=length)
    return build(user=world.users["donor"], asked=asked, today=TODAY, about=ABOUT, texts=texts)


def printed(world: World, language: str, length: str = "full") -> str:
    with translation.override(language):
        return pdfs.text(document.pdf(edition(world, language, length)))


# --- Chapters -------------------------------------------------------------------------------------


@needs_poppler
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_chapter_and_every_text_is_printed(programme, language):
    said = printed(programme, language)
    words = [*(WORDS[slot] for slot in SLOTS if slot != "finance"), "Zqfinz", NOTE, "Zqtitz", "Zqdonz", "Zqgraz-1"]
    assert [word for word in words if word not in said] == []
    with translation.override(language):
        titles = [str(section.title) for section in FULL if section.title and section.anchor != "progress"]
        titles += [str(part.indicator.title) for part in CONTRIBUTIONS]  # the chapters of the progress
        incidents = translation.ngettext(
            "%(n)s data protection incident was recorded in the period.",
            "%(n)s data protection incidents were recorded in the period.", 7,
        ) % {"n": 7}  # fmt: skip
    assert len(titles) == 26
    assert [title for title in titles if said.count(title) < 2] == []  # in the contents, and over its chapter
    assert incidents in said


@needs_poppler
@pytest.mark.parametrize(("length", "narratives"), [("short", NARRATIVES), ("brief", ())])
def test_the_short_lengths_print_the_texts_that_are_theirs(programme, length, narratives):
    said = printed(programme, "en", length)
    assert {slot for slot in (*SUMMARY, *NARRATIVES, *CHAPTERS) if WORDS[slot] in said} == {
        *SUMMARY, *narratives, "challenges", "next_period",
    }  # fmt: skip


def test_the_indicator_table_says_since_when_it_counts(report):
    assert report.baseline_on == FIRST_DAY
    assert "Baselines are of 3 March 2026, when the first cycle began." in document.html(report)


# --- Change ---------------------------------------------------------------------------------------


def test_the_chapter_on_change_says_what_was_measured(report):
    """By hand: seven by +100, three by 0, two by −100. Mean 500 / 12; its deviation 79.3; t of 11 is 2.201."""
    masculinity = report.change.domains[0]
    assert (masculinity.n, masculinity.counts, masculinity.net) == (12, ["7", "<5", "<5"], "–")
    assert (masculinity.mean, masculinity.effect) == ("+41.7 (−8.7 to +92.0)", "0.53")
    assert masculinity.share == "58.3% (32.0 to 80.7)"
    assert masculinity.alphas == ["1.00, excellent", "1.00, excellent"]
    assert report.change.outcomes == ["7", "<5", "<5", "1"]


@needs_poppler
def test_net_effect_interval_and_alpha_are_printed(programme):
    lines = [line for line in printed_cells(programme) if line[0] == "Masculinity"]
    assert ["Masculinity", "12", "7", "<5", "<5", "–", "58.3% (32.0 to 80.7)"] in lines
    assert ["Masculinity", "+41.7 (−8.7 to +92.0)", "0.53"] in [line[:3] for line in lines]


def printed_cells(world: World) -> list[list[str]]:
    return pdfs.cells(document.pdf(edition(world, "en")))


# --- Materials and plans --------------------------------------------------------------------------


def test_materials_are_listed_with_their_hand_overs(report):
    (made,) = report.materials.made
    assert (made.title, made.transfers, made.receivers) == ("Folleto", 1, 1)
    assert [(row.copies, row.act, row.proven) for row in report.materials.transfers] == [
        (10, "ACTA-1", True), (10, "", False),
    ]  # fmt: skip
    assert report.materials.unproven == 1


def test_plans_stand_with_their_acts_and_deadlines(report):
    jauja, tayacaja = report.plans
    assert (jauja.actions, jauja.done, jauja.due, jauja.in_time, jauja.overdue) == (4, 2, 4, 1, 1)
    assert [(each.action, each.overdue) for each in jauja.deadlines] == [("Acción 3", True), ("Acción 4", False)]
    assert [act.document for act in tayacaja.acts] == ["Ordenanza 1", ""]


def test_what_plans_owe_is_what_the_indicators_count(programme):
    scope = Scope(UNTIL)
    sheets = plan_sheets(scope)
    in_time, overdue = INDICATORS["C4a"].value(scope), INDICATORS["P18"].value(scope)
    assert sum(sheet.in_time for sheet in sheets) == in_time.numerator
    assert sum(sheet.due for sheet in sheets) == in_time.denominator
    assert sum(sheet.overdue for sheet in sheets) == overdue.stock


# --- The workbook -----------------------------------------------------------------------------------


@pytest.fixture
def book(report) -> CalamineWorkbook:
    file = io.BytesIO()
    write_tables(file, tables(report))
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def rows(book: CalamineWorkbook, sheet: str, *columns: str) -> list[tuple]:
    head, *found = book.get_sheet_by_name(sheet).to_python()
    places = [head.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in found]


def number(amount) -> float | str:
    return "" if amount is None else float(amount)


def test_the_workbook_has_a_sheet_for_every_table(book):
    assert book.sheet_names == [
        "About", "Indicators", "Process", "Breakdowns", "Change", "Deviations", "Materials", "Transfers",
        "Acts of plans", "Deadlines of plans", "Sessions", "Quality", "Finance",
    ]  # fmt: skip


def test_the_workbook_has_the_figures_of_the_indicator_table(book, report):
    lines = [line for row in report.framework for line in row.group]
    assert rows(book, "Indicators", "Code", "Place", "In the period", "Target") == [
        (line.indicator.code, line.place or "the whole program", number(line.value.in_period),
         number(line.progress.target)) for line in lines
    ]  # fmt: skip
    figures = [figure for (figure,) in rows(book, "Indicators", "Figure")]
    began = [day for (day,) in rows(book, "Indicators", "Baseline on")]
    assert began == [FIRST_DAY.isoformat() if line.progress.target else "" for line in lines]
    assert figures == [pytest.approx(number(line.progress.value), abs=1e-4) for line in lines]


def test_the_workbook_has_the_measurement_of_change(book, report):
    assert rows(book, "Change", "Domain", "Men", "Improved", "Unchanged", "Worsened", "Net", "Effect size") == [
        (row.line.name, float(row.n), *row.counts, row.net, row.effect) for row in report.change.domains
    ]


def test_the_workbook_has_the_breakdowns_of_the_report_with_the_same_cells_hidden(book, report):
    texts = [
        cell.text if cell.amount is None else float(cell.amount)
        for table in report.breakdowns
        for cells in [*(row.cells for row in table.rows), *([table.totals] if len(table.rows) > 1 else [])]
        for cell in cells
    ]
    assert [cell for (cell,) in rows(book, "Breakdowns", "Number")] == texts


def test_the_workbook_has_materials_transfers_acts_and_deadlines(book):
    assert rows(book, "Materials", "Material", "Transfers", "Institutions") == [("Folleto", 1.0, 1.0)]
    assert rows(book, "Transfers", "Copies", "Hand-over act") == [(10.0, "ACTA-1"), (10.0, "no act")]
    assert rows(book, "Acts of plans", "Province", "Document") == [
        ("Jauja", "Ordenanza 1"), ("Jauja", "Ordenanza 1"), ("Tayacaja", "Ordenanza 1"),
        ("Tayacaja", "declared only"),
    ]  # fmt: skip
    assert rows(book, "Deadlines of plans", "Action", "Overdue") == [("Acción 3", "yes"), ("Acción 4", "no")]
