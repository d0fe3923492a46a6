"""A day in the field with a phone whose battery dies twice, from the town to the receipt. In real Chromium.

The phone is killed by SIGKILL, the server too; the road back is 20 kbit/s, late, cut and forgetful.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from gvp.accounts.models import User
from gvp.sync.models import Operation
from gvp.testing.chromium import Chromium
from gvp.testing.proxy import EDGE, Road, Trouble
from gvp.testing.world import PASSWORD, World, add_man
from gvp.tests.field_day import TAKE, FieldDay
from participants import fcc15
from participants.models import Assessment, Participant
from workshops.models import Attendance, Cycle, Mark, NetworkAction, Replication, Workshop
from workshops.tests.outreach import make_network, school_leaders, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEN = 25
HERS = "739164"  # two people on one phone have two PINs
EVERYONE = MEN + 1  # with Álvaro, who is asked


@pytest.fixture
def village(world: World) -> SimpleNamespace:
    """Twenty-five men with two sessions today, a network of some of them, and two leaders of a school."""
    fcc15.create(partial(apps.get_model, "participants"))  # the rows of migrations are gone before such a test
    place, today = world.jauja, timezone.localdate()
    Cycle.objects.filter(pk=place.cycle.pk).update(starts_on=today)
    men = place.men + [add_man(place.community, "JAU", n, place.cycle) for n in range(10, 7 + MEN)]
    asked = add_man(place.community, "JAU", 60, place.cycle, given_names="Álvaro", first_surname="Ñahui")
    Workshop.objects.update(date=today + dt.timedelta(days=60))
    sessions = place.workshops[:2]
    Workshop.objects.filter(pk__in=[session.pk for session in sessions]).update(date=today)
    network = make_network(place)
    for man in men[:3]:
        stay(network, man)
    cycle, leaders = school_leaders(place)
    cycle.facilitators.add(world.field)
    colleague = User.objects.create_user("colleague", password=PASSWORD, role="field")
    colleague.provinces.add(place.province)
    place.cycle.facilitators.add(colleague)
    return SimpleNamespace(
        field=world.field,
        colleague=colleague,
        men=men,
        asked=asked,
        sessions=sessions,
        network=network,
        leaders=leaders,
        today=today,
    )


@pytest.fixture
def day_of(
    server, playwright, tmp_path, browser_type_launch_args, browser_context_args
) -> Iterator[Callable[[User], FieldDay]]:
    """`day_of(user)` is the day of that person's own phone, prepared in town. All are on one road."""
    options = browser_type_launch_args | browser_context_args
    with ExitStack() as switched_off:
        road = switched_off.enter_context(Road(server.port))

        def prepared(user: User) -> FieldDay:
            chromium = Chromium(playwright.chromium, tmp_path / user.username, **options)
            day = FieldDay(server, road, switched_off.enter_context(chromium))
            day.log_in(user)
            day.prepare()
            return day

        yield prepared


@pytest.fixture
def day(village, day_of) -> FieldDay:
    return day_of(village.field)


# --- What is done in the village --------------------------------------------------------------


def mark_everyone(day: FieldDay, session: Workshop) -> None:
    day.page.locator(f".days a[href*='{session.pk}']").click()
    day.page.locator("#everyone").click()
    day.page.locator("#save").dblclick()
    day.page.wait_for_selector("#unsent:not([hidden])")


def register_a_walk_in(day: FieldDay) -> None:
    """Somebody comes when the list is saved already."""
    day.page.get_by_role("link", name="Corregir").click()
    day.page.get_by_role("button", name="Llegó alguien más").click()
    day.page.locator("#q").fill("Toribio Cuadrado Soto")
    day.page.locator("#new-man > summary").click()
    day.page.locator("#id_birth_year").fill("1979")
    day.page.get_by_label("con su firma").check()
    day.page.get_by_role("button", name="Registrar y marcar presente").dblclick()
    day.page.get_by_role("button", name="Toribio Cuadrado S.").first.wait_for()


