"""Communities, institutions and targets of the demonstration."""

import datetime as dt
from dataclasses import dataclass, field

from gvp.partners.models import Institution
from gvp.places import ubigeo
from gvp.places.models import Community, District
from gvp.reporting.models import Target

# Invented names in real districts. The last of each province is a town: its men do not count as rural.
COMMUNITIES = {
    "1204": [
        ("Puquio Ficticio", "120402"), ("Tambo Imaginario", "120416"), ("Ccochapampa Ficticia", "120427"),
        ("Molino de Prueba", "120418"), ("Anexo Ejemplo Alto", "120431"), ("Barrio Ejemplo", "120401"),
    ],
    "0907": [
        ("Ñahuin Ficticio", "090705"), ("Ichupata de Prueba", "090711"), ("Chaca Imaginaria", "090703"),
        ("Anexo Ejemplo Bajo", "090709"), ("Barrio Modelo Ficticio", "090701"),
    ],
}  # fmt: skip

# name, kind, sector, district
INSTITUTIONS = {
    "1204": [
        ("I.E. Ficticia «Los Quinuales»", "school", "public", "120402"),
        ("I.E. Ficticia «Hatun Mayo»", "school", "public", "120416"),
        ("Municipalidad de ejemplo, Jauja", "municipality", "public", "120401"),
        ("UGEL de ejemplo, Jauja", "ugel", "public", "120401"),
        ("Centro de salud de ejemplo", "health", "public", "120431"),
        ("Grupo de hombres «Allin Kawsay» (ficticio)", "mens_group", "communal", "120402"),
        ("Radio Ficticia del Valle", "media", "private", "120401"),
    ],
    "0907": [
        ("I.E. Ficticia «Wayra Sumaq»", "school", "public", "090701"),
        ("Municipalidad de ejemplo, Tayacaja", "municipality", "public", "090701"),
        ("UGEL de ejemplo, Tayacaja", "ugel", "public", "090701"),
        ("Grupo de hombres «Musuq Ñan» (ficticio)", "mens_group", "communal", "090705"),
        ("Radio Ficticia Pampas", "media", "private", "090701"),
    ],
}

# By indicator and province; None is the programme's.
TARGETS: dict[str, dict[str | None, int]] = {
    "C1": {None: 200, "1204": 125, "0907": 75},
    "C1a": {None: 200, "1204": 125, "0907": 75},
    "C2": {None: 30, "1204": 18, "0907": 12},
    "C2a": {None: 30, "1204": 18, "0907": 12},
    "C2b": {None: 2, "1204": 1, "0907": 1},
    "C3": {None: 8},
    "C4": {None: 2, "1204": 1, "0907": 1},
    "C4a": {None: 80},
    "C5": {None: 30, "1204": 18, "0907": 12},
    "C5a": {None: 30, "1204": 18, "0907": 12},
}


@dataclass
class Place:
    """What one province offers to its cycles."""

    province: str
    communities: list[Community] = field(default_factory=list)
    schools: list[Institution] = field(default_factory=list)
    numbered: int = 0  # people so far, for the short codes

    def school(self, community: int) -> Institution:
        """Where the leaders of a cycle in this community study."""
        return self.schools[community % len(self.schools)]

    def next_code(self) -> str:
        self.numbered += 1
        return f"{ubigeo.FOLLOWED[self.province]}-{self.numbered:04}"


def make(today: dt.date) -> dict[str, Place]:
    if not District.objects.filter(code="120401").exists():
        ubigeo.load()
    year_ends = dt.date(today.year, 12, 31)
    Target.objects.bulk_create(
        Target(indicator=code, province_id=province, value=value, until=year_ends)
        for code, by_province in TARGETS.items()
        for province, value in by_province.items()
    )
    return {province: _place(province) for province in COMMUNITIES}


def _place(province: str) -> Place:
    short = ubigeo.FOLLOWED[province]
    names = COMMUNITIES[province]
    communities = [
        Community(
            code=f"DEMO-{short}-{n:02}",
            name=name,
            district_id=district,
            rural=n < len(names),
            rural_basis="Dato ficticio de la demostración",
        )
        for n, (name, district) in enumerate(names, start=1)
    ]
    institutions = [
        Institution(code=f"DEMO-I-{short}-{n:02}", name=name, kind=kind, sector=sector, district_id=district)
        for n, (name, kind, sector, district) in enumerate(INSTITUTIONS[province], start=1)
    ]
    Community.objects.bulk_create(communities)
    Institution.objects.bulk_create(institutions)
    return Place(province, communities, [school for school in institutions if school.kind == "school"])
