"""What several tables and several reports tell together: no number of one to four people can be had from them."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gvp.places.models import Province
from gvp.reporting.cells import Cell
from gvp.reporting.figures import shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Report, ReportTexts
from gvp.reporting.published import WIDEST, may_be_published, published
from gvp.reporting.report import kept
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import build
from gvp.reporting.report.differencing import ALL, conflicts, would_tell
from gvp.reporting.report.tables import tables
from gvp.reporting.suppression import suppress_table
from gvp.reporting.tests.before_and_after import ALONE, DOWN, LOST, STILL, UP, measure
from gvp.reporting.tests.made import more_men, sensitise
from gvp.testing.world import add_man

DAY, LATER = dt.date(2026, 6, 30), dt.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


# --- One table for all ---------------------------------------------------------------------------

amounts = st.integers(min_value=0, max_value=14)
programme = st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=2, max_size=2)


def candidates(cell, most):
    if cell.amount is not None:
        return [cell.amount]
    return range(1, 5) if cell.text == "<5" else range(most + 1)


def fits(world, totals):
    columns = zip(*world, strict=True)
    return all(sum(column) in candidates(total, 99) for column, total in zip(columns, totals, strict=True))


@settings(max_examples=100, deadline=None)
@given(programme)
def test_reports_of_each_province_and_of_the_program_together_tell_no_hidden_cell(rows):
    """Each prints its row of one table, and the program all of it: what stands in all of them is that one table."""
    table = suppress_table([[Cell(str(n), "", amount) for n, amount in enumerate(row)] for row in rows])
    ways = [
        [guess for guess in product(*(candidates(cell, sum(row)) for cell in cells)) if sum(guess) == sum(row)]
        for cells, row in zip(table.rows, rows, strict=True)
    ]
    worlds = [world for world in product(*ways) if fits(world, table.totals)]
    hidden = [(r, c) for r, cells in enumerate(table.rows) for c, cell in enumerate(cells) if cell.amount is None]
    assert all(len({world[r][c] for world in worlds}) > 1 for r, c in hidden)


def test_a_province_is_a_row_of_the_programs_table(world):
    sensitise(world.jauja, *world.jauja.men, *more_men(world.jauja, 9))
    sensitise(world.tayacaja, *world.tayacaja.men)
    (table,) = published(INDICATORS["C1a"], DAY, ["age"])
    own = table.of("0907")
    assert [row.label for row in own.rows] == ["Tayacaja"]
    assert own.totals == table.rows[1].cells
    assert own.total == 3


def test_only_lists_that_lie_in_no_other_are_broken_down():
    found = {
        code for code, indicator in INDICATORS.items()
        if indicator.record == "participant" and may_be_published(indicator, "age")
    }  # fmt: skip
    assert found == set(WIDEST)


# --- Two reports ----------------------------------------------------------------------------------


def cells(**by_place):
    """{"JAU": [12, None]}: the parts "a" and "b" of C1a by age."""
    return {
        ("C1a", "age", ALL if place == "ALL" else place, part): amount
        for place, row in by_place.items()
        for part, amount in zip("ab", row, strict=True)
    }


def told(own, other, *, same_day=False):
    return [(place, part) for _code, _dimension, place, part in conflicts(own, other, same_day=same_day)]


def test_the_same_report_twice_tells_nothing():
    assert told(cells(JAU=[12, None]), cells(JAU=[12, None]), same_day=True) == []


def test_a_few_who_joined_between_two_days_are_told():
    assert told(cells(JAU=[14, 30]), cells(JAU=[12, 20])) == [("JAU", "a")]


def test_five_who_joined_are_not_few():
    assert told(cells(JAU=[17, 20]), cells(JAU=[12, 20])) == []


def test_a_cell_shown_here_and_hidden_there_on_one_day_is_told():
    assert told(cells(JAU=[12, 3]), cells(JAU=[12, None]), same_day=True) == [("JAU", "b")]


def test_the_program_less_one_province_is_the_other():
    assert told(cells(ALL=[14, 30]), cells(JAU=[12, 20])) == [(ALL, "a")]
    assert told(cells(JAU=[12, 20]), cells(ALL=[14, 30])) == [("JAU", "a")]


@given(st.lists(st.one_of(st.none(), amounts), min_size=2, max_size=2), st.lists(amounts, min_size=2, max_size=2))
def test_which_of_the_two_was_first_makes_no_difference(one, other):
    first, second = cells(JAU=one), cells(JAU=other)
    assert told(first, second) == told(second, first)


def closed_report(author, until: dt.date) -> Report:
    report = Report.objects.create(title="Informe", since=dt.date(2026, 1, 1), until=until)
    ReportTexts.objects.create(report=report, language="es", **dict.fromkeys(kept.REQUIRED, "Se hizo."))
    kept.close(by=author, report=report, today=dt.date(2026, 12, 1))
    return report


@pytest.fixture
def grown(world) -> SimpleNamespace:
    """Twelve men of one age until June; two more until September. The first report is closed."""
    sensitise(world.jauja, *world.jauja.men, *more_men(world.jauja, 9))
    author = world.users["monitoring"]
    first = closed_report(author, DAY)
    for n in (91, 92):
        late = add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
        late.enrolled_on = dt.date(2026, 7, 15)
        late.save()
        world.jauja.men.append(late)
    second = Report.objects.create(title="Informe", since=dt.date(2026, 1, 1), until=LATER)
    ReportTexts.objects.create(report=second, language="es", **dict.fromkeys(kept.REQUIRED, "Se hizo."))
    sensitise(world.jauja, *world.jauja.men)
    return SimpleNamespace(author=author, first=first, second=second)


def test_the_later_report_withholds_what_the_two_would_tell(grown):
    assert would_tell(grown.second) == {("C1a", "age"), ("C1a", "language")}
    seal = kept.close(by=grown.author, report=grown.second, today=dt.date(2026, 12, 1))
    assert {amount for code, _d, _p, _k, amount in seal.figures["cells"] if code == "C1a"} <= {None, 0}


def test_the_reports_page_says_what_is_withheld(grown, login):
    page = login(grown.author).get(f"/informes/{grown.second.pk}/")
    assert [str(title) for title, _dimension in page.context["withheld"]] == ["Men sensitised"] * 2


def test_a_reopened_report_stands_in_nobodys_way(grown):
    kept.reopen(by=grown.author, report=grown.first, reason="Se corrige")
    assert would_tell(grown.second) == frozenset()


# --- Everything a donor may open ------------------------------------------------------------------

FIRST, TODAY = dt.date(2026, 1, 1), dt.date(2026, 11, 24)
PLACES = ("", "1204", "0907")
Told = Iterator[tuple[tuple[str, ...], str]]  # what is told, and the number or the mark that stands there


@pytest.fixture
def donor(world, login, monkeypatch):
    """Twelve men measured twice in Jauja and one in Tayacaja."""
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)
    measure(world.jauja, *[UP] * 6, ALONE, STILL, STILL, STILL, DOWN, DOWN, LOST)
    measure(world.tayacaja, UP)
    return login(world.users["donor"])


def days(place: str) -> dict[str, str]:
    return {"since": FIRST.isoformat(), "until": LATER.isoformat(), "province": place}


def pages(client) -> Told:
    """Each indicator's page: its own figure, and its parts."""
    for place, code in product(PLACES, INDICATORS):
        context = client.get(f"/informes/indicadores/{code}/", days(place)).context
        yield from own_figure(code, place, context["story"].line.value)
        for found in context["breakdowns"]:
            yield from ((own_part(code, found, place, part), str(part.text)) for part in found.parts)


