"""Bodies as they come over a bad line: packed, cut, too big, not ours."""

import gzip
import json
import zlib

import pytest
from django.urls import reverse

from gvp.sync.models import Device
from gvp.sync.tests.phones import Phone

pytestmark = pytest.mark.django_db
URL = reverse("sync:greeting")
DEVICE = {"device": "00000000-0000-4000-8000-000000000001"}


def post(client, body, **headers):
    return client.generic("POST", URL, body, content_type="application/json", headers=headers)


def packed(client, body):
    return post(client, body, content_encoding="gzip")


def test_a_packed_body_is_unpacked(world, login):
    assert packed(login(world.field), gzip.compress(json.dumps(DEVICE).encode())).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"no gzip", gzip.compress(b"{}")[:-5], zlib.compress(b"{}")], ids=["none", "other", "cut", "zlib"]
)
def test_a_parcel_that_is_cut_or_none_is_broken(world, login, body):
    answer = packed(login(world.field), body)
    assert (answer.status_code, answer.json()) == (400, {"gvp": 1, "error": "broken"})


def test_a_small_parcel_that_would_unpack_to_gigabytes_is_too_big(world, login):
    bomb = gzip.compress(b" " * (30 * 1024**2))
    assert len(bomb) < 40_000
    answer = packed(login(world.field), bomb)
    assert (answer.status_code, answer.json()) == (413, {"gvp": 1, "error": "big"})


def test_a_body_over_two_megabytes_is_too_big(world, login):
    answer = post(login(world.field), b" " * (2 * 1024**2 + 1))
    assert (answer.status_code, answer.json()) == (413, {"gvp": 1, "error": "big"})


def test_a_request_is_measured_before_it_is_read(world, login):
    answer = login(world.field).post(URL, b"{}", content_type="application/json", CONTENT_LENGTH=str(11 * 1024**2))
    assert (answer.status_code, answer.json()) == (413, {"gvp": 1, "error": "big"})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b"null", b"\xff", b'{"unsent": NaN}', b"[" * 100_000, b'{"unsent": ' + b"9" * 5000]
)
def test_what_is_no_json_object_is_broken_and_stores_nothing(world, login, body):
    answer = post(login(world.field), body)
    assert (answer.status_code, answer.json(), Device.objects.count()) == (400, {"gvp": 1, "error": "broken"}, 0)


def test_a_form_is_no_json_object(world, login):
    answer = login(world.field).post(URL, DEVICE)
    assert (answer.status_code, answer.json()) == (400, {"gvp": 1, "error": "broken"})


def test_no_answer_is_kept_by_anybody(world, login):
    assert post(login(world.field), json.dumps(DEVICE))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("field", ["payload", "person", "id", "record", "kind", "base"])
def test_what_is_nested_a_thousand_times_is_refused_alone(world, field):
    phone, session = Phone(world.field), world.jauja.workshops[0]
    men = world.jauja.men[:2]
    bad, good = (phone.write("mark", session.pk, person=str(man.pk), state="present", shown="") for man in men)
    for depth in (25, 450, 700):
        place = bad["payload"] if field == "person" else bad
        place[field] = {"deep": json.loads("[" * depth + "]" * depth)}
        assert [receipt["status"] for receipt in phone.send(bad, good)] == ["refused", "applied"]
