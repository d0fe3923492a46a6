"""The measurement of change, by hand (indicators.md, section 3; domain.md, section 1)."""

import datetime as dt
from uuid import UUID

import pytest
from django.utils import timezone

from gvp.reporting.change import wording
from gvp.reporting.change.data import measurement
from gvp.reporting.change.followed import Followed
from gvp.reporting.change.losses import losses, losses_text
from gvp.reporting.change.telling import beside_known, told
from gvp.reporting.tests.before_and_after import AFTER, ALONE, DOWN, LOST, STILL, UP, measure, whole
from gvp.testing.answers import all_answered, assess
from gvp.testing.world import FIRST_DAY, add_man
from participants.models import ComparisonDesign, Instrument
from participants.scoring import Change, Outcome
from workshops.models import Cycle, Enrolment


@pytest.fixture
def twelve(world):
    """Eight favourable (one of them by masculinity alone), two still, one worsened; one without an endline."""
    return measure(world.jauja, *[UP] * 7, ALONE, STILL, STILL, DOWN, LOST)


def test_outcomes_and_both_denominators(twelve):
    found = measurement(whole())
    assert found.outcomes == {Outcome.FAVOURABLE: 8, Outcome.NO_CHANGE: 2, Outcome.UNFAVOURABLE: 1}
    assert (found.favourable.k, found.favourable.n, found.conservative.n) == (8, 11, 12)
    assert (found.only_masculinity, found.unmeasured) == (1, 1)
    assert round(found.favourable.share, 4) == 0.7273
    assert round(found.conservative.share, 4) == 0.6667


def test_flow_from_enrolled_to_paired(twelve):
    assert measurement(whole()).flow == (18, 18, 12, 12, 11, 11)


def test_domain_counts_net_and_mean(twelve):
    masculinity, partner, children = measurement(whole()).domains
    assert dict(masculinity.counts) == {Change.IMPROVED: 8, Change.UNCHANGED: 2, Change.WORSENED: 1}
    assert (masculinity.n, masculinity.net) == (11, 7)
    # Eight by +100, two by 0, one by −100: the mean is 700 / 11.
    assert round(masculinity.mean.mean, 4) == 63.6364
    assert (partner.n, partner.counts[Change.NOT_APPLICABLE], children.counts[Change.IMPROVED]) == (10, 1, 0)


def test_nothing_is_estimated_of_fewer_than_ten(world):
    measure(world.jauja, *[UP] * 9)
    found = measurement(whole())
    assert (found.favourable.share, found.favourable.interval) == (None, None)
    assert [(one.mean, one.d_z, one.d_av, one.alphas) for one in found.domains] == [
        (None, None, None, (None, None))
    ] * 3
    assert [bands.test for bands in found.bands] == [None] * 3
    assert wording.share_text(found.favourable) == "9 de 9"


def test_moves_between_bands_with_mcnemar(twelve):
    masculinity = measurement(whole()).bands[0]
    assert masculinity.table == ((0, 0, 8), (0, 2, 0), (1, 0, 0))
    assert (masculinity.test.up, masculinity.test.down, masculinity.test.exact) == (8, 1, True)


def test_alpha_is_of_complete_answers_per_round(twelve):
    alphas = measurement(whole()).domains[0].alphas
    assert [(alpha.items, alpha.n, round(alpha.value, 6)) for alpha in alphas] == [(5, 12, 1), (5, 11, 1)]


def test_those_lost_are_compared_when_there_are_ten_of_each(world):
    measure(world.jauja, *[UP] * 10, *[({"M": 3}, None)] * 9, ({"M": 2}, None))
    kept = measurement(whole()).kept
    assert (kept.kept, kept.lost, kept.kept_mean, kept.lost_mean) == (10, 10, 0, 95)
    assert kept.unlike


def test_one_province_has_its_own_men_and_the_programmes_threshold(world, twelve):
    measure(world.tayacaja, STILL)
    here = measurement(whole(province="0907"))
    assert (here.flow.paired, here.domains[0].n) == (1, 1)
    assert here.domains[0].limit == measurement(whole()).domains[0].limit


def test_new_in_the_period_are_those_whose_endline_was_taken_in_it(twelve):
    assert measurement(whole(since=dt.date(2026, 1, 1))).in_period == 8
    assert measurement(whole(since=dt.date(2026, 12, 1))).in_period == 0


def test_attribution_is_printed_until_a_comparison_design_is_entered(world):
    assert wording.attribution(measurement(whole())) == (
        "El diseño es antes–después sin grupo de comparación: los cambios no pueden atribuirse solo al programa."
    )
    ComparisonDesign.objects.create(since=dt.date(2026, 6, 1), text="Con un grupo en lista de espera.")
    assert wording.attribution(measurement(whole())) == "Con un grupo en lista de espera."
    assert wording.attribution(measurement(whole(until=dt.date(2026, 5, 31)))).startswith("El diseño")


def test_sentences(twelve):
    found = measurement(whole())
    assert wording.share_text(found.favourable) == "8 de 11: 72.7\u00a0% (intervalo del 95\u00a0% de 43.4 a 90.3)"
    assert wording.conservative_text(found.conservative) == "8 de 12: 66.7\u00a0%"


