"""Codes that count on: the next one of a name. Whoever asks holds the lock of what the name belongs to."""

from django.db import models


def next_code(model: type[models.Model], start: str, width: int = 3) -> str:
    """ "JAU-R01-A004" after "JAU-R01-A003", whatever other codes begin alike."""
    used = model._default_manager.filter(code__startswith=start).values_list("code", flat=True)
    ends = (str(code).removeprefix(start) for code in used)
    last = max((int(end) for end in ends if end.isascii() and end.isdecimal()), default=0)
    return f"{start}{last + 1:0{width}}"
