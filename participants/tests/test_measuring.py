"""Applications as the figures read them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from gvp.base.models import Parameter
from gvp.testing.answers import all_answered, assess
from gvp.testing.world import add_man
from participants.measuring import applications, deciding, read
from participants.models import AnswerOption, Assessment, Consent, Domain, Instrument, Item, Participant
from participants.scoring import Score, Standing

DAY = dt.date(2026, 4, 10)
BASE = Assessment.Round.BASELINE
MIDDLE = all_answered()


@pytest.fixture
def man(world):
    return world.jauja.men[0]


def found(until=DAY, people=None):
    return list(applications(until, deciding(), people))


def test_application_with_its_scores(man):
    assess(man, BASE, DAY, MIDDLE | {"M1": 3} | {f"P{n}": "NA" for n in range(1, 6)} | {"H1": None, "H2": "NA"})
    one = found()[0]
    assert (one.participant, one.province, one.round, one.date) == (man.pk, "1204", "baseline", DAY)
    assert one.scores == {
        "M": Score(Standing.VALID, Fraction(60)),
        "P": Score(Standing.NOT_APPLICABLE),
        "H": Score(Standing.NOT_VALID),
    }


def test_earliest_first_and_nothing_after_the_last_day(man):
    assess(man, BASE, DAY)
    assess(man, BASE, dt.date(2026, 4, 11))
    assess(man, BASE, dt.date(2026, 4, 1))
    assert [one.date for one in found()] == [dt.date(2026, 4, 1), DAY]


def test_those_of_some_people_only(world, man):
    assess(man, BASE, DAY)
    assess(world.tayacaja.men[0], BASE, DAY)
    here = Participant.objects.filter(community__district__province="0907")
    assert [one.province for one in found(people=here)] == ["0907"]


def test_consent_revoked_with_an_earlier_date_takes_the_answers_out(man):
    consent = assess(man, BASE, DAY).consent
    Consent.objects.filter(pk=consent.pk).update(revoked_on=DAY)
    assert found() == []
    Consent.objects.filter(pk=consent.pk).update(revoked_on=DAY + dt.timedelta(days=1))
    assert len(found()) == 1


def test_record_merged_into_another_is_not_read(world, man):
    assess(man, BASE, DAY)
    Participant.objects.filter(pk=man.pk).update(merged_into=world.jauja.men[1])
    assert found() == []


def test_least_share_of_answers_is_a_parameter(man):
    Parameter.objects.create(key="min_answered_share", value=Decimal(1))
    assess(man, BASE, DAY, MIDDLE | {"M5": None})
    assert found()[0].scores["M"] == Score(Standing.NOT_VALID)


def test_least_share_of_answers_of_the_instrument_itself_goes_before_the_parameter(man):
    Parameter.objects.create(key="min_answered_share", value=Decimal("0.5"))
    Instrument.objects.filter(code="FCC-15").update(min_answered_share=1)
    assess(man, BASE, DAY, MIDDLE | {"M5": None})
    assert found()[0].scores["M"] == Score(Standing.NOT_VALID)


def test_another_instrument_with_other_answers_is_scored_by_its_own_keys(man):
    longer = Instrument.objects.create(code="GEM", name="Otra", top="agree")
    for value in range(1, 5):
        AnswerOption.objects.create(instrument=longer, value=value, label=str(value))
    domain = Domain.objects.create(instrument=longer, code="X", name="X")
    for n in range(1, 7):
        Item.objects.create(domain=domain, code=f"X{n}", text=f"{n}", equitable=True, order=n)
    scores = read(longer).scores({f"X{n}": 4 for n in range(1, 7)} | {"X6": 1})
    assert scores == {"X": Score(Standing.VALID, Fraction(250, 3))}


@pytest.mark.parametrize("men", [1, 3])
def test_one_query_however_many(world, men, django_assert_num_queries):
    for n in range(men):
        assess(add_man(world.jauja.community, "JAU", 50 + n), BASE, DAY)
    questionnaire = deciding()
    with django_assert_num_queries(1):
        assert len(list(applications(timezone.localdate(), questionnaire))) == men


def test_questionnaire_is_read_with_five_queries(world, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert list(deciding().keys) == ["M", "P", "H"]
