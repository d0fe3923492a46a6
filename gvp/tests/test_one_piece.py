"""Every form that changes something: with its line in the audit log or not at all, and once however often it comes."""

import datetime as dt
import shutil
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import override_settings
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Report, ReportTexts
from gvp.reporting.report.texts import REQUIRED
from gvp.testing.furnished import ABOUT, furnish
from gvp.testing.world import World, add_man

pytestmark = pytest.mark.django_db
KEY, MARK = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
NAMED = {"given_names": "Toribio", "first_surname": "Cuadrado", "second_surname": "", "birth_year": "1979"}
ABOUT_A_REPORT = {"title": "Otro informe", "since": "2026-01-01", "until": "2026-06-30"}
PLAN = {"starts_at": "", "minutes": "90", "facilitator": ""}
HIDDEN = {"contenttypes.contenttype", "auth.permission", "sessions.session"}

# The page, the record in its address, and what is sent; a function where it depends on the records.
FORMS: list[tuple[str, str, Any]] = [
    ("participants:register", "", lambda c: NAMED | {
        "id": KEY, "group": "man", "community": c.community.pk, "enrolled_on": "2026-03-03", "sex": "",
        "registration_mode": "signature", "confirmed": "on"}),
    ("participants:consents", "person", {"kind": "evaluation", "given_on": "2026-03-04", "mode": "signature"}),
    ("participants:revoke", "consent", {"on": "2026-04-04", "mode": "signature", "reason": "Se mudó"}),
    ("participants:merge", "pair", lambda c: {"first_surname": "kept", "reason": "Dos veces"}),
    ("participants:unmerge", "merge", {}),
    ("participants:two_people", "pair", {}),
    ("workshops:walk_in_add", "session", lambda c: {"person": c.newcomer.pk, "mark": MARK}),
    ("workshops:walk_in_register", "session", lambda c: NAMED | {
        "id": KEY, "mark": MARK, "registration": "signature", "community": c.community.pk, "confirmed": "on"}),
    ("workshops:walk_in_count", "session", {"shown": "0"}),
    ("workshops:roster", "session", lambda c: {
        f"state-{c.twin.pk}": "late", f"ticket-{c.twin.pk}": f"{MARK} - -", "head_count": "9",
        "initial-head_count": "1"}),
    ("workshops:cycle_new", "", lambda c: {
        "id": KEY, "kind": "sensitisation", "name": "Nuevo", "community": c.community.pk, "starts_on": "2026-05-05",
        "curriculum": "usual"}),
    ("workshops:session_new", "cycle", lambda c: PLAN | {
        "id": KEY, "module": c.module.pk, "date": "2026-09-09", "community": c.community.pk}),
    ("workshops:series", "cycle", lambda c: PLAN | {
        "first_on": "2026-09-09", "weeks": "2", "community": c.community.pk}),
    ("workshops:enrol", "cycle", lambda c: {"people": [c.newcomer.pk], "enrolled_on": "2026-03-04"}),
    ("workshops:session_cancel", "planned", {"reason": "Lluvia"}),
    ("workshops:session_reschedule", "planned", {"date": "2026-09-09", "reason": "Lluvia"}),
    ("workshops:withdraw", "enrolment", {"on": "2026-11-01"}),
    ("workshops:network_new", "", lambda c: {
        "id": KEY, "name": "Red nueva", "province": c.province.pk, "founded_on": "2026-04-04"}),
    ("workshops:member_add", "network", lambda c: {"people": [c.newcomer.pk], "joined_on": "2026-04-04"}),
    ("workshops:member_leave", "membership", {"on": "2026-11-01", "reason": "Se mudó"}),
    ("workshops:action_new", "network", lambda c: {
        "id": KEY, "kind": "talk", "date": "2026-04-04", "community": c.community.pk, "leaders": [c.person.pk],
        "women": "9", "men": "8", "adolescents": "0"}),
    ("workshops:action_validate", "action", {}),
    ("workshops:action_remove", "action", {}),
    ("workshops:replication_remove", "replication", {}),
    ("materials:material_new", "", lambda c: {
        "id": KEY, "title": "Guía", "kind": "guide", "medium": "print", "province": c.province.pk}),
    ("materials:material_edit", "material", lambda c: {
        "title": "Otro", "kind": "guide", "medium": "print", "province": c.province.pk}),
    ("materials:final", "material", {"final_on": "2026-04-04"}),
    ("materials:edition_new", "material", {
        "id": KEY, "number": "2", "language": "qu", "published_on": "2026-04-04", "copies": "50"}),
    ("materials:dissemination_new", "material", {
        "id": KEY, "channel": "fair", "since": "2026-04-04", "airings": "1"}),
    ("materials:dissemination_delete", "dissemination of material", {}),
    ("materials:file_delete", "own file of material", {}),
    ("materials:transfer_new", "material", lambda c: {
        "id": KEY, "institution": c.institution.pk, "date": "2026-04-04", "copies": "5"}),
    ("materials:transfer_edit", "transfer", lambda c: {
        "institution": c.institution.pk, "date": "2026-04-04", "copies": "7", "act_number": "001-2026-JAU"}),
    ("materials:transfer_undo", "transfer of material", {"reason": "Se registró dos veces"}),
    ("reporting:target_new", "", lambda c: {
        "indicator": "P01", "province": c.province.pk, "baseline": "0", "value": "8", "until": "2026-12-31"}),
    ("reporting:target_remove", "target", {}),
    ("reporting:report_new", "", lambda c: ABOUT_A_REPORT | {"id": KEY, "province": c.province.pk}),
    ("reporting:report_edit", "draft", lambda c: ABOUT_A_REPORT | {"province": c.province.pk}),
    ("reporting:report_texts", "language of draft", {"context": "Llovió mucho en marzo."}),
    ("reporting:report_copy", "language of draft", {}),
    ("reporting:report_close", "ready", {}),
    ("reporting:report_reopen", "report", {"reason": "Se corrige una fecha"}),
    ("sync:decide", "operation", {"decision": "discard"}),
    ("sync:decide_dispute", "dispute", {"decision": "absent", "ticket": KEY}),
    ("sync:undecide_dispute", "decision", {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def laid_out(stage, small_world, tmp_path_factory) -> tuple[Path, Callable[[], SimpleNamespace]]:
    """The folder of uploads, and the records beside them."""
    files = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=files):
        return files, stage(lambda: _corner(small_world()))


@pytest.fixture
def corner(laid_out, db, settings, tmp_path) -> SimpleNamespace:
    files, records = laid_out
    settings.MEDIA_ROOT = shutil.copytree(files, tmp_path / "files")
    return records()


def _corner(world: World) -> SimpleNamespace:
    corner = furnish(world)["own"]
    corner.newcomer = add_man(corner.community, "JAU", 50)
    corner.planned = world.jauja.workshops[2]
    world.jauja.workshops[7].delete()  # so that a module has no session yet
    corner.ready = Report.objects.create(
        title="Listo", province=corner.province, since=dt.date(2026, 1, 1), until=dt.date(2026, 6, 30)
    )
    written = dict.fromkeys(REQUIRED, "Se hizo lo previsto.")
    ReportTexts.objects.create(
        report=corner.ready, language="es", deviations=dict.fromkeys(INDICATORS, "Se explica."), **written
    )
    return corner


def send(client, corner, form):
    name, about, data = form
    named = ABOUT[about](corner) if about in ABOUT else [getattr(corner, about).pk] if about else []
    return client.post(reverse(name, args=named), data(corner) if callable(data) else data)


def stored() -> Counter:
    """How many rows there are of each kind, and the facts of those that forms change."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in HIDDEN]
    return Counter(
        (model._meta.label_lower, tuple(sorted((k, str(v)) for k, v in row.items())))
        for model in models for row in model._default_manager.order_by().values()
    )  # fmt: skip


IDS = [form[0] for form in FORMS]


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_once_however_often_it_comes(world, corner, login, form):
    client = login(world.coordinator)
    before = stored()
    send(client, corner, form)
    once = stored()
    assert once != before
    send(client, corner, form)
    assert stored() == once


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_with_its_line_in_the_log_or_not_at_all(world, corner, login, form, monkeypatch):
    client = login(world.coordinator)
    client.raise_request_exception = False
    before = stored()

    def full(**facts):
        raise OSError("The disk is full.")

    monkeypatch.setattr(Entry.objects, "bulk_create", full)
    assert send(client, corner, form).status_code == 500
    assert stored() == before
