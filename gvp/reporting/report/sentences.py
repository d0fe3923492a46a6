"""Three sentences a reader takes home, made of the figures unless somebody wrote better ones."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.reporting.figures import figure_text, shown
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.contributions import Contribution
from gvp.reporting.report.lines import Line
from gvp.reporting.report.wording import named


def sentences(asked: Asked, parts: Sequence[Contribution], process: Sequence[Line]) -> list[str]:
    """What stands on the cut-off date, what the period added, and the work behind it."""
    return [_standing(asked, parts), _added(parts), _work(process)]


def _standing(asked: Asked, parts: Sequence[Contribution]) -> str:
    """Each figure after its name, so that the sentence is right for one and for many."""
    found = []
    for part in parts:
        text = f"{named(part.indicator.title)}, {part.figure or shown(0)}"
        if part.line.progress.target:
            text += " " + _("of %(target)s") % {"target": part.line.target}
        found.append(text)
    words = {
        "day": date_format(asked.until),
        "place": asked.province.name if asked.province else _("the program"),
        "figures": "; ".join(found),
    }
    return _("By %(day)s %(place)s counts: %(figures)s.") % words


def _added(parts: Sequence[Contribution]) -> str:
    added = [part for part in parts if part.line.value.in_period]
    if not added:
        return _("In the period nothing was added to the contributions.")
    found = [f"{named(part.indicator.title)}, {shown(part.line.value.in_period)}" for part in added]
    return _("In the period was added: %(figures)s.") % {"figures": "; ".join(found)}


def _work(process: Sequence[Line]) -> str:
    by_code = {line.indicator.code: line for line in process}
    sessions, districts = by_code["P01"].value, by_code["P07"]
    number = int(districts.value.main or 0)
    text = ngettext(
        "So far %(held)s of %(planned)s planned sessions were held, in %(districts)s district.",
        "So far %(held)s of %(planned)s planned sessions were held, in %(districts)s districts.",
        number,
    )
    return text % {
        "held": shown(sessions.numerator or 0),
        "planned": shown(sessions.denominator or 0),
        "districts": figure_text(districts.indicator, number),
    }
