"""What the settings say about the heads of static files; imports nothing of Django, which is not up by then."""

from wsgiref.headers import Headers


def not_sniffed(headers: Headers, path: str, url: str) -> None:
    """A browser takes the file for nothing else than it is said to be."""
    headers["X-Content-Type-Options"] = "nosniff"
