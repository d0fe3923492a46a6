"""The answers for analysis: one line per application, under a study code and never under a name (domain.md, R07).

The code is a keyed hash: the same man has the same code in every file, and nobody without the key finds him by it.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base.crypto import fingerprint
from gvp.reporting.base import Scope
from gvp.reporting.measured import men_with_consent
from participants.measuring import Application, Questionnaire, applications, deciding, read
from participants.models import Instrument

CODE_LENGTH = 12
HEADS = ("study_code", "province", "round", "month")  # of the day only the month: with it a man might be found


def study_code(participant: Any) -> str:
    return fingerprint(f"study {participant}")[:CODE_LENGTH]


@transaction.atomic
def export(*, by: User, scope: Scope, reason: str, instrument: Instrument | None = None) -> str:
    """A CSV of every application in the scope of a man with consent, in the order of the codes; written down.

    Of the instrument that decides change, or of this one, whose answers count for no figure.
    """
    questionnaire = read(instrument) if instrument else deciding()
    rows = sorted(_rows(scope, questionnaire)) if questionnaire else []
    log.record(
        by=by, verb=log.Verb.EXPORTED, province=scope.province or "", file="answers", rows=len(rows), reason=reason,
        until=scope.until.isoformat(), instrument=str(questionnaire.instrument) if questionnaire else "",
    )  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*HEADS, *(_columns(questionnaire) if questionnaire else [])])
    writer.writerows(rows)
    return text.getvalue()


def _columns(questionnaire: Questionnaire) -> list[str]:
    items = [key.item for keys in questionnaire.keys.values() for key in keys]
    return [*items, *(f"index_{code}" for code in questionnaire.keys)]


def _rows(scope: Scope, questionnaire: Questionnaire) -> Iterator[list[str]]:
    for found in applications(scope.until, questionnaire, men_with_consent(scope)):
        head = [study_code(found.participant), found.province, found.round, f"{found.date:%Y-%m}"]
        yield [*head, *_cells(found, questionnaire)]


def _cells(found: Application, questionnaire: Questionnaire) -> list[str]:
    answers = [found.answers.get(key.item) for keys in questionnaire.keys.values() for key in keys]
    indices = [found.scores[code].index for code in questionnaire.keys]
    return [
        *("" if answer is None else str(answer) for answer in answers),
        *("" if index is None else f"{float(index):.6f}" for index in indices),
    ]
