"""Filters of the catalogue: chips, and words of the title."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gvp.base.text import normalise
from gvp.places.models import Province
from materials.catalogue import LACKING, STAGED, Stage
from materials.models import Edition, Material
from materials.models.material import Language
from participants.filters import Chip

LABELS: dict[str, Promise] = {
    "stage": _("Stage"),
    "medium": _("Medium"),
    "language": _("Language"),
    "lacks": _("It lacks"),
    "kind": _("Kind"),
    "province": _("Province"),
}
PROGRAMME = "programme"
WORDS_LENGTH = 80


class MaterialFilters:
    """What the address asks for; values that do not exist, or not for this user, ask nothing."""

    def __init__(self, asked: QueryDict, materials: Any) -> None:
        self.materials = materials
        self.choices: dict[str, list[tuple[str, Any]]] = {
            "stage": list(Stage.choices),
            "lacks": [(word, label) for word, (label, _condition) in LACKING.items()],
            "kind": list(Material.Kind.choices),
            "medium": list(Material.Medium.choices),
            "language": list(Language.choices),
            "province": self._provinces(),
        }
        self.chosen = {
            name: str(asked[name]) for name, choices in self.choices.items() if asked.get(name) in dict(choices)
        }
        self.words = "".join(letter for letter in asked.get("q", "") if letter.isprintable())[:WORDS_LENGTH].strip()
        if self.words:
            self.chosen["q"] = self.words

    def _provinces(self) -> list[tuple[str, Any]]:
        codes = set(self.materials.order_by().values_list("province", flat=True).distinct())
        provinces = Province.objects.filter(pk__in=codes - {None}).order_by("name")
        own = [(province.pk, province.name) for province in provinces]
        return own + ([(PROGRAMME, _("whole program"))] if None in codes else [])

    def apply(self, standing: Any) -> Any:
        """Of materials out of `with_standing`, those asked for."""
        for name, value in self.chosen.items():
            standing = standing.filter(self._condition(name, value))
        return standing

    def _condition(self, name: str, value: str) -> Q:
        if name == "stage":
            return STAGED[Stage(value)]
        if name == "lacks":
            return LACKING[value][1]
        if name == "language":
            return Q(language=value) | Q(Exists(Edition.objects.filter(material=OuterRef("pk"), language=value)))
        if name == "province":
            return Q(province=None) if value == PROGRAMME else Q(province=value)
        return Q(pk__in=self._called(value)) if name == "q" else Q(**{name: value})

    def _called(self, words: str) -> list[Any]:
        """Keys of those whose title or code has all the words, with or without accents; no database compares so."""
        wanted = normalise(words).split()
        titles = self.materials.order_by().values_list("pk", "title", "code")
        return [pk for pk, title, code in titles if all(word in normalise(f"{title} {code}") for word in wanted)]

    def rows(self) -> list[tuple[Promise, list[Chip]]]:
        """Rows of chips under a label; what has one value only is no choice."""
        return [
            (label, [self._chip(name, value, text) for value, text in self.choices[name]])
            for name, label in LABELS.items()
            if len(self.choices[name]) > 1
        ]

    @property
    def on(self) -> list[Chip]:
        """The chips that are switched on: on a phone the others are folded away."""
        return [chip for _label, chips in self.rows() for chip in chips if chip.on]

    def query(self, **changes: str) -> str:
        """The address's query for what is chosen, changed; the page starts again."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (self.chosen | changes).items() if value})
        return query.urlencode()

    def _chip(self, name: str, value: str, text: Any) -> Chip:
        on = self.chosen.get(name) == value
        return Chip(text, self.query(**{name: "" if on else value}), on)
