"""C1, its domains, P09 and P10 worked by hand (indicators.md, section 3). The sixth session, in week 6, sensitises."""

import datetime as dt
from decimal import Decimal

import pytest

from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.measured import measured
from gvp.reporting.tests.made import sensitise
from gvp.reporting.tests.measured_men import ask
from gvp.testing.world import FIRST_DAY, add_man
from participants.models import ChangeThreshold, Consent, Domain
from participants.scoring import Change

LATER = dt.date(2026, 12, 31)
BEFORE = FIRST_DAY
SENSITISED_ON = FIRST_DAY + dt.timedelta(weeks=6)
FIRST_ENDLINE = SENSITISED_ON + dt.timedelta(days=30)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def man(world):
    sensitise(world.jauja, world.jauja.men[0])
    return world.jauja.men[0]


def measure(man, before, after, day=FIRST_ENDLINE):
    ask(man, "baseline", BEFORE, **before)
    ask(man, "endline", day, **after)


def why(code, man, until=LATER):
    found = INDICATORS[code].why(man, until)
    return found.counted, found.rule


def share(code, until=LATER):
    value = INDICATORS[code].value(Scope(until))
    return value.numerator, value.denominator


# --- Who counts ----------------------------------------------------------------------------------


def test_a_man_counts_from_his_endline_when_masculinity_and_the_partner_improved(man):
    measure(man, {"M": 1, "P": 1, "H": 2}, {"M": 2, "P": 2, "H": 2})
    verdict = INDICATORS["C1"].why(man, LATER)
    assert (verdict.counted, verdict.reached_on) == (True, FIRST_ENDLINE)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ({"M": 1, "P": 1, "H": 2}, {"M": 2, "P": 1, "H": 2}, "favourable"),  # nothing but masculinity improved
        ({"M": 1, "P": 1, "H": 2}, {"M": 2, "P": 2, "H": 1}, "favourable"),  # daughters and sons worsened
        ({"M": 2, "P": 1, "H": 1}, {"M": 2, "P": 2, "H": 2}, "favourable"),  # masculinity did not improve
        ({"M": 1, "P": "NA", "H": "NA"}, {"M": 2, "P": "NA", "H": "NA"}, ""),  # masculinity decides alone
        ({"M": 1, "P": "NA", "H": 1}, {"M": 2, "P": "NA", "H": 1}, "favourable"),
    ],
)
def test_the_verdict_follows_the_domains(man, before, after, rule):
    measure(man, before, after)
    assert why("C1", man) == (not rule, rule)


def test_a_difference_as_large_as_the_threshold_is_a_change(man):
    """One baseline: the threshold is 5 points. One answer of five, one step: 10 points."""
    measure(man, {"M": 1, "P": [1, 1, 1, 1, None]}, {"M": [2, 1, 1, 1, 1], "P": [1, 1, 1, 1, None]})
    assert {code: pair.value for code, pair in measured(Scope(LATER)).pairs[0].changes.items()} == {
        "M": "improved", "P": "unchanged", "H": "not_measured",
    }  # fmt: skip


def test_without_masculinity_the_first_domain_asked_decides(man):
    measure(man, {"M": 1, "P": 1, "H": 2}, {"M": 2, "P": 2, "H": 2})
    Domain.objects.filter(code="M").update(code="X")
    assert [pair.favourable for pair in measured(Scope(LATER)).pairs] == [True]


def test_unmeasured_men_say_which_questionnaire_is_missing(man):
    assert why("C1", man) == (False, "baseline")
    ask(man, "baseline", BEFORE, M=1)
    assert why("C1", man) == (False, "endline")
    assert INDICATORS["C1"].why(man, LATER).reason == (
        "Has no endline questionnaire by 31/12/2026; from 14/05/2026 on it may be taken: not measured."
    )


def test_a_man_who_is_not_sensitised_hears_that_first(world):
    measure(world.jauja.men[1], {"M": 1, "P": 1}, {"M": 3, "P": 3})
    assert why("C1", world.jauja.men[1]) == (False, "cycle")


# --- Which application counts --------------------------------------------------------------------


def test_a_baseline_after_the_second_session_does_not_count(man):
    ask(man, "baseline", FIRST_DAY + dt.timedelta(weeks=2, days=1), M=1, P=1)
    assert (why("C1", man), share("P09")) == ((False, "baseline"), (0, 6))
    assert INDICATORS["C1"].why(man, LATER).reason == (
        "The baseline of 18/03/2026 is later than his second session, of 17/03/2026: not measured."
    )


def test_a_baseline_on_the_day_of_the_second_session_counts(man):
    ask(man, "baseline", FIRST_DAY + dt.timedelta(weeks=2), M=1, P=1)
    assert share("P09") == (1, 6)


def test_whoever_attended_less_than_twice_may_answer_at_any_time(world):
    ask(world.jauja.men[1], "baseline", LATER, M=1)
    assert share("P09") == (1, 6)


def test_the_earliest_application_with_a_valid_index_is_the_baseline(man):
    ask(man, "baseline", BEFORE, M=[1, 1, 1, None, None])
    ask(man, "baseline", BEFORE + dt.timedelta(days=1), M=2)
    ask(man, "baseline", BEFORE + dt.timedelta(days=2), M=3)
    assert measured(Scope(LATER)).baselines[man.pk].date == BEFORE + dt.timedelta(days=1)


