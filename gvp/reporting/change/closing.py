"""The thresholds of the deciding instrument, as whoever closes the baseline reads them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gvp.base import parameters
from gvp.reporting.base import Scope
from gvp.reporting.measured import Measured, measured
from participants.models import ChangeThreshold, Domain
from participants.parameters import CHANGE_FLOOR, CHANGE_SD_SHARE
from participants.scoring import Threshold, threshold


@dataclass(frozen=True)
class Closing:
    """What the baselines of the whole programme give on a day, and what is frozen, if anything is."""

    domain: Domain
    computed: Threshold
    frozen: ChangeThreshold | None


def closings(on: dt.date) -> list[Closing]:
    """One per domain, in order; [] while no instrument decides change."""
    found = measured(Scope(until=on).sharing())
    if found.questionnaire is None:
        return []
    frozen = {
        row.domain_id: row
        for row in ChangeThreshold.objects.filter(
            domain__in=found.questionnaire.domains, lifted_at__isnull=True
        ).select_related("recorded_by")
    }
    computed = computed_thresholds(found)
    return [Closing(domain, computed[domain.code], frozen.get(domain.pk)) for domain in found.questionnaire.domains]


def computed_thresholds(found: Measured) -> dict[str, Threshold]:
    """By code of the domain, from the baselines alone, whatever is frozen. One query."""
    known = parameters.values((CHANGE_FLOOR, CHANGE_SD_SHARE))
    floor, share = known[CHANGE_FLOOR.key], known[CHANGE_SD_SHARE.key]
    return {code: threshold(_indices(found, code), floor, share) for code in found.limits}


def _indices(found: Measured, code: str) -> Iterator[Fraction]:
    scores = (one.scores[code].index for one in found.baselines.values())
    return (index for index in scores if index is not None)
