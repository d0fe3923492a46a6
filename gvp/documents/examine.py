"""A photo or scan as it may be kept: really a picture or a PDF, without where and when it was taken. Pure."""

import re
from io import BytesIO
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base as Tag

MAX_BYTES = 10 * 1024**2
MAX_PIXELS = 60_000_000  # a phone's largest photo; decoded, four bytes each
MAX_SIDE = 2000
QUALITY = 80
PICTURES = ("JPEG", "PNG", "WEBP")
# How the camera was held, by Exif's number: what turns the picture upright.
Turn = Image.Transpose
TURNS = {
    2: Turn.FLIP_LEFT_RIGHT, 3: Turn.ROTATE_180, 4: Turn.FLIP_TOP_BOTTOM, 5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270, 7: Turn.TRANSVERSE, 8: Turn.ROTATE_90,
}  # fmt: skip
# What makes a PDF act when it is opened, or carry other files.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|Encrypt)\b")
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class Kept(NamedTuple):
    """What is stored: the bytes, the ending of the file's name, how many pages at least."""

    content: bytes
    ending: str
    pages: int


def examine(content: bytes) -> Kept:
    """By content, never by name or by what the phone says. Raises ValidationError with a plain sentence."""
    if not content:
        raise ValidationError(_("The file is empty. Take the photo again."), code="empty")
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. Take a photo with less resolution."), code="large")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    return Kept(_picture(content), "jpg", 1)


def _pdf(content: bytes) -> Kept:
    if b"%%EOF" not in content[-1024:] or b"startxref" not in content[-2048:]:
        raise ValidationError(_("The PDF is damaged or incomplete. Scan it again."), code="broken")
    if ACTIVE.search(content):
        raise ValidationError(
            _("This PDF has a password, a program or other files inside. Send a photo or a plain scan."), code="active"
        )
    return Kept(content, "pdf", max(1, len(PAGE.findall(content))))


def _picture(content: bytes) -> bytes:
    """Turned upright, at most MAX_SIDE on the longer side, written anew: no metadata survives."""
    try:
        picture: Any = Image.open(BytesIO(content), formats=PICTURES)
        if picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        turn = TURNS.get(_orientation(picture))
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        picture = picture if turn is None else picture.transpose(turn)
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    except Image.DecompressionBombError as refused:
        raise ValidationError(
            _("The picture has too many points. Take it with less resolution."), code="large"
        ) from refused
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as refused:
        raise ValidationError(
            _("Only photos (JPEG, PNG, WebP) or PDF are kept, and this file is none of them or is damaged."),
            code="kind",
        ) from refused
    written = BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _orientation(picture: Any) -> Any:
    """As the camera wrote it. Damaged metadata, which are thrown away here, cost nobody the photo."""
    try:
        return picture.getexif().get(Tag.Orientation)
    except Exception:
        # Pillow raises whatever its parser stumbles over: SyntaxError, TypeError, struct.error …
        return None
