"""The programme's own questionnaire, as the migration stores it."""

import pytest

from gvp.base.free_text import suspicions
from participants.models import Band, Instrument, Item

pytestmark = pytest.mark.django_db


def test_fifteen_statements_with_the_keys_of_the_framework():
    found = Item.objects.filter(domain__instrument__code="FCC-15").order_by("domain__order", "order")
    assert [item.code for item in found if not item.equitable] == ["M1", "M2", "M4", "P1", "P3", "P4", "H2", "H3", "H5"]
    assert [item.code for item in found if item.equitable] == ["M3", "M5", "P2", "P5", "H1", "H4"]


def test_three_domains_asked_of_those_they_concern():
    fcc = Instrument.objects.get(code="FCC-15", version="1")
    assert list(fcc.domains.values_list("code", "route")) == [("M", "always"), ("P", "partner"), ("H", "children")]
    assert (fcc.top, fcc.counts_for_change, fcc.locked_at) == ("disagree", True, None)


def test_three_answers_and_three_bands_in_both_languages():
    fcc = Instrument.objects.get(code="FCC-15")
    assert list(fcc.options.values_list("value", "label", "label_en")) == [
        (1, "De acuerdo", "Agree"), (2, "Más o menos", "More or less"), (3, "En desacuerdo", "Disagree"),
    ]  # fmt: skip
    assert [str(band.since) for band in Band.objects.filter(instrument=fcc)] == ["0.00", "33.33", "66.67"]


def test_every_text_stands_in_both_languages_and_speaks_of_no_case():
    items = list(Item.objects.all())
    assert [item.code for item in items if not (item.text and item.text_en)] == []
    assert [item.code for item in items if suspicions(item.text)] == []
