"""A form that could not be taken because the login had ended: what was typed is shown again, and nothing is lost.

The template says {% keeps_typed %} (templatetags/typed.py), which signs whose form it is and on which page it
stands. Sent too late, the text waits encrypted in the session, for ten minutes and for that one person; the page
asks for it with `returned`. Only text is kept: forms with files or passwords do not say {% keeps_typed %}.
"""

import json
import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gvp.base.crypto import decrypt, encrypt

FIELD = "typed_by"
NOTE = "typed"  # in the session, encrypted
SALT = "typed"
SECONDS = 600
LONGEST = 100_000  # characters of one form
EXPIRY = "_session_expiry"  # Django's name of what set_expiry sets


def token(user: Any, page: str) -> str:
    """For a hidden field: this person's form, on the page of this path."""
    return signing.dumps([str(user.pk), page], salt=SALT)


def keep(request: HttpRequest) -> str:
    """Put aside what was sent. Returns the path of the page that will show it, or "" when nothing is kept."""
    try:
        owner, page = signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except signing.BadSignature:
        return ""
    fields = request.POST.copy()
    for name in (FIELD, "csrfmiddlewaretoken"):
        fields.pop(name, None)
    note = json.dumps({"owner": owner, "page": page, "at": time.time(), "fields": fields.urlencode()})
    if len(note) > LONGEST or (request.user.is_authenticated and str(request.user.pk) != owner):
        return ""
    request.session[NOTE] = encrypt(note)
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    return str(page)


def claim(request: HttpRequest) -> None:
    """After a login: what is not this person's is thrown away, and the session lasts as long as any other."""
    if (note := _note(request)) and note["owner"] != str(request.user.pk):
        del request.session[NOTE]
    request.session.pop(EXPIRY, None)


def returned(request: HttpRequest) -> QueryDict | None:
    """What this person typed into the form of this page, once. A message says that it is not saved yet."""
    note = _note(request)
    if request.method != "GET" or note is None or note["page"] != request.path:
        return None
    if request.user.on_phone:  # type: ignore[union-attr]
        return None  # nobody reads that page now
    del request.session[NOTE]
    if note["owner"] != str(request.user.pk) or note["at"] < time.time() - SECONDS:
        return None
    messages.warning(request, _("Your login had ended: nothing is saved yet. What you wrote is here. Save it now."))
    return QueryDict(note["fields"])


def _note(request: HttpRequest) -> dict[str, Any] | None:
    """None also when no key opens it any more."""
    note = decrypt(request.session.get(NOTE, ""))
    return json.loads(note) if note else None
