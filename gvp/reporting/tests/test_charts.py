"""Charts: what they say, where marks stand, and that they are drawings that print alone."""

import datetime as dt
import re
from decimal import Decimal
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from gvp.reporting.base import Row
from gvp.reporting.charts import HUES, WIDTH, Label, bar, curve, split
from gvp.reporting.charts.base import EDGE, INK, INK_2, LINE, PAPER

SVG = "{http://www.w3.org/2000/svg}"
HUE = HUES[1]
DAY = dt.date(2026, 11, 24)
YEAR_START = dt.date(2026, 1, 1)


class Part(NamedTuple):
    label: str
    amount: int | None
    text: str = ""


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def rows(*days, amount=1):
    return [Row(str(n), day, "1204", amount) for n, day in enumerate(days)]


def drawn(name, chart):
    """The root element of the drawing, as an XML reader sees it."""
    return ElementTree.fromstring(render_to_string(f"reporting/charts/{name}.svg", {"chart": chart}))  # noqa: S314


CHARTS = [
    ("bar", bar(152, 200, 170, HUE)),
    ("bar", bar(None, None, None, HUE)),
    ("bar", bar(1_234_567, 2_000_000, Decimal("1999999.95"), HUE)),
    ("curve", curve(rows(YEAR_START, DAY), None, DAY, 200, HUE, daily=True)),
    ("curve", curve([], YEAR_START, DAY, None, HUE, daily=True)),
    ("split", split([Part("Jauja", 92), Part("Tayacaja", None, "<5")], HUE)),
    ("split", split([], HUE)),
]


@pytest.mark.parametrize(("name", "chart"), CHARTS)
def test_a_drawing_begins_with_its_title_and_then_its_description(name, chart):
    root = drawn(name, chart)
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text, root[1].text, root.get("role")) == (chart.title, chart.desc, "img")


@pytest.mark.parametrize(("name", "chart"), CHARTS)
def test_a_drawing_needs_no_css_and_no_script(name, chart):
    text = render_to_string(f"reporting/charts/{name}.svg", {"chart": chart})
    assert re.findall(r"style|currentColor|var\(|class=\"(?!bar\"|curve\"|split\")|<script|id=|href", text) == []
    assert drawn(name, chart).get("font-family") == chart.font


@pytest.mark.parametrize(("name", "chart"), CHARTS)
def test_coordinates_never_carry_a_thousands_comma(name, chart):
    for element in drawn(name, chart).iter():
        numbers = [element.get(key) for key in ("x", "y", "width", "height", "cx", "cy", "d") if element.get(key)]
        assert [number for number in numbers if "," in number] == []


def test_the_title_of_a_bar_states_value_target_and_percent():
    assert bar(1520, 2000, 1700, HUE).title == "1,520 of 2,000: 76% of the target."


def test_the_percent_is_rounded_down():
    assert bar(199, 200, None, HUE).title == "199 of 200: 99% of the target."


@pytest.mark.parametrize("target", [None, 0])
def test_a_bar_without_target_is_pale_and_says_so(target):
    chart = bar(45, target, None, HUE)
    assert (chart.target_x, chart.tick_x, chart.opacity) == (None, None, "0.25")
    assert (chart.title, chart.target_label.text) == ("45; no target is set.", "no target")


def test_no_data_is_something_else_than_zero():
    assert bar(None, 200, 12, HUE).value_label.text == "no data"
    assert (bar(0, 200, 12, HUE).value_label.text, bar(0, 200, 12, HUE).value_x) == ("0", 0.0)


def test_a_bar_reaches_as_far_as_its_share_of_the_scale():
    chart = bar(50, 200, 100, HUE)
    assert (chart.value_x, chart.tick_x, chart.target_x) == (89.5, 179.0, 358.0)


def test_a_value_over_the_target_keeps_the_target_inside():
    chart = bar(400, 200, 100, HUE)
    assert (chart.value_x, chart.target_x) == (358.0, 179.0)


