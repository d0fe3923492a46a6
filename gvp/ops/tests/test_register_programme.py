"""Networks, replications, materials and plans in a file: lists as sets, stays, scans, copies, acts."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from gvp.ops.register.importer import import_register
from gvp.ops.tests.books import SHEETS as SOUND
from gvp.ops.tests.books import book, empty_the_register, export, exported, one_changed, rows, sheets
from gvp.testing.world import PASSWORD
from materials.models import Edition, Material, Transfer
from participants.models import Network, NetworkMembership
from plans.lifecycle import position
from plans.models import Milestone, PlanAction, PlanGoal
from workshops.models import ActionLeader, NetworkAction

pytestmark = pytest.mark.django_db
MEN = [
    SOUND["participantes"][0],
    *(SOUND["participantes"][0] | {"codigo": code, "nombres": "Pedro"} for code in ("H2", "H3")),
]
A_COPY_LEFT = "Only 1 copy of this material is left. Correct the number, or record the edition that is missing."
NO_COPY_LEFT = "Only 0 copies of this material are left. Correct the number, or record the edition that is missing."


def take(content, **options):
    with translation.override("en"):
        outcome = import_register(book(content), **{"by": None} | options)
    return outcome, [(p.sheet, p.row, p.column, p.message) for p in outcome.problems]


def one(sheet, **cells):
    """A file with the first row of one sheet alone, some cells changed."""
    return {sheet: [SOUND[sheet][0] | cells]}


def rows_of(sheet, *changes):
    return {sheet: [SOUND[sheet][0] | cells for cells in changes]}


@pytest.fixture
def stored(directory):
    take(sheets(participantes=[*SOUND["participantes"], *MEN[1:]]))


def updated(content):
    outcome, wrong = take(content)
    assert wrong == []
    return {name: n for name, n in outcome.updated.items() if n}


# --- Lists of codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["H1;H2", "H2;H1", " H2 ; H1 ;", "H1;H2;H1"])
def test_a_list_is_a_set(stored, typed):
    take(one("acciones_red", referentes="H1;H2"))
    outcome, wrong = take(one("acciones_red", referentes=typed))
    assert (wrong, outcome.unchanged["acciones_red"]) == ([], 1)


def test_who_stays_on_a_list_keeps_the_row_that_says_since_when(stored):
    first = ActionLeader.objects.get()
    assert updated(one("acciones_red", referentes="H3;H1")) == {"acciones_red": 1}
    assert set(NetworkAction.objects.get().leaders.values_list("code", flat=True)) == {"H1", "H3"}
    assert ActionLeader.objects.get(participant__code="H1").pk == first.pk
    assert updated(one("acciones_red", referentes="H3")) == {"acciones_red": 1}
    assert [leader.participant.code for leader in ActionLeader.objects.all()] == ["H3"]


def test_an_emptied_list_empties_and_a_missing_one_stays(stored):
    row = {name: cell for name, cell in SOUND["materiales"][0].items() if name != "instituciones"}
    assert updated({"materiales": [row | {"grupos": ""}]}) == {"materiales": 1}
    material = Material.objects.get()
    assert (material.mens_groups.count(), material.institutions.count()) == (0, 2)


def test_lists_leave_in_the_order_of_their_codes(stored):
    take(one("acciones_red", referentes="H3;H2;H1"))
    assert exported()["acciones_red"][0]["referentes"] == "H1;H2;H3"
    assert exported()["materiales"][0]["instituciones"] == "I1;I2"


# --- Networks -------------------------------------------------------------------------------------------


def test_validation_taken_back_forgets_who_validated(stored, django_user_model):
    second = django_user_model.objects.create_user(username="otra", password=PASSWORD)
    NetworkAction.objects.update(validated_by=second, validated_at=timezone.now())
    assert take(one("acciones_red"))[0].unchanged["acciones_red"] == 1
    assert updated(one("acciones_red", validada="no")) == {"acciones_red": 1}
    action = NetworkAction.objects.get()
    assert (action.validated, action.validated_by, action.validated_at) == (False, None, None)


def test_who_validated_other_facts_is_not_said_to_have_validated_these(stored, django_user_model):
    second = django_user_model.objects.create_user(username="otra", password=PASSWORD)
    for cells in ({"hombres": 70}, {"referentes": "H2"}):
        NetworkAction.objects.update(validated_by=second, validated_at=timezone.now())
        assert updated(one("acciones_red", **cells)) == {"acciones_red": 1}
        action = NetworkAction.objects.get()
        assert (action.validated, action.validated_by) == (True, None)


def test_whoever_recorded_an_action_does_not_validate_it_by_a_file(stored, django_user_model):
    person = django_user_model.objects.create_user(username="otra", password=PASSWORD, role="administrator")
    NetworkAction.objects.update(validated=False, recorded_by=person)
    _outcome, wrong = take(one("acciones_red", validada="sí"), by=person)
    refusal = "You recorded this action yourself: another person validates it."
    assert wrong == [("acciones_red", 2, "validada", refusal)]
    assert not NetworkAction.objects.get().validated


def test_who_validates_anothers_action_by_a_file_is_named(stored, django_user_model):
    first, second = (
        django_user_model.objects.create_user(username=name, password=PASSWORD, role="administrator")
        for name in ("una", "otra")
    )
    NetworkAction.objects.update(validated=False, recorded_by=first)
    assert take(one("acciones_red", validada="sí"), by=second)[0].updated["acciones_red"] == 1
    action = NetworkAction.objects.get()
    assert (action.validated, action.validated_by, action.validated_at is None) == (True, second, False)
    assert take(one("acciones_red", validada="sí"), by=second)[0].unchanged["acciones_red"] == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_who_left_may_come_back_in_the_same_file(stored, backwards):
    stays = [{"salida_el": "2026-06-30"}, {"ingreso_el": "2026-06-30", "compromiso_el": ""}]
    outcome, wrong = take(rows_of("integrantes", *(reversed(stays) if backwards else stays)))
    assert (wrong, outcome.updated["integrantes"], outcome.created["integrantes"]) == ([], 1, 1)
    stays = NetworkMembership.objects.order_by("joined_on").values_list("left_on", flat=True)
    assert list(stays) == [dt.date(2026, 6, 30), None]


@pytest.mark.parametrize(
    ("joined", "left"),
    [("2026-06-30", ""), ("2026-01-01", ""), ("2026-01-01", "2026-03-11"), ("2026-04-01", "2026-05-01")],
)
def test_nobody_is_a_member_twice_at_a_time(stored, joined, left):
    _outcome, wrong = take(one("integrantes", ingreso_el=joined, salida_el=left, compromiso_el=""))
    assert wrong == [("integrantes", 2, "ingreso_el", "He was a member of this network in those days already.")]


# --- Proof that is only a scan ---------------------------------------------------------------------------


def test_a_scan_proves_in_another_database_too(stored):
    Network.objects.update(founding_act="", founding_file="documents/acta.pdf")
    Transfer.objects.update(act_number="", act_file="documents/acta.pdf")
    NetworkAction.objects.update(evidence="", evidence_file="documents/foto.jpg", validated=False)
    file = export()
    assert import_register(file, by=None).total["updated"] == 0
    assert Network.objects.get().founding_act == ""

    empty_the_register()
    assert import_register(file, by=None).problems == []
    assert (Transfer.objects.proven().count(), NetworkAction.objects.validated().count()) == (1, 1)
    assert Network.objects.get().founding_act == "en archivo"
    assert exported() == rows(file)


# --- Transfers and copies ----------------------------------------------------------------------------------


@pytest.fixture
def edition(stored):
    """101 copies, of which a transfer of the sound register took 100."""
    return Edition.objects.create(material=Material.objects.get(), published_on=dt.date(2026, 5, 1), copies=101)


def test_more_copies_than_exist_are_not_handed_over(edition):
    assert take(one("transferencias", cantidad=102))[1] == [
        ("transferencias", 2, "cantidad", "Only 101 copies of this material are left. "
         "Correct the number, or record the edition that is missing."),
    ]  # fmt: skip
    assert take(one("transferencias", codigo="X2", cantidad=2))[1] == [
        ("transferencias", 2, "cantidad", A_COPY_LEFT)
    ]  # fmt: skip
    assert take(one("transferencias", codigo="X2", cantidad=1))[1] == []


@pytest.mark.parametrize("backwards", [False, True])
def test_all_rows_of_a_file_together_hand_over_no_more_than_exists(edition, backwards):
    less, more = {"cantidad": 51}, {"codigo": "X2", "cantidad": 51}
    order = [more, less] if backwards else [less, more]
    wrong = take(rows_of("transferencias", *order), dry_run=True)[1]
    assert [(place[1], place[2]) for place in wrong] == [(2 if backwards else 3, "cantidad")]
    more["cantidad"] = 50
    assert take(rows_of("transferencias", *order))[1] == []


def test_what_was_handed_over_beyond_the_copies_stands_but_does_not_grow(edition):
    Edition.objects.update(copies=10)
    assert take(one("transferencias"))[0].unchanged["transferencias"] == 1
    assert take(one("transferencias", cantidad=90))[1] == []
    assert [place[2] for place in take(one("transferencias", cantidad=91))[1]] == ["cantidad"]


def test_without_editions_or_with_one_copied_freely_there_is_no_limit(edition):
    Edition.objects.create(material=edition.material, number=2, published_on=dt.date(2026, 5, 1), copies=None)
    assert take(one("transferencias", cantidad=5000))[1] == []
    Edition.objects.all().delete()
    assert take(one("transferencias", cantidad=6000))[1] == []


def test_a_transfer_of_an_edition_stays_within_its_print_run(edition):
    Edition.objects.create(material=edition.material, number=2, published_on=dt.date(2026, 5, 1), copies=500)
    Transfer.objects.update(edition=edition)
    assert take(one("transferencias", cantidad=102))[1] == [
        ("transferencias", 2, "cantidad",
         "Only 101 copies of this edition are left. Correct the number, or choose another edition."),
    ]  # fmt: skip


def test_a_transfer_of_another_material_forgets_the_edition(edition):
    Transfer.objects.update(edition=edition)
    take(one("materiales", codigo="M2"))
    assert updated(one("transferencias", material="M2")) == {"transferencias": 1}
    assert Transfer.objects.get().edition is None


def test_copies_that_nobody_counted_take_nothing(edition):
    assert take(one("transferencias", codigo="X2", cantidad=""))[1] == []


# --- Plans --------------------------------------------------------------------------------------------------


def test_an_objective_is_made_once_by_its_code_in_the_plan(stored):
    rows = rows_of(
        "acciones_plan", {"codigo": "A2"}, {"codigo": "A3", "objetivo": "OE2"}, {"codigo": "A4", "objetivo": "OE2"}
    )
    assert take(rows)[1] == []
    assert list(PlanGoal.objects.order_by("code").values_list("code", flat=True)) == ["OE1", "OE2"]
    assert PlanAction.objects.get(code="A3").goal == PlanAction.objects.get(code="A4").goal


def test_an_objective_keeps_its_text(stored):
    PlanGoal.objects.update(text="Cambio sociocultural")
    assert take(one("acciones_plan"))[0].unchanged["acciones_plan"] == 1
    assert PlanGoal.objects.get().text == "Cambio sociocultural"


def test_amounts_keep_their_cents(stored):
    action = PlanAction.objects.get()
    assert (action.target, action.budget) == (Decimal("10.00"), Decimal("1500.50"))


def test_an_act_that_was_undone_neither_leaves_nor_hinders(stored):
    Milestone.objects.update(undone_at=timezone.now(), undone_reason="Otra fecha")
    assert exported()["hitos_plan"] == []
    outcome, wrong = take(one("hitos_plan"))
    assert (wrong, outcome.created["hitos_plan"], Milestone.objects.count()) == ([], 1, 2)


def test_a_ratification_leaves_and_comes_back(stored):
    plan = Milestone.objects.get().plan
    Milestone.objects.create(plan=plan, state="ratified", date=dt.date(2026, 10, 1))
    assert [act["estado"] for act in exported()["hitos_plan"]] == ["aprobado", "ratificado"]
    assert import_register(export(), by=None).total["updated"] == 0


def test_acts_of_one_day_stand_in_the_order_of_the_table_whatever_that_of_the_rows(stored):
    Milestone.objects.all().delete()
    assert take(rows_of("hitos_plan", {"estado": "reconocido"}, {"estado": "aprobado"}))[1] == []
    acts = list(Milestone.objects.order_by("date", "recorded_at"))
    assert (position(acts), [act.state for act in acts]) == ("recognised", ["approved", "recognised"])


def test_the_order_of_acts_is_not_enforced_on_what_comes_from_a_file(stored):
    acts = rows_of(
        "hitos_plan", {"estado": "reconocido", "fecha": "2020-01-01"}, {"estado": "en_ejecucion", "numero": ""}
    )
    assert take(acts)[1] == []


# --- Free text -------------------------------------------------------------------------------------------------


def test_names_and_cases_in_sentences_are_named_and_not_refused(directory):
    content = one_changed("acciones_red", mensaje="Llamar a la señora Rosa al 987654321")
    content["acciones_red"].append(content["acciones_red"][0] | {"codigo": "A2", "mensaje": "La denuncia de enero"})
    outcome, wrong = take(content)
    assert (wrong, outcome.warnings) == (
        [],
        ["acciones_red, column mensaje: names and cases do not belong here: a number like a phone's, a person's name, "
         "«denuncia». Rows: 2, 3."],
    )  # fmt: skip


def test_of_many_doubtful_rows_ten_are_named(directory):
    doubtful = [SOUND["acciones_red"][0] | {"codigo": f"A{n}", "mensaje": "La denuncia"} for n in range(12)]
    warning = take(sheets(acciones_red=doubtful))[0].warnings[0]
    assert warning.endswith("Rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ….")
