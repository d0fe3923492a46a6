"""Names stay as typed; what no name has is refused at the field."""

import pytest
from django.core.exceptions import ValidationError

from gvp.base.text import sort_key
from participants.names import NameField, clean_name


@pytest.mark.parametrize(
    "name",
    ["De la Cruz", "Ñahui", "D'Angelo", "Pérez-Soto", "mcDonald", "QUISPE", "Güere", "M.", "Del Águila", "O’Hara"],
)
def test_a_name_is_kept_as_typed(name):
    assert clean_name(name) == name


def test_spaces_are_single_and_accents_are_one_letter():
    assert clean_name("  Juan \t Carlos ") == "Juan Carlos"
    assert clean_name("N\u0303ahui") == "Ñahui"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Qui\x00spe", "control"),
        ("Quis\u200bpe", "control"),
        ("\u202eepsiuQ", "control"),
        ("Quispe 2", "signs"),
        ("=1+1", "letters"),
        ("a@b", "signs"),
        ("12345678", "letters"),
        ("-", "letters"),
        ("a" * 81, "long"),
    ],
)
def test_what_no_name_has_is_refused(typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_name(typed)
    assert refused.value.code == code


def test_the_field_changes_no_capital_and_offers_no_other_name():
    field = NameField()
    assert field.clean("ñahui de la cruz") == "ñahui de la cruz"
    assert field.widget.attrs["autocomplete"] == "off"


def test_enye_sorts_after_n():
    names = ["Ñahui", "Nuñez", "Oré", "Navarro", "Nunez", "Ñaupa"]
    assert sorted(names, key=sort_key) == ["Navarro", "Nunez", "Nuñez", "Ñahui", "Ñaupa", "Oré"]
