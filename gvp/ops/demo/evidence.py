"""A drawn sheet, nobody's, as the photo of most sessions of the demonstration."""

import datetime as dt
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from gvp.ops.demo.keys import key
from workshops.models import Evidence, Workshop

LATELY = 6  # days within which a photo may still be missing
FORGOTTEN = 23  # one in so many was never taken


def make(today: dt.date) -> None:
    held = Workshop.objects.held().filter(date__lt=today - dt.timedelta(days=LATELY)).order_by("code")
    photo = _sheet()
    sheets = [_evidence(session, photo) for n, session in enumerate(held) if n % FORGOTTEN]
    Evidence.objects.bulk_create(sheets)


def _evidence(session: Workshop, photo: bytes) -> Evidence:
    sheet = Evidence(id=key("sheet", session.code), workshop=session, recorded_by_id=session.recorded_by_id)
    sheet.file.save(f"{sheet.pk}.jpg", ContentFile(photo), save=False)
    return sheet


def _sheet() -> bytes:
    """Ruled lines with a scrawl on each."""
    paper = Image.new("RGB", (240, 320), "#f7f3ea")
    pen = ImageDraw.Draw(paper)
    for line in range(14):
        y = 40 + 19 * line
        pen.line((20, y, 220, y), fill="#b9b09a")
        pen.line([(130 + 9 * n, y - 3 - 7 * ((n + line) % 2)) for n in range(8)], fill="#33415c")
    written = BytesIO()
    paper.save(written, "JPEG", quality=40)
    return written.getvalue()
