"""Figures as people read them: Peru's formats, and a share as a percentage."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from gvp.reporting.base import Indicator, Number, Value

TENTH = Decimal("0.1")


def shown(number: "Number | None") -> str:
    """ "1,234" or "1,234.5": one decimal at most, none where it would be 0. "" for None."""
    if number is None:
        return ""
    rounded = Decimal(number).quantize(TENTH, ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    return number_format(int(rounded) if whole else rounded, force_grouping=True)


def percent(part: "Number", whole: "Number") -> int:
    """Whole percent, rounded down: 99.6 % is not yet 100."""
    return int(part * 100 / whole)


def is_share(indicator: "Indicator") -> bool:
    """Whether the figure is a part of a whole; its targets are written in percent."""
    return indicator.kind == "ratio" and str(indicator.unit) == "%"


def main_figure(indicator: "Indicator", value: "Value") -> "Number | None":
    """The figure on the scale of its target: shares in percent. None when there is no data."""
    main = value.main
    return main * 100 if main is not None and is_share(indicator) else main


def figure_text(indicator: "Indicator", number: "Number | None") -> str:
    """With its percent sign where it is a share; "" for None."""
    text = shown(number)
    return _("%(share)s%%") % {"share": text} if text and is_share(indicator) else text
