"""Cells that hold a day, a time of day, a count or an amount."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.ops.register.cells import Kind, plain
from gvp.ops.register.problems import Bad

FIRST_DATE = dt.date(2000, 1, 1)
SMALL, LARGE = 32_767, 2_000_000  # what a small column of the database holds; far beyond any audience or print run


@dataclass(frozen=True)
class Date(Kind):
    """A day. `planned` days may lie in the future: plans, deadlines, targets."""

    planned: bool = False
    ISO: ClassVar[re.Pattern[str]] = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
    PERU: ClassVar[re.Pattern[str]] = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

    def read(self, value: Any) -> dt.date:
        day = self._day(value)
        if day < FIRST_DATE:
            raise Bad(_("This date is before the year 2000."))
        if not self.planned and day > timezone.localdate():
            raise Bad(_("This date is in the future."))
        return day

    def _day(self, value: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = plain(value)
        try:
            if match := self.ISO.fullmatch(text):
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            if match := self.PERU.fullmatch(text):
                return dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            pass
        raise Bad(_("Write a date such as 24/11/2026 or 2026-11-24."))

    def describe(self) -> str:
        return "date" + (", may lie ahead" if self.planned else ", not in the future")


@dataclass(frozen=True)
class Time(Kind):
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
    hint: ClassVar[str] = "time of day such as `18:00`"

    def read(self, value: Any) -> dt.time:
        if isinstance(value, dt.time):
            return value.replace(second=0, microsecond=0)
        if isinstance(value, dt.datetime):
            return value.time().replace(second=0, microsecond=0)
        if isinstance(value, float) and 0 <= value < 1:
            minutes = round(value * 24 * 60)
            return dt.time(minutes // 60 % 24, minutes % 60)
        match = self.PATTERN.fullmatch(plain(value))
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return dt.time(int(match[1]), int(match[2]))
        raise Bad(_("Write a time such as 18:00."))

    def write(self, value: Any) -> Any:
        return f"{value:%H:%M}" if value else ""


@dataclass(frozen=True)
class Count(Kind):
    """A whole number, never negative."""

    least: int = 0
    most: int = SMALL

    def read(self, value: Any) -> int:
        number = exact(value)
        if number != number.to_integral_value():
            raise Bad(_("Write a whole number."))
        if not self.least <= number <= self.most:
            raise Bad(_("Write a number from %(least)d to %(most)d.") % {"least": self.least, "most": self.most})
        return int(number)

    def describe(self) -> str:
        return f"whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class Amount(Kind):
    """A number with at most two decimals, never negative."""

    hint: ClassVar[str] = "number with at most two decimals, not negative"
    most: ClassVar[Decimal] = Decimal(10) ** 9

    def read(self, value: Any) -> Decimal:
        number = exact(value)
        if not 0 <= number <= self.most:
            raise Bad(_("Write a number that is not negative."))
        if number != round(number, 2):
            raise Bad(_("Write at most two decimals."))
        return round(number, 2)

    def write(self, value: Any) -> Any:
        return float(value)


def exact(value: Any) -> Decimal:
    """The number as typed: 0.1 is a tenth. Thousands may be written 1,234."""
    if isinstance(value, bool):
        raise Bad(_("Write a number."))
    text = plain(value) if isinstance(value, str) else repr(value)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Bad(_("Write a number.")) from None
    if not number.is_finite():
        raise Bad(_("Write a number."))
    return number
