"""The rows of an indicator by a dimension. The cells add up to the total: whoever lacks the fact is "no data"."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvp.places.models import District, Province
from gvp.reporting.base import Indicator, Number, Row
from participants.models import Participant
from workshops.models import Workshop

DIMENSIONS = {
    "province": gettext_lazy("Province"),
    "district": gettext_lazy("District"),
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "language": gettext_lazy("Mother tongue"),
}

NO_DATA = ""

# First and last age of each band (indicators.md, 1.6). Age is that of the day on which a person began to count.
ADULT_BANDS = {"18–29": (18, 29), "30–44": (30, 44), "45–59": (45, 59), "60+": (60, 150)}
SCHOOL_BANDS = {"11–13": (11, 13), "14–17": (14, 17), "other": (0, 150)}
OTHER_AGE = pgettext_lazy("age", "other")


class Cell(NamedTuple):
    """One part of a breakdown. `key` is "" for what has no data."""

    key: str
    label: Any
    amount: Number


def cells(indicator: Indicator, rows: Sequence[Row], dimension: str) -> list[Cell]:
    """One cell per value of the dimension, zeros included for age, sex and language; "no data" last, if any has none.

    Two queries at most, however many rows. Places appear when something is in them, by name. Raises KeyError for a
    dimension that the rows do not have.
    """
    keys, labels = PARTS[dimension](indicator, rows)
    amounts: Counter[str] = Counter()
    for row, key in zip(rows, keys, strict=True):
        amounts[key if key in labels else NO_DATA] += row.amount  # type: ignore[assignment]
    found = [Cell(key, label, amounts[key]) for key, label in labels.items()]
    return [*found, Cell(NO_DATA, _("no data"), amounts[NO_DATA])] if amounts[NO_DATA] else found


Parts = tuple[Iterable[str], dict[str, Any]]  # the key of each row, and the label of each key in order


def _by_province(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    keys = [row.province for row in rows]
    return keys, dict(Province.objects.filter(pk__in=set(keys)).order_by("name").values_list("pk", "name"))


def _by_district(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    keys = [fact for (fact,) in _facts(indicator, rows, "community__district")]
    return keys, dict(District.objects.filter(pk__in=set(keys)).order_by("name", "pk").values_list("pk", "name"))


def _by_sex(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    return [sex for (sex,) in _facts(indicator, rows, "sex")], dict(Participant.Sex.choices)


def _by_language(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    return [language for (language,) in _facts(indicator, rows, "language")], dict(Participant.Language.choices)


def _by_age(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    school = getattr(indicator, "group", None) == Participant.Group.SCHOOL_LEADER
    bands = SCHOOL_BANDS if school else ADULT_BANDS
    ages = [
        row.reached_on.year - born for row, (born,) in zip(rows, _facts(indicator, rows, "birth_year"), strict=True)
    ]
    labels = {band: OTHER_AGE if band == "other" else band for band in bands}
    return [_band(age, bands) for age in ages], labels


def _band(age: int, bands: dict[str, tuple[int, int]]) -> str:
    return next((band for band, (first, last) in bands.items() if first <= age <= last), NO_DATA)


def _facts(indicator: Indicator, rows: Sequence[Row], *fields: str) -> list[tuple]:
    """These fields of each row's record, in the order of the rows. One query, without a list of keys in it."""
    records: dict[str, QuerySet[Any]] = {"participant": Participant.objects.all(), "workshop": Workshop.objects.all()}
    stored = records[indicator.record].filter(community__district__province__in={row.province for row in rows})
    by_key = {key: facts for key, *facts in stored.order_by().values_list("pk", *fields)}
    return [tuple(by_key[row.key]) for row in rows]


PARTS = {
    "province": _by_province,
    "district": _by_district,
    "age": _by_age,
    "sex": _by_sex,
    "language": _by_language,
}
