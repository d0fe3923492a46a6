import pytest

from gvp.places import ubigeo
from gvp.places.models import District, Province

pytestmark = pytest.mark.django_db


def test_load_gives_inei_counts_and_is_safe_to_repeat():
    assert ubigeo.load() == ubigeo.load() == {"Region": 25, "Province": 196, "District": 1891}


def test_load_keeps_the_provinces_of_the_program():
    ubigeo.load()
    assert District.objects.filter(province="1204").count() == 34
    assert District.objects.filter(province="0907").count() == 23
    assert list(Province.objects.filter(followed=True).values_list("code", "short_code")) == [
        ("1204", "JAU"),
        ("0907", "TAY"),
    ]


def test_load_keeps_what_an_administrator_set():
    ubigeo.load()
    Province.objects.filter(code="1201").update(followed=True)
    ubigeo.load()
    assert Province.objects.get(code="1201").followed is True
