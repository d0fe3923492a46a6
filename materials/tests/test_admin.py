"""The admin of materials: the same rules as the catalogue, whatever is typed in its tables."""

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.testing.furnished_materials import hand
from materials.admin_forms import seen_of
from materials.models import Edition, Material, Transfer
from materials.tests.conftest import DAY

pytestmark = pytest.mark.django_db
TABLES = ("editions", "files", "disseminations", "transfers")


@pytest.fixture(autouse=True)
def _english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def change(material):
    return reverse("admin:materials_material_change", args=[material.pk])


def form(material, *rows, **told):
    """What the page sends: the facts, and the tables. A row is (table, facts, stored row or None)."""
    sent = {
        "title": material.title, "kind": material.kind, "medium": material.medium, "province": material.province_id,
        "seen": seen_of(material),
    }  # fmt: skip
    for table in TABLES:
        mine = [(facts, stored) for name, facts, stored in rows if name == table]
        known = sum(stored is not None for _facts, stored in mine)
        sent |= {f"{table}-TOTAL_FORMS": len(mine), f"{table}-INITIAL_FORMS": known}
        for n, (facts, stored) in enumerate(mine):
            sent |= {f"{table}-{n}-{name}": value for name, value in facts.items()}
            sent |= {f"{table}-{n}-material": material.pk} | ({f"{table}-{n}-id": stored.pk} if stored else {})
    return sent | told


def edition(stored=None, **facts):
    usual = {"number": 1, "language": "es", "published_on": DAY, "copies": 100}
    return ("editions", usual | facts, stored)


def transfer(to, stored=None, **facts):
    return ("transfers", {"institution": to.pk, "date": DAY, "copies": 10} | facts, stored)


def problems(answer):
    formsets = answer.context["inline_admin_formsets"]
    return [str(error) for formset in formsets for error in formset.formset.non_form_errors()]


def stale(answer):
    return [error.code for error in answer.context["adminform"].form.non_field_errors().as_data()]


def test_a_new_material_opens_for_what_happens_to_it(world, login):
    facts = {"code": "M-9", "title": "Guía", "kind": "guide", "medium": "print", "province": "1204"}
    answer = login(world.coordinator).post(reverse("admin:materials_material_add"), facts)
    assert answer.url == change(Material.objects.get(code="M-9"))


def test_transfers_get_their_codes(world, login, partners, brochure):
    rows = [edition(brochure.editions.get()), transfer(partners.public), transfer(partners.private)]
    login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert list(Transfer.objects.order_by("code").values_list("code", "recorded_by__username")) == [
        ("JAU-M01-T01", "coordinator"), ("JAU-M01-T02", "coordinator"),
    ]  # fmt: skip
    assert Entry.objects.filter(target_type="materials.transfer", province="1204").count() == 2


def test_more_copies_than_exist_are_refused(world, login, partners, brochure):
    rows = [
        edition(brochure.editions.get()),
        transfer(partners.public, copies=60),
        transfer(partners.private, copies=41),
    ]
    answer = login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert "Only 100 copies of this material are left." in problems(answer)[0]
    assert Transfer.objects.count() == 0


def test_raising_a_transfer_beyond_what_exists_is_refused(world, login, partners, brochure):
    given = hand(brochure, partners.public, copies=10)
    rows = [edition(brochure.editions.get()), transfer(partners.public, given, copies=101)]
    answer = login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert len(problems(answer)) == 1
    given.refresh_from_db()
    assert given.copies == 10


def test_an_edition_added_on_the_same_page_makes_room(world, login, partners, brochure):
    rows = [
        edition(brochure.editions.get()), edition(number=2, copies=50), transfer(partners.public, copies=140),
    ]  # fmt: skip
    login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert (Edition.objects.count(), Transfer.objects.get().copies) == (2, 140)


def test_an_edition_lowered_below_what_was_handed_over_is_refused(world, login, partners, brochure):
    given = hand(brochure, partners.public, copies=90)
    rows = [edition(brochure.editions.get(), copies=80), transfer(partners.public, given, copies=90)]
    answer = login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert len(problems(answer)) == 1


def test_a_transfer_recorded_while_the_page_was_open_is_not_overlooked(world, login, partners, brochure):
    sent = form(brochure, edition(brochure.editions.get()), transfer(partners.public, copies=60))
    hand(brochure, partners.private, copies=50)
    answer = login(world.coordinator).post(change(brochure), sent)
    assert stale(answer) == ["stale"]
    assert Transfer.objects.count() == 1


def test_what_came_in_short_can_still_be_corrected(world, login, partners, brochure):
    given = hand(brochure, partners.public, copies=150)
    rows = [edition(brochure.editions.get()), transfer(partners.public, given, copies=150, act_number="001")]
    login(world.coordinator).post(change(brochure), form(brochure, *rows))
    given.refresh_from_db()
    assert given.act_number == "001"


def test_the_final_version_is_not_taken_back_here(world, login, brochure):
    Material.objects.filter(pk=brochure.pk).update(final_on=DAY)
    brochure.refresh_from_db()
    sent = form(brochure, edition(brochure.editions.get()), final_on="")
    answer = login(world.coordinator).post(change(brochure), sent)
    assert list(answer.context["adminform"].form.errors) == ["final_on"]


def test_a_page_that_somebody_else_overtook_is_refused(world, login, brochure):
    sent = form(brochure, edition(brochure.editions.get()), title="Otro")
    Material.objects.filter(pk=brochure.pk).update(note="Revisado")
    answer = login(world.coordinator).post(change(brochure), sent)
    assert stale(answer) == ["stale"]


def test_institutions_of_other_provinces_are_no_choice(world, login, partners, brochure):
    rows = [edition(brochure.editions.get()), transfer(partners.far)]
    login(world.coordinator).post(change(brochure), form(brochure, *rows))
    assert Transfer.objects.count() == 0


def test_an_institution_of_another_province_that_received_stays_when_the_page_is_saved(
    world, login, partners, brochure
):
    given = hand(brochure, partners.far, copies=5)
    rows = [edition(brochure.editions.get()), transfer(partners.far, given, copies=4)]
    answer = login(world.coordinator).post(change(brochure), form(brochure, *rows))
    given.refresh_from_db()
    assert (answer.status_code, given.copies, given.institution) == (302, 4, partners.far)


def test_the_page_says_what_is_missing(world, login, brochure):
    content = login(world.coordinator).get(change(brochure)).content.decode()
    assert "co-producing institution (C3a)" in content


@pytest.mark.parametrize("asked", [{"stage": "making"}, {"lacks": "group"}, {"stage": "rubbish"}, {"lacks": "rubbish"}])
def test_filters_of_the_list(world, login, brochure, asked):
    answer = login(world.coordinator).get(reverse("admin:materials_material_changelist"), asked)
    assert [row.code for row in answer.context["cl"].queryset] == ["JAU-M01"]
