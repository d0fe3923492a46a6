"""One fact of a person as people read it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participants.models import Participant
from participants.phones import mask


def show_one(person: Participant, field: str) -> str:
    """Choices by their label, dates as 24/11/2026, document and phone masked; "" for nothing."""
    value = getattr(person, field)
    if field in ("document", "phone"):
        return mask(value)
    if field == "enrolled_on":
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        return str(getattr(person, f"get_{field}_display")())
    except AttributeError:
        return "" if value is None else str(value)
