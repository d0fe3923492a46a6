"""Preparing to go out, as the phone tells it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from gvp.sync.models import Seat
from gvp.sync.tests.handset import PIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def spoken(day):
    return date_format(day, r"l j \d\e F")


def spoken_moment(moment):
    return f"{spoken(timezone.localtime(moment))}, {timezone.localtime(moment):%H:%M}"


def test_what_was_taken_along_is_told_and_until_when_it_opens(phone, world, today):
    phone.prepare()
    page = phone.at(reverse("sync:prepare")).page
    page.wait_for_selector("#taken:not([hidden])")
    told = {part: page.inner_text(f"#taken [data-part={part}]") for part in ("made", "holds", "days", "until")}
    taken = phone.call("return facts.facts()")
    first, last = (spoken(dt.date.fromisoformat(taken["days"][at])) for at in (0, -1))
    assert told | {"made": told["made"].split(" (")[0]} == {
        "made": spoken_moment(dt.datetime.fromisoformat(taken["made_at"])),
        "holds": f"{len(taken['sessions'])} sesiones, {len(world.jauja.men)} personas",
        "days": f"{first} – {last}",
        "until": spoken_moment(Seat.objects.get().expires_at),
    }


NO_ROOM = """
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "pages") throw new DOMException("", "QuotaExceededError");
    return put.apply(this, given);
  };
"""


def test_a_phone_without_room_says_so_and_claims_no_list(phone, today):
    page = phone.page
    page.add_init_script(NO_ROOM)
    phone.at(reverse("sync:prepare"))
    page.click(".primary-bar .button.primary")
    for field in ("#pin-once", "#pin-again"):
        page.fill(field, PIN)
    page.click("#choose-pin .primary")
    page.wait_for_selector("#prepared .warn")
    words = page.get_attribute("#prepare-words", "data-full")
    assert (page.inner_text("#prepared .warn"), phone.count("pages")) == (words, 0)
