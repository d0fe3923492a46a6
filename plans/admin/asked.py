"""What an address asks for, for example ?plan=KEY on the page of a new action."""

from typing import Any
from uuid import UUID


def asked(request: Any, name: str) -> UUID | None:
    """The key behind the question mark; None when there is none, or rubbish."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