def go_home(day: FieldDay) -> None:
    day.page.locator(f"a[href='{reverse('workshops:today')}']:visible").first.click()
    day.page.get_by_role("heading", name="Hoy", exact=True).wait_for()


def begin_a_questionnaire(day: FieldDay, answers: int) -> None:
    page = day.page
    page.get_by_role("link", name="Fichas").first.click()
    page.get_by_role("link", name="Álvaro").click()
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_label("firma").check()
    page.get_by_role("button", name="Empezar").click()
    for group in ("¿Tiene pareja?", "¿Tiene hijas o hijos?"):
        page.get_by_role("group", name=group).get_by_label("No").check()
    page.get_by_role("button", name="primera").click()
    for place in range(1, answers + 1):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        page.get_by_role("button", name="De acuerdo", exact=True).click()
    page.get_by_text(f"{answers + 1} de 5", exact=True).wait_for()


def finish_the_questionnaire(day: FieldDay, answered: int) -> None:
    page = day.page
    page.get_by_role("link", name="Fichas").first.click()
    page.get_by_role("link", name="Álvaro").click()
    for place in range(answered + 1, 6):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        page.get_by_role("button", name="En desacuerdo").click()
    page.get_by_role("button", name="Terminar").dblclick()
    page.get_by_role("heading", name="Guardado en este teléfono").wait_for()


def record_an_action(day: FieldDay, village: SimpleNamespace) -> None:
    page = day.page
    page.get_by_role("link", name="Acción de la red").click()
    page.get_by_text("charla", exact=True).click()
    page.locator("#id_community").select_option(str(village.men[0].community_id))
    page.get_by_role("button", name="Hoy, ").click()
    page.get_by_text(village.men[0].short_name).click()
    page.locator("#id_women").fill("12")
    page.get_by_role("button", name="Guardar la acción").dblclick()
    page.get_by_role("heading", name="Hoy", exact=True).wait_for()


def record_a_replication(day: FieldDay, village: SimpleNamespace) -> None:
    page = day.page
    page.get_by_role("link", name="Réplica").first.click()
    page.locator(f"[name=leaders][value='{village.leaders[0].pk}']").check()
    page.get_by_role("button", name="Hoy, ").click()
    page.locator("#id_grade").fill("5")
    page.locator("#id_section").fill("B")
    page.locator("#id_women").fill("9")
    page.get_by_role("button", name="Guardar la réplica").dblclick()
    page.get_by_role("heading", name="Hoy", exact=True).wait_for()


def test_a_day_without_signal_arrives_once_though_the_phone_dies_twice(day, village):
    first, second = village.sessions
    day.leaves()
    day.home()
    mark_everyone(day, first)
    day.page.reload()
    day.opened().says(unsent=1)
    go_home(day)
    mark_everyone(day, second)
    register_a_walk_in(day)
    day.home()
    begin_a_questionnaire(day, answers=3)

    day.dies()  # in the middle of an answer
    day.home()
    finish_the_questionnaire(day, answered=3)
    go_home(day)
    record_an_action(day, village)
    record_a_replication(day, village)
    day.says(unsent=6)
    assert Operation.objects.count() == 0

    day.returns(rate=EDGE, latency=0.3)
    day.road.expect(Trouble.CUT, TAKE)
    day.log_in(village.field)
    day.road.wait_for(TAKE, times=2)
    day.dies()  # while the answer of the server is on its way
    assert Operation.objects.count() > 0

    day.road.rate = None
    day.road.expect(Trouble.PORTAL, TAKE)
    day.road.expect(Trouble.HALF_REPLY, TAKE)
    day.log_in(village.field)
    day.says(unsent=0)
    assert {passed.trouble for passed in day.road.to(TAKE)} == {Trouble.CUT, Trouble.PORTAL, Trouble.HALF_REPLY, None}
    assert everything(village) == {
        "authors": {village.field.pk},
        "attendance": {(first.pk, "present"): EVERYONE, (second.pk, "present"): EVERYONE + 1},
        "marks": 2 * EVERYONE + 1,
        "walk-ins": 1,
        "answers": [[1, 1, 1, 3, 3]],
        "actions": [("talk", 12, [village.men[0]])],
        "replications": [("5", "B", 9, [village.leaders[0]])],
    }
    day.at(reverse("sync:phone")).opened()
    assert f"{2 * EVERYONE + 4} " in day.page.locator("[data-part=sent] li").first.inner_text()


