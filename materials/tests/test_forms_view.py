"""The forms of materials: recording, correcting, taking back, and what is refused in words."""

import datetime as dt
import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gvp.testing.furnished_materials import hand
from materials.models import Dissemination, Edition, Material, MaterialFile, Transfer
from materials.tests.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    settings.MEDIA_ROOT = tmp_path


def at(name, *rows):
    return reverse(f"materials:{name}", args=[row.pk for row in rows])


def photo():
    written = BytesIO()
    Image.new("RGB", (4, 4), "white").save(written, "JPEG")
    return SimpleUploadedFile("acta.jpg", written.getvalue(), "image/jpeg")


def new(**told):
    return {"id": uuid.uuid4()} | told


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_a_material_is_recorded_with_its_makers(world, login, partners):
    facts = new(
        title="Guía", kind="guide", medium="print", province="1204", institutions=[partners.public.pk],
        mens_groups=[partners.group.pk],
    )  # fmt: skip
    answer = login(world.coordinator).post(reverse("materials:material_new"), facts)
    made = Material.objects.get()
    assert answer.url == at("material", made)
    assert (made.code, list(made.institutions.all()), list(made.mens_groups.all())) == (
        "JAU-M01", [partners.public], [partners.group],
    )  # fmt: skip


def test_a_coordinator_makes_nothing_for_the_whole_programme(world, login):
    facts = new(title="Guía", kind="guide", medium="print", province="")
    answer = login(world.coordinator).post(reverse("materials:material_new"), facts)
    assert list(errors(answer)) == ["province"]
    login(world.users["administrator"]).post(reverse("materials:material_new"), facts)
    assert Material.objects.get().province is None


def test_only_mens_groups_are_offered_as_groups(world, login, partners):
    form = login(world.coordinator).get(reverse("materials:material_new")).context["form"]
    offered = {name: list(form.fields[name].queryset) for name in ("institutions", "mens_groups")}
    assert offered == {
        "institutions": [world.jauja.school, partners.private, partners.radio, partners.public],
        "mens_groups": [partners.group],
    }


def test_a_maker_from_elsewhere_stays_when_a_coordinator_saves(world, login, partners, brochure):
    brochure.institutions.add(partners.far)
    form = login(world.coordinator).get(at("material_edit", brochure)).context["form"]
    assert partners.far in form.fields["institutions"].queryset


def test_the_final_version_is_not_in_the_future(world, login, brochure):
    ahead = timezone.localdate() + dt.timedelta(days=1)
    answer = login(world.coordinator).post(at("final", brochure), {"final_on": ahead})
    assert list(errors(answer)) == ["final_on"]


def test_the_final_version_is_said_and_undone_with_a_reason(world, login, brochure):
    client = login(world.coordinator)
    client.post(at("final", brochure), {"final_on": "2026-04-01"})
    brochure.refresh_from_db()
    assert brochure.final_on == DAY
    assert list(errors(client.post(at("final_undo", brochure), {"reason": ""}))) == ["reason"]
    client.post(at("final_undo", brochure), {"reason": "Falta revisar"})
    brochure.refresh_from_db()
    assert brochure.final_on is None


def test_the_form_says_how_many_are_left_and_the_next_number(world, login, partners, brochure):
    year = timezone.localdate().year
    hand(brochure, partners.public, copies=40, date=dt.date(year, 1, 2), act_number=f"007-{year}-JAU")
    form = login(world.coordinator).get(at("transfer_new", brochure)).context["form"]
    assert form.fields["copies"].help_text == "Left: 60 copies."
    assert f"008-{year}-JAU" in form.fields["act_number"].help_text


def test_a_transfer_of_more_copies_than_exist_is_refused_at_its_field(world, login, partners, brochure):
    facts = new(institution=partners.public.pk, date="2026-04-02", copies=101)
    answer = login(world.coordinator).post(at("transfer_new", brochure), facts)
    assert "Only 100 copies of this material are left." in errors(answer)["copies"][0]
    assert Transfer.objects.count() == 0


def test_where_copies_are_limited_their_number_is_asked_for(world, login, partners, brochure, shared):
    client = login(world.coordinator)
    facts = {"institution": partners.public.pk, "date": "2026-04-02"}
    assert list(errors(client.post(at("transfer_new", brochure), new(**facts)))) == ["copies"]
    client.post(at("transfer_new", shared), new(**facts))
    assert Transfer.objects.get().copies is None


def test_a_transfer_keeps_the_scan_of_its_act(world, login, partners, brochure):
    facts = new(institution=partners.public.pk, date="2026-04-02", copies=10, act_file=photo())
    client = login(world.coordinator)
    client.post(at("transfer_new", brochure), facts)
    given = Transfer.objects.get()
    assert (Transfer.objects.proven().count(), given.recorded_by) == (1, world.coordinator)
    assert client.get(given.act_file.url)["Content-Type"] == "image/jpeg"
    assert login(world.field).get(given.act_file.url).status_code == 404


