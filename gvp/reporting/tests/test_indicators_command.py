import json

import pytest
from django.core.management import CommandError, call_command

from gvp.reporting.indicators import INDICATORS, MODULES, ORDER
from gvp.testing.world import hold

PERIOD = ("--since", "2026-01-01", "--until", "2026-06-30")


def printed(capsys, *asked: str) -> str:
    call_command("indicators", *PERIOD, *asked)
    return capsys.readouterr().out


def test_each_indicator_is_declared_once_and_has_its_place_in_the_framework():
    declared = [indicator.code for module in MODULES for indicator in module.INDICATORS]
    assert sorted(declared) == sorted(ORDER)


def test_json_has_the_scope_and_every_indicator(world, capsys):
    hold(world.jauja.workshops[0], *world.jauja.men)
    found = json.loads(printed(capsys, "--province", "1204", "--format", "json"))
    nothing, no_pairs = {"in_period": 0, "cumulative": 0, "stock": None}, {"numerator": 0, "denominator": 0}
    today_alone = {"in_period": None, "cumulative": None, "stock": 0}
    assert found["scope"] == {"province": "1204", "since": "2026-01-01", "until": "2026-06-30"}
    assert list(found["indicators"]) == list(INDICATORS)
    assert found["indicators"] == {
        **dict.fromkeys(
            ("C1", "C1a", "C2b", "C3", "C3a", "C3b", "C3c", "C4", "C5", "C5a", "P11", "P15", "P19"), nothing
        ),
        **dict.fromkeys(("C1b", "C1c", "C1d", "C4a", "P10"), no_pairs),
        **dict.fromkeys(("C2a", "P18"), today_alone),
        "C2": {"in_period": 0, "cumulative": 0, "stock": 0},
        "C5b": {"in_period": 0, "cumulative": 0},
        "P01": {"numerator": 1, "denominator": 8},
        "P02": {"in_period": 2, "cumulative": 2, "stock": None},
        "P03": {"in_period": 6, "cumulative": 6, "stock": None},
        "P04": {"numerator": 3, "denominator": 1},
        "P05": {"numerator": 0, "denominator": 3},
        "P07": {"in_period": 1, "cumulative": 1, "stock": None},
        "P09": {"numerator": 0, "denominator": 3},
        "P20": {"numerator": 3, "denominator": 3},
    }


def test_json_without_a_province_is_about_all_of_them(world, capsys):
    found = json.loads(printed(capsys, "--format", "json"))
    assert (found["scope"]["province"], found["indicators"]["P20"]) == (None, {"numerator": 6, "denominator": 6})


def test_table_has_a_line_per_indicator_with_figures_under_each_other(world, capsys):
    lines = printed(capsys).splitlines()
    heads, *body = lines[2:]
    assert [line.split()[0] for line in body] == list(INDICATORS)
    title = heads.index("Indicador")
    assert [line[title - 2 : title] for line in body] == ["  "] * len(body)
    zeros = {line.rstrip().rindex("0") for line in body[:2]}
    assert len(zeros) == 1


def test_table_says_no_data_where_there_is_no_denominator(world, capsys):
    line = next(line for line in printed(capsys).splitlines() if line.startswith("P04"))
    assert line.split()[-5:] == ["sin", "dato", "0", "/", "0"]


@pytest.mark.parametrize(
    "asked", [("--province", "9999"), ("--province", "Jauja"), ("--since", "2026-07-01"), ("--until", "30/06/2026")]
)
def test_what_cannot_be_answered_is_refused(world, asked):
    with pytest.raises(CommandError):
        call_command("indicators", *PERIOD, *asked)


def test_an_unknown_province_is_named(world):
    with pytest.raises(CommandError, match="9999"):
        call_command("indicators", *PERIOD, "--province", "9999")
