"""Indicators whose rows are told to them, for tests of what is done with rows."""

import datetime as dt
from decimal import Decimal

from gvp.reporting.base import Indicator, Ratio, Row


class Told(Indicator):
    """So many rows, all begun on one day."""

    code, contribution, level = "C1a", 1, "output"
    title, definition, unit = "Men sensitised", "Men who attended enough.", "men"
    record = "participant"

    def __init__(self, count, day=dt.date(2026, 6, 1)):
        self.count, self.day = count, day

    def rows(self, scope):
        return [Row(str(n), self.day, "1204") for n in range(self.count)]


class ToldShare(Ratio):
    """`part` of `whole`."""

    code, contribution, level = "P01", 0, "process"
    title, definition, unit = "Sessions held", "Held of planned.", "%"

    def __init__(self, part, whole):
        self.counted, self.all = part, whole

    def find(self, scope):
        return [Row("part", scope.until, "1204", Decimal(self.counted))]

    def whole(self, scope):
        return [Row("whole", scope.until, "1204", Decimal(self.all))]
