"""The paper sheet of a session: names numbered, room for a signature or fingerprint, the session's QR."""

from dataclasses import dataclass
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workshops.models import Workshop
from workshops.roster import rows_of

SPARE = 5  # empty lines for whoever comes unannounced
FEWEST = 15


@dataclass(frozen=True)
class Line:
    number: int
    name: str = ""
    code: str = ""


def lines(session: Workshop, user: Any) -> list[Line]:
    """Everybody enrolled as this user may read the name, then empty lines. Two queries."""
    people = [row.person for row in rows_of(session)]
    named = [Line(n, person.name_for(user), person.code) for n, person in enumerate(people, start=1)]
    total = max(FEWEST, len(named) + SPARE)
    return named + [Line(n) for n in range(len(named) + 1, total + 1)]


def qr(url: str) -> SafeString:
    """The address as inline SVG; its title is what a screen reader says (PDF/UA asks for it)."""
    code = segno.make(url, error="m", micro=False)
    drawing = code.svg_inline(title=_("QR code of this session"), dark="#000000", omitsize=True, border=2)
    return mark_safe(drawing)  # noqa: S308 segno draws it and escapes the title
