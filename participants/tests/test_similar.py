"""Finding people who may be one person: on a list of cases from registers, and among many."""

import pytest

from gvp.testing.world import add_man
from participants.andean import given_key, key, keys
from participants.models import Participant
from participants.similar import COLUMNS, THRESHOLD, Sketch, pairs, score, similar

# (given names, first surname, second surname, year of birth) written twice for one person …
SAME = [
    (("Juan Carlos", "Quispe", "Huamán", 1980), ("Juan Carlos", "Quispe", "Huamán", 1980)),
    (("Juan Carlos", "Quispe", "Huamán", 1980), ("Juan", "Quispe", "Huaman", 1980)),
    (("Juan Carlos", "Quispe", "Huamán", 1980), ("Juan Karlos", "Kispe", "Guamán", 1981)),
    (("Juan Carlos", "Quispe", "Huamán", 1980), ("Juan Carlos", "Huamán", "Quispe", 1980)),
    (("Juan Carlos", "Quispe", "Huamán", 1980), ("Juan Carlos", "Quispe", "", 1980)),
    (("José Luis", "Llanos", "Vilca", 1975), ("Pepe", "Yanos", "Bilca", 1975)),
    (("Francisco", "De la Cruz", "Inga", 1990), ("Pancho", "La Cruz", "Inga", 1990)),
    (("Víctor", "Hinostroza", "Cárdenas", 1968), ("Victor", "Inostrosa", "Cardenas", 1968)),
    (("Zósimo", "Ccanto", "Yauri", 1955), ("Sósimo", "Canto", "Llauri", 1956)),
    (("Wilber", "Huaroc", "Solís", 1988), ("Wilber", "Guaroc", "Soliz", 1988)),
    (("Máximo", "Ñahui", "Poma", 1971), ("Maximo", "Nahui", "Poma", None)),
    (("Luis Alberto", "Camarena", "Mamani", 1984), ("Lucho", "Camarena", "Mamani", 1984)),
    (("Eusebio", "Chuquillanqui", "Rojas", 1979), ("Eusebio", "Chukillanqui", "Roxas", 1979)),
    (("Teodoro", "Cahuana", "Poma", 1966), ("Teodoro", "Cawana", "Poma", 1966)),
    (("Marcelino", "Quispe", "Yauri", 1982), ("Marselino", "Qispe", "Yauri", 1892)),
    (("Pedro Pablo", "Huanca", "Rojas", 1993), ("Pablo Pedro", "Guanca", "Rojas", 1993)),
]  # fmt: skip

# … and pairs of two people whom a hurried eye may take for one.
DIFFERENT = [
    (("Juan", "Quispe", "Huamán", 1980), ("Pedro", "Quispe", "Huamán", 1983)),
    (("Juan", "Quispe", "Huamán", 1960), ("Juan", "Quispe", "Mamani", 1991)),
    (("José", "Poma", "Inga", 1975), ("Josefina", "Poma", "Solís", 1975)),
    (("Luis", "Ccanto", "Yauri", 1988), ("Luis", "Yauri", "Poma", 1988)),
    (("Carlos", "Mamani", "Rojas", 1970), ("Carlos", "Huamán", "Rojas", 1990)),
    (("Mario", "Solís", "Poma", 1981), ("Marcos", "Solís", "Poma", 1985)),
    (("Raúl", "Huaroc", "", 1977), ("Rubén", "Huaroc", "Inga", 1979)),
    (("Ángel", "Cárdenas", "Poma", 1965), ("Ángel", "Camarena", "Poma", 1999)),
    (("Hugo", "Quispe", "Quispe", 1978), ("Hugo", "Quispe", "Rojas", 2001)),
    (("Elías", "Inga", "Yauri", 1986), ("Isaías", "Inga", "Yauri", 1990)),
    (("Juan", "De la Cruz", "Solís", 1974), ("Julián", "Cruz", "Rojas", 1974)),
    (("Víctor Raúl", "Yauri", "Poma", 1950), ("Víctor Raúl", "Yauri", "Poma", 1992)),
]  # fmt: skip


