"""The one download of documents: who gets what. The access matrix tries provinces and roles on one of them."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from participants.models import Network
from plans.models import Board, BoardMember


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo() -> ContentFile:
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, "JPEG")
    return ContentFile(written.getvalue(), name="acta.jpg")


@pytest.fixture
def network(world) -> Network:
    return Network.objects.create(
        code="R", name="Red", province=world.jauja.province, founded_on=dt.date(2026, 1, 1), founding_file=photo()
    )


@pytest.fixture
def member(world) -> BoardMember:
    board = Board.objects.create(code="B", province=world.jauja.province, kind="multisectoral")
    return BoardMember.objects.create(
        board=board, institution=world.jauja.school, sector="education", since=dt.date(2026, 1, 1),
        credential_file=photo(),
    )  # fmt: skip


def test_field_staff_get_what_they_work_with(world, login, network):
    answer = login(world.field).get(network.founding_file.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_papers_of_a_board_are_not_for_field_staff(world, login, member):
    assert login(world.field).get(member.credential_file.url).status_code == 404
    assert login(world.coordinator).get(member.credential_file.url).status_code == 200


@pytest.mark.parametrize(
    ("model", "field"),
    [("participants.network", "name"), ("participants.nothing", "file"), ("accounts.user", "password"), ("x", "y")],
)
def test_nothing_but_documents_is_served(world, login, network, model, field):
    address = reverse("documents:document", args=[model, network.pk, field])
    assert login(world.coordinator).get(address).status_code == 404


def test_a_record_without_its_document_has_none(world, login):
    bare = Network.objects.create(code="R2", name="Red", province=world.jauja.province, founded_on=dt.date(2026, 1, 1))
    address = reverse("documents:document", args=["participants.network", bare.pk, "founding_file"])
    assert login(world.coordinator).get(address).status_code == 404
