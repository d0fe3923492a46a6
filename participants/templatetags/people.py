"""Names and numbers on screen: always through the reader's eyes."""

from typing import Any

from django import template

from participants.models import Participant
from participants.phones import mask

register = template.Library()


@register.filter
def name_for(person: Participant, user: Any) -> str:
    """The name, or initials of a school leader for whoever lacks the protection permission."""
    return person.name_for(user)


@register.filter
def masked(number: str) -> str:
    """ "•••••678"; the whole number only by the button that is written down."""
    return mask(number)
