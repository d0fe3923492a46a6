"""Creating and changing cycles, and their curricula."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.testing.world import FIRST_DAY, hold
from workshops import cycling
from workshops.cycling import Line
from workshops.models import Cycle, Module


def facts(world, **changes):
    return {
        "kind": "sensitisation", "name": "Ciclo nuevo", "community": world.jauja.community,
        "starts_on": dt.date(2026, 4, 1), "closes_on": None,
    } | changes  # fmt: skip


def create(world, key=None, curriculum=(), facilitators=(), **changes):
    return cycling.create(
        by=world.coordinator, key=key or uuid.uuid4(), facts=facts(world, **changes), curriculum=curriculum,
        facilitators=facilitators,
    )  # fmt: skip


def lines_of(cycle):
    return [Line(m.pk, m.title, m.core, m.order, m.order) for m in cycle.modules.order_by("order")]


def set_curriculum(world, cycle, lines):
    return cycling.set_curriculum(by=world.coordinator, cycle=cycle, lines=lines)


def orders(cycle):
    return [(m.order, m.title) for m in cycle.modules.order_by("order")]


def test_codes_count_by_province_and_kind(world):
    made = [create(world).code, create(world).code, create(world, kind="winay").code]
    assert made == ["JAU-S01", "JAU-S02", "JAU-W01"]


def test_the_code_after_the_ninety_ninth_has_three_digits(world):
    create(world, code="JAU-S99")
    assert [create(world).code, create(world).code] == ["JAU-S100", "JAU-S101"]


def test_a_province_without_short_code_lends_its_inei_code(world):
    world.jauja.province.short_code = None
    world.jauja.province.save()
    world.jauja.community.refresh_from_db()
    assert create(world).code == "1204-S01"


def test_a_typed_code_that_is_taken_is_refused_at_its_field(world):
    with pytest.raises(ValidationError) as refused:
        create(world, code="K-JAU")
    assert set(refused.value.error_dict) == {"code"}


def test_a_cycle_sent_twice_is_created_once(world):
    key = uuid.uuid4()
    lines = cycling.unnamed("sensitisation")
    assert create(world, key, lines) == create(world, key, lines)
    assert (Cycle.objects.filter(pk=key).count(), Entry.objects.filter(target_id=str(key)).count()) == (1, 1)


def test_the_usual_curriculum_has_eight_modules_and_the_first_is_core(world):
    cycle = create(world, curriculum=cycling.unnamed("sensitisation"))
    assert list(cycle.modules.values_list("code", "order", "core"))[:2] == [("01", 1, True), ("02", 2, False)]
    assert cycle.modules.count() == 8


def test_a_copied_curriculum_has_the_same_modules_under_new_keys(world):
    cycle = create(world, curriculum=cycling.copied(world.jauja.cycle))
    same = list(cycle.modules.values_list("order", "title", "core"))
    assert same == list(world.jauja.cycle.modules.values_list("order", "title", "core"))
    assert Module.objects.filter(pk__in=[m.pk for m in world.jauja.modules], cycle=cycle).count() == 0


def test_a_change_names_the_fields_and_a_repetition_changes_nothing(world):
    cycle = world.jauja.cycle
    wanted = {"name": "Otro nombre", "closes_on": dt.date(2026, 9, 1)}
    team = [world.field, world.coordinator]
    changed = [cycling.change(by=world.coordinator, cycle=cycle, facts=wanted, facilitators=team) for _ in range(2)]
    assert changed == [["closes_on", "name", "facilitators"], []]
    assert [entry.detail for entry in Entry.objects.about(cycle)] == [{"fields": ["closes_on", "name", "facilitators"]}]


def test_the_kind_stays_once_people_are_enrolled(world):
    with pytest.raises(ValidationError) as refused:
        cycling.change(by=world.coordinator, cycle=world.jauja.cycle, facts={"kind": "winay"}, facilitators=[])
    assert set(refused.value.error_dict) == {"kind"}


def test_a_cycle_does_not_start_after_its_first_session(world):
    later = {"starts_on": FIRST_DAY + dt.timedelta(weeks=2)}
    with pytest.raises(ValidationError) as refused:
        cycling.change(by=world.coordinator, cycle=world.jauja.cycle, facts=later, facilitators=[])
    assert set(refused.value.error_dict) == {"starts_on"}


@pytest.mark.parametrize(
    ("moves", "order"),
    [
        ({3: 1}, [3, 1, 2, 4]),
        ({1: 3}, [2, 3, 1, 4]),
        ({1: 2, 2: 1}, [2, 1, 3, 4]),
        ({4: 60}, [1, 2, 3, 4]),
        ({1: 60}, [2, 3, 4, 1]),
        ({1: 3, 4: 3}, [2, 4, 3, 1]),
    ],
)
def test_a_module_goes_where_its_number_says_and_the_others_make_room(world, moves, order):
    cycle = world.jauja.cycle
    cycle.workshops.all().delete()
    cycle.modules.filter(order__gt=4).delete()
    set_curriculum(world, cycle, [line._replace(order=moves.get(line.order, line.order)) for line in lines_of(cycle)])
    assert orders(cycle) == [(n, f"Módulo {was}") for n, was in enumerate(order, start=1)]


def test_a_new_module_gets_the_next_code_and_a_resend_adds_nothing(world):
    cycle = world.jauja.cycle
    lines = [*lines_of(cycle), Line(uuid.uuid4(), "Cuidar", True, 9, 9)]
    assert [set_curriculum(world, cycle, lines) for _ in range(2)] == [True, False]
    assert list(cycle.modules.filter(title="Cuidar").values_list("code", "order", "core")) == [("09", 9, True)]
    assert Entry.objects.about(cycle).count() == 1


def test_a_module_with_sessions_is_not_removed(world):
    with pytest.raises(ValidationError) as refused:
        set_curriculum(world, world.jauja.cycle, lines_of(world.jauja.cycle)[1:])
    assert (refused.value.code, "Módulo 1" in refused.value.message) == ("in_use", True)
    assert world.jauja.cycle.modules.count() == 8


def test_a_module_without_sessions_is_removed_and_the_rest_closes_up(world):
    cycle = world.jauja.cycle
    world.jauja.workshops[0].delete()
    set_curriculum(world, cycle, lines_of(cycle)[1:])
    assert orders(cycle)[0] == (1, "Módulo 2")
    assert Entry.objects.about(cycle).get().detail["modules"]["removed"] == ["01"]


def test_a_line_of_another_cycle_is_refused(world):
    stranger = world.tayacaja.modules[0]
    lines = [*lines_of(world.jauja.cycle), Line(stranger.pk, "Robado", False, 9, 9)]
    with pytest.raises(ValidationError) as refused:
        set_curriculum(world, world.jauja.cycle, lines)
    stranger.refresh_from_db()
    assert (refused.value.code, stranger.cycle) == ("other_cycle", world.tayacaja.cycle)


def test_making_a_module_core_keeps_what_was_attended(world):
    hold(world.jauja.workshops[4], *world.jauja.men)
    lines = [line._replace(core=line.order == 5) for line in lines_of(world.jauja.cycle)]
    set_curriculum(world, world.jauja.cycle, lines)
    assert list(world.jauja.cycle.modules.filter(core=True).values_list("code", flat=True)) == ["05"]
    assert world.jauja.workshops[4].attendances.count() == 3
