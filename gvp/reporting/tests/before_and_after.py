"""Men measured before and after, for tests of the measurement."""

import datetime as dt

from gvp.reporting.base import Scope
from gvp.reporting.tests.made import more_men, sensitise
from gvp.testing.answers import all_answered, assess
from gvp.testing.world import FIRST_DAY

BEFORE, AFTER = FIRST_DAY, FIRST_DAY + dt.timedelta(days=120)
UNTIL = dt.date(2026, 12, 31)


def whole(**limits) -> Scope:
    return Scope(**{"until": UNTIL} | limits).sharing()


def measure(place, *ways):
    """One sensitised man per way, a pair of points before and after: ({"M": 1}, {"M": 3}); None: not measured."""
    men = more_men(place, len(ways))
    sensitise(place, *men)
    for man, (before, after) in zip(men, ways, strict=True):
        if before is not None:
            assess(man, "baseline", BEFORE, all_answered(**before))
        if after is not None:
            assess(man, "endline", AFTER, all_answered(**after))
    return men


UP = ({"M": 1, "P": 1, "H": 1}, {"M": 3, "P": 3, "H": 1})  # favourable
ALONE = ({"M": 1, "P": "NA", "H": "NA"}, {"M": 3, "P": "NA", "H": "NA"})  # favourable by masculinity alone
STILL = ({"M": 2}, {"M": 2})
DOWN = ({"M": 3, "P": 2, "H": 2}, {"M": 1, "P": 2, "H": 2})  # unfavourable
LOST = ({"M": 2}, None)
