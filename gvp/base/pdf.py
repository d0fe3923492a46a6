"""HTML to PDF/UA-1. Fetches nothing but our own static files, one document at a time per process."""

import logging
import mimetypes
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders

log = logging.getLogger(__name__)

SCHEME = "static:"
PICTURE = "data:image/"
INSTALL = "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"

# Two renders at once only take each other's memory and processor: threads do not make it faster.
_one_at_a_time = Lock()


class PdfUnavailable(RuntimeError):  # noqa: N818 it is a state of the machine, not a mistake
    """This machine lacks WeasyPrint's libraries. INSTALL holds the command that brings them."""


def render_pdf(html: str, *, css: list[str] | tuple[str, ...] = (), identifier: bytes | None = None) -> bytes:
    """The document as tagged PDF/UA-1.

    `html` needs `lang`, a `<title>`, and names its files as "static:css/print.css", as does `css`;
    pictures may also be "data:image/…". Anything else is refused and logged; the document is made
    without it. With a fixed `identifier` equal documents give equal bytes.
    Raises PdfUnavailable when the libraries are missing.
    """
    weasyprint = _weasyprint()
    fetcher = _fetcher()
    with _one_at_a_time:
        fonts = _fonts()
        sheets = [weasyprint.CSS(url=sheet, url_fetcher=fetcher, font_config=fonts) for sheet in css]
        document = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
        return document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )


def _weasyprint() -> Any:
    """Imported when first needed: half a second, and system libraries that a server may lack."""
    try:
        import weasyprint
    except (ImportError, OSError) as missing:
        raise PdfUnavailable(INSTALL) from missing
    # Its warnings repeat whole addresses, and are about CSS meant for browsers.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint


def _fonts() -> Any:
    """Where the fonts that a style sheet names are kept until the document is written."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Answers with static files and pictures inside the document; opens no other address."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url.startswith(SCHEME):
                return _static_file(url)
            if url.startswith(PICTURE):
                return super().fetch(url, headers)
            # Only the scheme: an address could hold what somebody typed.
            log.warning("PDF: refused to open an address of kind %s", url.partition(":")[0][:20])
            raise ValueError("Only static files.")

    def _static_file(url: str) -> URLFetcherResponse:
        name = unquote(url.removeprefix(SCHEME)).partition("?")[0].partition("#")[0].lstrip("/")
        path = _found(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        with open(path, "rb") as file:
            return URLFetcherResponse(url, file.read(), {"Content-Type": kind})

    return OwnFiles(allowed_protocols=["data"], allow_redirects=False)


def _found(name: str) -> str:
    """Where the static file lies. The finders never leave their folders; ValueError when there is none."""
    try:
        path = finders.find(name)
    except Exception as refused:  # SuspiciousFileOperation, or a name the file system cannot hold
        log.warning("PDF: refused a static file outside its folder")
        raise ValueError("Only static files.") from refused
    if not path:
        log.warning("PDF: no static file %.80r", name)
        raise ValueError("No such static file.")
    return str(path)