def test_outsiders_see_no_small_cell(twelve):
    shown = told(measurement(whole()), small_cells=False)
    assert [told.text for told in shown.outcomes] == ["8", "<5", "<5", "1"]  # C1 and C1a less P10 are printed anyway
    masculinity, partner, _children = shown.domains
    assert [told.text for told in masculinity.counts] == ["8", "<5", "<5"]
    assert [told.text for told in partner.apart] == ["n.d.", "n.d."]  # a "<5" beside a 0 would be the one that is left
    assert (masculinity.net, masculinity.chart) == ("", None)
    assert "<5" not in masculinity.share  # that of C1b, printed anyway
    assert [panel.lines for panel in shown.slopes.panels] == [[], [], []]


def test_the_team_sees_every_cell(twelve):
    shown = told(measurement(whole()), small_cells=True)
    assert [told.text for told in shown.outcomes] == ["8", "1", "2", "1"]
    assert [told.text for told in shown.domains[0].counts] == ["8", "2", "1"]
    assert shown.domains[0].net == "+7"


def test_it_is_empty_without_a_deciding_questionnaire(world):
    Instrument.objects.update(counts_for_change=False)
    found = measurement(whole())
    assert (found.domains, found.bands, found.flow.paired) == ((), (), 0)


@pytest.mark.parametrize("men", [1, 3])
def test_queries_do_not_grow_with_men(world, men, django_assert_num_queries):
    measure(world.jauja, *[UP] * men)
    with django_assert_num_queries(19):
        assert measurement(whole()).flow.paired == men


def test_a_count_beside_an_indicator_of_its_own_gives_no_small_one_away():
    """C1b prints how many improved, so what remains of the pairs is known to be unchanged or worsened."""
    assert beside_known(whole(), [20, 3]) == ["n.d.", "<5"]
    assert beside_known(whole(), [20, 7]) == ["20", "7"]


def test_of_one_province_no_count_beside_an_indicator_is_told(twelve, world):
    """Programme 6, Jauja 5 would leave 1 for Tayacaja."""
    shown = told(measurement(whole().of(world.jauja.province.code)), small_cells=False)
    assert [told.text for told in shown.domains[0].counts][1:] == ["n.d.", "n.d."]
    assert (shown.domains[0].chart, shown.bands) == (None, [])


def test_who_left_is_told_with_the_reason_and_small_reasons_not_to_outsiders(world):
    scope = whole()
    men = [add_man(world.jauja.community, "JAU", n) for n in range(50, 62)]
    cycle = world.jauja.cycle
    for n, man in enumerate(men):
        reason = "moved" if n < 6 else "work" if n < 11 else ""
        Enrolment.objects.create(
            cycle=cycle, participant=man, enrolled_on=FIRST_DAY, withdrawn_on=FIRST_DAY, withdrawn_reason=reason
        )
    found = losses(scope)
    assert [loss.amount for loss in found] == [6, 5, 1]
    assert losses_text(found, scope, small_cells=True) == (
        "Salieron de un ciclo antes de completarlo: 12 hombres "
        "(se mudó: 6; trabajo o migración: 5; motivo no anotado: 1)."
    )
    assert "anotado: 1)" not in losses_text(found, scope, small_cells=False)
    of_jauja = scope.of(world.jauja.province.code)
    assert losses_text(losses(of_jauja), of_jauja, small_cells=False) == ""


def test_of_two_withdrawals_of_one_day_the_one_written_down_last_says_why(world):
    man, place = add_man(world.jauja.community, "JAU", 50), world.jauja
    first, last = (UUID(int=n) for n in (2, 1))  # their keys are in the other order
    other = Cycle.objects.create(code="K-2", kind=place.cycle.kind, community=place.community, starts_on=FIRST_DAY)
    for n, (key, cycle, reason) in enumerate(((first, place.cycle, "moved"), (last, other, "work"))):
        Enrolment.objects.create(
            pk=key, cycle=cycle, participant=man, enrolled_on=FIRST_DAY, withdrawn_on=FIRST_DAY,
            withdrawn_reason=reason, recorded_at=timezone.now() + dt.timedelta(minutes=n),
        )  # fmt: skip
    assert [loss.label for loss in losses(whole())] == ["trabajo o migración"]


def test_a_follow_up_is_told_apart_and_changes_no_figure(world):
    kept, lost, early, _unasked = measure(world.jauja, UP, UP, UP, UP)
    again = AFTER + dt.timedelta(days=180)
    assess(kept, "follow_up", again, all_answered(M=3, P=3, H=1))
    assess(lost, "follow_up", again, all_answered(M=1, P=1, H=1))
    assess(early, "follow_up", AFTER - dt.timedelta(days=1), all_answered(M=1, P=1, H=1))
    found = measurement(whole())
    assert (found.favourable.k, found.followed) == (4, Followed(men=2, favourable=1, days=180))
    assert told(found, small_cells=True).followed == (
        "Seguimiento, en promedio 5.9 meses después de la salida: cambio favorable respecto de la línea de base "
        "todavía en 1 de 2. No entra en la contribución 1."
    )
    assert told(found, small_cells=False).followed == ""


@pytest.mark.parametrize(("lost", "tells"), [(0, True), (2, False), (5, True)])
def test_outsiders_are_not_told_of_a_few_asked_again(world, lost, tells):
    for n, man in enumerate(measure(world.jauja, *[UP] * 12)):
        answers = all_answered(M=1, P=1, H=1) if n < lost else all_answered(M=3, P=3, H=1)
        assess(man, "follow_up", AFTER + dt.timedelta(days=180), answers)
    assert bool(told(measurement(whole()), small_cells=False).followed) is tells
