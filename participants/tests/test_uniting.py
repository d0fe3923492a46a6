"""Answers when two records become one person, and two again."""

import datetime as dt

import pytest

from gvp.audit.models import Entry
from gvp.testing.answers import all_answered, assess, consent_to_evaluation
from participants import merging
from participants.measuring import applications, deciding
from participants.models import Assessment, Consent, Merge

DAY, LATER = dt.date(2026, 4, 10), dt.date(2026, 6, 20)


@pytest.fixture
def pair(world):
    return world.jauja.men[:2]


def merge(world, pair) -> Merge:
    return merging.merge(by=world.coordinator, survivor=pair[0], absorbed=pair[1])


def unmerge(world, done) -> None:
    merging.unmerge(by=world.coordinator, merge=Merge.objects.get(pk=done.pk))


def snapshot():
    return (
        sorted(Assessment.objects.values_list("pk", "participant", "consent", "round", "date")),
        sorted(Consent.objects.values_list("pk", "participant", "kind", "given_on", "revoked_on"), key=str),
    )


def read():
    return [(one.participant, one.round, one.date) for one in applications(LATER, deciding())]


def test_answers_follow_the_consent_they_stand_on(world, pair):
    kept, other = pair
    row = assess(other, "baseline", DAY)
    before = snapshot()
    done = merge(world, pair)
    row.refresh_from_db()
    assert (row.participant, row.consent.participant) == (kept, kept)
    assert read() == [(kept.pk, "baseline", DAY)]
    unmerge(world, done)
    assert snapshot() == before


def test_answers_stand_on_the_survivors_consent_of_the_same_day(world, pair):
    kept, other = pair
    mine = consent_to_evaluation(kept)
    row = assess(other, "endline", LATER)
    before = snapshot()
    done = merge(world, pair)
    row.refresh_from_db()
    assert (row.participant, row.consent) == (kept, mine)
    unmerge(world, done)
    assert snapshot() == before


def test_second_one_of_the_same_round_and_day_stays_uncounted(world, pair):
    kept, other = pair
    assess(kept, "baseline", DAY, all_answered(M=3))
    assess(other, "baseline", DAY, all_answered(M=1))
    before = snapshot()
    done = merge(world, pair)
    assert read() == [(kept.pk, "baseline", DAY)]
    unmerge(world, done)
    assert snapshot() == before


def test_whoever_took_his_consent_back_did_so_under_both_records(world, pair):
    kept, other = pair
    mine = consent_to_evaluation(kept)
    Consent.objects.filter(pk=mine.pk).update(revoked_on=dt.date(2026, 5, 1))
    assess(other, "baseline", DAY)
    late = assess(other, "endline", LATER)
    before = snapshot()
    done = merge(world, pair)
    assert read() == [(kept.pk, "baseline", DAY)]
    late.refresh_from_db()
    assert late.participant == other
    unmerge(world, done)
    assert snapshot() == before


def test_answers_overtaken_by_a_revocation_do_not_stand_in_the_way(world, pair):
    other = pair[1]
    row = assess(other, "baseline", DAY)
    Consent.objects.filter(pk=row.consent_id).update(revoked_on=dt.date(2026, 4, 1))
    before = snapshot()
    done = merge(world, pair)
    assert read() == []
    unmerge(world, done)
    assert snapshot() == before


def test_merge_remembers_and_logs_no_answer(world, pair):
    assess(pair[1], "baseline", DAY, all_answered(M=3))
    assess(pair[0], "baseline", DAY, all_answered(M=1))
    done = merge(world, pair)
    written = f"{done.moved} {Entry.objects.filter(verb='merged').get().detail}"
    assert "M1" not in written
