"""Filters of the list of people: each a chip that a tap switches on or off."""

import datetime as dt
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gvp.places.models import Community, Province
from participants.models import Participant

LOOKUPS = {
    "province": "community__district__province",
    "community": "community",
    "group": "group",
    "language": "language",
}
LABELS: dict[str, Promise] = {
    "province": _("Province"),
    "group": _("Group"),
    "language": _("Mother tongue"),
    "consent": _("Consent"),
}
MISSING = [("missing", _("consent missing"))]


class Chip(NamedTuple):
    label: Any
    query: str  # of the address that switches it
    on: bool


class Filters:
    """What the address asks for; values that do not exist, or not for this user, ask nothing."""

    def __init__(self, asked: QueryDict, user: Any) -> None:
        self.asked = asked
        places = Community.objects.visible_to(user).select_related("district")
        provinces = Province.objects.filter(code__in=places.values("district__province"))
        self.choices: dict[str, list[tuple[str, Any]]] = {
            "province": [(province.code, province.name) for province in provinces],
            "group": list(Participant.Group.choices),
            "language": list(Participant.Language.choices),
            "consent": list(MISSING),
            "community": [(str(place.pk), str(place)) for place in places],
        }
        self.chosen = {
            name: str(asked[name]) for name, choices in self.choices.items() if asked.get(name) in dict(choices)
        }

    def apply(self, people: Any, today: dt.date) -> Any:
        people = people.filter(**{LOOKUPS[name]: value for name, value in self.chosen.items() if name in LOOKUPS})
        return people.lacking_consent(today) if "consent" in self.chosen else people

    def rows(self) -> list[tuple[Promise, list[Chip]]]:
        """Rows of chips under a label; a province is no choice where there is one only."""
        return [
            (label, [self._chip(name, value, text) for value, text in self.choices[name]])
            for name, label in LABELS.items()
            if name != "province" or len(self.choices[name]) > 1
        ]

    def query(self, **changes: str) -> str:
        """The address's query for what is chosen, changed; the page starts again."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (self.chosen | changes).items() if value})
        return query.urlencode()

    def _chip(self, name: str, value: str, text: Any) -> Chip:
        on = self.chosen.get(name) == value
        return Chip(text, self.query(**{name: "" if on else value}), on)