def test_an_endline_too_soon_is_passed_over_for_the_next(man):
    ask(man, "baseline", BEFORE, M=1)
    ask(man, "endline", FIRST_ENDLINE - dt.timedelta(days=1), M=1)
    assert why("C1", man) == (False, "endline")
    ask(man, "endline", FIRST_ENDLINE + dt.timedelta(days=9), M=2)
    assert measured(Scope(LATER)).endlines[man.pk].date == FIRST_ENDLINE + dt.timedelta(days=9)


def test_a_follow_up_never_enters(man):
    ask(man, "baseline", BEFORE, M=1)
    ask(man, "follow_up", LATER, M=3, P=3)
    assert share("P10") == (0, 1)


def test_an_endline_of_a_later_day_is_not_looked_at(man):
    measure(man, {"M": 1, "P": 1}, {"M": 3, "P": 3}, day=LATER)
    assert (why("C1", man, LATER - dt.timedelta(days=1)), why("C1", man)) == ((False, "endline"), (True, ""))


# --- Thresholds ----------------------------------------------------------------------------------


def test_the_threshold_looks_at_the_baselines_of_every_province(world, man):
    """0, 50 and 100 points: a standard deviation of 50, a threshold of 25."""
    ask(man, "baseline", BEFORE, M=1)
    for other, score in zip(world.tayacaja.men, (2, 3), strict=False):
        ask(other, "baseline", BEFORE, M=score)
    found = measured(Scope(LATER, province="1204")).limits["M"].threshold
    assert (found.value, found.n, found.sd) == (Decimal(25), 3, Decimal(50))


def test_the_threshold_leaves_out_men_without_consent(world, man):
    ask(man, "baseline", BEFORE, M=1)
    ask(world.tayacaja.men[0], "baseline", BEFORE, M=3)
    Consent.objects.filter(participant=world.tayacaja.men[0], kind="registration").update(revoked_on=LATER)
    assert measured(Scope(LATER)).limits["M"].threshold.n == 1


def test_a_frozen_threshold_holds_from_its_day_on(man):
    measure(man, {"M": 1, "P": 1}, {"M": [2, 2, 1, 1, 1], "P": 2})
    frozen_on = FIRST_ENDLINE + dt.timedelta(days=10)
    for domain in Domain.objects.filter(instrument__counts_for_change=True):
        ChangeThreshold.objects.create(domain=domain, value=21, n=40, sd=42, frozen_on=frozen_on)
    before, after = frozen_on - dt.timedelta(days=1), frozen_on
    assert (why("C1", man, before), why("C1", man, after)) == ((True, ""), (False, "favourable"))
    assert INDICATORS["C1"].why(man, after).reason == (
        "No favourable change: Masculinity +20.0, unchanged; Relationship with the partner +50.0, improved; "
        "Relationship with daughters and sons: not measured."
    )


# --- Shares and flow -----------------------------------------------------------------------------


def test_a_domain_is_shared_among_those_to_whom_it_applies(world, man):
    other = world.jauja.men[1]
    sensitise(world.jauja, man, other)
    measure(man, {"M": 1, "P": 1, "H": "NA"}, {"M": 2, "P": 2, "H": 2})
    measure(other, {"M": 1, "P": None}, {"M": 1, "P": 3})
    assert (share("C1b"), share("C1c"), share("C1d")) == ((1, 2), (1, 1), (0, 0))
    assert (why("C1c", other), why("C1d", man)) == ((False, "applies"), (False, "applies"))
    assert INDICATORS["C1d"].why(man, LATER).reason == "Relationship with daughters and sons: does not apply."


def test_coverage_of_the_endline_is_among_the_sensitised(world, man):
    sensitise(world.jauja, man, world.jauja.men[1])
    measure(man, {"M": 1}, {"M": 1})
    assert share("P10") == (1, 2)


def test_the_flow_leads_from_everybody_enrolled_to_those_measured_twice(world, man):
    sensitise(world.jauja, man, world.jauja.men[1])
    add_man(world.jauja.community, "JAU", 70).consents.all().delete()
    measure(man, {"M": 1}, {"M": 1})
    ask(world.jauja.men[1], "baseline", BEFORE, M=1)
    assert measured(Scope(LATER, province="1204")).flow == (4, 3, 2, 2, 1, 1)


def test_without_a_deciding_instrument_nothing_is_measured(man):
    measure(man, {"M": 1, "P": 1}, {"M": 3, "P": 3})
    Domain.objects.first().instrument.__class__.objects.update(counts_for_change=False)
    assert (why("C1", man), measured(Scope(LATER)).pairs) == ((False, "baseline"), ())


def test_a_pair_knows_its_differences_in_points(man):
    measure(man, {"M": 1, "P": 1, "H": "NA"}, {"M": 2, "P": [1, 1, 1, 1, 3], "H": "NA"})
    pair = measured(Scope(LATER)).pairs[0]
    assert (pair.deltas, pair.changes["H"]) == ({"M": 50, "P": 20}, Change.NOT_APPLICABLE)
