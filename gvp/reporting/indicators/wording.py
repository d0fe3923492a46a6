"""What several declarations say alike."""

from django.utils.translation import gettext_lazy

BY_COMMUNITY = gettext_lazy("The province of the community at enrolment; a later move does not change it.")
WHERE_HELD = gettext_lazy("The province where the session was held.")
OF_THE_NETWORK = gettext_lazy("The province of the network.")
OF_THE_MATERIAL = gettext_lazy("The material's own province; one made for the whole program counts in the total alone.")
OF_THE_BOARD = gettext_lazy("The province of the board.")
OF_THE_SCHOOL = gettext_lazy("The province of the school.")
DAY_OF_SESSION = gettext_lazy("The date of the session.")
DAY_OF_ENDLINE = gettext_lazy("The date of the endline questionnaire.")
