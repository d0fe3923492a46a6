"""An administrator who is no programmer adds and changes questionnaires; what was answered stays."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from gvp.testing.answers import assess
from participants import assessing
from participants.locking import content, content_hash, intact
from participants.models import AnswerOption, Assessment, Domain, Instrument, Item
from participants.versioning import new_version


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


EMPTY = formset("options") | formset("domains") | formset("bands")


def change_url(instrument):
    return reverse("admin:participants_instrument_change", args=[instrument.pk])


def copy_of(world, instrument):
    return new_version(by=world.users["administrator"], instrument=instrument)


def test_new_instrument_with_answers_domains_and_statements(admin, world):
    head = {"code": "GEM", "version": "1", "name": "Ficha larga", "top": "agree"}
    options = formset("options", *({"value": n, "label": f"Opción {n}"} for n in range(1, 5)))
    domains = formset("domains", {"code": "X", "name": "Ideas", "route": "always", "order": 1})
    answer = admin.post(reverse("admin:participants_instrument_add"), head | options | domains | formset("bands"))
    assert answer.status_code == 302
    instrument = Instrument.objects.get(code="GEM")
    assert not Instrument.objects.offered().filter(pk=instrument.pk).exists()
    domain = instrument.domains.get()
    statements = formset("items", *({"code": f"X{n}", "text": f"Frase {n}", "order": n} for n in range(1, 25)))
    facts = {"code": "X", "name": "Ideas", "route": "always", "order": 1}
    assert (
        admin.post(reverse("admin:participants_domain_change", args=[domain.pk]), facts | statements).status_code == 302
    )
    admin.post(change_url(instrument), head | {"in_use": "on"} | EMPTY)
    assert (domain.items.count(), Instrument.objects.offered().last()) == (24, instrument)


def test_code_of_a_statement_is_its_own_in_the_whole_instrument(admin, fcc):
    Instrument.objects.filter(pk=fcc.pk).update(in_use=False, counts_for_change=False)
    domain = Domain.objects.create(instrument=fcc, code="Z", name="Otro")
    url = reverse("admin:participants_domain_change", args=[domain.pk])
    facts = {"code": "Z", "name": "Otro", "route": "always", "order": 4}
    for code in ("M1", "a/b", "Z1"):
        admin.post(url, facts | formset("items", {"code": code, "text": "Frase", "order": 1}))
    assert [item.code for item in domain.items.all()] == ["Z1"]


@pytest.mark.parametrize(("share", "kept"), [("0.9", Decimal("0.9")), ("", None), ("0", None), ("1.1", None)])
def test_least_share_of_answers_is_of_the_version_and_between_none_and_all(admin, share, kept):
    head = {"code": "GEM", "version": "1", "name": "Ficha larga", "top": "agree", "min_answered_share": share}
    admin.post(reverse("admin:participants_instrument_add"), head | EMPTY)
    stored = Instrument.objects.filter(code="GEM").values_list("min_answered_share", flat=True)
    assert list(stored) == ([] if share in ("0", "1.1") else [kept])


def test_least_share_of_answers_is_part_of_what_is_locked_and_copied(world, used):
    copy = copy_of(world, used)
    before = (used.content_hash, content_hash(used))
    used.min_answered_share = copy.min_answered_share = Decimal("0.9")
    copy.save()
    again = Instrument.objects.get(pk=copy_of(world, copy).pk)
    assert (before[0] == before[1], intact(used), again.min_answered_share) == (True, False, Decimal("0.9"))


def test_the_hash_of_what_was_locked_before_the_share_was_its_own_stays(fcc):
    """By the content as it stood then."""
    assert "min_answered_share" not in content(fcc)["instrument"]


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


def test_two_instruments_cannot_both_decide_change(admin, world, fcc):
    other = copy_of(world, fcc)
    facts = {"code": other.code, "version": other.version, "name": "Otra", "top": "agree", "counts_for_change": "on"}
    assert tick(admin, other, facts) == ["__all__"]
    Instrument.objects.filter(pk=fcc.pk).update(counts_for_change=False)
    assert tick(admin, other, facts) == []


PARTS = {
    "options": ("id", "value", "label"),
    "domains": ("id", "code", "name", "route", "order"),
    "bands": ("id", "since", "label"),
}


def tick(admin, instrument, facts):
    """The fields refused; nothing when it was stored."""
    parts = {}
    for name in ("options", "domains", "bands"):
        rows = list(getattr(instrument, name).values())
        parts |= formset(name, *({key: row[key] for key in PARTS[name]} for row in rows), initial=len(rows))
    answer = admin.post(change_url(instrument), facts | parts)
    return sorted(answer.context["adminform"].form.errors) if answer.status_code == 200 else []


@pytest.mark.parametrize("flag", ["in_use", "counts_for_change"])
@pytest.mark.parametrize("lacks", ["options", "domains", "items"])
def test_what_cannot_be_scored_is_neither_offered_nor_decides(admin, world, fcc, flag, lacks):
    other = copy_of(world, fcc)
    Instrument.objects.filter(pk=fcc.pk).update(counts_for_change=False)
    if lacks == "items":
        other.domains.get(code="P").items.all().delete()
    else:
        rows = getattr(other, lacks).all()
        rows.exclude(pk__in=[row.pk for row in rows[: lacks == "options"]]).delete()
    facts = {"code": other.code, "version": other.version, "name": "Otra", "top": "disagree", flag: "on"}
    assert tick(admin, other, facts) == [flag]


def test_change_is_decided_only_by_an_instrument_with_the_domain_m(admin, world, fcc):
    other = copy_of(world, fcc)
    Instrument.objects.filter(pk=fcc.pk).update(counts_for_change=False)
    other.domains.filter(code="M").update(code="X")
    facts = {"code": other.code, "version": other.version, "name": "Otra", "top": "disagree", "in_use": "on"}
    assert tick(admin, other, facts | {"counts_for_change": "on"}) == ["counts_for_change"]
    assert tick(admin, other, facts) == []


def test_new_instrument_is_not_offered_until_somebody_says_so(fcc):
    assert (fcc.in_use, Instrument().in_use) == (True, False)


@pytest.mark.parametrize("held", ["locked", "answered", "in_use", "counts_for_change"])
def test_no_domain_is_added_to_an_instrument_that_is_not_open(admin, world, fcc, used, held):
    changes = {
        "locked": {"in_use": False, "counts_for_change": False},
        "answered": {"in_use": False, "counts_for_change": False, "locked_at": None, "content_hash": ""},
    }
    other = used if held in changes else copy_of(world, fcc)
    Instrument.objects.filter(pk=used.pk).update(**changes.get(held, changes["locked"]))
    if other != used:
        Instrument.objects.filter(pk=other.pk).update(**{held: True})
    assert add_domain(admin, other).context["adminform"].form.errors.keys() == {"instrument"}
    assert not other.domains.filter(code="Z").exists()


def test_domain_is_added_to_an_open_instrument(admin, world, fcc):
    other = copy_of(world, fcc)
    assert add_domain(admin, other).status_code == 302
    assert other.domains.get(code="Z").items.get().code == "Z1"


def add_domain(admin, instrument):
    facts = {"instrument": str(instrument.pk), "code": "Z", "name": "Otro", "route": "always", "order": 4}
    statements = formset("items", {"code": "Z1", "text": "Frase", "order": 1})
    return admin.post(reverse("admin:participants_domain_add"), facts | statements)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_instruments_asks_as_much_however_many_there_are(admin, world, used, count, django_assert_num_queries):
    for _n in range(count - 1):
        copy_of(world, used)
    with django_assert_num_queries(4):
        admin.get(reverse("admin:participants_instrument_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_an_instrument_counts_statements_at_once(admin, world, fcc, count, django_assert_num_queries):
    fcc = copy_of(world, fcc)
    Domain.objects.filter(instrument=fcc).exclude(code__in=["M", "P", "H"][:count]).delete()
    with django_assert_num_queries(37):
        admin.get(change_url(fcc))
