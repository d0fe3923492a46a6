"""Days as people say them."""

import datetime as dt

from django import template
from django.utils.formats import date_format
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def spoken_day(day: dt.date | None) -> str:
    """ "martes 24 de noviembre"."""
    return date_format(day, pgettext("format of a day as people say it", "l j F")) if day else ""


@register.filter
def short_day(day: dt.date | None) -> str:
    """ "24 nov"."""
    return date_format(day, "j b") if day else ""
