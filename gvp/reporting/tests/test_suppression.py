"""No number of one to four people can be read, nor worked out, from what is printed."""

from collections import namedtuple
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gvp.reporting.suppression import share_text, suppress, suppress_table

Cell = namedtuple("Cell", "label amount")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def texts(*amounts):
    return [shown.text for shown in suppress([Cell(str(n), amount) for n, amount in enumerate(amounts)])]


def table(*rows):
    return suppress_table([[Cell(str(n), amount) for n, amount in enumerate(row)] for row in rows])


def test_cells_of_five_and_more_are_shown_as_they_are():
    assert texts(5, 12, 30) == ["5", "12", "30"]


def test_zero_is_a_zero():
    assert texts(0, 12, 30) == ["0", "12", "30"]


def test_the_second_smallest_cell_is_hidden_with_a_lone_small_one():
    assert texts(3, 12, 30) == ["<5", "n.s.", "30"]


def test_two_small_cells_protect_each_other():
    assert texts(1, 3, 30) == ["<5", "<5", "30"]


def test_small_cells_that_must_both_be_four_get_a_third_beside_them():
    assert texts(4, 4, 30) == ["<5", "<5", "n.s."]


def test_a_companion_that_must_be_five_is_passed_over_for_a_larger_one():
    assert texts(1, 5, 30) == ["<5", "5", "n.s."]


def test_a_breakdown_that_nothing_protects_is_withheld_zeros_included():
    assert texts(3, 0, 0) == ["n.s.", "n.s.", "n.s."]


def test_hidden_cells_carry_no_amount():
    assert [cell.amount for cell in suppress([Cell("a", 3), Cell("b", 12), Cell("c", 30)])] == [None, None, 30]


def test_a_small_cell_of_a_table_is_protected_in_its_row_and_its_column():
    shown = table((3, 20, 40), (30, 25, 60))
    assert [[cell.text for cell in row] for row in shown.rows] == [["<5", "n.s.", "40"], ["n.s.", "n.s.", "60"]]
    assert [cell.text for cell in shown.totals] == ["33", "45", "100"]
    assert shown.hides


def test_a_row_of_zeros_in_a_withheld_table_stays_zeros():
    shown = table((3, 0), (0, 0))
    assert [[cell.text for cell in row] for row in shown.rows] == [["n.s.", "n.s."], ["0", "0"]]


def test_numbers_follow_the_language():
    with translation.override("es"):
        assert texts(1234, 3, 12)[0] == "1,234"


def test_an_empty_table_is_empty():
    assert suppress([]) == []


def test_a_percentage_of_fewer_than_ten_is_given_as_counts():
    assert share_text(5, 8) == "5 of 8"
    assert share_text(5, 10) == "50%"


amounts = st.integers(min_value=0, max_value=9)
tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(st.lists(amounts, min_size=columns, max_size=columns), min_size=1, max_size=2)
)


def candidates(cell, most):
    """What a reader may believe stands in the cell."""
    if cell.amount is not None:
        return [cell.amount]
    return range(1, 5) if cell.text == "<5" else range(most + 1)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_no_hidden_cell_is_determined_by_what_is_printed(rows):
    shown = table(*rows)
    ways = [
        [guess for guess in product(*(candidates(cell, sum(row)) for cell in cells)) if sum(guess) == sum(row)]
        for cells, row in zip(shown.rows, rows, strict=True)
    ]
    possible = [
        guess
        for guess in product(*ways)
        if all(
            sum(column) in candidates(total, 99)
            for column, total in zip(zip(*guess, strict=True), shown.totals, strict=True)
        )
    ]
    for r, cells in enumerate(shown.rows):
        for c, cell in enumerate(cells):
            if cell.amount is None:
                assert len({guess[r][c] for guess in possible}) > 1
    for c, total in enumerate(shown.totals):
        if total.amount is None:
            assert len({sum(row[c] for row in guess) for guess in possible}) > 1


@given(tables)
def test_nothing_is_shown_that_is_not_so(rows):
    shown = table(*rows)
    for cells, row in zip(shown.rows, rows, strict=True):
        assert all(cell.amount in (None, amount) for cell, amount in zip(cells, row, strict=True))
        assert not any(0 < (cell.amount or 0) < 5 for cell in cells)
