"""What several tests begin with: people who count."""

from gvp.testing.world import FIRST_DAY, add_man, hold
from participants.models import Consent
from workshops.models import Cycle, Enrolment


def sensitise(place, *men):
    """Six of the eight modules, both core ones among them."""
    for workshop in place.workshops[:6]:
        hold(workshop, *men)


def more_men(place, count):
    """So many more men, enrolled in the cycle of the place."""
    first = len(place.men) + 1
    men = [add_man(place.community, place.province.short_code, n, place.cycle) for n in range(first, first + count)]
    place.men += men
    return men


def train(place, code="LEAD-1", **facts):
    """A school leader who completed the cycle of the place, which becomes one of Wiñay."""
    leader = add_man(
        place.community, "", 1, group="school_leader", code=code, sex="F", birth_year=2012, school=place.school,
        given_names="Yesenia Ficticia", **facts,
    )  # fmt: skip
    for kind in ("guardian", "assent"):
        Consent.objects.create(participant=leader, kind=kind, given_on=FIRST_DAY, mode="signature")
    Cycle.objects.filter(pk=place.cycle.pk).update(kind="winay")
    Enrolment.objects.create(
        cycle=place.cycle, participant=leader, enrolled_on=FIRST_DAY, practice_on=place.workshops[6].date
    )
    for workshop in place.workshops[:6]:
        hold(workshop, leader)
    return leader
