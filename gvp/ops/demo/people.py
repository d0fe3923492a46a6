"""Invented men and school leaders, and what they consented to."""

import datetime as dt
import random
from typing import TYPE_CHECKING

from gvp.ops.demo.places import Place
from participants.consent_texts import VERSION
from participants.documents import dni_check_characters
from participants.models import Consent, Participant

if TYPE_CHECKING:
    from gvp.ops.demo.cycles import Plan

MARK = "Prueba"  # in every surname, so that nobody takes these people for real ones
MEN = [
    "Juan Carlos", "Máximo", "Víctor Raúl", "Teodoro", "Wilber", "Edwin", "Fortunato", "Percy", "Saúl", "Ñahuel",
    "Rubén Darío", "Amador", "Grimaldo", "Hermenegildo", "Elmer", "Zósimo", "Alcides", "Rolando", "Eusebio", "Fredy",
    "Marcelino", "Abel", "Leoncio", "Raúl", "Jhonny", "Nilton", "Félix", "Dionicio", "Cirilo", "Óscar",
]  # fmt: skip
GIRLS = ["Yesenia", "Maricruz", "Luz Clarita", "Nayeli", "Sumaq", "Rocío", "Flor de María", "Anahí"]
BOYS = ["Jhon Kevin", "Luis Ángel", "Inti", "Brayan", "Américo", "Cristian", "Yerson"]
SURNAMES = [
    "Quispe", "Huamán", "Mamani", "Ccanto", "Huaroc", "Yauri", "Poma", "Camarena", "Hinostroza", "Solís", "Inga",
    "Cárdenas", "Ñaupari", "De la Cruz", "Orihuela", "Bullón", "Rojas", "Ticse", "Meza", "Lazo", "Aquino", "Ávila",
]  # fmt: skip


def make(plan: "Plan", place: Place, today: dt.date, chance: random.Random) -> list[Participant]:
    """The people of one cycle, with their consents, registered in the week before it starts."""
    starts_on = plan.starts_on(today)
    build = _man if plan.kind == "sensitisation" else _leader
    group = [build(n, plan, place, starts_on, chance) for n in range(plan.people)]
    for person in group:
        person.derive()
    Participant.objects.bulk_create(group)
    consents = [consent for n, person in enumerate(group) for consent in _consents(n, person, today, chance)]
    Consent.objects.bulk_create(consents)
    return group


def add_look_alikes(place: Place, today: dt.date) -> None:
    """Two men who were entered twice, so that the list of probable duplicates has something to show."""
    for original in Participant.objects.filter(code__in=["JAU-0004", "JAU-0035"]):
        copy = Participant.objects.create(
            code=place.next_code(),
            given_names=original.given_names,
            first_surname=original.first_surname,
            birth_year=original.birth_year,
            community=original.community,
            enrolled_on=today - dt.timedelta(days=20),
        )
        Consent.objects.create(
            participant=copy, kind="registration", given_on=copy.enrolled_on, mode="signature", text_version=VERSION
        )


def _surnames(chance: random.Random) -> tuple[str, str]:
    first, second = chance.sample(SURNAMES, 2)
    return f"{first}-{MARK}", "" if chance.random() < 0.05 else second


def _man(n: int, plan: "Plan", place: Place, starts_on: dt.date, chance: random.Random) -> Participant:
    first, second = _surnames(chance)
    from_town = n == 7  # one man in a cycle lives in a town: registered, but not counted as rural
    has_document = chance.random() < 0.35
    return Participant(
        code=place.next_code(),
        given_names=chance.choice(MEN),
        first_surname=first,
        second_surname=second,
        birth_year=starts_on.year - chance.choice([*range(19, 66), *range(25, 50)]),
        community=place.communities[-1] if from_town else place.communities[plan.community],
        enrolled_on=starts_on - dt.timedelta(days=chance.randrange(0, 7)),
        document_kind="dni" if has_document else "",
        document=_false_dni(chance) if has_document else "",
        phone=f"+51900000{chance.randrange(1000):03}" if chance.random() < 0.5 else "",
        language=chance.choice(["es", "qu", "qu", ""]),
        has_partner=chance.choice([True, True, False, None]),
        children=chance.choice(["0", "1", "2", "3+", ""]),
    )


def _leader(n: int, plan: "Plan", place: Place, starts_on: dt.date, chance: random.Random) -> Participant:
    first, second = _surnames(chance)
    girl = n % 2 == 0
    return Participant(
        code=place.next_code(),
        group="school_leader",
        given_names=chance.choice(GIRLS if girl else BOYS),
        first_surname=first,
        second_surname=second,
        sex="F" if girl else "M",
        birth_year=starts_on.year - chance.randint(13, 16),
        community=place.communities[plan.community],
        enrolled_on=starts_on - dt.timedelta(days=chance.randrange(0, 5)),
        language=chance.choice(["es", "qu"]),
        school=place.school(plan.community),
        grade=str(3 + n % 3),
        section="AB"[n % 2],
    )


def _false_dni(chance: random.Random) -> str:
    """Eight digits and a ninth character that does not belong to them."""
    number = f"{chance.randrange(10**8):08}"
    return number + next(digit for digit in "0123456789" if digit not in dni_check_characters(number))


def _consents(n: int, person: Participant, today: dt.date, chance: random.Random) -> list[Consent]:
    """Registration for everybody; some revoked it later, some guardians or leaders have not signed yet."""
    modes = ["signature", "signature", "fingerprint", "electronic"]

    def consent(kind: str, **facts: object) -> Consent:
        return Consent(participant=person, kind=kind, given_on=person.enrolled_on, mode=chance.choice(modes),
                       text_version=VERSION, **facts)  # fmt: skip

    if not person.is_school_leader:
        given = [consent("registration")] + [consent("evaluation")] * (n % 13 != 5)
        if n == 11:
            given[0].revoked_on = min(person.enrolled_on + dt.timedelta(days=75), today)
            given[0].revoked_reason = "Ya no desea figurar"
            given[0].revoked_mode = "signature"
        return given
    guardian = consent("guardian", guardian_name=f"Apoderada {MARK}", guardian_relation="madre")
    given = [consent("registration"), guardian, consent("assent")]
    return given if n not in (4, 9) else given[: 2 if n == 4 else 1]
