"""Handing copies over: never more than exist, with or without act, taken back with a reason."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.testing.furnished_materials import hand
from materials import handing, stock
from materials.models import Dissemination, Edition, Material, Transfer
from materials.tests.conftest import DAY

pytestmark = pytest.mark.django_db


def facts(to, **told):
    usual = {
        "institution": to, "date": DAY, "edition": None, "copies": 10, "format": "", "receiver": "",
        "receiver_role": "", "act_number": "", "act_file": "",
    }  # fmt: skip
    return usual | told


def give(world, material, to, key=None, **told):
    return handing.hand_over(
        by=world.coordinator, material=material, key=key or uuid.uuid4(), facts=facts(to, **told)
    )  # fmt: skip


def refusal(action, **arguments):
    with pytest.raises(ValidationError) as refused:
        action(**arguments)
    return refused.value.message_dict


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def test_transfers_have_codes_of_their_material(world, partners, brochure):
    assert [give(world, brochure, partners.public).code for _ in range(2)] == ["JAU-M01-T01", "JAU-M01-T02"]


def test_a_transfer_sent_twice_is_recorded_once(world, partners, brochure):
    key = uuid.uuid4()
    assert give(world, brochure, partners.public, key) == give(world, brochure, partners.public, key)
    assert stock.current(brochure).left == 90


def test_a_key_belongs_to_one_material(world, partners, brochure, shared):
    given = give(world, brochure, partners.public)
    with pytest.raises(ValidationError) as refused:
        give(world, shared, partners.public, given.pk)
    assert refused.value.code == "reused"


def test_a_transfer_is_written_down_where_it_was_received(world, partners, shared):
    given = give(world, shared, partners.public)
    assert list(Entry.objects.about(given).values_list("verb", "province", "detail")) == [
        ("created", "1204", {"code": "PRO-M01-T01", "material": str(shared.pk)})
    ]


def test_more_copies_than_are_left_are_refused_with_how_many_there_are(world, partners, brochure):
    give(world, brochure, partners.public, copies=70)
    told = refusal(give, world=world, material=brochure, to=partners.private, copies=31)
    assert told == {
        "copies": [
            "Only 30 copies of this material are left. Correct the number, or record the edition that is missing."
        ]
    }
    assert give(world, brochure, partners.private, copies=30).copies == 30
    assert stock.current(brochure).left == 0


def test_nothing_is_written_when_it_is_refused(world, partners, brochure):
    refusal(give, world=world, material=brochure, to=partners.public, copies=101)
    assert (Transfer.objects.count(), Entry.objects.filter(target_type="materials.transfer").count()) == (0, 0)


def test_an_edition_has_only_its_own_copies(world, partners, brochure):
    second = Edition.objects.create(material=brochure, number=2, published_on=DAY, copies=20)
    told = refusal(give, world=world, material=brochure, to=partners.public, edition=second, copies=21)
    assert told == {
        "copies": ["Only 20 copies of this edition are left. Correct the number, or choose another edition."]
    }


def test_printed_copies_exist_since_an_edition_says_so(world, partners, brochure):
    brochure.editions.all().delete()
    assert refusal(give, world=world, material=brochure, to=partners.public, copies=1) == {
        "copies": ["Record first the edition these copies come from."]
    }
    assert give(world, brochure, partners.public, copies=None).copies is None


def test_what_is_copied_freely_needs_no_edition(world, partners, shared):
    assert give(world, shared, partners.public, copies=1_000_000).copies == 1_000_000


def test_a_material_with_an_edition_copied_freely_has_no_limit(world, partners, brochure):
    Edition.objects.create(material=brochure, number=2, published_on=DAY)
    give(world, brochure, partners.public, copies=5_000)
    assert stock.current(brochure) == stock.Stock(None, 5_000)


def test_copies_that_nobody_counted_take_nothing_away(world, partners, brochure):
    give(world, brochure, partners.public, copies=None)
    assert stock.current(brochure).left == 100


def test_the_edition_of_another_material_is_refused(world, partners, brochure, shared):
    told = refusal(give, world=world, material=shared, to=partners.public, edition=brochure.editions.get())
    assert list(told) == ["edition"]


def test_raising_a_transfer_beyond_what_is_left_is_refused(world, partners, brochure):
    give(world, brochure, partners.public, copies=60)
    given = give(world, brochure, partners.private, copies=10)
    told = refusal(
        handing.correct, by=world.coordinator, transfer=given, facts=facts(partners.private, copies=41)
    )  # fmt: skip
    assert "Only 40 copies" in told["copies"][0]
    assert handing.correct(by=world.coordinator, transfer=given, facts=facts(partners.private, copies=40)) == ["copies"]


def test_giving_copies_back_is_never_refused(world, partners, brochure):
    """A register may bring in more than exist; the way out of it stays open."""
    given = hand(brochure, partners.public, copies=150)
    told = facts(partners.public, copies=120, date=given.date, act_number="001-2026-JAU")
    assert handing.correct(by=world.coordinator, transfer=given, facts=told) == ["act_number", "copies"]


def test_moving_a_transfer_to_an_edition_without_that_many_copies_is_refused(world, partners, brochure):
    second = Edition.objects.create(material=brochure, number=2, published_on=DAY, copies=5)
    given = give(world, brochure, partners.public, copies=10)
    told = refusal(
        handing.correct, by=world.coordinator, transfer=given, facts=facts(partners.public, edition=second)
    )  # fmt: skip
    assert list(told) == ["copies"]


def test_a_correction_names_its_fields(world, partners, brochure):
    given = give(world, brochure, partners.public)
    told = facts(partners.public, act_number="001-2026-JAU")
    assert handing.correct(by=world.coordinator, transfer=given, facts=told) == ["act_number"]
    assert handing.correct(by=world.coordinator, transfer=given, facts=told) == []
    assert Entry.objects.about(given).latest("pk").detail == {"fields": ["act_number"], "material": str(brochure.pk)}


def test_a_transfer_taken_back_frees_its_copies_and_keeps_the_reason(world, partners, brochure):
    given = give(world, brochure, partners.public)
    key = str(given.pk)
    handing.take_back(by=world.coordinator, transfer=given, reason="No se entregó")
    assert stock.current(brochure).left == 100
    detail = Entry.objects.get(target_id=key, verb="deleted").detail
    assert (detail["code"], detail["reason"], detail["date"]) == ("JAU-M01-T01", "No se entregó", "2026-04-01")


# --- Proof ------------------------------------------------------------------------------------


def test_a_number_or_a_scan_is_proof(world, partners, brochure):
    hand(brochure, partners.public)
    by_number = hand(brochure, partners.public, act_number="001")
    by_scan = hand(brochure, partners.public, act_file="documents/a.jpg")
    assert set(Transfer.objects.proven()) == {by_number, by_scan}


def test_the_next_number_of_an_act_follows_the_highest_of_year_and_province(world, partners, brochure):
    for number in ("002-2026-JAU", "009-2026-JAU", "040-2025-JAU", "Acta 77"):
        hand(brochure, partners.public, act_number=number)
    hand(brochure, partners.far, act_number="3-2026-TAY")
    provinces = [world.jauja.province, world.tayacaja.province]
    assert handing.next_acts(provinces, 2026) == {"1204": "010-2026-JAU", "0907": "004-2026-TAY"}
    assert handing.next_acts(provinces, 2027) == {"1204": "001-2027-JAU", "0907": "001-2027-TAY"}


# --- Disseminations ---------------------------------------------------------------------------


def airing(**told):
    return {
        "channel": "radio", "institution": None, "district": None, "since": DAY, "until": None, "airings": 3,
        "reach": 500, "basis": "Estudio de la emisora",
    } | told  # fmt: skip


def test_an_airing_sent_twice_is_recorded_once(world, brochure):
    key = uuid.uuid4()
    for _ in range(2):
        handing.spread(by=world.coordinator, material=brochure, key=key, facts=airing())
    assert Dissemination.objects.count() == 1


def test_an_airing_is_corrected_and_taken_back(world, brochure):
    one = handing.spread(by=world.coordinator, material=brochure, key=uuid.uuid4(), facts=airing())
    changed = handing.correct_dissemination(by=world.coordinator, dissemination=one, facts=airing(airings=4))
    handing.remove_dissemination(by=world.coordinator, dissemination=one)
    verbs = Entry.objects.filter(target_type="materials.dissemination").order_by("pk").values_list("verb", flat=True)
    assert (changed, Dissemination.objects.count(), list(verbs)) == (["airings"], 0, ["created", "changed", "deleted"])


# --- Who ---------------------------------------------------------------------------------------


def test_either_end_sees_a_transfer(world, partners, brochure, shared):
    own, away, of_all = (
        hand(brochure, partners.public), hand(brochure, partners.far), hand(shared, partners.far),
    )  # fmt: skip

    def seen(who):
        return set(Transfer.objects.visible_to(world.users[who]))

    assert seen("coordinator") == {own, away}
    assert seen("coordinator_tayacaja") == {away, of_all}
    assert seen("monitoring") == {own, away, of_all}
    assert (seen("field"), seen("donor")) == (set(), set())


def test_what_the_whole_programme_handed_over_is_corrected_where_it_was_received(world, partners, brochure, shared):
    away, of_all = hand(brochure, partners.far), hand(shared, partners.far)

    def changeable(who):
        return set(Transfer.objects.manageable_by(world.users[who]))

    assert changeable("coordinator") == {away}
    assert changeable("coordinator_tayacaja") == {of_all}
    assert changeable("administrator") == {away, of_all}


def test_airings_of_the_programmes_materials_belong_to_their_district(world, shared):
    here = Dissemination.objects.create(material=shared, since=DAY, channel="fair", district=world.jauja.district)
    nowhere = Dissemination.objects.create(material=shared, since=DAY, channel="radio")
    assert set(Dissemination.objects.visible_to(world.coordinator)) == {here, nowhere}
    assert set(Dissemination.objects.manageable_by(world.coordinator)) == {here}


def test_everybody_of_the_team_sees_the_programmes_materials(world, brochure, shared):
    def titles(who):
        return set(Material.objects.visible_to(world.users[who]))

    assert titles("coordinator") == {brochure, shared}
    assert titles("coordinator_tayacaja") == {shared}
    assert titles("monitoring") == {brochure, shared}
    assert titles("donor") == set()
