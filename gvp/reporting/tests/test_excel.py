"""The workbook: the same figures as on the screen, no small numbers nor names for those who may not, text as text."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gvp.audit.models import Entry
from gvp.places.models import Community
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from gvp.reporting.tests.made import more_men, sensitise, train
from participants.models import Participant
from workshops.models import Workshop

URL = "/informes/excel/"
TODAY = dt.date(2026, 11, 24)
LISTS = {"lists": "1", "reason": "Evaluación intermedia"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


@pytest.fixture
def busy(world):
    """Men who count in both provinces, one who does not, and a school leader."""
    sensitise(world.jauja, *world.jauja.men, *more_men(world.jauja, 5))
    train(world.tayacaja)
    Workshop.objects.filter(pk=world.jauja.workshops[7].pk).update(status="cancelled")
    return world


@pytest.fixture
def english(login):
    """Log in with English chosen, so that titles do not depend on the catalogue."""

    def enter(user):
        client = login(user)
        client.cookies["django_language"] = "en"
        return client

    return enter


def book(client, data=None, query="period=all"):
    answer = client.post(f"{URL}?{query}", data or {})
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))


def sheet(workbook, name):
    """Rows as dictionaries by the first row's titles."""
    head, *rows = workbook.get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=False)) for row in rows]


def test_whoever_has_not_logged_in_is_sent_to_the_door(client, world):
    assert client.get(URL).url == f"{reverse('accounts:login')}?next={URL}"


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 200), ("administrator", 200), ("donor", 200)],
)
def test_the_page_is_for_those_who_read_figures(world, login, role, status):
    assert login(world.users[role]).get(URL).status_code == status


def test_another_provinces_figures_are_not_found(world, login):
    client = login(world.users["coordinator_tayacaja"])
    assert client.post(f"{URL}?province=1204").status_code == 404


@pytest.mark.parametrize("code", list(INDICATORS))
def test_screen_and_list_and_workbook_say_the_same(busy, english, code):
    client = english(busy.users["monitoring"])
    page = f"/informes/indicadores/{code}/"
    value = client.get(page, {"period": "all"}).context["story"].line.value
    counted = client.get(f"{page}lista/", {"period": "all"}).context["shelves"][0].entries
    row = next(row for row in sheet(book(client), "Figures") if row["Code"] == code)
    listed = sum(entry.amount for entry in counted)
    if value.is_ratio:
        assert (listed, row["Part"], row["Whole"]) == (value.numerator, value.numerator, value.denominator)
    else:
        added = "" if value.in_period is None else value.in_period
        assert (listed, row["Figure"], row["In the period"]) == (value.main, value.main, added)
    if INDICATORS[code].kind in ("list", "day"):
        assert len(counted) == row["Figure"]


def test_the_whole_program_has_a_row_per_province_beneath(busy, english):
    rows = sheet(book(english(busy.users["monitoring"])), "Figures")
    assert [(row["Place"], row["Figure"]) for row in rows if row["Code"] == "C1a"] == [
        ("the whole program", 8), ("Jauja", 8), ("Tayacaja", 0),
    ]  # fmt: skip


def test_targets_stand_beside_their_figures(busy, english):
    Target.objects.create(indicator="C1a", value=16, until=TODAY)
    rows = sheet(book(english(busy.users["monitoring"])), "Figures")
    row = next(row for row in rows if row["Code"] == "C1a")
    assert (row["Target"], row["To be reached by"], row["% of the target"], row["State"]) == (16, TODAY, 50, "at risk")


def test_a_coordinators_workbook_holds_the_own_province_only(busy, english):
    workbook = book(english(busy.users["coordinator_tayacaja"]), LISTS)
    assert {row["Place"] for row in sheet(workbook, "Figures")} == {"Tayacaja"}
    assert {row["Code"][:3] for row in sheet(workbook, "C1a")} == {"TAY", "LEA"}


def test_breakdowns_add_up_to_the_figure(busy, english):
    rows = sheet(book(english(busy.users["monitoring"])), "Breakdowns")
    ages = [row["Number"] for row in rows if (row["Code"], row["By"]) == ("C1a", "Age")]
    assert (len(ages), sum(ages)) == (4, 8)


