"""What the demonstration shows, whichever day it is made on: figures reached, 18 months, live lists, nobody real."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from gvp.accounts.models import User
from gvp.ops.demo import load, people
from gvp.ops.register.exporter import cells
from gvp.ops.register.sheets import SHEETS
from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.worklist import Asked, movers
from gvp.sync.models import Operation
from participants.documents import dni_check_characters
from participants.models import Consent, Participant
from workshops.models import Mark, Workshop

DAYS = [dt.date(2026, 11, 24), dt.date(2027, 1, 2), dt.date(2028, 2, 29)]  # early in a year, and on a leap day
PROMISED = {"C1": 200, "C2": 30, "C3": 8, "C4": 2, "C5": 30}  # the seed's, and the demonstration's own of materials


@dataclass(frozen=True)
class Demonstration:
    """What was found in one. `months`: by contribution, in how many different ones its records were reached."""

    today: dt.date
    figures: dict[str, Any]
    months: dict[str, int]
    first_session: dt.date
    missing: set[str]
    unmarked: list[str]


def look(today: dt.date) -> Demonstration:
    load(today)
    scope = Scope(until=today).sharing()
    return Demonstration(
        today,
        figures=_figures(scope),
        months={code: _months(INDICATORS[code].rows(scope)) for code in ("C1", "C2", "C3", "C5")},
        first_session=Workshop.objects.held().earliest("date").date,
        missing={task.key for task in movers(Asked(User.objects.get(username="administracion"), scope))},
        unmarked=_unmarked(),
    )


def _figures(scope: Scope) -> dict[str, Any]:
    return {code: indicator.value(scope).main for code, indicator in INDICATORS.items()}


def _months(rows: Iterable[Any]) -> int:
    return len({(row.reached_on.year, row.reached_on.month) for row in rows})


def _unmarked() -> list[str]:
    """Codes of the people who might be taken for real ones."""
    guardians = Consent.objects.exclude(guardian_name="").exclude(guardian_name__endswith=people.MARK)
    return [man.code for man in Participant.objects.all() if not _invented(man)] + [str(one) for one in guardians]


def _invented(man: Participant) -> bool:
    false_dni = not man.document or man.document[8:] not in {"", *dni_check_characters(man.document)}
    return man.first_surname.endswith(people.MARK) and false_dni and man.phone[:9] in ("", "+51900000")


def everything() -> list[Any]:
    """Of the demonstration of one day."""
    load(DAYS[0])
    return [*_figures(Scope(until=DAYS[0]).sharing()).items(), *_rows()]


def _rows() -> Iterable[Any]:
    """All that a register holds, without keys; the order of the marks; what the phones brought, and about whom."""
    for sheet in SHEETS:
        yield from cells(sheet().exported(None), sheet().exported_columns(None))
    yield from Mark.objects.values_list("workshop__code", "participant__code", "state")
    code_of = {str(key): code for key, code in Participant.objects.values_list("pk", "code")}
    for one in Operation.objects.order_by("pk"):
        yield one.kind, one.reason, code_of.get((one.payload or {}).get("person", ""))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def shown(request, stage) -> Demonstration:
    return stage.glance(lambda: look(request.param))


@pytest.mark.django_db
def test_it_reaches_what_the_program_promises(shown):
    assert {code for code, least in PROMISED.items() if shown.figures[code] < least} == set()


@pytest.mark.django_db
def test_it_is_spread_over_eighteen_months(shown):
    assert shown.first_session < shown.today - dt.timedelta(days=500)
    assert {code for code, months in shown.months.items() if months < 6} == set()


@pytest.mark.django_db
def test_its_work_lists_are_alive(shown):
    assert {"endline", "act", "silent", "document", "validation"} - shown.missing == set()
    assert shown.figures["P18"] > 0


@pytest.mark.django_db
def test_everybody_in_it_is_visibly_invented(shown):
    assert shown.unmarked == []


@pytest.mark.django_db
def test_made_again_on_the_same_day_it_is_the_same(stage):
    """Other keys in each; whatever would sort by them makes other people leaders, or waits about somebody else."""
    one, other = (stage.glance(everything) for _ in range(2))
    assert one == other
