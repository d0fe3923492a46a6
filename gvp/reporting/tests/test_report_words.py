"""Finance pasted from a spreadsheet, texts made shorter, deviations told."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gvp.reporting.report import finance
from gvp.reporting.report.deviations import deviations
from gvp.reporting.report.wording import opening, paragraphs


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_a_pasted_table_is_read_with_tabs_semicolons_and_soles():
    items = finance.parse("Item\tBudget\tSpent\nStaff\t1,200.50\tS/ 1000\nTravel; 300,5; 0\n")
    assert [(item.name, item.budget, item.spent) for item in items] == [
        ("Staff", Decimal("1200.50"), Decimal(1000)),
        ("Travel", Decimal("300.5"), Decimal(0)),
    ]


def test_the_total_is_printed_with_what_remains_and_the_share_spent():
    items = finance.parse("Staff;1200;1000\nTravel;300;500")
    assert finance.total(items).texts == ["1,500.00", "1,500.00", "0.00", "100%"]
    assert finance.parse("Nothing;0;0")[0].texts[-1] == "–"


@pytest.mark.parametrize("line", ["Staff;100", "Staff;-5;0", ";1;2", "Staff;1e400;0", "Staff;NaN;0", "Staff;1;2;3"])
def test_a_line_that_is_no_item_is_named(line):
    with pytest.raises(ValidationError) as refused:
        finance.parse(f"First;1;1\n{line}")
    assert refused.value.messages == [f"Line 2 is not “item; budget; spent”: {line}"]


def test_an_opening_ends_with_a_sentence():
    assert opening("One. Two is longer. Three.\n\nAnother paragraph.", 22) == "One. Two is longer."
    assert opening("Short.\nAnother.", 100) == "Short."
    assert opening("A single sentence that does not fit", 20) == "A single sentence…"
    assert opening("", 10) == ""


def test_paragraphs_are_lines_that_say_something():
    assert paragraphs(" One.\n\n Two. \n") == ["One.", "Two."]


def line(code, value, expected):
    progress = SimpleNamespace(value=value, expected_today=expected)
    return SimpleNamespace(indicator=SimpleNamespace(code=code), progress=progress)


def test_more_than_ten_percent_either_way_is_a_deviation():
    groups = [
        [line("C1", 89, Decimal(100))], [line("C2", 90, Decimal(100))], [line("C3", 110, Decimal(100))],
        [line("C4", 221, Decimal(200))], [line("C5", None, Decimal(1))], [line("P01", 5, None)],
        [line("P02", 5, Decimal(0))],
    ]  # fmt: skip
    found = deviations(groups, {"C1": "Rain."})
    assert [(each.code, each.off_text, each.note) for each in found] == [("C1", "−11", "Rain."), ("C4", "+11", "")]