def sketch(given, first, second, year):
    return Sketch(given_key(given), keys(given, first, second), year)


def test_precision_and_recall_on_the_list():
    found = [score(sketch(*one), sketch(*other)) >= THRESHOLD for one, other in SAME]
    mistaken = [(one, other) for one, other in DIFFERENT if score(sketch(*one), sketch(*other)) >= THRESHOLD]
    missed = [pair for pair, hit in zip(SAME, found, strict=True) if not hit]
    assert (missed, mistaken) == ([], [])


@pytest.mark.parametrize(("one", "other"), [*SAME, *DIFFERENT])
def test_the_score_does_not_depend_on_the_order(one, other):
    assert score(sketch(*one), sketch(*other)) == score(sketch(*other), sketch(*one))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Huamán", "Guamán", "Waman", "HUAMAN"),
        ("Quispe", "Kispe", "Quizpe", "Qispe"),
        ("Llanos", "Yanos"),
        ("Vilca", "Bilca"),
        ("Hinostroza", "Inostrosa"),
        ("Ccanto", "Canto", "Kanto"),
        ("De la Cruz", "La Cruz", "Cruz"),
        ("Cerrón", "Serrón", "Zerrón"),
    ],
)
def test_spellings_of_one_surname_share_a_key(spellings):
    assert len({key(name) for name in spellings}) == 1


def test_nicknames_and_names_share_a_key():
    assert given_key("Pepe Lucho") == given_key("José Luis")


def test_a_name_of_particles_only_still_has_a_key():
    assert key("De la") == "de la"


def man(world, n, given, first, second, year, **facts):
    names = {"given_names": given, "first_surname": first, "second_surname": second, "birth_year": year}
    return add_man(world.jauja.community, "JAU", n, **names | facts)


def facts(given="", first="", second="", year=None, **more):
    return {"given_names": given, "first_surname": first, "second_surname": second, "birth_year": year} | more


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_indexes_find_every_pair_of_the_list(world, one, other):
    stored = man(world, 50, *one)
    assert [match.person for match in similar(facts=facts(*other), user=world.field)] == [stored]


def test_it_takes_one_query(world, django_assert_num_queries):
    man(world, 50, "Juan", "Quispe", "Huamán", 1980)
    with django_assert_num_queries(1):
        similar(facts=facts("Juan", "Kispe", "Guamán", 1980), user=world.field)


def test_nothing_typed_asks_nothing(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert similar(facts=facts(), user=world.field) == []


def test_people_of_another_province_are_not_shown(world):
    man(world, 50, "Juan", "Quispe", "Huamán", 1980)
    assert similar(facts=facts("Juan", "Quispe", "Huamán", 1980), user=world.users["field_tayacaja"]) == []


def test_merged_records_stand_aside(world):
    kept = man(world, 50, "Juan", "Quispe", "Huamán", 1980)
    man(world, 51, "Juan", "Quispe", "Huamán", 1980, merged_into=kept)
    assert [m.person for m in similar(facts=facts("Juan", "Quispe", "Huamán"), user=world.field)] == [kept]


def test_the_same_document_is_found_under_another_name(world):
    stored = man(world, 50, "Juan", "Quispe", "Huamán", 1980, document_kind="dni", document="10117410")
    found = similar(facts=facts("Pedro", "Rojas", "Soto", document="10117410"), user=world.field)
    assert [(match.person, match.same_document, match.score) for match in found] == [(stored, True, 100)]


def test_pairs_are_proposed_until_somebody_says_they_are_two(world):
    one = man(world, 50, "Juan", "Poma", "Inga", 1980)
    other = man(world, 51, "Juan", "Poma", "Ynga", 1980)
    rows = list(Participant.objects.filter(pk__in=[one.pk, other.pk]).values_list(*COLUMNS))
    assert [frozenset((pair.one, pair.other)) for pair in pairs(rows)] == [frozenset((one.pk, other.pk))]
    assert pairs(rows, [frozenset((other.pk, one.pk))]) == []
