"""Multi-row inserts that count what is new."""

import pytest
from django.db import connection

from gvp.base.bulk import insert_new, insert_new_keys, upsert
from gvp.base.models import Parameter

pytestmark = pytest.mark.django_db

NAMES = ("key", "value")


def stored():
    return {row.key: int(row.value) for row in Parameter.objects.all()}


def test_all_rows_are_new():
    assert insert_new(Parameter, NAMES, [("a", 1), ("b", 2)]) == 2
    assert stored() == {"a": 1, "b": 2}


def test_rows_that_exist_stay_and_are_not_counted():
    Parameter.objects.create(key="a", value=1)
    assert insert_new(Parameter, NAMES, [("a", 9), ("b", 2)]) == 1
    assert stored() == {"a": 1, "b": 2}


def test_an_upsert_overwrites_them():
    Parameter.objects.create(key="a", value=1)
    assert upsert(Parameter, NAMES, [("a", 9), ("b", 2)], unique=["key"]) == 2
    assert stored() == {"a": 9, "b": 2}


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_new(Parameter, NAMES, []) == 0


def test_more_rows_than_one_statement_holds_go_in_batches(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda fields, rows: 2)
    with django_assert_num_queries(3):
        assert insert_new(Parameter, NAMES, [(str(n), n) for n in range(5)]) == 5


def test_a_value_cannot_leave_its_place():
    assert insert_new(Parameter, NAMES, [("'); DROP TABLE base_parameter; --", 1)]) == 1
    assert len(stored()) == 1


def test_the_keys_of_new_rows_are_told_also_in_batches(monkeypatch):
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda fields, rows: 2)
    Parameter.objects.create(key="a", value=1)
    assert insert_new_keys(Parameter, NAMES, [("a", 9), ("b", 2), ("c", 3)]) == {"b", "c"}
    assert stored() == {"a": 1, "b": 2, "c": 3}
