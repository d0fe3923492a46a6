"""A phone says who it is and how it is doing; the key of the person who logged in is released to it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from gvp.accounts.models import User
from gvp.base.bulk import insert_new
from gvp.sync import keys
from gvp.sync.models import Device, Seat
from gvp.sync.parameters import KEY_HOURS

STORED = ["unsent", "oldest_unsent_at", "skew_seconds", "lost", "released_at", "expires_at", "session_key"]
SEEN_AGAIN = dt.timedelta(minutes=1)  # every page greets; not every page needs a write


@dataclass(frozen=True)
class Greeting:
    """What a phone says about itself. `skew`: seconds its clock is ahead; `lost`: unsent entries it found gone.

    `session`: the key of the login that it speaks with.
    """

    device: UUID
    label: str = ""
    version: str = ""
    unsent: int = 0
    oldest: dt.datetime | None = None
    skew: int = 0
    lost: int = 0
    session: str = ""


def greet(*, user: User, said: Greeting, now: dt.datetime) -> Seat:
    """The person's seat on this phone, made at first sight, with its `device`; its key lives on from now."""
    seat = _seat(user, said.device)
    if seat is None:
        seat = _made(user, said, now)
    elif _told(seat) == _says(said) and said.lost <= seat.lost and now - seat.device.last_seen_at < SEEN_AGAIN:
        return seat
    _store(seat, said, now)
    return seat


def seat_of(*, user: User, said: Greeting, now: dt.datetime) -> Seat:
    """The person's seat on this phone; without a greeting it is made, but its key does not live.

    A phone that never greeted sends, or one whose greeting a restored backup has forgotten.
    """
    return _seat(user, said.device) or _made(user, said, now)


def _seat(user: User, device: UUID) -> Seat | None:
    return Seat.objects.select_related("device").filter(device=device, user=user).first()


@transaction.atomic
def _made(user: User, said: Greeting, now: dt.datetime) -> Seat:
    """Two tabs that greet first at the same moment make one seat: the database decides."""
    insert_new(
        Device,
        ("id", "label", "app_version", "first_seen_at", "last_seen_at"),
        [(said.device, said.label, said.version, now, now)],
    )
    names = (
        "device", "user", "wrapped_key", "released_at", "expires_at", "unsent", "skew_seconds", "lost", "session_key",
    )  # fmt: skip
    row = (said.device, user.pk, keys.make(), now, now, said.unsent, said.skew, said.lost, said.session)
    insert_new(Seat, names, [row])
    return Seat.objects.select_related("device").get(device=said.device, user=user)


def _says(said: Greeting) -> tuple[object, ...]:
    return said.label, said.version, said.unsent, said.oldest, said.session


def _told(seat: Seat) -> tuple[object, ...]:
    device = seat.device
    return device.label, device.app_version, seat.unsent, seat.oldest_unsent_at, seat.session_key


@transaction.atomic
def _store(seat: Seat, said: Greeting, now: dt.datetime) -> None:
    """A revoked phone is still seen, but its key is not given again and runs out: as it stands at this moment."""
    device = seat.device = Device.objects.select_for_update().get(pk=seat.device_id)
    device.label, device.app_version, device.last_seen_at = said.label, said.version, now
    device.save(update_fields=["label", "app_version", "last_seen_at"])
    seat.unsent, seat.oldest_unsent_at, seat.skew_seconds = said.unsent, said.oldest, said.skew
    seat.lost, seat.session_key = max(seat.lost, said.lost), said.session
    if device.revoked_at is None:
        seat.released_at = now
        seat.expires_at = now + dt.timedelta(hours=float(KEY_HOURS.value()))
    seat.save(update_fields=STORED)
