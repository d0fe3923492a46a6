"""Deadlines as a calendar (RFC 5545), for whatever program subscribes to addresses. No person is named."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from plans.models import Plan, PlanAction

EVERY = dt.timedelta(hours=12)  # how often a program should ask again
Address = Callable[[Plan], str]  # the page of a plan, with scheme and host


def feed(
    actions: Iterable[PlanAction],
    mandates: Iterable[tuple[Plan, dt.date]],
    *,
    address: Address,
    now: dt.datetime,
    day: dt.date,
) -> bytes:
    """One all-day event per action (with `plan` and `responsible`), and one per plan that a mayor's term cuts short."""
    calendar = Calendar()
    calendar.add("prodid", "-//GVP//planes//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Deadlines of the plans"))
    calendar.add("refresh-interval", vDuration(EVERY), {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    for action in actions:
        calendar.add_component(_deadline(action, address(action.plan), now, day))
    for plan, ends in mandates:
        calendar.add_component(_mandate(plan, ends, address(plan), now))
    return bytes(calendar.to_ical())


def _deadline(action: PlanAction, address: str, now: dt.datetime, day: dt.date) -> Event:
    words = _("Overdue: %(action)s") if action.is_overdue(day) else _("Deadline: %(action)s")
    said = [
        action.plan.title,
        _("Responsible: %(institution)s") % {"institution": action.responsible.name},
        _("State: %(state)s") % {"state": action.get_state_display()},
    ]
    if action.deadline != action.original_deadline:
        said.append(_("Original deadline: %(day)s") % {"day": action.original_deadline.strftime("%d/%m/%Y")})
    return _event(f"action-{action.pk}", action.deadline, words % {"action": action}, said, address, now)


def _mandate(plan: Plan, ends: dt.date, address: str, now: dt.datetime) -> Event:
    words = _("The mayor's term ends: ask for ratification of the plan")
    return _event(f"mandate-{plan.pk}", ends, words, [plan.title], address, now)


def _event(key: str, day: dt.date, words: str, said: list[str], address: str, now: dt.datetime) -> Any:
    event = Event()
    event.add("uid", f"{key}@gvp")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    if day < dt.date.max:  # without an end it lasts that one day as well
        event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", words)
    event.add("description", "\n".join(said))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    return event
