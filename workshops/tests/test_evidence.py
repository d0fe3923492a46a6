"""Photos and scans of the signed sheet: kept, shown to whom they may be shown, replaced."""

import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gvp.audit.models import Entry
from workshops.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def photo(name="Quispe Huamán DNI 12345678.jpg"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def url(session):
    return reverse("workshops:evidence", args=[session.pk])


def add(client, session, **data):
    return client.post(url(session), {"id": uuid.uuid4(), "file": photo()} | data)


def file_url(sheet):
    return reverse("workshops:evidence_file", args=[sheet.pk])


def replace_url(sheet):
    return reverse("workshops:evidence_replace", args=[sheet.pk])


def test_a_photo_is_kept_under_a_name_that_says_nothing(world, session, login, place):
    answer = add(login(world.field), session)
    sheet = Evidence.objects.get()
    assert answer.url == reverse("workshops:report", args=[session.pk])
    assert Path(sheet.file.name).name == f"{sheet.pk}.jpg"
    assert Entry.objects.about(session).get().detail == {"evidence": str(sheet.pk)}
    assert (place / sheet.file.name).exists()


def test_a_photo_sent_twice_is_kept_once(world, session, login):
    key = uuid.uuid4()
    for _ in range(2):
        assert add(login(world.field), session, id=key).status_code == 302
    assert (Evidence.objects.count(), Entry.objects.about(session).count()) == (1, 1)


def test_a_key_of_another_sessions_sheet_is_refused(world, session, login):
    client, key = login(world.field), uuid.uuid4()
    add(client, session, id=key)
    back = add(client, world.jauja.workshops[1], id=key)
    assert back.status_code == 200
    assert Evidence.objects.get().workshop == session


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(world, session, login):
    page = SimpleUploadedFile("hoja.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    back = add(login(world.field), session, file=page)
    assert back.context["form"]["file"].errors.as_data()[0].code == "kind"
    assert Evidence.objects.count() == 0


def test_no_file_is_said(world, session, login):
    back = login(world.field).post(url(session), {"id": uuid.uuid4()})
    assert back.context["form"]["file"].errors


def test_a_cancelled_session_takes_no_photo(world, session, login):
    session.status = "cancelled"
    session.save()
    assert add(login(world.field), session).status_code == 200
    assert Evidence.objects.count() == 0


def test_the_file_is_served_so_that_it_stays_a_picture(world, session, login):
    add(login(world.field), session)
    answer = login(world.field).get(file_url(Evidence.objects.get()))
    content = b"".join(answer.streaming_content)
    assert Image.open(BytesIO(content)).format == "JPEG"
    assert {name: answer[name] for name in (
        "Content-Type", "Content-Disposition", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy",
    )} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'inline; filename="K-JAU-01.jpg"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }  # fmt: skip


def test_a_pdf_is_downloaded_not_opened(world, session, login):
    pdf = SimpleUploadedFile("x.pdf", b"%PDF-1.4\nstartxref\n9\n%%EOF\n", "application/pdf")
    add(login(world.field), session, file=pdf)
    answer = login(world.field).get(file_url(Evidence.objects.get()))
    assert answer["Content-Disposition"] == 'attachment; filename="K-JAU-01.pdf"'


@pytest.mark.parametrize(
    ("who", "page", "file", "post"),
    [
        ("coordinator", 200, 200, 302), ("monitoring", 200, 200, 403), ("administrator", 200, 200, 302),
        ("donor", 403, 403, 403), ("field_tayacaja", 404, 404, 404), ("coordinator_tayacaja", 404, 404, 404),
    ],
)  # fmt: skip
def test_who_sees_and_who_adds(world, session, login, who, page, file, post):
    add(login(world.field), session)
    client = login(world.users[who])
    sheet = Evidence.objects.get()
    assert (client.get(url(session)).status_code, client.get(file_url(sheet)).status_code) == (page, file)
    assert add(client, session).status_code == post


def test_a_sheet_of_school_leaders_opens_only_with_the_protection_permission(world, session, login):
    session.cycle.kind = "winay"
    session.cycle.save()
    add(login(world.field), session)
    address = file_url(Evidence.objects.get())
    assert login(world.field).get(address).status_code == 404
    assert address not in login(world.field).get(url(session)).content.decode()
    world.field.sees_minors = True
    world.field.save()
    assert login(world.field).get(address).status_code == 200


def test_a_file_lost_on_the_disk_is_not_found(world, session, login, place):
    add(login(world.field), session)
    sheet = Evidence.objects.get()
    (place / sheet.file.name).unlink()
    assert login(world.field).get(file_url(sheet)).status_code == 404


def test_a_coordinator_replaces_a_sheet_and_the_old_file_is_gone(
    world, session, login, place, django_capture_on_commit_callbacks
):
    add(login(world.field), session)
    old, key = Evidence.objects.get(), uuid.uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        login(world.coordinator).post(replace_url(old), {"id": key, "file": photo()})
    new = Evidence.objects.get()
    assert (new.pk, (place / old.file.name).exists(), (place / new.file.name).exists()) == (key, False, True)
    assert Entry.objects.about(session).first().detail == {"evidence": str(old.pk), "replaced_by": str(key)}


@pytest.mark.parametrize(
    ("who", "status"), [("field", 403), ("monitoring", 403), ("donor", 403), ("coordinator_tayacaja", 404)]
)
def test_nobody_else_replaces(world, session, login, who, status):
    add(login(world.field), session)
    sheet = Evidence.objects.get()
    client = login(world.users[who])
    assert client.post(replace_url(sheet), {"id": uuid.uuid4(), "file": photo()}).status_code == status
    assert Evidence.objects.get() == sheet


def test_a_replacement_that_is_no_picture_replaces_nothing(world, session, login):
    add(login(world.field), session)
    sheet = Evidence.objects.get()
    data = {"id": uuid.uuid4(), "file": SimpleUploadedFile("x.jpg", b"nada")}
    assert login(world.coordinator).post(replace_url(sheet), data).status_code == 200
    assert Evidence.objects.get() == sheet


@pytest.mark.parametrize("sheets", [1, 3])
def test_three_sheets_take_as_many_queries_as_one(world, session, login, sheets, django_assert_num_queries):
    client = login(world.field)
    for _ in range(sheets):
        add(client, session)
    client.get(url(session))  # shows what was said of the last one
    with django_assert_num_queries(4):
        client.get(url(session))


def test_addresses_that_lead_nowhere(world, login):
    client = login(world.coordinator)
    for name in ("evidence", "evidence_file", "evidence_replace"):
        assert client.get(reverse(f"workshops:{name}", args=[uuid.uuid4()])).status_code == 404


def test_wrong_verbs(world, session, login):
    add(login(world.field), session)
    sheet = Evidence.objects.get()
    client = login(world.coordinator)
    assert (client.put(url(session)).status_code, client.post(file_url(sheet)).status_code) == (405, 405)
    assert client.delete(replace_url(sheet)).status_code == 405
