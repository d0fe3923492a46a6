"""The sample register gives the figures an independent implementation printed, before and after a round trip."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.core.management import call_command

from gvp.ops.register.exporter import export_register
from gvp.ops.register.importer import import_register
from gvp.ops.tests.books import SAMPLE, empty_the_register
from gvp.reporting.base import Memo, Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.people import excluded, registered, verdicts
from gvp.reporting.tests import by_hand, naive_lists

EXPECTED = json.loads(SAMPLE.with_name("register_sample_expected.json").read_text())
COMPARED = tuple(EXPECTED[0]["indicators"])  # every figure of the five contributions
LATEST = dt.date(2026, 9, 30)


@pytest.fixture(scope="module")
def imported(stage, standing_directory):
    problems = stage(lambda: import_register(SAMPLE.read_bytes(), by=None).problems)
    assert problems() == []


@pytest.fixture
def sample(imported, db):
    """The sample register, imported."""


def scopes() -> list[Scope]:
    asked = [entry["scope"] for entry in EXPECTED]
    return [
        Scope(
            dt.date.fromisoformat(scope["until"]), dt.date.fromisoformat(scope["since"]), scope["province"], memo=Memo()
        )
        for scope in asked
    ]


def figures() -> list[dict]:
    return [
        {"scope": entry["scope"], "indicators": {code: INDICATORS[code].value(scope).as_json() for code in COMPARED}}
        for entry, scope in zip(EXPECTED, scopes(), strict=True)
    ]


def everything() -> list[list[dict]]:
    """Every indicator in every scope."""
    return [[indicator.value(scope).as_json() for indicator in INDICATORS.values()] for scope in scopes()]


def test_sample_register_gives_the_expected_figures_in_every_scope(sample):
    assert (len(COMPARED), figures()) == (17, EXPECTED)


def test_exported_and_imported_into_an_empty_database_the_sample_gives_the_same_figures(sample):
    before, file = everything(), BytesIO()
    export_register(file, by=None)
    empty_the_register()
    assert import_register(file.getvalue(), by=None).problems == []
    assert everything() == before


def test_command_prints_the_expected_figures_of_a_province(sample, capsys):
    entry = next(entry for entry in EXPECTED if entry["scope"]["province"] == "1204")
    asked = entry["scope"]
    call_command("indicators", since=dt.date.fromisoformat(asked["since"]), until=dt.date.fromisoformat(asked["until"]),
                 province="1204", format="json")  # fmt: skip
    printed = json.loads(capsys.readouterr().out)
    assert printed["scope"] == asked
    assert {code: printed["indicators"][code] for code in COMPARED} == {
        code: entry["indicators"][code] for code in COMPARED
    }


def test_sample_rows_are_those_counted_by_hand(sample):
    for until in sorted({scope.until for scope in scopes()}):
        scope = Scope(until, memo=Memo())
        for code, counted in by_hand.counted(until).items():
            assert (code, {row.key: row.reached_on for row in INDICATORS[code].rows(scope)}) == (code, counted)
        for code, lists in by_hand.shares(until).items():
            found = INDICATORS[code].numerator(scope), INDICATORS[code].denominator(scope)
            assert (code, *({row.key for row in rows} for rows in found)) == (code, *lists)


def test_sample_peers_are_those_counted_by_hand(sample):
    for scope in (scope for scope in scopes() if scope.province is None):
        value = INDICATORS["C5b"].value(scope)
        by_hand = naive_lists.peers(scope.since, scope.until), naive_lists.peers(dt.date.min, scope.until)
        assert (value.in_period, value.cumulative) == by_hand


def test_sample_people_are_counted_or_left_out_by_one_rule_and_each_verdict_agrees(sample):
    scope, about_people = Scope(LATEST, memo=Memo()), [found for found in INDICATORS.values() if found.rules]
    people = list(registered(scope).select_related("community"))
    since = {found.code: {row.key: row.reached_on for row in found.rows(scope)} for found in about_people}
    rules = {found.code: dict(excluded(found, scope)) for found in about_people}
    for code in since:
        assert sorted([*since[code], *rules[code]]) == sorted(person.pk for person in people)
    for person in people:
        for found, verdict in verdicts(about_people, person, LATEST):
            expected = since[found.code].get(person.pk), rules[found.code].get(person.pk, "")
            assert (verdict.reached_on, verdict.rule) == expected
