"""The questionnaire on a phone, screen by screen."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.answers import all_answered, assess, consent_to_evaluation
from gvp.testing.world import hold
from participants.models import AnswerOption, Assessment, Consent, Domain, Instrument, Item

TODAY = "2026-06-20"


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: dt.date.fromisoformat(TODAY))


@pytest.fixture
def man(world):
    return world.jauja.men[0]


@pytest.fixture
def phone(world, login):
    return login(world.field)


def begin(phone, man, **changes):
    facts = {"instrument": str(Instrument.objects.get(code="FCC-15").pk), "round": "baseline", "date": TODAY}
    return phone.post(reverse("participants:assess", args=[man.pk]), facts | changes)


def page(phone, name, *args):
    return phone.get(reverse(f"participants:{name}", args=args))


def tap(phone, begun, code, answer):
    return phone.post(reverse("participants:statement", args=[begun.pk, code]), {"answer": answer})


@pytest.fixture
def begun(man, world):
    consent_to_evaluation(man)
    row = assess(man, "baseline", dt.date.fromisoformat(TODAY), {})
    Assessment.objects.filter(pk=row.pk).update(recorded_by=world.field)
    return row


def test_round_that_is_due_is_proposed_and_explained(phone, man):
    answer = page(phone, "assess", man.pk)
    assert (
        answer.context["advice"] == "No tiene línea de base: aplíquela ahora, a más tardar el día de su segunda sesión."
    )
    assert answer.context["form"]["round"].value() == "baseline"


def test_beginning_leads_to_what_is_read_aloud(phone, man):
    consent_to_evaluation(man)
    answer = begin(phone, man)
    begun = Assessment.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("participants:assessment", args=[begun.pk]))
    assert begun.recorded_by.username == "field"


def test_missing_consent_is_asked_for_on_the_same_page(phone, man):
    answer = begin(phone, man)
    assert list(answer.context["form"].errors) == ["mode"]
    assert begin(phone, man, mode="fingerprint").status_code == 302
    assert Consent.objects.get(kind="evaluation").given_on == dt.date.fromisoformat(TODAY)


def test_spoken_consent_is_not_enough_for_answers(phone, man):
    assert list(begin(phone, man, mode="witness").context["form"].errors) == ["mode"]


def test_baseline_after_the_second_session_is_warned_of_once(phone, man, world):
    consent_to_evaluation(man)
    for session in world.jauja.workshops[:2]:
        hold(session, man)
    answer = begin(phone, man)
    assert answer.context["form"].errors == {
        "anyway": ["Su segunda sesión fue el 17/03/2026: una línea de base de un día posterior no cuenta."]
    }
    assert begin(phone, man, anyway="on").status_code == 302
    assert Assessment.objects.count() == 1


def test_same_day_sent_twice_goes_on_with_the_first(phone, man, begun):
    assert begin(phone, man).url == reverse("participants:assessment", args=[begun.pk])
    assert Assessment.objects.count() == 1


def test_what_a_colleague_stored_that_day_stays_closed(phone, man, world):
    consent_to_evaluation(man)
    assess(man, "baseline", dt.date.fromisoformat(TODAY))
    assert begin(phone, man).url == reverse("participants:assess", args=[man.pk])


def test_questions_of_the_route_are_asked_once_and_skip_whole_domains(phone, begun):
    url = reverse("participants:assessment", args=[begun.pk])
    assert list(phone.post(url, {"P": "yes"}).context["form"].errors) == ["H"]
    answer = phone.post(url, {"P": "no", "H": "yes"})
    assert answer.url == reverse("participants:statement", args=[begun.pk, "M1"])
    begun.refresh_from_db()
    assert begun.answers == dict.fromkeys(["P1", "P2", "P3", "P4", "P5"], "NA")
    assert page(phone, "statement", begun.pk, "H1").context["place"] == 6


def test_what_the_record_says_is_proposed(phone, begun, man):
    man.has_partner, man.children = False, "0"
    man.save()
    form = page(phone, "assessment", begun.pk).context["form"]
    assert (form["P"].value(), form["H"].value()) == ("no", None)


def test_each_tap_stores_and_leads_to_the_next_statement(phone, begun):
    answer = tap(phone, begun, "M1", "3")
    assert answer.url == reverse("participants:statement", args=[begun.pk, "M2"])
    begun.refresh_from_db()
    assert begun.answers == {"M1": 3}


def test_one_statement_shows_its_place_and_what_was_answered(phone, begun):
    tap(phone, begun, "M1", "3")
    shown = page(phone, "statement", begun.pk, "M1")
    assert (shown.context["place"], shown.context["value"]) == (1, 3)
    assert "1 de 15" in shown.content.decode()


def test_answer_can_be_left_out_and_no_other_word_is_taken(phone, begun):
    assert tap(phone, begun, "M1", "").url == reverse("participants:statement", args=[begun.pk, "M2"])
    assert list(tap(phone, begun, "M1", "9").context["form"].errors) == ["answer"]
    assert list(tap(phone, begun, "M1", "NA").context["form"].errors) == ["answer"]


def test_domain_found_not_to_concern_him_is_left_at_once(phone, begun):
    assert tap(phone, begun, "P2", "NA").url == reverse("participants:statement", args=[begun.pk, "H1"])


def test_going_on_starts_at_the_first_without_an_answer(phone, begun):
    tap(phone, begun, "M1", "3")
    tap(phone, begun, "M2", "")
    answer = phone.post(reverse("participants:assessment", args=[begun.pk]), {"P": "yes", "H": "yes"})
    assert answer.url == reverse("participants:statement", args=[begun.pk, "M2"])


def test_resuming_leads_straight_to_it(phone, man, begun):
    address = reverse("participants:assessment", args=[begun.pk])
    assert page(phone, "assessment", begun.pk).status_code == 200
    tap(phone, begun, "M1", "1")
    there = reverse("participants:statement", args=[begun.pk, "M2"])
    assert f'{address}?resume=1"' in page(phone, "assess", man.pk).content.decode()
    assert phone.get(f"{address}?resume=1").url == there


def test_a_round_finished_that_day_is_said_to_be_so(phone, man, begun):
    phone.post(reverse("participants:assessment_done", args=[begun.pk]))
    led = begin(phone, man).url
    assert led == reverse("participants:assessment_done", args=[begun.pk])
    assert "no se empezó otra" in phone.get(led).content.decode()


def test_begun_one_is_offered_first(phone, man, begun):
    assert list(page(phone, "assess", man.pk).context["unfinished"]) == [begun]


def test_the_last_answer_leads_to_the_end_and_the_end_closes_it(phone, begun):
    Assessment.objects.filter(pk=begun.pk).update(answers=all_answered() | {"H5": None})
    done = reverse("participants:assessment_done", args=[begun.pk])
    assert tap(phone, begun, "H5", "1").url == done
    assert "15 de 15" in phone.get(done).content.decode()
    phone.post(done)
    begun.refresh_from_db()
    assert begun.finished_at is not None


def test_unanswered_statements_are_named_at_the_end(phone, begun):
    Assessment.objects.filter(pk=begun.pk).update(answers={"M1": 1})
    paper = page(phone, "assessment_done", begun.pk).context["paper"]
    assert [item.code for item in paper.unanswered][:2] == ["M2", "M3"]


def test_finished_answers_cannot_be_read_by_who_asked(phone, begun):
    Assessment.objects.filter(pk=begun.pk).update(answers={"M1": 1}, finished_at=timezone.now())
    for name, args in (("assessment", []), ("statement", ["M1"])):
        assert page(phone, name, begun.pk, *args).url == reverse("participants:assessment_done", args=[begun.pk])
    shown = page(phone, "assessment_done", begun.pk).content.decode()
    assert Item.objects.get(code="M2").text not in shown


def test_what_a_colleague_began_is_not_found(phone, begun, world):
    Assessment.objects.filter(pk=begun.pk).update(recorded_by=world.users["field_tayacaja"])
    assert page(phone, "statement", begun.pk, "M1").status_code == 404


def test_statement_of_no_instrument_is_not_found(phone, begun):
    assert page(phone, "statement", begun.pk, "Z9").status_code == 404


def test_second_longer_instrument_works_without_code(phone, man):
    consent_to_evaluation(man)
    longer = Instrument.objects.create(code="LARGA", name="Ficha larga", top="agree", in_use=True)
    for value in range(1, 6):
        AnswerOption.objects.create(instrument=longer, value=value, label=f"Opción {value}")
    domain = Domain.objects.create(instrument=longer, code="X", name="Ideas")
    for n in range(1, 25):
        Item.objects.create(domain=domain, code=f"X{n}", text=f"Frase {n}", order=n)
    assert "Ficha larga" in str(page(phone, "assess", man.pk).context["form"]["instrument"])
    begin(phone, man, instrument=str(longer.pk))
    begun = Assessment.objects.get()
    assert phone.post(reverse("participants:assessment", args=[begun.pk])).url.endswith("/frase/X1/")
    assert tap(phone, begun, "X1", "5").url.endswith("/frase/X2/")
    assert "2 de 24" in page(phone, "statement", begun.pk, "X2").content.decode()


@pytest.mark.parametrize("answers", [{}, all_answered()])
def test_statement_page_asks_little_of_the_database(phone, begun, answers, django_assert_num_queries):
    Assessment.objects.filter(pk=begun.pk).update(answers=answers)
    with django_assert_num_queries(6):
        page(phone, "statement", begun.pk, "M3")
