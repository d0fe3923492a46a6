"""The rows of an indicator by a dimension. The cells add up to the total: whoever lacks the fact is "no data"."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvp.partners.models import Institution
from gvp.places.models import District, Province
from gvp.reporting.base import Indicator, Number, Row
from materials.models import Material
from participants.models import Participant
from workshops.models import NetworkAction, Replication, Workshop

DIMENSIONS = {
    "province": gettext_lazy("Province"),
    "district": gettext_lazy("District"),
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "language": gettext_lazy("Mother tongue"),
    "material_kind": gettext_lazy("Kind of material"),
    "medium": gettext_lazy("Medium"),
    "sector": gettext_lazy("Sector"),
    "action_kind": gettext_lazy("Kind of action"),
}

NO_DATA = ""
WHOLE_PROGRAM = "program"  # what belongs to no province

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
    keys = [row.province or WHOLE_PROGRAM for row in rows]
    labels: dict[str, Any] = dict(Province.objects.filter(pk__in=set(keys)).order_by("name").values_list("pk", "name"))
    return keys, labels | {WHOLE_PROGRAM: _("the whole program")} if WHOLE_PROGRAM in keys else labels


def _by_district(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    keys = _facts(indicator, rows, RECORDS[indicator.record].district)
    return keys, dict(District.objects.filter(pk__in=set(keys)).order_by("name", "pk").values_list("pk", "name"))


def _by_choice(field: str, choices: Any) -> Callable[[Indicator, Sequence[Row]], Parts]:
    return lambda indicator, rows: (_facts(indicator, rows, field), dict(choices.choices))


def _by_age(indicator: Indicator, rows: Sequence[Row]) -> Parts:
    school = getattr(indicator, "group", None) == Participant.Group.SCHOOL_LEADER
    bands = SCHOOL_BANDS if school else ADULT_BANDS
    born = _facts(indicator, rows, "birth_year")
    ages = [row.reached_on.year - year for row, year in zip(rows, born, strict=True)]
    labels = {band: OTHER_AGE if band == "other" else band for band in bands}
    return [_band(age, bands) for age in ages], labels


def _band(age: int, bands: dict[str, tuple[int, int]]) -> str:
    return next((band for band, (first, last) in bands.items() if first <= age <= last), NO_DATA)


class Stored(NamedTuple):
    """Where the facts of a kind of record are. Paths lead from the model."""

    model: type[Model]
    province: str
    district: str = ""


RECORDS = {
    "participant": Stored(Participant, "community__district__province", "community__district"),
    "workshop": Stored(Workshop, "community__district__province", "community__district"),
    "action": Stored(NetworkAction, "community__district__province", "community__district"),
    "material": Stored(Material, "province"),
    "institution": Stored(Institution, "district__province", "district"),
    "replication": Stored(Replication, "school__district__province", "school__district"),
    "school_group": Stored(Replication, "school__district__province", "school__district"),
}


def _facts(indicator: Indicator, rows: Sequence[Row], field: str) -> list[Any]:
    """This field of each row's record, in the order of the rows. One query, without a list of keys in it."""
    stored, provinces = RECORDS[indicator.record], {row.province for row in rows}
    placed = Q(**{f"{stored.province}__in": provinces})
    if "" in provinces:
        placed |= Q(**{f"{stored.province}__isnull": True})
    by_key = dict(stored.model._default_manager.filter(placed).order_by().values_list("pk", field))
    return [by_key[row.key] for row in rows]


PARTS: dict[str, Callable[[Indicator, Sequence[Row]], Parts]] = {
    "province": _by_province,
    "district": _by_district,
    "age": _by_age,
    "sex": _by_choice("sex", Participant.Sex),
    "language": _by_choice("language", Participant.Language),
    "material_kind": _by_choice("kind", Material.Kind),
    "medium": _by_choice("medium", Material.Medium),
    "sector": _by_choice("sector", Institution.Sector),
    "action_kind": _by_choice("kind", NetworkAction.Kind),
}
