"""The order of sheets, rows and columns means nothing."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.ops.register.importer import import_register
from gvp.ops.register.workbook import read
from gvp.ops.tests.books import SAMPLE, book

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
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_shuffled_register_says_the_same(directory, seed):
    assert import_register(SAMPLE.read_bytes(), by=None).ok
    again = import_register(shuffled(random.Random(seed)), by=None)
    assert (again.problems, again.total) == ([], {"created": 0, "updated": 0, "unchanged": 2870})


@pytest.mark.django_db
def test_a_shuffled_register_can_be_the_first(directory):
    assert import_register(shuffled(random.Random(5)), by=None).total["created"] == 2870
    assert import_register(SAMPLE.read_bytes(), by=None).total["unchanged"] == 2870
