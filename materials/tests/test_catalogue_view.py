"""The catalogue and one material's page: where things stand, what is missing, what is left."""

import pytest
from django.urls import reverse

from gvp.testing.furnished_materials import hand
from materials import handing
from materials.catalogue import stage_of, steps, with_standing
from materials.models import Dissemination, Edition, Material
from materials.stock import stock_of
from materials.tests.conftest import DAY

pytestmark = pytest.mark.django_db
CATALOGUE = "/materiales/"
QUERIES_OF_CATALOGUE, QUERIES_OF_MATERIAL, QUERIES_OF_HISTORY = 6, 11, 8


def page(material):
    return reverse("materials:material", args=[material.pk])


def standing(material):
    return with_standing(Material.objects).get(pk=material.pk)


def titles(answer):
    return [line["material"].title for line in answer.context["lines"]]


def unmet(material):
    return [step.rule for step in steps(standing(material)) if not step.met]


@pytest.fixture(autouse=True)
def _english(client, settings):
    """Words are compared in the language of the source."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    settings.LANGUAGE_CODE = "en"


# --- Where it stands --------------------------------------------------------------------------


def test_a_material_is_being_made_then_final_then_handed_over(world, partners, brochure):
    seen = [stage_of(standing(brochure))]
    Material.objects.filter(pk=brochure.pk).update(final_on=DAY)
    seen.append(stage_of(standing(brochure)))
    hand(brochure, partners.public)
    seen.append(stage_of(standing(brochure)))
    hand(brochure, partners.public, act_number="001")
    seen.append(stage_of(standing(brochure)))
    assert seen == ["making", "final", "final", "handed_over"]


def test_the_rules_are_met_one_by_one(world, partners, brochure):
    everything = [
        "Final version", "Made with an institution", "Made with a men's group", "Handed over, with act",
        "To a public institution, with act", "To a private one, with act",
    ]  # fmt: skip
    assert unmet(brochure) == everything
    Material.objects.filter(pk=brochure.pk).update(final_on=DAY)
    brochure.institutions.add(partners.public)
    brochure.mens_groups.add(partners.group)
    assert unmet(brochure) == everything[3:]
    hand(brochure, partners.private)
    assert unmet(brochure) == everything[3:]
    hand(brochure, partners.public, act_number="001")
    assert unmet(brochure) == everything[5:]
    hand(brochure, partners.private, act_file="documents/a.jpg")
    assert unmet(brochure) == []


def test_the_stock_of_a_line_is_that_of_its_editions(world, partners, brochure, shared):
    Edition.objects.create(material=brochure, number=2, published_on=DAY, copies=50)
    hand(brochure, partners.public, copies=40)
    hand(brochure, partners.private)
    line = standing(brochure)
    assert (stock_of(line).made, stock_of(line).left, stock_of(line).percent_left) == (150, 110, 73)
    assert (line.transfer_count, line.without_act) == (2, 2)
    assert stock_of(standing(shared)).left is None


def test_what_came_in_beyond_what_exists_is_said(world, login, partners, brochure, shared):
    hand(brochure, partners.public, copies=130)
    line = login(world.coordinator).get(CATALOGUE, {"lacks": "edition"}).context["lines"]
    assert [(one["material"], one["stock"].beyond, one["stock"].percent_left) for one in line] == [(brochure, 30, 0)]


# --- The list ---------------------------------------------------------------------------------


def test_a_coordinator_sees_the_own_and_the_whole_programmes(world, login, brochure, shared):
    Material.objects.create(code="T", title="Ajeno", kind="guide", medium="print", province=world.tayacaja.province)
    assert titles(login(world.coordinator).get(CATALOGUE)) == ["Folleto", "Video"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "making"}, ["Folleto"]),
        ({"stage": "final"}, ["Video"]),
        ({"stage": "handed_over"}, []),
        ({"kind": "video"}, ["Video"]),
        ({"medium": "print"}, ["Folleto"]),
        ({"language": "es"}, ["Folleto"]),
        ({"language": "qu"}, []),
        ({"province": "1204"}, ["Folleto"]),
        ({"province": "programme"}, ["Video"]),
        ({"lacks": "transfer"}, ["Folleto", "Video"]),
        ({"lacks": "act"}, ["Folleto"]),
        ({"q": "FOLLÉTO"}, ["Folleto"]),
        ({"q": "pro-m01"}, ["Video"]),
        ({"kind": "no-such"}, ["Folleto", "Video"]),
    ],
)
def test_filters(world, login, partners, brochure, shared, asked, found):
    hand(brochure, partners.public)
    assert titles(login(world.coordinator).get(CATALOGUE, asked)) == found


def test_what_is_chosen_stays_in_sight_and_goes_with_a_tap(world, login, brochure, shared):
    filters = login(world.coordinator).get(CATALOGUE, {"stage": "making", "kind": "brochure"}).context["filters"]
    assert [(chip.label, chip.query) for chip in filters.on] == [
        ("being made", "kind=brochure"), ("brochure", "stage=making"),
    ]  # fmt: skip


def test_many_materials_come_in_pages(world, login):
    Material.objects.bulk_create(
        Material(code=f"X{n}", title=f"Material {n:03}", kind="guide", medium="print", province=world.jauja.province)
        for n in range(300)
    )
    answer = login(world.coordinator).get(CATALOGUE, {"page": 10})
    assert (len(answer.context["lines"]), answer.context["page"].paginator.num_pages) == (30, 10)


def test_an_empty_catalogue_says_what_to_do(world, login):
    assert "Record the first one" in login(world.coordinator).get(CATALOGUE).content.decode()
    monitoring = login(world.users["monitoring"]).get(CATALOGUE).content.decode()
    assert "No material is recorded yet." in monitoring
    assert reverse("materials:material_new") not in monitoring


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_catalogue(world, login, partners, django_assert_num_queries, n):
    for number in range(n):
        full(world, partners, f"M{number}")
    client = login(world.coordinator)
    with django_assert_num_queries(QUERIES_OF_CATALOGUE):
        assert len(client.get(CATALOGUE).context["lines"]) == n


def full(world, partners, code, rows=1):
    """A material with everything, `rows` times."""
    material = Material.objects.create(
        code=code, title=code, kind="guide", medium="print", province=world.jauja.province, final_on=DAY
    )
    material.institutions.add(partners.public)
    material.mens_groups.add(partners.group)
    for n in range(1, rows + 1):
        edition = Edition.objects.create(material=material, number=n, published_on=DAY, copies=100)
        Dissemination.objects.create(material=material, since=DAY, channel="radio", institution=partners.radio)
        hand(material, partners.public, edition=edition, copies=5)
        material.files.create(label=str(n), file="documents/a.jpg", edition=edition)
    return material


# --- One material -----------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_a_material(world, login, partners, django_assert_num_queries, n):
    material = full(world, partners, "M", n)
    client = login(world.coordinator)
    with django_assert_num_queries(QUERIES_OF_MATERIAL):
        assert len(client.get(page(material)).context["transfers"]) == n


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_a_history(world, login, partners, django_assert_num_queries, n):
    material = full(world, partners, "M", n)
    client = login(world.coordinator)
    with django_assert_num_queries(QUERIES_OF_HISTORY):
        client.get(reverse("materials:history", args=[material.pk]))


def test_the_story_goes_from_the_first_day_to_the_last(world, login, partners, brochure):
    Material.objects.filter(pk=brochure.pk).update(final_on=DAY.replace(month=3))
    Dissemination.objects.create(material=brochure, since=DAY.replace(month=5), channel="fair", airings=2)
    for day in (3, 9):
        hand(brochure, partners.public, date=DAY.replace(month=6, day=day), copies=10)
    hand(brochure, partners.private, date=DAY.replace(month=7), copies=1)
    told = login(world.coordinator).get(page(brochure)).context["story"]
    assert [(moment.kind, moment.title, moment.detail) for moment in told] == [
        ("final", "Final version", ""),
        ("edition", "Edition 1, Spanish", "100 copies"),
        ("airing", "Fair", "2 airings"),
        ("transfer", "2 transfers", "20 copies · until 9 jun"),
        ("transfer", "Institución ONG", "1 copy"),
    ]


def test_reach_stands_apart_as_an_estimate(world, login, brochure):
    for reach in (300, None, 200):
        Dissemination.objects.create(material=brochure, since=DAY, channel="radio", reach=reach, basis="Emisora")
    answer = login(world.coordinator).get(page(brochure))
    assert answer.context["reach"] == 500
    assert "It never adds to the people counted." in answer.content.decode()


def test_transfers_elsewhere_are_a_number_without_names(world, login, partners, shared):
    hand(shared, partners.public, copies=1)
    hand(shared, partners.far, copies=7, receiver="Nombre ajeno")
    answer = login(world.coordinator).get(page(shared))
    assert (len(answer.context["transfers"]), answer.context["elsewhere"]) == (1, 1)
    assert answer.context["stock"].handed_over == 8
    assert "Nombre ajeno" not in answer.content.decode()


def test_monitoring_reads_and_changes_nothing(world, login, partners, brochure):
    given = hand(brochure, partners.public)
    content = login(world.users["monitoring"]).get(page(brochure)).content.decode()
    changing = ("material_edit", "transfer_new", "edition_new", "file_new", "dissemination_new")
    assert [name for name in changing if reverse(f"materials:{name}", args=[brochure.pk]) in content] == []
    assert reverse("materials:transfer_edit", args=[given.pk]) not in content
    assert reverse("materials:transfer_act", args=[given.pk]) in content


def test_of_the_programmes_material_a_coordinator_records_what_happens_here(world, login, shared):
    content = login(world.coordinator).get(page(shared)).content.decode()
    offered = {
        name: reverse(f"materials:{name}", args=[shared.pk]) in content
        for name in ("material_edit", "edition_new", "transfer_new", "dissemination_new")
    }
    assert offered == {"material_edit": False, "edition_new": False, "transfer_new": True, "dissemination_new": True}


def test_the_history_tells_of_what_is_gone(world, login, partners, brochure):
    given = hand(brochure, partners.public)
    handing.take_back(by=world.coordinator, transfer=given, reason="No se entregó")
    content = login(world.coordinator).get(reverse("materials:history", args=[brochure.pk])).content.decode()
    assert "No se entregó" in content
