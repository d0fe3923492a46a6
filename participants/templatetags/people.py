"""Names on screen: always through the reader's eyes."""

from typing import Any

from django import template

from participants.models import Participant

register = template.Library()


@register.filter
def name_for(person: Participant, user: Any) -> str:
    """The name, or initials of a school leader for whoever lacks the protection permission."""
    return person.name_for(user)