def everything(village: SimpleNamespace) -> dict[str, object]:
    """All that the day left behind on the server."""
    rows = Attendance.objects.values_list("workshop", "state").annotate(n=Count("pk"))
    return {
        "authors": set(Operation.objects.values_list("author", flat=True)),
        "attendance": {(session, state): n for session, state, n in rows},
        "marks": Mark.objects.count(),
        "walk-ins": Participant.objects.filter(given_names="Toribio").count(),
        "answers": [[one.answers[f"M{n}"] for n in range(1, 6)] for one in Assessment.objects.all()],
        "actions": [(one.kind, one.women, list(one.leaders.all())) for one in NetworkAction.objects.all()],
        "replications": [
            (one.grade, one.section, one.women, list(one.leaders.all())) for one in Replication.objects.all()
        ],
    }


# --- A borrowed phone -------------------------------------------------------------------------


def export_what_is_unsent(day: FieldDay, to: Path) -> None:
    with day.page.expect_download() as saved:
        day.page.locator(".outbox [data-do=export]").click()
    saved.value.save_as(to)


def hand_in(day: FieldDay, file: Path) -> None:
    day.at(reverse("sync:hand_in"))
    day.page.set_input_files("#file", file)
    day.page.get_by_role("button", name="Entregar").click()
    day.page.locator("#handed-in .notice.ok").wait_for()


def kept_by(day: FieldDay) -> dict[str, int]:
    """How many records of whom are on the phone."""
    return Counter(day.call("return (await store.all('entries')).map(({author}) => author)"))


def test_what_two_people_write_on_two_phones_and_a_borrowed_one_arrives_once_as_theirs(village, day, day_of, tmp_path):
    """Her phone dies; the file of it is handed in on her colleague's, where she goes on; then hers is charged."""
    first, second = village.sessions
    borrowed, file = day_of(village.colleague), tmp_path / "sin-enviar.json"
    day.leaves()
    day.home()
    mark_everyone(day, first)
    export_what_is_unsent(day, file)
    day.dies()
    borrowed.home()
    mark_everyone(borrowed, second)
    borrowed.dies()

    borrowed.returns(rate=None, latency=0)
    borrowed.log_in(village.field)
    hand_in(borrowed, file)
    assert authors() == {(village.field.pk, "mark"): EVERYONE}
    borrowed.prepare(HERS)
    borrowed.leaves()
    borrowed.home(HERS)
    borrowed.write_down(second, head_count=MEN).says(unsent=1)
    borrowed.returns(rate=None, latency=0)
    borrowed.says(unsent=0)
    assert kept_by(borrowed) == {str(village.colleague.pk): 1}

    day.log_in(village.field)
    day.says(unsent=0)
    borrowed.dies()
    borrowed.log_in(village.colleague)
    borrowed.says(unsent=0)
    assert authors() == {
        (village.field.pk, "mark"): EVERYONE,
        (village.field.pk, "counts"): 1,
        (village.colleague.pk, "mark"): EVERYONE,
    }
    left = everything(village)
    assert left["attendance"] == {(first.pk, "present"): EVERYONE, (second.pk, "present"): EVERYONE}
    assert (left["marks"], kept_by(day), kept_by(borrowed)) == (2 * EVERYONE, {}, {})


def authors() -> dict[tuple[UUID, str], int]:
    """How many facts of which kind each person has sent."""
    return Counter(Operation.objects.values_list("author", "kind"))
