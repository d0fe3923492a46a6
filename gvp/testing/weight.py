"""What a page weighs on the wire, compressed, without a browser: itself and every file that it loads at once."""

import gzip
import re
from functools import cache
from os.path import dirname, join, normpath
from pathlib import Path

from django.contrib.staticfiles import finders

IMPORT = re.compile(r"""^import [^;]*?["'](\.[^"']+)["'];""", re.MULTILINE)
LATER = re.compile(r'<img [^>]*loading="lazy"[^>]*>')  # pictures that come when somebody scrolls to them
FONTS = ("fonts/regular.woff2", "fonts/bold.woff2", "fonts/italic.woff2")  # of the desk; a phone has its own


def compressed(content: bytes) -> int:
    return len(gzip.compress(content))


def parts(page: str) -> dict[str, int]:
    """Every style, script and picture that the page loads at once, with its compressed size."""
    asked = set(re.findall(r'(?:href|src)="/static/([^"#]+)', LATER.sub("", page))) | {"img/band.svg"}
    return weighed(set().union(*(with_imports(name) for name in asked)))


def weighed(names: set[str]) -> dict[str, int]:
    return {name: size(name) for name in names}


@cache
def size(name: str) -> int:
    return compressed(Path(str(finders.find(name))).read_bytes())


@cache
def with_imports(name: str) -> frozenset[str]:
    """A file and, of a script, the modules that it imports at once."""
    if not name.endswith(".js"):
        return frozenset({name})
    source = Path(str(finders.find(name))).read_text()
    imported = {normpath(join(dirname(name), path)) for path in IMPORT.findall(source)}
    return frozenset({name}).union(*(with_imports(other) for other in imported))
