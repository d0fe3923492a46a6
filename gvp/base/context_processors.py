"""What every page's frame needs to know."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gvp.base import navigation

# Where the quick exit leads: the weather, which anybody in the Andes may be looking at.
QUICK_EXIT = "https://www.senamhi.gob.pe/"


def house(request: HttpRequest) -> dict[str, Any]:
    """`nav` is called by the frame only, so that pieces of pages do not pay for it."""
    return {"DEMO": settings.DEMO, "nav": partial(navigation.links, request), "QUICK_EXIT": QUICK_EXIT}
