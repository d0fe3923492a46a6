"""Flow, distribution and paired slopes."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from gvp.reporting.charts.distributions import KINDS, distribution
from gvp.reporting.charts.flows import Flow, Step, flow
from gvp.reporting.charts.slopes import Series, slopes

HUE = "#a5432a"


def test_flow_is_as_long_as_its_numbers_and_says_who_is_missing():
    drawn = flow([Step("Inscritos", 200), Step("Pares", 50, part_of=200)], HUE, "Título")
    assert [stage.length for stage in drawn.stages] == [Flow.longest, Flow.longest / 4]
    assert [(stage.number, stage.fewer) for stage in drawn.stages] == [("200", ""), ("50", "−150")]
    assert drawn.desc == "Una barra por etapa. Inscritos: 200; Pares: 50."


def test_flow_of_nobody_has_no_bars():
    assert [stage.length for stage in flow([Step("Inscritos", 0)], HUE, "").stages] == [0]


def test_small_number_of_the_flow_is_not_shown():
    assert flow([Step("Pares", None)], HUE, "").stages[0].number == "<5"


def test_distribution_puts_each_difference_on_its_side_of_the_thresholds():
    drawn = distribution([20.0, 20.0, 8.0, 4.0, -30.0], 8.0, HUE, "")
    kinds = {
        kind: sum(block.height for block in drawn.blocks if block.kind == kind)
        for kind in ("improved", "unchanged", "worsened")
    }
    assert [round(kinds[kind] / kinds["worsened"], 1) for kind in KINDS] == [1, 1, 3]
    assert [head.text for head in drawn.heads] == ["1 empeoraron", "1 sin cambio", "3 mejoraron"]
    assert drawn.limits[0] < drawn.zero < drawn.limits[1]


def test_column_of_two_kinds_is_stacked():
    drawn = distribution([8.0, 6.0], 7.0, HUE, "")
    assert [(block.kind, block.x) for block in drawn.blocks] == [
        ("unchanged", drawn.blocks[0].x), ("improved", drawn.blocks[0].x),
    ]  # fmt: skip
    assert [count.text for count in drawn.counts] == ["2"]


def test_columns_widen_until_no_part_is_small():
    spread = [26.0, 36.0, 46.0, 56.0, 66.0]
    assert distribution(spread, 5.0, HUE, "", least=5).desc.startswith("Columnas de 50 puntos")
    assert distribution([*spread, -20.0], 5.0, HUE, "", least=5) is None


def test_slopes_run_from_the_mean_before_to_the_mean_after():
    drawn = slopes([Series("Masculinidad", (0.0, 50.0), (100.0, 100.0))], HUE, "")
    panel = drawn.panels[0]
    assert (panel.before, panel.after) == ("25.0", "100.0")
    assert (panel.mean.y1 > panel.mean.y2, panel.mean.y2) == (True, drawn.top)
    assert drawn.desc == "Índice medio, de 0 a 100: Masculinidad de 25.0 a 100.0."


def test_men_who_went_the_same_way_share_a_thicker_line():
    drawn = slopes([Series("M", (0.0, 0.0, 50.0), (100.0, 100.0, 50.0))], HUE, "")
    assert [line.thick for line in drawn.panels[0].lines] == [3.75, 2.25]


def test_single_men_are_not_drawn_for_outsiders():
    assert slopes([Series("M", (0.0,), (100.0,))], HUE, "", single=False).panels[0].lines == []


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        ("flow", flow([Step("Inscritos", 2), Step("Pares", 1, 2)], HUE, "Título")),
        ("distribution", distribution([20.0, -30.0], 8.0, HUE, "Título")),
        ("slopes", slopes([Series("Relación con hijas e hijos", (0.0,), (Decimal("12.5"),))], HUE, "Título")),
    ],
)
def test_drawing_has_its_words_and_no_colour_of_the_page(name, chart):
    drawn = render_to_string(f"reporting/charts/{name}.svg", {"chart": chart})
    assert f"<title>{chart.title}</title>" in drawn
    assert f"<desc>{chart.desc}</desc>" in drawn
    assert [
        word for word in ("currentColor", "var(", "style=", 'class="s', ",") if word in drawn.split("</desc>")[1]
    ] == []
