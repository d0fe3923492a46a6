"""What every page's frame needs to know."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gvp.base import navigation

# Where the quick exit leads: the weather, which anybody in the Andes may be looking at.
QUICK_EXIT = "https://www.senamhi.gob.pe/"


def house(request: HttpRequest) -> dict[str, Any]:
    """`nav` is asked for by the frame and by pages that say what waits: once, and by pieces of pages not at all."""
    return {"DEMO": settings.DEMO, "nav": cache(partial(navigation.links, request)), "QUICK_EXIT": QUICK_EXIT}