def board(client) -> Told:
    for place in PLACES:
        for told in client.get("/informes/tablero/", days(place)).context["stories"]:
            code, found = told.contribution.main, told.places
            for part in found.parts if found else []:
                yield own_part(code, found, place, part), str(part.text)


def own_figure(code, place, value) -> Told:
    amount = value.numerator if value.is_ratio else value.main
    yield (code, place), shown(amount or 0)


def own_part(code, found, place, part) -> tuple[str, ...]:
    """The part of a province is the indicator's own figure there, wherever it stands."""
    own = {"Jauja": "1204", "Tayacaja": "0907"}
    return (code, own[part.label]) if found.key == "province" else (code, str(found.title), place, part.label)


def change_pages(client) -> Told:
    for place in PLACES:
        told = client.get("/informes/cambio/", days(place)).context["told"]
        yield ("C1", place), told.outcomes[0].text
        yield ("P10", place), told.stages[5].text
        yield from ((("change", place, outcome.label), outcome.text) for outcome in told.outcomes)
        for line, code in zip(told.domains, ("C1b", "C1c", "C1d"), strict=True):
            yield (code, place), line.counts[0].text
            yield from ((("change", place, line.name, str(n)), one.text) for n, one in enumerate(line.counts))
            yield ("change", place, line.name, "net"), line.net or "–"


