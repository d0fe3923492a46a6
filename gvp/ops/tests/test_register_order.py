"""The order of sheets, rows and columns means nothing."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.ops.register.importer import import_register
from gvp.ops.register.workbook import read
from gvp.ops.tests.books import SAMPLE, book, empty_the_register
from gvp.ops.tests.test_sample_figures import EXPECTED, figures

SAMPLE_SHEETS = {sheet.name: sheet.rows for sheet in read(SAMPLE.read_bytes())}


def shuffled(chance: random.Random) -> bytes:
    names = list(SAMPLE_SHEETS)
    chance.shuffle(names)
    content = {}
    for name in names:
        heading, *rows = SAMPLE_SHEETS[name]
        columns = list(range(len(heading)))
        chance.shuffle(columns)
        chance.shuffle(rows)
        content[name] = [[row[index] for index in columns] for row in [heading, *rows]]
    return book(content)


@pytest.mark.django_db
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_shuffled_register_can_be_the_first_and_gives_the_same_figures(directory, seed):
    empty_the_register()
    first = import_register(shuffled(random.Random(seed)), by=None)
    assert (first.problems, first.total["created"], figures()) == ([], 2870, EXPECTED)


@pytest.mark.django_db
def test_a_shuffled_register_says_the_same_as_the_one_in_order(directory):
    assert import_register(shuffled(random.Random(5)), by=None).total["created"] == 2870
    again = import_register(SAMPLE.read_bytes(), by=None)
    assert (again.problems, again.total) == ([], {"created": 0, "updated": 0, "unchanged": 2870})
