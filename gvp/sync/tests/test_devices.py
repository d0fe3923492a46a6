"""Phones on screen: how they are doing, and the one that was lost."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.sync import devices
from gvp.sync.models import Device
from gvp.sync.tests.phones import Phone
from gvp.sync.tests.test_review_view import words
from gvp.testing.furnished_field import a_phone

pytestmark = pytest.mark.django_db
URL = reverse("sync:devices")


def test_a_phone_says_what_it_has_not_sent_and_for_how_long(world, login):
    since = timezone.now() - dt.timedelta(days=2)
    a_phone(world.field, unsent=31, oldest_unsent_at=since, lost=2, skew_seconds=-900)
    page = login(world.coordinator).get(URL)
    assert "31 sin enviar" in words(page)
    assert "2 perdidos en el teléfono" in words(page)
    assert "reloj atrasado 15 minutos" in words(page)
    assert b'class="tag bad">31 sin enviar' in page.content


def test_what_waits_since_this_morning_is_no_alarm(world, login):
    a_phone(world.field, unsent=1, oldest_unsent_at=timezone.now() - dt.timedelta(hours=3))
    assert b'class="tag warn">1 sin enviar' in login(world.coordinator).get(URL).content


@pytest.mark.parametrize(("seconds", "told"), [(600, 0), (-600, 0), (661, 11), (-3600, 60)])
def test_a_clock_is_told_from_ten_minutes_on(world, seconds, told):
    assert a_phone(world.field, skew_seconds=seconds).seats.get().skew_minutes == told


def test_coordinators_see_phones_of_people_of_their_provinces_and_of_nobody_else_on_them(world):
    own, other = a_phone(world.field), a_phone(world.users["field_tayacaja"])
    own.seats.create(user=world.users["field_tayacaja"], wrapped_key="x", expires_at=timezone.now())
    seen = {
        role: [(device, [seat.user.username for seat in device.shown]) for device in devices.seen_by(world.users[role])]
        for role in ("coordinator", "coordinator_tayacaja")
    }
    assert seen["coordinator"] == [(own, ["field"])]
    assert sorted(names for _device, names in seen["coordinator_tayacaja"]) == [["field-tayacaja"]] * 2
    assert other in [device for device, _names in seen["coordinator_tayacaja"]]


def test_an_administrator_revokes_a_lost_phone_in_one_action_and_restores_it(world, login):
    client, phone = login(world.users["administrator"]), a_phone(world.field)
    client.post(reverse("sync:revoke_device", args=[phone.pk]))
    phone.refresh_from_db()
    assert phone.revoked_by == world.users["administrator"]
    client.post(reverse("sync:restore_device", args=[phone.pk]))
    phone.refresh_from_db()
    assert (phone.revoked_at, phone.revoked_by) == (None, None)
    lines = Entry.objects.about(phone).order_by("at", "pk")
    assert [line.detail for line in lines] == [{"revoked": True}, {"revoked": False}]


def test_revoking_a_phone_ends_every_login_that_spoke_from_it_and_no_other(world):
    lost, kept = Phone(world.field), Phone(world.field)
    carried = Phone(world.users["field_tayacaja"])
    carried.device = lost.device  # two people share a phone
    for phone in (lost, carried, kept):
        greeting = {"device": str(phone.device)}
        phone.client.post(reverse("sync:greeting"), greeting, content_type="application/json")
    devices.revoke(by=world.users["administrator"], device=lost.device)
    devices.restore(by=world.users["administrator"], device=lost.device)
    reached = [phone.client.get(reverse("sync:prepare")).status_code for phone in (lost, carried, kept)]
    assert reached == [302, 302, 200]


def test_whoever_only_sent_from_a_revoked_phone_is_logged_out_as_well(world):
    phone = Phone(world.field)
    phone.send()
    devices.revoke(by=world.users["administrator"], device=phone.device)
    assert phone.client.get(reverse("sync:prepare")).status_code == 302


@pytest.mark.parametrize("action", [devices.revoke, devices.restore])
def test_twice_is_once(world, action):
    administrator, phone = world.users["administrator"], a_phone(world.field)
    if action is devices.restore:
        devices.revoke(by=administrator, device=phone.pk)
    assert [action(by=administrator, device=phone.pk) for _ in range(2)] == [True, False]


def test_coordinators_see_no_button_and_whom_to_call(world, login):
    a_phone(world.field)
    page = login(world.coordinator).get(URL)
    assert b"/restituir/" not in page.content
    assert b"/revocar/" not in page.content
    assert "Llame ahora a su administración." in words(page)


def test_what_is_unsent_comes_first_and_revoked_phones_last(world):
    lost, owing, used = a_phone(world.field, unsent=9), a_phone(world.field, unsent=1), a_phone(world.field)
    devices.revoke(by=world.users["administrator"], device=lost.pk)
    assert list(devices.seen_by(world.coordinator)) == [owing, used, lost]


def test_computers_stand_apart_below_the_phones(world, login):
    phones = [a_phone(world.field) for _ in range(2)]
    desk = a_phone(world.field, unsent=1)
    Device.objects.filter(pk=desk.pk).update(label="Windows Chrome")
    page = login(world.coordinator).get(URL)
    assert [device.desk for device in page.context["page"]] == [False] * len(phones) + [True]
    assert re.findall(r"Teléfonos|Computadoras|Android, Chrome|Windows Chrome", words(page)) == [
        "Teléfonos", "Teléfonos", "Android, Chrome", "Android, Chrome", "Computadoras", "Windows Chrome",
    ]  # fmt: skip


def test_an_administrator_reads_who_withdrew_it(world, login):
    client, phone = login(world.users["administrator"]), a_phone(world.field)
    text = words(client.post(reverse("sync:revoke_device", args=[phone.pk]), follow=True))
    assert "Android, Chrome dado de baja" in text
    assert "lo dio de baja administrator" in text
    assert "Volver a dar de alta" in text


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_however_many_phones(world, size, django_assert_num_queries):
    for _ in range(size):
        a_phone(world.field)
    with django_assert_num_queries(2):
        assert [seat.user.username for device in devices.seen_by(world.coordinator) for seat in device.shown] == (
            ["field"] * size
        )


def test_without_a_phone_the_page_says_how_one_comes_here(world, login):
    assert "Todavía no se ha usado ningún teléfono." in words(login(world.coordinator).get(URL))
