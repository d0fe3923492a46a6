"""What may be kept of a file that somebody sends."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from gvp.documents.examine import MAX_BYTES, MAX_SIDE, examine

PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n2 0 obj<</Type /Page>>endobj\n<</Type/Pages>>\nstartxref\n9\n%%EOF\n"


def picture(kind="JPEG", size=(40, 30), mode="RGB", **extra):
    file = BytesIO()
    Image.new(mode, size, "white" if mode == "RGB" else 0).save(file, kind, **extra)
    return file.getvalue()


def code(content):
    with pytest.raises(ValidationError) as refused:
        examine(content)
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_jpeg(kind):
    kept = examine(picture(kind))
    assert (kept.ending, Image.open(BytesIO(kept.content)).format) == ("jpg", "JPEG")


def test_where_and_when_it_was_taken_does_not_survive():
    exif = Image.Exif()
    exif[0x010F] = "Telefono de Rosa"
    exif.get_ifd(0x8825)[1] = "S"
    content = examine(picture(exif=exif, comment=b"secreto")).content
    stored = Image.open(BytesIO(content))
    assert (dict(stored.getexif()), b"Telefono" in content, b"secreto" in content) == ({}, False, False)


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(BytesIO(examine(picture(size=(40, 30), exif=exif)).content)).size == (30, 40)


def test_damaged_metadata_cost_nobody_the_photo():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefono"
    whole = picture(size=(40, 30), exif=exif)
    # The maker's name becomes the picture's width, written in letters: Pillow reads it and cannot write it again.
    damaged = whole.replace(b"\x01\x0f\x00\x02", b"\x01\x00\x00\x02")
    assert (damaged != whole, Image.open(BytesIO(examine(damaged).content)).size) == (True, (30, 40))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_the_camera_is_turned_as_pillow_turns_it(orientation):
    corner = Image.new("L", (40, 30))
    corner.paste(255, (0, 0, 20, 10))
    exif, file = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    corner.save(file, "PNG", exif=exif)
    kept = Image.open(BytesIO(examine(file.getvalue()).content)).convert("L").point(lambda light: 255 * (light > 128))
    turned = ImageOps.exif_transpose(Image.open(file)).convert("L")
    assert (kept.size, kept.getbbox()) == (turned.size, turned.getbbox())


def test_a_large_photo_is_made_smaller():
    kept = Image.open(BytesIO(examine(picture(size=(4000, 3000))).content))
    assert kept.size == (MAX_SIDE, MAX_SIDE * 3 // 4)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L"])
def test_transparent_and_grey_pictures_are_kept_on_white(mode):
    assert Image.open(BytesIO(examine(picture("PNG", mode=mode)).content)).mode == "RGB"


def test_a_pdf_stays_as_it_is_and_its_pages_are_counted():
    assert examine(PDF) == (PDF, "pdf", 2)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"x" * (MAX_BYTES + 1), "large"),
        (b"hola", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"PK\x03\x04" + b"0" * 50, "kind"),
        (b"MZ" + b"0" * 50, "kind"),
        (picture("GIF"), "kind"),
        (picture("BMP"), "kind"),
        (picture()[:60], "kind"),
        (b"\xff\xd8\xff" + b"0" * 300, "kind"),
        (b"%PDF-1.4\nhola", "broken"),
        (PDF[:-20], "broken"),
        (PDF.replace(b"/Pages", b"/JavaScript"), "active"),
        (PDF.replace(b"/Pages", b"/EmbeddedFile"), "active"),
        (PDF.replace(b"/Pages", b"/Encrypt"), "active"),
    ],
)
def test_anything_else_is_refused(content, why):
    assert code(content) == why


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked():
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert code(bomb.getvalue()) == "large"


def test_a_picture_with_a_page_hidden_behind_it_is_only_the_picture():
    assert b"<script>" not in examine(picture() + b"<script>alert(1)</script>").content
