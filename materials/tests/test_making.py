"""Making a material: codes, makers, final version, editions, files."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.testing.furnished_materials import hand
from materials import making
from materials.models import Edition, Material
from materials.tests.conftest import DAY

pytestmark = pytest.mark.django_db


def facts(world, **told):
    usual = {
        "code": "", "title": "Guía", "kind": "guide", "medium": "print", "language": "es",
        "province": world.jauja.province, "institutions": [], "mens_groups": [], "note": "",
    }  # fmt: skip
    return usual | told


def create(world, **told):
    return making.create(by=world.coordinator, key=told.pop("key", uuid.uuid4()), facts=facts(world, **told))


def edition_facts(**told):
    return {"number": 2, "language": "es", "published_on": DAY, "copies": 50, "format": ""} | told


def log_of(row):
    return list(Entry.objects.about(row).order_by("pk").values_list("verb", "province", "detail"))


def test_codes_follow_one_another_in_a_province_and_in_the_programme(world):
    made = [create(world), create(world), create(world, province=None)]
    assert [material.code for material in made] == ["JAU-M01", "JAU-M02", "PRO-M01"]


def test_a_code_in_use_is_refused_at_its_field(world, brochure):
    with pytest.raises(ValidationError) as refused:
        create(world, code="JAU-M01")
    assert list(refused.value.error_dict) == ["code"]


def test_a_form_sent_twice_makes_one_material(world):
    key = uuid.uuid4()
    assert create(world, key=key) == create(world, key=key)
    assert Material.objects.count() == 1


def test_making_is_written_down(world):
    material = create(world)
    assert (material.recorded_by, log_of(material)) == (
        world.coordinator, [("created", "1204", {"code": "JAU-M01"})],
    )  # fmt: skip


def test_a_co_producing_group_is_a_mens_group(world, partners):
    with pytest.raises(ValidationError) as refused:
        create(world, mens_groups=[partners.public])
    assert list(refused.value.error_dict) == ["mens_groups"]
    assert Material.objects.count() == 0


def test_a_mens_group_is_no_co_producing_institution(world, partners):
    with pytest.raises(ValidationError) as refused:
        create(world, institutions=[partners.group])
    assert list(refused.value.error_dict) == ["institutions"]


def test_a_change_names_what_changed(world, partners):
    material = create(world)
    told = facts(world, title="Guía nueva", mens_groups=[partners.group])
    del told["code"]
    assert making.change(by=world.coordinator, material=material, facts=told) == ["title", "mens_groups"]
    material.refresh_from_db()
    assert (material.title, list(material.mens_groups.all())) == ("Guía nueva", [partners.group])
    assert log_of(material)[-1] == ("changed", "1204", {"fields": ["title", "mens_groups"]})
    assert making.change(by=world.coordinator, material=material, facts=told) == []


def test_a_material_on_which_something_hangs_stays(world, brochure):
    with pytest.raises(ValidationError):
        making.delete(by=world.coordinator, material=brochure)
    assert Material.objects.count() == 1


def test_a_material_recorded_by_mistake_goes_and_leaves_its_line(world):
    material = create(world)
    key = material.pk
    making.delete(by=world.coordinator, material=material)
    entry = Entry.objects.get(target_id=str(key), verb="deleted")
    assert (Material.objects.count(), entry.detail) == (0, {"code": "JAU-M01", "title": "Guía"})


def test_the_final_version_has_its_day_and_is_undone_with_a_reason(world, brochure):
    assert making.finish(by=world.coordinator, material=brochure, on=DAY) is True
    assert making.finish(by=world.coordinator, material=brochure, on=DAY) is False
    brochure.refresh_from_db()
    assert brochure.final_on == DAY
    assert making.unfinish(by=world.coordinator, material=brochure, reason="Falta revisar") is True
    assert making.unfinish(by=world.coordinator, material=brochure, reason="Falta revisar") is False
    brochure.refresh_from_db()
    assert brochure.final_on is None
    assert [detail for _verb, _province, detail in log_of(brochure)] == [
        {"fields": ["final_on"], "after": "2026-04-01"},
        {"fields": ["final_on"], "before": "2026-04-01", "reason": "Falta revisar"},
    ]


# --- Editions ---------------------------------------------------------------------------------


def test_an_edition_sent_twice_is_recorded_once(world, brochure):
    key = uuid.uuid4()
    for _ in range(2):
        making.publish(by=world.coordinator, material=brochure, key=key, facts=edition_facts())
    assert brochure.editions.count() == 2
    assert log_of(Edition.objects.get(pk=key)) == [("created", "1204", {"material": str(brochure.pk)})]


def test_the_same_number_in_the_same_language_is_refused(world, brochure):
    with pytest.raises(ValidationError) as refused:
        making.publish(by=world.coordinator, material=brochure, key=uuid.uuid4(), facts=edition_facts(number=1))
    assert list(refused.value.error_dict) == ["number"]


def test_a_print_run_is_not_lowered_below_what_was_handed_over(world, partners, brochure):
    edition = brochure.editions.get()
    hand(brochure, partners.public, edition=edition, copies=80)
    with pytest.raises(ValidationError) as refused:
        making.correct_edition(by=world.coordinator, edition=edition, facts=edition_facts(number=1, copies=79))
    assert (list(refused.value.error_dict), "80" in refused.value.messages[0]) == (["copies"], True)
    edition.refresh_from_db()
    assert edition.copies == 100


def test_an_edition_whose_copies_were_handed_over_stays(world, partners, brochure):
    edition = brochure.editions.get()
    hand(brochure, partners.public, edition=edition, copies=1)
    with pytest.raises(ValidationError):
        making.remove_edition(by=world.coordinator, edition=edition)


def test_an_edition_without_which_too_many_would_have_gone_stays(world, partners, brochure):
    second = making.publish(by=world.coordinator, material=brochure, key=uuid.uuid4(), facts=edition_facts())
    hand(brochure, partners.public, copies=120)
    with pytest.raises(ValidationError):
        making.remove_edition(by=world.coordinator, edition=second)
    assert brochure.editions.count() == 2


def test_a_limit_comes_only_with_room_for_what_was_handed_over(world, partners, shared):
    hand(shared, partners.public, copies=60)
    with pytest.raises(ValidationError):
        making.publish(by=world.users["administrator"], material=shared, key=uuid.uuid4(), facts=edition_facts())
    assert shared.editions.count() == 0


def test_numbers_of_editions_go_on(world, brochure):
    assert making.next_number(brochure) == 2


# --- Files ------------------------------------------------------------------------------------


def test_a_file_taken_out_leaves_its_line(world, brochure):
    file = making.add_file(
        by=world.coordinator, material=brochure, key=uuid.uuid4(), facts={"label": "Carátula", "file": "a.jpg"}
    )
    key = file.pk
    making.remove_file(by=world.coordinator, file=file)
    assert Entry.objects.get(target_id=str(key), verb="deleted").detail == {
        "title": "Carátula", "material": str(brochure.pk),
    }  # fmt: skip


def test_days_are_kept_as_typed(world, brochure):
    making.finish(by=world.coordinator, material=brochure, on=dt.date(2026, 3, 31))
    assert Material.objects.filter(final_on="2026-03-31").exists()
