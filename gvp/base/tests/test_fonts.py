"""The desk's letters: what is vendored is what the manifest says, and it can write Spanish."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”–—×·°º±−…€%0123456789"


def test_the_manifest_names_every_font_with_its_hash():
    listed = dict(re.findall(r"^\| (\S+\.woff2) \|.*\| ([0-9a-f]{64}) \|$", (FONTS / "README.md").read_text(), re.M))
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.woff2")}


@pytest.mark.parametrize("name", ["regular", "italic", "bold"])
def test_every_font_writes_spanish(name):
    letters = TTFont(FONTS / f"{name}.woff2").getBestCmap()
    assert [letter for letter in SPANISH if ord(letter) not in letters] == []
