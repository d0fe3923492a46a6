"""An administrator who is no programmer adds and changes questionnaires; what was answered stays."""

import datetime as dt

import pytest
from django.urls import reverse

from gvp.testing.answers import assess
from participants import assessing
from participants.models import AnswerOption, Assessment, Domain, Instrument, Item


@pytest.fixture
def admin(world, login):
    return login(world.users["administrator"])


@pytest.fixture
def fcc(world):
    return Instrument.objects.get(code="FCC-15")


@pytest.fixture
def used(world, fcc):
    """FCC-15, which somebody has answered."""
    begun = assess(world.jauja.men[0], "baseline", dt.date(2026, 4, 1), {})
    item = Item.objects.select_related("domain").get(code="M1")
    assessing.answer(by=world.coordinator, assessment=begun, item=item, value=1)
    fcc.refresh_from_db()
    return fcc


def formset(prefix, *rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_new_instrument_with_answers_domains_and_statements(admin, world):
    facts = {"code": "GEM", "version": "1", "name": "Ficha larga", "top": "agree", "in_use": "on"}
    options = formset("options", *({"value": n, "label": f"Opción {n}"} for n in range(1, 5)))
    domains = formset("domains", {"code": "X", "name": "Ideas", "route": "always", "order": 1})
    answer = admin.post(reverse("admin:participants_instrument_add"), facts | options | domains | formset("bands"))
    assert answer.status_code == 302
    instrument = Instrument.objects.get(code="GEM")
    assert not Instrument.objects.offered().filter(pk=instrument.pk).exists()
    domain = instrument.domains.get()
    statements = formset("items", *({"code": f"X{n}", "text": f"Frase {n}", "order": n} for n in range(1, 25)))
    facts = {"code": "X", "name": "Ideas", "route": "always", "order": 1}
    assert (
        admin.post(reverse("admin:participants_domain_change", args=[domain.pk]), facts | statements).status_code == 302
    )
    assert (domain.items.count(), Instrument.objects.offered().last()) == (24, instrument)


def test_code_of_a_statement_is_its_own_in_the_whole_instrument(admin, fcc):
    domain = Domain.objects.create(instrument=fcc, code="Z", name="Otro")
    url = reverse("admin:participants_domain_change", args=[domain.pk])
    facts = {"code": "Z", "name": "Otro", "route": "always", "order": 4}
    for code in ("M1", "a/b"):
        admin.post(url, facts | formset("items", {"code": code, "text": "Frase", "order": 1}))
    assert domain.items.count() == 0


def test_answered_instrument_keeps_its_content(admin, used):
    url = reverse("admin:participants_instrument_change", args=[used.pk])
    page = admin.get(url)
    assert set(page.context["adminform"].form.fields) == {"counts_for_change", "in_use"}
    parts = formset("options") | formset("domains") | formset("bands")
    admin.post(url, {"name": "Otro nombre", "in_use": ""} | parts)
    used.refresh_from_db()
    assert (used.name, used.in_use, used.counts_for_change) == ("Ficha corta de cambio", False, False)
    domain = used.domains.first()
    assert admin.post(reverse("admin:participants_domain_change", args=[domain.pk]), {"code": "Q"}).status_code == 403
    assert admin.get(reverse("admin:participants_domain_delete", args=[domain.pk])).status_code == 403


def test_answered_instrument_says_whether_it_was_tampered_with(admin, used):
    url = reverse("admin:participants_instrument_change", args=[used.pk])
    assert "sin cambios" in admin.get(url).content.decode()
    AnswerOption.objects.filter(instrument=used, value=1).update(label="Sí")
    assert "CAMBIADO" in admin.get(url).content.decode()


def test_new_version_is_a_copy_that_may_be_changed(admin, used, world):
    answer = admin.post(reverse("admin:participants_instrument_version", args=[used.pk]))
    copy = Instrument.objects.get(code="FCC-15", version="2")
    assert answer.url == reverse("admin:participants_instrument_change", args=[copy.pk])
    assert (copy.locked_at, copy.content_hash, copy.in_use, copy.counts_for_change) == (None, "", False, False)
    assert copy.recorded_by == world.users["administrator"]
    assert (copy.options.count(), copy.bands.count(), Item.objects.filter(domain__instrument=copy).count()) == (
        3,
        3,
        15,
    )
    assert Assessment.objects.get().instrument == used


def test_second_version_after_the_second_has_the_next_number(admin, used):
    for _time in range(2):
        admin.post(reverse("admin:participants_instrument_version", args=[used.pk]))
    assert sorted(Instrument.objects.filter(code="FCC-15").values_list("version", flat=True)) == ["1", "2", "3"]


def test_two_instruments_cannot_both_decide_change(admin, fcc):
    other = Instrument.objects.create(code="GEM", name="Otra")
    url = reverse("admin:participants_instrument_change", args=[other.pk])
    facts = {"code": "GEM", "version": "1", "name": "Otra", "top": "agree", "counts_for_change": "on"}
    admin.post(url, facts | formset("options") | formset("domains") | formset("bands"))
    other.refresh_from_db()
    assert not other.counts_for_change
