"""aplicaciones: answers by statement, the consent they stand on, and who may carry them out."""

import datetime as dt

import pytest
from django.db.models import F
from django.utils import translation

from gvp.ops.register.importer import import_register
from gvp.ops.tests.books import book, exported, one_changed, sheets
from participants.models import AnswerOption, Assessment, Consent, Domain, Instrument, Item

pytestmark = pytest.mark.django_db
STORED = {"M1": 1, "M2": 2, "M3": 3, "M4": 1, "P1": "NA", "H1": 2, "H5": 3}


def take(content):
    with translation.override("en"):
        outcome = import_register(book(content), by=None)
    return outcome, [(p.sheet, p.row, p.column, p.message) for p in outcome.problems]


def application(**cells):
    return {"aplicaciones": [sheets()["aplicaciones"][0] | cells]}


def answers():
    return Assessment.objects.get().answers


@pytest.fixture
def stored(directory):
    take(sheets())


@pytest.fixture
def longer(directory):
    """A second instrument, with four answers."""
    instrument = Instrument.objects.create(code="GEM-24", name="GEM")
    for value in range(1, 5):
        AnswerOption.objects.create(instrument=instrument, value=value, label=str(value))
    domain = Domain.objects.create(instrument=instrument, code="G", name="G")
    for n in (1, 2):
        Item.objects.create(domain=domain, code=f"G{n}", text=f"Frase {n}", order=n)
    return instrument


def test_answers_are_stored_by_statement_and_blanks_are_not_there(stored):
    assert answers() == STORED


@pytest.mark.parametrize("typed", ["NA", "na", "N/A", " n.a. "])
def test_what_does_not_apply_may_be_written_in_every_form(directory, typed):
    take(one_changed("aplicaciones", P1=typed))
    assert answers()["P1"] == "NA"


def test_an_emptied_cell_takes_an_answer_back_and_a_missing_column_keeps_it(stored):
    take(application(M1=""))
    assert answers() == {code: answer for code, answer in STORED.items() if code != "M1"}
    row = {name: cell for name, cell in application(M2=3)["aplicaciones"][0].items() if name not in ("M3", "H5", "M1")}
    take({"aplicaciones": [row]})
    assert answers() == {"M2": 3, "M3": 3, "M4": 1, "P1": "NA", "H1": 2, "H5": 3}


def test_stored_answers_are_unchanged(stored):
    outcome, wrong = take(application())
    assert (wrong, outcome.unchanged["aplicaciones"]) == ([], 1)


def test_an_application_is_finished_and_locks_its_questionnaire(stored):
    assessment = Assessment.objects.get()
    assert (assessment.finished_at is not None, assessment.instrument.locked_at is not None) == (True, True)


def test_an_application_half_filled_on_a_phone_stays_so_until_a_file_says_more(stored):
    Assessment.objects.update(finished_at=None)
    take(application())
    assert Assessment.objects.get().finished_at is None
    take(application(M5=1))
    assert Assessment.objects.get().finished_at is not None


# --- Consent ------------------------------------------------------------------------------------------


def test_the_consent_is_found_in_the_database(stored):
    take(application(ronda="salida", fecha="2026-09-01"))
    assert Assessment.objects.get(round="endline").consent == Consent.objects.get(kind="evaluation")


def test_of_several_consents_in_force_the_latest_is_taken(directory):
    content = sheets()
    content["consentimientos"].append(content["consentimientos"][1] | {"otorgado_el": "2026-03-04"})
    take(content)
    assert Assessment.objects.get().consent.given_on == dt.date(2026, 3, 4)


def test_stored_answers_keep_the_consent_they_stand_on(stored):
    first = Assessment.objects.get().consent
    consent = sheets()["consentimientos"][1] | {"otorgado_el": "2026-03-04"}
    outcome, _wrong = take(application() | {"consentimientos": [consent]})
    assert (outcome.unchanged["aplicaciones"], Assessment.objects.get().consent) == (1, first)


def test_a_consent_that_the_file_revokes_carries_no_later_answers(stored):
    consent = sheets()["consentimientos"][1] | {"revocado_el": "2026-08-31"}
    _outcome, wrong = take(application(ronda="salida", fecha="2026-09-01") | {"consentimientos": [consent]})
    assert [place[:3] for place in wrong] == [("aplicaciones", 2, "fecha")]


# --- Other instruments -----------------------------------------------------------------------------------


def test_the_statements_of_another_questionnaire_are_columns_too(stored, longer):
    row = application(ficha="GEM-24", M1=None, M2=None, M3=None, M4=None, P1=None, H1=None, H5=None, G1=4, G2="NA")
    assert take(row)[1] == []
    assert Assessment.objects.get(instrument=longer).answers == {"G1": 4, "G2": "NA"}
    out = exported()["aplicaciones"]
    assert [(line["ficha"], line["G1"], line["M1"]) for line in out] == [("FCC-15", "", 1), ("GEM-24", 4, "")]


def test_a_statement_of_another_questionnaire_is_refused(directory, longer):
    assert take(one_changed("aplicaciones", G1=1))[1] == [
        ("aplicaciones", 2, "G1", "This questionnaire has no such statement. Leave it empty.")
    ]


def test_an_answer_that_only_another_questionnaire_offers_is_refused(directory, longer):
    Item.objects.create(domain=Domain.objects.get(code="G"), code="M1", text="La misma", order=3)
    assert take(one_changed("aplicaciones", M1=4))[1] == [
        ("aplicaciones", 2, "M1", "Write one of: 1, 2, 3, NA.")
    ]  # fmt: skip


def test_a_second_version_has_a_name_of_its_own(stored):
    first = Instrument.objects.get()
    second = Instrument.objects.create(code="FCC-15", version="2", name="Otra")
    domain = Domain.objects.create(instrument=second, code="M", name="M")
    Item.objects.create(domain=domain, code="M1", text="Otra frase")
    AnswerOption.objects.create(instrument=second, value=1, label="Sí")
    only = dict.fromkeys(STORED)
    assert take(application(ficha="FCC-15/2", **only | {"M1": 1}))[1] == []
    assert take(application())[0].unchanged["aplicaciones"] == 1
    assert {line["ficha"] for line in exported()["aplicaciones"]} == {"FCC-15", "FCC-15/2"}

    Instrument.objects.filter(pk=first.pk).update(counts_for_change=False)
    assert take(application())[1] == [("aplicaciones", 2, "ficha", "No questionnaire with this code is stored.")]


# --- Out ----------------------------------------------------------------------------------------------------


def test_answers_overtaken_by_a_revocation_stay_in_the_house(stored):
    Consent.objects.filter(kind="evaluation").update(revoked_on=F("given_on"))
    assert exported()["aplicaciones"] == []


def test_answers_leave_with_whoever_may_carry_records_out(world):
    man = world.jauja.men[0]
    consent = Consent.objects.create(participant=man, kind="evaluation", given_on=man.enrolled_on, mode="signature")
    Assessment.objects.create(
        participant=man, consent=consent, instrument=Instrument.objects.get(), round="baseline",
        date=man.enrolled_on, answers={"M1": 1},
    )  # fmt: skip
    carried = {name: len(exported(user)["aplicaciones"]) for name, user in world.users.items()}
    assert carried == {
        "coordinator": 1, "monitoring": 1, "administrator": 1,
        "field": 0, "donor": 0, "coordinator_tayacaja": 0, "field_tayacaja": 0,
    }  # fmt: skip