def test_the_value_stands_where_no_mark_crosses_it():
    assert bar(152, 200, 170, HUE).value_label == Label(265.1, "152", "end")
    assert bar(210, 200, 205, HUE).value_label == Label(7, "210", "start")


def test_labels_stay_inside_the_drawing():
    chart = bar(1_234_567, 2_000_000, 1_999_999, HUE)
    assert (chart.target_label.x, chart.target_label.anchor) == (WIDTH, "end")
    assert bar(1, 1000, 2, HUE).tick_label.anchor == "start"


def test_a_curve_of_quarters_rises_at_their_ends_and_at_the_last_day():
    days = (dt.date(2026, 2, 3), dt.date(2026, 3, 31), dt.date(2026, 8, 9), dt.date(2026, 11, 2))
    chart = curve(rows(*days), None, DAY, None, HUE, daily=False)
    assert chart.title == "From 0 to 4 between 01/10/2025 and 24/11/2026."
    assert chart.path == "M0 126.0H146.9V73.0H295.4V46.5H340.0V20.0H340.0"


def test_a_curve_begins_with_what_was_there_before_the_period():
    chart = curve(rows(dt.date(2025, 5, 1), dt.date(2026, 7, 1)), YEAR_START, DAY, None, HUE, daily=True)
    assert chart.title == "From 1 to 2 between 01/01/2026 and 24/11/2026."
    assert chart.path == "M0 73.0H188.2V20.0H340.0"


def test_a_curve_adds_up_amounts_and_not_rows():
    chart = curve(rows(YEAR_START, DAY, amount=Decimal("2.5")), None, DAY, None, HUE, daily=True)
    assert chart.end_label.text == "5"


def test_a_curve_without_rows_is_flat_and_says_so():
    chart = curve([], None, DAY, 200, HUE, daily=True)
    assert chart.title == "0 on 24/11/2026, as on 24/11/2025. The target is 200."
    assert (chart.path, chart.target_y) == ("M0 126.0H340.0", 20.0)


def test_a_curve_of_one_day_does_not_divide_by_zero():
    assert curve(rows(DAY), DAY, DAY, None, HUE, daily=True).path == "M0 126.0H340.0V20.0H340.0"


def test_ten_thousand_rows_of_one_day_are_one_step():
    assert curve(rows(*[DAY] * 10_000), YEAR_START, DAY, None, HUE, daily=True).path == "M0 126.0H300.0V20.0H300.0"


@pytest.mark.parametrize("first", [dt.date(2026, 10, 1), YEAR_START, dt.date(2024, 2, 29), dt.date(1990, 1, 1)])
def test_a_curve_has_seven_light_lines_at_most(first):
    assert len(curve([], first, DAY, None, HUE, daily=True).ticks) <= 7


def test_a_split_draws_the_largest_part_longest():
    chart = split([Part("Jauja", 92), Part("Tayacaja", 46)], HUE)
    assert [(part.length, part.text) for part in chart.parts] == [(168.0, "92"), (84.0, "46")]
    assert (chart.title, chart.desc) == ("Jauja has the most: 92 of 138.", "Jauja: 92; Tayacaja: 46")


def test_a_hidden_part_shows_its_words_and_no_length_of_its_own():
    small, large = (split([Part("Jauja", 92), Part("Tayacaja", None, text)], HUE).parts[1] for text in ("<5", "n. m."))
    assert (small.text, small.hidden, large.text) == ("<5", True, "n. m.")
    assert small.length == large.length


def test_a_long_name_is_shortened_in_the_drawing_and_whole_in_its_description():
    chart = split([Part("San Pedro de Chunán y anexos", 7)], HUE)
    assert chart.parts[0].label == "San Pedro de C…"
    assert chart.desc == "San Pedro de Chunán y anexos: 7"


def test_the_colours_are_those_of_the_style_sheet():
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    of_paper = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", tokens.split("@media")[0]))
    assert {number: of_paper[f"c{number}"] for number in HUES} == HUES
    assert [of_paper[name] for name in ("paper", "ink", "ink-2", "line", "edge")] == [PAPER, INK, INK_2, LINE, EDGE]
