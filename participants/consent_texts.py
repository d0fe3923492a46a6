"""What is read aloud before somebody consents. Short sentences, as for a fifth grader.

A changed text gets a new VERSION: each consent stores the version that was shown.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"


class Text(NamedTuple):
    title: Promise
    sentences: tuple[Promise, ...]


REGISTRATION = Text(
    _("To be registered"),
    (
        _("We write down your name, your year of birth, your community and the workshops you come to."),
        _("It helps us organise the workshops and say how many people came. The reports carry no names."),
        _("You need not give your document or phone number."),
        _("You can ask to see what we wrote, have it corrected, or leave, whenever you want."),
        _("If you say no, you may stay in the workshop all the same: we only count how many people are here."),
        _("Do you agree?"),
    ),
)
GUARDIAN = Text(
    _("For the father, mother or guardian"),
    (
        _("We ask your permission to register your daughter or son in the workshops for school leaders."),
        _("We write down the name, year of birth, school, grade, section and attendance. No document and no phone."),
        _("Of you we only write your name and what you are to her or him."),
        _("Only the team in charge of protection sees the name; the reports carry no names."),
        _("You can take this permission back whenever you want, and nothing happens to your daughter or son."),
        _("Do you give your permission?"),
    ),
)
ASSENT = Text(
    _("For the girl, boy or adolescent"),
    (
        _("We want to write down your name and the days you come, to know how the workshops are going."),
        _("Few people see your name. We do not ask about your home or what happens to you."),
        _("You decide. You can say no, even if your mother or father said yes, and nobody will be angry."),
        _("If you say yes today, you can change your mind another day: just tell us."),
        _("Do you want to take part?"),
    ),
)
EVALUATION = Text(
    _("To answer the questionnaires"),
    (
        _("We ask you about what you think, before and after the workshops. It takes about fifteen minutes."),
        _("You can skip any question or stop. Your answers are kept apart from your name."),
        _("Do you agree?"),
    ),
)
FOR_MEN = (REGISTRATION, EVALUATION)
FOR_LEADERS = (REGISTRATION, GUARDIAN, ASSENT)
