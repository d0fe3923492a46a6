"""A kept report: its texts are never lost, closing asks for what is missing, and a closed one never changes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from gvp.audit.models import Entry
from gvp.base import versions
from gvp.reporting.models import Report, ReportTexts, Target
from gvp.reporting.report import kept, texts
from gvp.reporting.report.texts import REQUIRED, SLOTS
from gvp.reporting.tests.made import more_men, sensitise

SINCE, UNTIL, TODAY = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 3)
FACTS = {
    "title": "Informe semestral", "title_en": "Half-year report", "donor": "Fundación", "grant_number": "F-1",
    "province": None, "since": SINCE, "until": UNTIL, "in_english": False, "incidents": None,
}  # fmt: skip
WRITTEN = dict.fromkeys(REQUIRED, "Se hizo lo previsto.")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def author(world):
    sensitise(world.jauja, *world.jauja.men, *more_men(world.jauja, 9))
    return world.users["monitoring"]


@pytest.fixture
def report(author) -> Report:
    return kept.begin(by=author, key=Report().pk, facts=FACTS)


def written(report: Report, language: str = "es", **more) -> ReportTexts:
    found = report.texts.get(language=language)
    for name, text in (WRITTEN | more).items():
        setattr(found, name, text)
    found.save()
    return found


def closed(report: Report, author):
    written(report)
    return kept.close(by=author, report=report, today=TODAY)


# --- Beginning and correcting -------------------------------------------------------------------


def test_a_report_begins_with_empty_texts_in_each_of_its_languages(author):
    report = kept.begin(by=author, key=Report().pk, facts=FACTS | {"in_english": True})
    assert sorted(report.texts.values_list("language", flat=True)) == ["en", "es"]
    assert {getattr(found, slot) for found in report.texts.all() for slot in SLOTS} == {""}


def test_sent_twice_it_is_one_report(author):
    key = Report().pk
    assert kept.begin(by=author, key=key, facts=FACTS) == kept.begin(by=author, key=key, facts=FACTS)
    assert Report.objects.count() == 1


def test_english_chosen_later_brings_its_texts(author, report):
    kept.correct(by=author, report=report, facts=FACTS | {"in_english": True}, seen=versions.version(report))
    assert report.texts.count() == 2


# --- Texts --------------------------------------------------------------------------------------


def facts_of(**more) -> dict:
    return dict.fromkeys(SLOTS, "") | {"deviations": {}} | more


def test_texts_are_kept_with_the_report_and_its_line_in_the_log(author, report):
    found = report.texts.get()
    texts.save(by=author, texts=found, facts=facts_of(context="Hubo sequía."), seen=versions.version(found))
    assert report.texts.get().context == "Hubo sequía."
    entry = Entry.objects.about(report).first()
    assert (entry.verb, entry.detail["changed"], "sequía" in str(entry.detail)) == ("changed", ["context"], False)


def test_two_people_at_once_overwrite_nothing_unseen(author, report):
    found = report.texts.get()
    seen = versions.version(found)
    texts.save(by=author, texts=found, facts=facts_of(context="Primero."), seen=seen)
    with pytest.raises(ValidationError) as refused:
        texts.save(by=author, texts=found, facts=facts_of(context="Segundo."), seen=seen)
    assert refused.value.code == "stale"
    assert report.texts.get().context == "Primero."


def test_copied_texts_fill_empty_boxes_only(author, report):
    written(report, narrative_1="Del informe anterior.", context="Antes.")
    later = kept.begin(by=author, key=Report().pk, facts=FACTS | {"until": TODAY})
    target = written(later, **dict.fromkeys(REQUIRED, ""), context="De ahora.")
    source = texts.last_before(target, author)
    assert texts.copy(by=author, texts=target, source=source) == list(
        dict.fromkeys((*texts.NARRATIVES, "challenges", "next_period"))
    )
    assert (later.texts.get().narrative_1, later.texts.get().context) == ("Del informe anterior.", "De ahora.")


def test_a_name_in_a_text_is_asked_about(author, report, login):
    page = reverse("reporting:report_texts", args=[report.pk, "es"])
    answer = login(author).post(page, dict.fromkeys(SLOTS, "") | {"learning": "Como dijo don Pedro."})
    assert list(answer.context["form"].errors) == ["learning"]
    assert answer.context["form"]["learning"].value() == "Como dijo don Pedro."


def test_a_finance_line_that_is_none_comes_back_with_its_number(author, report, login):
    page = reverse("reporting:report_texts", args=[report.pk, "es"])
    answer = login(author).post(page, dict.fromkeys(SLOTS, "") | {"finance": "Personal;100;90\nViajes;mucho;poco"})
    assert answer.context["form"].errors["finance"] == [
        "La línea 2 no es «rubro; presupuesto; gastado»: Viajes;mucho;poco"
    ]


def test_one_faulty_text_holds_back_no_other(author, report, login):
    page = reverse("reporting:report_texts", args=[report.pk, "es"])
    client = login(author)
    sent = dict.fromkeys(SLOTS, "") | {"context": "La cosecha.", "learning": "Como dijo don Pedro."}
    answer = client.post(page, sent)
    assert (report.texts.get().context, report.texts.get().learning) == ("La cosecha.", "")
    form = answer.context["form"]
    assert [form["context"].value(), form["learning"].value()] == ["La cosecha.", "Como dijo don Pedro."]
    corrected = sent | {"learning": "Aprendimos a esperar.", "seen": form["seen"].value()}
    assert client.post(page, corrected).status_code == 302
    assert report.texts.get().learning == "Aprendimos a esperar."


def test_a_spoilt_note_of_what_was_seen_overwrites_nothing(author, report, login):
    page = reverse("reporting:report_texts", args=[report.pk, "es"])
    sent = dict.fromkeys(SLOTS, "") | {"context": "La cosecha.", "seen": "\0"}
    assert login(author).post(page, sent).status_code == 200
    assert report.texts.get().context == ""


# --- Closing ------------------------------------------------------------------------------------


def test_closing_is_refused_with_every_text_that_is_missing(author, report):
    Target.objects.create(indicator="C1a", value=40, until=dt.date(2026, 6, 30))
    written(report, narrative_3="", next_period="")
    with pytest.raises(ValidationError) as refused:
        kept.close(by=author, report=report, today=TODAY)
    assert refused.value.messages == [
        "Spanish: narrative of contribution 3",
        "Spanish: plan of the next period",
        "Spanish: why C1a is −70% off what was expected",
    ]
    assert not report.seals.exists()


def test_an_explained_deviation_no_longer_stands_in_the_way(author, report):
    Target.objects.create(indicator="C1a", value=40, until=dt.date(2026, 6, 30))
    written(report, deviations={"C1a": "La cosecha movió dos ciclos."})
    seal = kept.close(by=author, report=report, today=TODAY)
    assert "La cosecha movió dos ciclos." in seal.editions.get().pages["full"]


def test_a_period_that_has_not_ended_is_not_closed(author, report):
    written(report)
    with pytest.raises(ValidationError) as refused:
        kept.close(by=author, report=report, today=dt.date(2026, 6, 29))
    assert refused.value.code == "early"


def test_an_english_edition_asks_for_its_texts_and_title_too(author):
    report = kept.begin(by=author, key=Report().pk, facts=FACTS | {"in_english": True, "title_en": ""})
    written(report)
    with pytest.raises(ValidationError) as refused:
        kept.close(by=author, report=report, today=TODAY)
    assert refused.value.messages[-1] == "English: the title in English"
    assert len(refused.value.messages) == len(REQUIRED) + 1


def test_closing_twice_is_one_seal(author, report):
    assert closed(report, author) == kept.close(by=author, report=report, today=TODAY)
    assert report.seals.count() == 1


def test_a_closed_report_prints_the_same_whatever_is_recorded_later(author, report, login, world):
    closed(report, author)
    page = reverse("reporting:report_preview", args=[report.pk, "es", "full"])
    book = reverse("reporting:report_excel", args=[report.pk, "es"])
    client = login(author)
    before = client.get(page).content
    sheets = report.seals.get().editions.get().tables
    sensitise(world.jauja, *more_men(world.jauja, 4))
    assert client.get(page).content == before
    assert report.seals.get().editions.get().tables == sheets
    assert client.post(book).status_code == 200


def test_later_changes_are_shown_beside_it(author, report, world):
    seal = closed(report, author)
    sensitise(world.jauja, *world.jauja.men, *more_men(world.jauja, 4))
    found = {(each.indicator.code, each.place): (each.then, each.now) for each in kept.differences(seal, by=author)}
    assert found["C1a", ""] == ("12", "16")
    assert found["C1a", "Jauja"] == ("12", "16")
    assert ("C5", "") not in found


def test_nothing_changed_is_no_difference(author, report):
    assert kept.differences(closed(report, author), by=author) == []


def test_a_closed_report_takes_no_texts_and_no_corrections(author, report):
    closed(report, author)
    found = report.texts.get()
    for change in (
        lambda: texts.save(by=author, texts=found, facts=facts_of(context="Tarde."), seen=""),
        lambda: kept.correct(by=author, report=report, facts=FACTS | {"title": "Otro"}, seen=""),
    ):
        with pytest.raises(ValidationError) as refused:
            change()
        assert refused.value.code == "closed"


def test_reopened_with_a_reason_and_closed_again_it_is_the_next_version(author, report):
    first = closed(report, author)
    assert kept.reopen(by=author, report=report, reason="Faltaba una provincia")
    assert not kept.reopen(by=author, report=report, reason="Otra vez")
    second = kept.close(by=author, report=report, today=TODAY)
    first.refresh_from_db()
    assert (first.version, second.version, first.lifted_reason) == (1, 2, "Faltaba una provincia")
    states = [entry.detail.get("state") for entry in Entry.objects.about(report)]
    assert [state for state in states if state] == ["closed", "reopened", "closed"]


def test_a_page_changed_behind_our_back_breaks_the_seal(author, report, login):
    edition = closed(report, author).editions.get()
    assert kept.intact(edition.seal)
    edition.pages["full"] = edition.pages["full"].replace("12", "120")
    edition.save()
    assert not kept.intact(report.seals.get())
    assert login(author).get(reverse("reporting:report_kept", args=[report.pk])).context["broken"]


def test_a_number_of_the_workbook_changed_behind_our_back_breaks_the_seal(author, report):
    edition = closed(report, author).editions.get()
    assert kept.intact(report.seals.get())
    edition.tables[1]["rows"][0][0] = "120"
    edition.save()
    assert not kept.intact(report.seals.get())


def test_no_figure_of_a_closed_report_names_a_person(author, report):
    for page in closed(report, author).editions.get().pages.values():
        for word in ("Ficticio", "Quispe", "Comunidad Jauja", "JAU-0001"):
            assert word not in page


# --- Who sees it --------------------------------------------------------------------------------


def test_donors_see_a_report_once_it_is_closed(author, report, world):
    assert not Report.objects.visible_to(world.users["donor"]).exists()
    closed(report, author)
    assert Report.objects.visible_to(world.users["donor"]).get() == report


def test_a_coordinator_sees_the_reports_of_the_own_province(author, report, world):
    own = kept.begin(by=author, key=Report().pk, facts=FACTS | {"province": world.jauja.province})
    assert [*Report.objects.visible_to(world.coordinator)] == [own]
    assert not Report.objects.visible_to(world.users["coordinator_tayacaja"]).exists()
    assert not Report.objects.visible_to(world.field).exists()


def test_a_reopened_report_is_the_teams_again(author, report, world):
    closed(report, author)
    kept.reopen(by=author, report=report, reason="Se corrige")
    assert not Report.objects.visible_to(world.users["donor"]).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_however_many_reports(author, login, number, django_assert_num_queries):
    for n in range(number):
        closed(kept.begin(by=author, key=Report().pk, facts=FACTS | {"title": f"Informe {n}"}), author)
    client = login(author)
    with django_assert_num_queries(4):
        client.get(reverse("reporting:reports"))