def workbooks(client) -> Told:
    for place in PLACES:
        query = urlencode(days(place))
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.post(f"/informes/excel/?{query}").getvalue()))
        for row in records(book, "Figures"):
            at = place or {"Jauja": "1204", "Tayacaja": "0907"}.get(row["Place"], "")
            ratio = INDICATORS[row["Code"]].kind == "ratio"
            yield (row["Code"], at), shown(Decimal(str(row["Part" if ratio else "Figure"] or 0)))
        for row in records(book, "Breakdowns"):
            found = SimpleNamespace(key="province" if row["By"] == "province" else "", title=row["By"])
            part = SimpleNamespace(label=row["Part of it"])
            yield own_part(row["Code"], found, place, part), text_of(row["Number"])


def reports(user) -> Told:
    for place in PLACES:
        province = Province.objects.filter(code=place).first()
        edition = build(user=user, asked=Asked(FIRST, LATER, "en", province), today=TODAY)
        sheets = {sheet["name"]: [dict(zip(sheet["head"], row, strict=True)) for row in sheet["rows"]]
                  for sheet in tables(edition)}  # fmt: skip
        for row in (*sheets["Indicators"], *sheets["Process"]):
            at = place or {"Jauja": "1204", "Tayacaja": "0907"}.get(row["Place"], "")
            ratio = INDICATORS[row["Code"]].kind == "ratio"
            yield (row["Code"], at), shown(Decimal(str(row["Part" if ratio else "Figure"] or 0)))
        for row in sheets["Breakdowns"]:
            at = place or {"Jauja": "1204", "Tayacaja": "0907"}.get(row["Place"], "")
            yield (row["Code"], row["By"].lower(), at, row["Part of it"]), text_of(row["Number"])
        for row in sheets["Change"]:
            cells = {"0": "Improved", "1": "Unchanged", "2": "Worsened", "net": "Net"}
            yield from ((("change", place, row["Domain"], key), row[head]) for key, head in cells.items())
        labels = [outcome.label for outcome in edition.change.told.outcomes]
        yield from (
            (("change", place, label), text) for label, text in zip(labels, edition.change.outcomes, strict=True)
        )


def records(book: CalamineWorkbook, sheet: str) -> list[dict[str, object]]:
    head, *rows = book.get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, row, strict=False)) for row in rows]


def text_of(number: object) -> str:
    return number if isinstance(number, str) else shown(Decimal(str(number)))


def test_board_pages_workbook_and_report_of_a_donor_together_tell_no_hidden_part(donor, world):
    """Whatever is told in several places is told alike: hidden in one, it is printed in none."""
    donor.cookies["django_language"] = "en"
    everywhere = [*pages(donor), *board(donor), *change_pages(donor), *workbooks(donor), *reports(world.users["donor"])]
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for what, text in everywhere:
        told[what].add(text)
    assert {what: texts for what, texts in told.items() if len(texts) > 1} == {}
    hidden = {what for what, texts in told.items() if texts <= {"<5", "n.s."}}
    assert {what[0] for what in hidden} == {"C1a", "change"}
    assert [what for what in hidden if len(what) == 2] == []  # no indicator's own figure
