"""A PDF made apart from the request: once, by one process, for whoever asked, and in words when it fails."""

import datetime as dt
import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from gvp.audit.models import Entry
from gvp.base.pdf import INSTALL, PdfUnavailable
from gvp.reporting.models import Rendering, Report, ReportTexts
from gvp.reporting.report import document, kept, rendering
from gvp.reporting.report.asked import Asked, Length

SINCE, UNTIL = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
ASKED = Asked(SINCE, UNTIL, "es")
LIST, FILE = reverse("reporting:renderings"), reverse("reporting:rendering_file")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    """The making of the PDF has tests of its own."""
    monkeypatch.setattr(document, "render_pdf", lambda html, css, identifier: b"%PDF- " + identifier)


@pytest.fixture
def asked(world) -> Rendering:
    return rendering.ask(by=world.users["donor"], asked=ASKED)


def work_here(pk) -> None:
    """What the thread does, without closing this test's connection."""
    if rendering.claim(pk):
        rendering.make(pk)


def now(found: Rendering) -> Rendering:
    found.refresh_from_db()
    return found


def fall_silent(found: Rendering, attempts: int = 1) -> None:
    """As if the process that made it had been killed a while ago."""
    long_ago = timezone.now() - 2 * rendering.DEAD_AFTER
    Rendering.objects.filter(pk=found.pk).update(state="running", attempts=attempts, beat_at=long_ago)


def test_asking_starts_a_thread_once_the_row_is_there(world, monkeypatch, django_capture_on_commit_callbacks):
    started = []
    monkeypatch.setattr(rendering, "start", started.append)
    with django_capture_on_commit_callbacks(execute=True):
        found = rendering.ask(by=world.users["donor"], asked=ASKED)
    assert (started, found.state) == ([found], "waiting")


def test_asked_twice_while_it_is_made_it_is_one(world, asked):
    assert rendering.ask(by=world.users["donor"], asked=ASKED) == asked
    assert rendering.ask(by=world.users["monitoring"], asked=ASKED) != asked


def test_a_third_one_of_the_same_person_is_refused_in_words_while_two_are_made(asked, login, world):
    rendering.ask(by=world.users["donor"], asked=replace(ASKED, length=Length.BRIEF))
    answers = {"province": "all", "since": SINCE, "until": UNTIL, "language": "es", "length": "short"}
    said = login(world.users["donor"]).post(reverse("reporting:report_pdf"), answers, follow=True)
    assert [message.level_tag for message in said.context["messages"]] == ["error"]
    assert Rendering.objects.count() == 2
    work_here(asked.pk)
    rendering.ask(by=world.users["donor"], asked=replace(ASKED, length=Length.SHORT))
    assert Rendering.objects.count() == 3


def test_of_two_workers_one_makes_it(asked):
    assert [rendering.claim(asked.pk), rendering.claim(asked.pk)] == [True, False]


def test_made_it_holds_the_pdf_and_stands_in_the_log(asked, world):
    work_here(asked.pk)
    found = now(asked)
    assert (found.state, bytes(found.content)[:12]) == ("done", b"%PDF- GVP-20")
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.detail["form"], entry.detail["length"]) == (world.users["donor"], "pdf", "full")


def test_a_dead_workers_document_is_taken_over_by_the_next_look(asked, monkeypatch):
    fall_silent(asked)
    started = []
    monkeypatch.setattr(rendering, "start", started.append)
    rendering.start_if_dead(now(asked))
    assert started == [asked]
    assert rendering.claim(asked.pk)


def test_one_that_still_gives_signs_of_life_is_left_alone(asked, monkeypatch):
    rendering.claim(asked.pk)
    monkeypatch.setattr(rendering, "start", lambda found: pytest.fail("It is being made."))
    rendering.start_if_dead(now(asked))
    assert not rendering.claim(asked.pk)


def test_after_two_deaths_it_is_given_up_in_words(asked):
    fall_silent(asked, attempts=rendering.MOST_ATTEMPTS)
    assert not rendering.claim(asked.pk)
    assert (now(asked).state, bool(asked.problem)) == ("failed", True)


def test_an_error_is_told_in_words_and_never_raised(asked, monkeypatch):
    def broken(html, css, identifier):
        raise ValueError("personal detail")

    monkeypatch.setattr(document, "render_pdf", broken)
    monkeypatch.setattr(connection, "close", lambda: None)
    rendering.work(asked.pk)
    assert (now(asked).state, "personal" in asked.problem) == ("failed", False)


def test_without_the_libraries_the_page_is_offered_and_what_to_install_is_said(asked, login, world, monkeypatch):
    def missing(html, css, identifier):
        raise PdfUnavailable(INSTALL)

    monkeypatch.setattr(document, "render_pdf", missing)
    work_here(asked.pk)
    said = login(world.users["donor"]).get(LIST).content.decode()
    assert f"sudo {INSTALL}" in said
    assert "/informes/informe/pagina/?province=all&amp;since=2026-01-01&amp;until=2026-06-30&amp;language=es" in said
    assert not Entry.objects.filter(verb="exported").exists()


