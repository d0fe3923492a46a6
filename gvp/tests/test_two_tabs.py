"""Two people, or one with two tabs, correct the same record: the second is told, and overwrites nothing unseen."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from gvp.testing.furnished import furnish
from gvp.testing.world import World

pytestmark = pytest.mark.django_db

# The page, the record in its address, what the first person writes, what the second one writes.
PAGES = [
    ("participants:edit", "person", {"birth_year": "1980"}, {"language": "qu"}),
    ("workshops:cycle_edit", "cycle", {"name": "Ciclo de los martes"}, {"closes_on": "2026-12-01"}),
    ("workshops:cycle_edit", "cycle", {"facilitators": []}, {"name": "Ciclo de los martes"}),
    ("workshops:session_edit", "session", {"facilitator": "Equipo norte"}, {"minutes": "90"}),
    ("workshops:network_edit", "network", {"name": "Red de Jauja"}, {"founding_act": "Acta 2"}),
    ("workshops:member_edit", "membership", {"commitment_on": "2026-03-05"}, {"joined_on": "2026-03-04"}),
    ("workshops:action_edit", "action", {"women": "12"}, {"men": "7"}),
    ("materials:material_edit", "material", {"title": "Folleto nuevo"}, {"note": "Revisado con la UGEL"}),
    ("materials:edition_edit", "edition", {"copies": "120"}, {"format": "A5"}),
    ("materials:dissemination_edit", "dissemination", {"airings": "4"}, {"basis": "Dato de la feria"}),
    ("materials:transfer_edit", "transfer", {"copies": "12"}, {"act_number": "001-2026-JAU"}),
    ("reporting:target_edit", "target", {"value": "40"}, {"baseline": "2.00"}),
]


@pytest.fixture
def corner(world: World) -> SimpleNamespace:
    corner = furnish(world)["own"]
    corner.person.first_surname = "Quispe"  # the small world's have numbers, which no form accepts
    corner.person.save()
    return corner


def written(page):
    """What the form on the page sends when nothing is changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


@pytest.mark.parametrize(("opens", "record", "first", "second"), PAGES)
def test_the_second_is_told_and_may_then_save(world, corner, login, opens, record, first, second):
    client, row = login(world.coordinator), getattr(corner, record)
    url = reverse(opens, args=[row.pk])
    shown = written(client.get(url))
    assert client.post(url, shown | first).status_code == 302
    told = client.post(url, shown | second)
    name, value = next(iter(second.items()))
    form = told.context["form"]
    assert [error.code for error in form.non_field_errors().as_data()] == ["stale"]
    assert str(form[name].value()) == value
    assert "Guardado ahora" in form[next(iter(first))].help_text
    row.refresh_from_db()
    assert str(getattr(row, name)) != value
    assert client.post(url, written(told)).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, name)) == value


@pytest.mark.parametrize(("opens", "record", "first", "second"), PAGES)
def test_a_form_sent_twice_is_no_quarrel(world, corner, login, opens, record, first, second):
    client = login(world.coordinator)
    url = reverse(opens, args=[getattr(corner, record).pk])
    shown = written(client.get(url)) | first
    assert [client.post(url, shown).status_code for _ in range(2)] == [302, 302]
