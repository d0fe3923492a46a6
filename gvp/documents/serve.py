"""How a stored file leaves the house: by nobody's cache, never as a page that runs."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404

TYPES = {".jpg": "image/jpeg", ".pdf": "application/pdf"}


def serve(file: Any, name: str) -> FileResponse:
    """The file under a neutral name: pictures in the browser, everything else as a download. 404 when it is lost."""
    ending = Path(str(file.name)).suffix
    try:
        content = file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    answer = FileResponse(content, content_type=TYPES.get(ending, "application/octet-stream"))
    place = "inline" if ending == ".jpg" else "attachment"
    answer["Content-Disposition"] = f'{place}; filename="{name}{ending}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