def test_donors_get_small_numbers_of_people_only_as_fewer_than_five(busy, english):
    sensitise(busy.jauja, *busy.jauja.men)
    rows = sheet(book(english(busy.users["donor"])), "Breakdowns")
    assert [row["Number"] for row in rows if (row["Code"], row["By"]) == ("C5", "Sex")] == ["n.s.", "n.s."]
    workbook = book(english(busy.users["donor"]), LISTS)
    assert workbook.sheet_names == ["Figures", "Breakdowns", "About"]


# --- Lists ----------------------------------------------------------------------------------


def test_each_list_holds_everything_once_with_the_rule_that_decided(busy, english):
    rows = sheet(book(english(busy.users["monitoring"]), LISTS), "C1a")
    assert sorted(row["Code"] for row in rows) == sorted(Participant.objects.values_list("code", flat=True))
    assert sum(row["Counts"] == "yes" for row in rows) == 8
    assert {row["Rule that decided"] != "" for row in rows if row["Counts"] == "no"} == {True}


def test_sessions_and_districts_have_their_sheets(busy, english):
    workbook = book(english(busy.users["monitoring"]), LISTS)
    assert sum(row["Adds"] for row in sheet(workbook, "P02")) == 24
    assert sorted(row["District"] for row in sheet(workbook, "P07")) == ["Jauja", "Tayacaja"]


def test_school_leaders_stand_there_by_their_code_alone_whatever_the_permission(busy, english):
    busy.users["monitoring"].sees_minors = True
    busy.users["monitoring"].save()
    row = next(row for row in sheet(book(english(busy.users["monitoring"]), LISTS), "C5") if row["Code"] == "LEAD-1")
    assert (row["Name"], row["Counts"]) == ("", "yes")


@pytest.mark.parametrize("reason", ["", "x", "x" * 201, "Para la denuncia de don Juan"])
def test_lists_leave_with_a_reason_only(busy, english, reason):
    answer = english(busy.users["monitoring"]).post(URL, LISTS | {"reason": reason})
    assert (answer["Content-Type"], list(answer.context["form"].errors)) == ("text/html; charset=utf-8", ["reason"])
    assert Entry.objects.filter(verb="exported").count() == 0


def test_each_file_is_written_to_the_audit_log_and_looking_at_the_page_is_not(busy, english):
    client = english(busy.coordinator)
    client.get(URL)
    book(client, LISTS)
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.province, entry.detail["lists"], entry.detail["reason"]) == (
        busy.coordinator, "1204", True, "Evaluación intermedia",
    )  # fmt: skip


def test_the_file_is_named_by_place_and_day(busy, english):
    answer = english(busy.coordinator).post(URL)
    assert answer["Content-Disposition"] == 'attachment; filename="cifras-jauja-2026-11-24.xlsx"'


# --- Text is text ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "-2", "https://example.org", "\ta\x0bb\x00c"])
def test_nothing_in_the_file_is_a_live_formula_or_link(busy, english, name):
    Community.objects.filter(pk=busy.jauja.community.pk).update(name=name.replace("\x00", ""))
    answer = english(busy.users["monitoring"]).post(f"{URL}?period=all", LISTS)
    content = answer.getvalue()
    rows = sheet(CalamineWorkbook.from_filelike(io.BytesIO(content)), "C1a")
    assert name.replace("\x0b", "").replace("\x00", "") in {row["Community"] for row in rows}
    with ZipFile(io.BytesIO(content)) as parts:
        pages = [parts.read(part).decode() for part in parts.namelist() if part.startswith("xl/worksheets/sheet")]
        assert [part for part in parts.namelist() if "rels/sheet" in part] == []
    assert ["<f>" in page or "<hyperlink" in page for page in pages] == [False] * len(pages)


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(busy, english, django_assert_num_queries):
    client = english(busy.users["monitoring"])
    for men in ([], more_men(busy.jauja, 2)):
        sensitise(busy.jauja, *men)
        with django_assert_num_queries(218):
            client.post(URL, LISTS)