def test_the_act_is_written_later_and_its_scan_taken_out(world, login, partners, brochure):
    given = hand(brochure, partners.public, copies=10, act_file="documents/a.jpg")
    client = login(world.coordinator)
    form = client.get(at("transfer_edit", given)).context["form"]
    told = {
        "seen": form["seen"].value(), "institution": partners.public.pk, "date": given.date.isoformat(), "copies": 10,
        "act_number": "001-2026-JAU", "act_file-clear": "on",
    }  # fmt: skip
    assert client.post(at("transfer_edit", given), told).status_code == 302
    given.refresh_from_db()
    assert (given.act_number, bool(given.act_file)) == ("001-2026-JAU", False)


def test_a_transfer_is_deleted_with_a_reason_and_a_second_tap_changes_nothing(world, login, partners, brochure):
    given = hand(brochure, partners.public)
    url, client = at("transfer_undo", brochure, given), login(world.coordinator)
    assert list(errors(client.post(url, {"reason": ""}))) == ["reason"]
    for _twice in range(2):
        assert client.post(url, {"reason": "Se registró dos veces"}).url == at("material", brochure)
    assert Transfer.objects.count() == 0


def test_an_institution_elsewhere_is_no_choice(world, login, partners, shared):
    facts = new(institution=partners.far.pk, date="2026-04-02", copies=1)
    assert list(errors(login(world.coordinator).post(at("transfer_new", shared), facts))) == ["institution"]


def test_an_estimate_says_what_it_stands_on(world, login, brochure):
    facts = new(channel="radio", since="2026-04-01", airings=3, reach=500)
    client = login(world.coordinator)
    assert list(errors(client.post(at("dissemination_new", brochure), facts))) == ["basis"]
    client.post(at("dissemination_new", brochure), facts | {"basis": "Estudio de la emisora"})
    assert Dissemination.objects.get().reach == 500


def test_an_airing_does_not_end_before_it_starts(world, login, brochure):
    facts = new(channel="radio", since="2026-04-02", until="2026-04-01", airings=1)
    assert list(errors(login(world.coordinator).post(at("dissemination_new", brochure), facts))) == ["until"]


def test_what_a_province_does_with_the_programmes_material_has_a_district(world, login, shared):
    facts = new(channel="fair", since="2026-04-01", airings=1)
    client = login(world.coordinator)
    assert list(errors(client.post(at("dissemination_new", shared), facts))) == ["district"]
    client.post(at("dissemination_new", shared), facts | {"district": world.jauja.district.pk})
    assert Dissemination.objects.get().district == world.jauja.district


def test_an_edition_is_recorded_corrected_and_deleted(world, login, brochure):
    client = login(world.coordinator)
    facts = new(number=2, language="qu", published_on="2026-05-01", copies=30)
    client.post(at("edition_new", brochure), facts)
    edition = Edition.objects.get(number=2)
    form = client.get(at("edition_edit", edition)).context["form"]
    client.post(at("edition_edit", edition), facts | {"copies": 40, "seen": form["seen"].value()})
    edition.refresh_from_db()
    assert edition.copies == 40
    for _twice in range(2):
        answer = client.post(at("edition_delete", brochure, edition))
        assert answer.url == at("material", brochure)
    assert brochure.editions.count() == 1


def test_a_printed_edition_says_its_print_run_and_a_video_need_not(world, login, brochure, shared):
    facts = new(number=2, language="es", published_on="2026-05-01")
    assert list(errors(login(world.coordinator).post(at("edition_new", brochure), facts))) == ["copies"]
    assert login(world.users["administrator"]).post(at("edition_new", shared), facts).status_code == 302


def test_what_is_printed_and_has_no_edition_does_not_pass_for_unlimited(world, login, brochure):
    brochure.editions.all().delete()
    page = login(world.coordinator).get(at("material", brochure)).content.decode()
    assert ("print run not recorded" in page, "no limit of copies" in page) == (True, False)


def test_no_copy_leaves_before_its_edition_is_there(world, login, partners, brochure):
    edition = brochure.editions.get()
    facts = new(institution=partners.public.pk, edition=edition.pk, date="2026-03-31", copies=1)
    client = login(world.coordinator)
    assert list(errors(client.post(at("transfer_new", brochure), facts))) == ["date"]
    assert client.post(at("transfer_new", brochure), facts | {"date": "2026-04-01"}).status_code == 302


def test_a_file_is_kept_and_taken_out(world, login, brochure):
    client = login(world.coordinator)
    client.post(at("file_new", brochure), new(label="Carátula", file=photo()))
    file = MaterialFile.objects.get()
    assert client.get(file.file.url).status_code == 200
    client.post(at("file_delete", brochure, file))
    assert MaterialFile.objects.count() == 0


def test_a_material_in_use_says_why_it_stays(world, login, brochure):
    answer = login(world.coordinator).post(at("material_delete", brochure), follow=True)
    assert "hang on this material" in answer.content.decode()
    assert Material.objects.count() == 1
