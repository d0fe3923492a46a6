"""Giving, revoking and reinstating consents."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.testing.answers import assess
from gvp.testing.world import FIRST_DAY
from participants import consenting
from participants.models import Assessment, Consent, Participant


def url(name, pk):
    return reverse(f"participants:{name}", args=[pk])


@pytest.fixture
def consent(world):
    return world.jauja.men[0].consents.get()


def test_a_consent_is_given_once_however_often_it_is_sent(world, login):
    man, client = world.jauja.men[0], login(world.coordinator)
    sent = {"kind": "image", "given_on": "2026-04-01", "mode": "witness", "witness": "Testigo Ficticio"}
    for _ in range(2):
        assert client.post(url("consents", man.pk), sent).status_code == 302
    assert man.consents.get(kind="image").witness == "Testigo Ficticio"


def test_a_second_consent_of_that_day_with_other_facts_is_refused(world, login, consent):
    sent = {"kind": "registration", "given_on": FIRST_DAY.isoformat(), "mode": "fingerprint"}
    response = login(world.coordinator).post(url("consents", consent.participant_id), sent)
    assert set(response.context["form"].errors) == {"__all__"}


def test_a_spoken_consent_needs_a_witness(world, login, consent):
    sent = {"kind": "image", "given_on": "2026-04-01", "mode": "witness"}
    response = login(world.coordinator).post(url("consents", consent.participant_id), sent)
    assert set(response.context["form"].errors) == {"__all__"}


def test_answers_need_a_written_consent(world, login, consent):
    sent = {"kind": "evaluation", "given_on": "2026-04-01", "mode": "witness", "witness": "Testigo Ficticio"}
    response = login(world.coordinator).post(url("consents", consent.participant_id), sent)
    assert set(response.context["form"].errors) == {"__all__"}
    assert not consent.participant.consents.filter(kind="evaluation").exists()


def test_a_man_has_no_guardian(world, login, consent):
    form = login(world.coordinator).get(url("consents", consent.participant_id)).context["form"]
    assert [value for value, _ in form.fields["kind"].choices] == ["registration", "evaluation", "image"]


def test_a_revocation_closes_the_consent_from_that_day_on(world, login, consent):
    sent = {"on": "2026-05-01", "mode": "signature", "reason": "Ya no desea participar"}
    assert login(world.coordinator).post(url("revoke", consent.pk), sent).status_code == 302
    man, day = consent.participant, dt.date(2026, 5, 1)
    men = Participant.objects.filter(pk=man.pk)
    assert [men.consented(on).count() for on in (day - dt.timedelta(days=1), day)] == [1, 0]
    entry = Entry.objects.about(consent).get()
    assert entry.detail == {
        "participant": str(man.pk),
        "kind": "registration",
        "revoked_on": "2026-05-01",
        "mode": "signature",
    }


@pytest.mark.parametrize("day", ["2026-03-02", "2199-01-01", "1999-01-01", "mañana"])
def test_an_impossible_day_is_refused_at_the_field(world, login, consent, day):
    response = login(world.coordinator).post(url("revoke", consent.pk), {"on": day, "mode": "signature"})
    assert set(response.context["form"].errors) == {"on"}


def test_a_revocation_sent_twice_is_one_and_another_day_is_refused(world, login, consent):
    client, sent = login(world.coordinator), {"on": "2026-05-01", "mode": "signature"}
    assert [client.post(url("revoke", consent.pk), sent).status_code for _ in range(2)] == [302, 302]
    assert client.post(url("revoke", consent.pk), sent | {"on": "2026-06-01"}).status_code == 200
    assert Entry.objects.about(consent).count() == 1


def test_a_mistaken_revocation_is_undone_with_a_reason(world, login, consent):
    client = login(world.coordinator)
    client.post(url("revoke", consent.pk), {"on": "2026-05-01", "mode": "signature"})
    assert set(client.post(url("reinstate", consent.pk), {"reason": ""}).context["form"].errors) == {"reason"}
    assert client.post(url("reinstate", consent.pk), {"reason": "Era otro registro"}).status_code == 302
    consent.refresh_from_db()
    assert (consent.revoked_on, consent.reinstated_on, consent.reinstated_reason) == (
        None,
        timezone.localdate(),
        "Era otro registro",
    )


def test_at_18_a_school_leader_is_asked_again(world):
    born = timezone.localdate().year - 18
    person = Participant(birth_year=born, enrolled_on=dt.date(born + 14, 4, 1), group="school_leader")
    as_minor = Consent(kind="registration", given_on=dt.date(born + 14, 4, 1))
    as_adult = Consent(kind="registration", given_on=dt.date(born + 18, 1, 1))
    today = timezone.localdate()
    assert consenting.needs_own_consent(person, [as_minor], today)
    assert not consenting.needs_own_consent(person, [as_minor, as_adult], today)


@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_only_coordinators_and_administrators_change_consents(world, login, consent, role):
    client = login(world.users[role])
    pages = [url("consents", consent.participant_id), url("revoke", consent.pk), url("reinstate", consent.pk)]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_another_province_finds_nothing(world, login, consent):
    client = login(world.users["coordinator_tayacaja"])
    pages = [url("consents", consent.participant_id), url("revoke", consent.pk), url("reinstate", consent.pk)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_other_verbs_are_refused(world, login, consent):
    client = login(world.coordinator)
    pages = [url("consents", consent.participant_id), url("revoke", consent.pk), url("reinstate", consent.pk)]
    assert [client.delete(page).status_code for page in pages] == [405, 405, 405]


def test_revoking_says_which_answers_count_no_more(world, login):
    man = world.jauja.men[0]
    before, after = (assess(man, "baseline", dt.date(2026, 4, day)) for day in (9, 10))
    url = reverse("participants:revoke", args=[before.consent_id])
    assert "fichas contestadas" in login(world.coordinator).get(url).content.decode().lower()
    answer = login(world.coordinator).post(url, {"on": "2026-04-10", "mode": "signature"}, follow=True)
    assert "1 ficha de ese día o después ya no cuenta." in answer.content.decode()
    assert [one.stands for one in Assessment.objects.order_by("date")] == [True, False]
    assert after.date == dt.date(2026, 4, 10)