def test_the_page_says_how_far_it_is_and_works_without_script(asked, login, world):
    said = login(world.users["donor"]).get(LIST).content.decode()
    assert '<progress max="6" value="0"' in said
    assert f'href="{LIST}"' in said


def test_the_file_is_private_and_named_after_place_and_period(asked, login, world):
    work_here(asked.pk)
    answer = login(world.users["donor"]).get(FILE, {"document": asked.pk})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="informe-programa-2026-01-01-2026-06-30.pdf"'
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("key", ["no-key", "00000000-0000-0000-0000-000000000007"])
def test_what_does_not_exist_is_not_found(login, world, key):
    assert login(world.users["donor"]).get(FILE, {"document": key}).status_code == 404


def test_nobody_else_sees_it(asked, login, world):
    work_here(asked.pk)
    client = login(world.users["administrator"])
    assert client.get(FILE, {"document": asked.pk}).status_code == 404
    assert client.get(LIST).context["renderings"] == []


def test_one_that_is_not_ready_leads_back_to_the_list(asked, login, world):
    assert login(world.users["donor"]).get(FILE, {"document": asked.pk}).url == LIST


def test_it_is_thrown_away_when_its_time_is_over(asked, world):
    Rendering.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    other = rendering.ask(by=world.users["monitoring"], asked=ASKED)
    assert [*Rendering.objects.all()] == [other]


def test_a_closed_report_is_made_of_its_sealed_pages(world, monkeypatch):
    author = world.users["monitoring"]
    pages = []
    monkeypatch.setattr(document, "render_pdf", lambda html, css, identifier: pages.append(html) or identifier)
    report = Report.objects.create(title="Informe", since=SINCE, until=UNTIL)
    ReportTexts.objects.create(report=report, language="es", **dict.fromkeys(kept.REQUIRED, "Se hizo."))
    seal = kept.close(by=author, report=report, today=dt.date(2026, 7, 3))
    asked = Asked.about(report, "es", "brief", draft=False)
    found = rendering.ask(by=world.users["donor"], asked=asked, report=report)
    work_here(found.pk)
    assert pages == [seal.editions.get().pages["brief"]]
    assert bytes(now(found).content) == seal.record.encode()


def test_a_report_reopened_meanwhile_is_not_told_to_whoever_reads_closed_ones(world):
    author = world.users["monitoring"]
    report = Report.objects.create(title="Informe", since=SINCE, until=UNTIL)
    ReportTexts.objects.create(report=report, language="es", **dict.fromkeys(kept.REQUIRED, "Se hizo."))
    kept.close(by=author, report=report, today=dt.date(2026, 7, 3))
    asked = Asked.about(report, "es", "brief", draft=False)
    found = rendering.ask(by=world.users["donor"], asked=asked, report=report)
    kept.reopen(by=author, report=report, reason="Faltaba una provincia")
    work_here(found.pk)
    assert (now(found).state, bool(found.problem), found.content) == ("failed", True, None)


def test_the_figures_done_are_a_sign_of_life(asked, monkeypatch):
    silent = []

    def slow(**about):
        fall_silent(asked)
        return real_build(**about)

    def html(built):
        silent.append(now(asked).beat_at < timezone.now() - rendering.DEAD_AFTER)
        return ""

    real_build = rendering.build
    monkeypatch.setattr(rendering, "build", slow)
    monkeypatch.setattr(document, "html", html)
    work_here(asked.pk)
    assert silent == [False]


def test_each_step_of_the_layout_is_a_sign_of_life(asked, monkeypatch):
    seen = []

    def rendered(html, css, identifier):
        import logging

        steps = logging.getLogger("weasyprint.progress")
        for line in ("Step 1 - Fetching", "Step 4 - Creating formatting structure", "Step 7 - Adding PDF metadata"):
            steps.info(line)
            seen.append(Rendering.objects.get(pk=asked.pk).step)
        stranger = threading.Thread(target=steps.info, args=["Step 1 - Of another document"])
        stranger.start()
        stranger.join()
        seen.append(Rendering.objects.get(pk=asked.pk).step)
        return b"%PDF-"

    monkeypatch.setattr(document, "render_pdf", rendered)
    work_here(asked.pk)
    assert seen == [2, 4, 5, 5]


def test_the_words_of_a_failure_are_in_the_language_of_the_report(world):
    asked = rendering.ask(by=world.users["donor"], asked=Asked(SINCE, UNTIL, "en"))
    fall_silent(asked, attempts=rendering.MOST_ATTEMPTS)
    with translation.override("en"):
        rendering.claim(asked.pk)
    assert now(asked).problem.startswith("The machine was stopped twice")
