"""The layout of the schematic map, and its drawing."""

from itertools import permutations
from random import Random
from typing import NamedTuple
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.utils.translation import override

from gvp.places.seats import seats
from gvp.reporting.charts import HUES
from gvp.reporting.charts.maps import district_map
from gvp.reporting.charts.tiles import Cell, assignment, tiles

SQUARE = {"nw": (0.0, 0.0), "ne": (0.0, 1.0), "sw": (-1.0, 0.0), "se": (-1.0, 1.0)}


class District(NamedTuple):
    code: str
    name: str
    amount: int | None
    text: str


def some(*amounts):
    codes = list(SQUARE) + [f"x{n}" for n in range(len(amounts) - len(SQUARE))]
    return [
        District(code, code, amount, "<5" if amount is None else str(amount))
        for code, amount in zip(codes, amounts, strict=False)
    ]


def test_no_places_make_no_tiles():
    assert tiles({}) == {}


def test_north_is_up_and_east_is_right():
    assert tiles(SQUARE) == {"nw": Cell(0, 0), "ne": Cell(2, 0), "sw": Cell(0, 2), "se": Cell(2, 2)}


def test_no_two_districts_share_a_tile_however_near_they_are():
    crowd = {str(n): (0.0, 0.0) for n in range(9)}
    assert len(set(tiles(crowd).values())) == 9


def cost(costs, columns):
    return sum(row[column] for row, column in zip(costs, columns, strict=True))


def test_the_assignment_is_the_cheapest_there_is():
    chance = Random(1)
    for _round in range(20):
        costs = [[chance.randint(0, 20) for _column in range(6)] for _row in range(4)]
        found = assignment(costs)
        cheapest = min(
            sum(row[column] for row, column in zip(costs, columns, strict=True))
            for columns in permutations(range(6), 4)
        )
        assert sum(row[column] for row, column in zip(costs, found, strict=True)) == cheapest
        assert len(set(found)) == 4


def test_the_seats_of_both_provinces_are_known_but_for_two_new_districts():
    jauja = {f"1204{n:02}" for n in range(1, 35)}
    tayacaja = {f"0907{n:02}" for n in range(1, 26)} - {"090708", "090712"}
    assert (len(seats(jauja)), tayacaja - seats(tayacaja).keys()) == (34, {"090724", "090725"})


def test_in_jauja_the_north_is_north_and_the_west_is_west():
    found = tiles(seats(f"1204{n:02}" for n in range(1, 35)))
    monobamba, jauja, canchayllo, sincos = (found[f"1204{n}"] for n in ("19", "01", "05", "31"))
    assert monobamba.row < jauja.row < sincos.row
    assert canchayllo.column < jauja.column < sincos.column


def test_a_tile_is_deeper_where_there_is_more_and_empty_where_there_is_nothing():
    found = {tile.code: tile for tile in district_map(some(20, 11, 1, 0), SQUARE, HUES[1]).tiles}
    assert [found[code].depth for code in SQUARE] == ["1", "0.58", "0.16", ""]
    assert [found[code].full for code in SQUARE] == [True, False, False, False]


def test_a_number_that_is_hidden_is_neither_empty_nor_zero():
    with override("en"):
        drawn = district_map(some(20, None, 0, 0), SQUARE, HUES[1])
    hidden = next(tile for tile in drawn.tiles if tile.code == "ne")
    assert (hidden.hidden, hidden.empty, hidden.text, drawn.title) == (True, False, "<5", "In 2 of 4 districts.")


def test_districts_whose_place_is_not_known_stand_in_the_last_row():
    drawn = district_map(some(1, 1, 1, 1, 1), SQUARE, HUES[1])
    last = drawn.tiles[-1]
    assert (drawn.unplaced, last.code, last.y > drawn.tiles[-2].y) == (1, "x0", True)


def test_a_long_name_takes_two_lines():
    long = [
        District("nw", "San Marcos de Rocchac", 1, "1"),
        District("ne", "Santo Domingo de los Olleros Altos", 1, "1"),
    ]
    names = {tile.code: tile.name for tile in district_map(long, SQUARE, HUES[1]).tiles}
    assert names == {"nw": ["San Marcos", "de Rocchac"], "ne": ["Santo", "Domingo de…"]}


def test_each_tile_is_a_link_with_its_name_and_number():
    drawn = district_map(some(20, None, 0, 3), SQUARE, HUES[1])
    root = ElementTree.fromstring(render_to_string("reporting/charts/map.svg", {"chart": drawn}))  # noqa: S314
    links = root.findall("{http://www.w3.org/2000/svg}a")
    assert [(link.get("href"), " ".join("".join(link.itertext()).split())) for link in links] == [
        ("#d-nw", "nw 20"), ("#d-ne", "ne <5"), ("#d-sw", "sw 0"), ("#d-se", "se 3"),
    ]  # fmt: skip
