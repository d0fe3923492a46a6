import pytest
from django import forms

from gvp.base.free_text import FreeTextField, suspicions


class NoteForm(forms.Form):
    note = FreeTextField(label="Note", required=False)
    story = FreeTextField(label="Story", required=False, rows=3, max_length=100)


@pytest.mark.parametrize(
    "text",
    [
        "Llovió y la sesión empezó tarde",
        "Hablamos de la violencia contra las mujeres",
        "Hay que pegar los carteles en la escuela",
        "Vinieron 25 de 30 el 24/11/2026",
        "El señor alcalde prestó el local",
        "",
    ],
)
def test_an_ordinary_note_raises_no_suspicion(text):
    assert suspicions(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hubo una DENUNCIA ayer", ["«denuncia»"]),
        ("habló de golpes y de una violación", ["«golpes»", "«violacion»"]),
        ("es el agresor", ["«agresor»"]),
        ("DNI 40123456", ["a number like a document's"]),
        ("llamar al 987654321", ["a number like a phone's"]),
        ("llamar al 987 654 321", ["a number like a phone's"]),
        ("llamar al (064) 362145", ["a number like a phone's"]),
        ("Don Julio no quiso venir", ["a person's name"]),
        ("vino la esposa de Pedro", ["a person's name"]),
    ],
)
def test_a_case_or_a_number_is_named(text, found, settings):
    from django.utils import translation

    with translation.override("en"):
        assert suspicions(text) == found


def test_a_suspicious_note_comes_back_as_typed_with_a_box_to_keep_it():
    form = NoteForm({"note": "Hubo una denuncia"})
    assert not form.is_valid()
    assert form.errors.as_data()["note"][0].code == "suspicious"
    page = str(form["note"])
    assert 'value="Hubo una denuncia"' in page
    assert 'name="note_kept"' in page


def test_a_note_that_is_confirmed_is_accepted_and_is_plain_text():
    form = NoteForm({"note": "Hubo una denuncia", "note_kept": "on"})
    assert form.is_valid()
    assert form.cleaned_data["note"] == "Hubo una denuncia"
    assert type(form.cleaned_data["note"]) is str


def test_the_box_is_hidden_until_a_note_arouses_suspicion():
    """A form sent by the phone's outbox is not built anew by the server: its page shows the box when it is needed."""
    hidden = '<label class="choice keep" hidden>'
    ordinary, suspicious = NoteForm({"note": "Llovió"}), NoteForm({"note": "Hubo una denuncia"})
    assert (ordinary.is_valid(), hidden in str(ordinary["note"])) == (True, True)
    assert (suspicious.is_valid(), hidden in str(suspicious["note"])) == (False, False)


def test_a_longer_note_keeps_its_length_rule_beside_the_warning():
    form = NoteForm({"story": "x" * 101})
    assert form.errors.as_data()["story"][0].code == "max_length"
    assert "<textarea" in str(form["story"])


def test_confirming_one_field_does_not_confirm_the_other():
    form = NoteForm({"note": "denuncia", "story": "denuncia", "note_kept": "on"})
    assert list(form.errors) == ["story"]
