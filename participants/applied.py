"""One man's applications as a coordinator reads them: never the single answers."""

from dataclasses import dataclass

from participants.measuring import Questionnaire, read
from participants.models import Assessment, Domain, Participant
from participants.scoring import Score, Standing


@dataclass(frozen=True)
class Applied:
    """`domains` pairs each domain with its standing in this round."""

    assessment: Assessment
    domains: list[tuple[Domain, Score]]

    @property
    def measurable(self) -> bool:
        """Whether its main domain can be measured: without it, it is nobody's baseline or endline."""
        return bool(self.domains) and any(score.standing is Standing.VALID for _domain, score in self.domains[:1])


def applied(person: Participant) -> list[Applied]:
    """Earliest first. One query, and four for each instrument in them."""
    rows = list(
        person.assessments.select_related("instrument", "consent", "recorded_by").order_by("date", "recorded_at")
    )
    read_once = {instrument.pk: read(instrument) for instrument in {row.instrument for row in rows}}
    return [_applied(row, read_once[row.instrument_id]) for row in rows]


def _applied(row: Assessment, questionnaire: Questionnaire) -> Applied:
    scores = questionnaire.scores(row.answers)
    domains = sorted(questionnaire.domains, key=lambda domain: domain.code != questionnaire.main)
    return Applied(row, [(domain, scores[domain.code]) for domain in domains])
