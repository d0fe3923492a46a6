"""An instrument is locked when the first answer is stored: another wording is another version.

Its content has a hash, so that a change made past every screen is found.
"""

import hashlib
import json
from typing import Any

from django.utils import timezone

from participants.models import Instrument

ITEM = ("code", "text", "text_en", "equitable", "order")
DOMAIN = ("code", "name", "name_en", "route", "order")
OPTION = ("value", "label", "label_en")
BAND = ("since", "label", "label_en")
HEAD = ("code", "version", "name", "name_en", "intro", "intro_en", "top")


def content(instrument: Instrument) -> dict[str, Any]:
    """All that was read out and all that decides the score. Four queries."""
    return {
        "instrument": {name: getattr(instrument, name) for name in HEAD} | _own_share(instrument),
        "options": list(instrument.options.order_by("value").values(*OPTION)),
        "bands": [
            band | {"since": f"{band['since']:.2f}"} for band in instrument.bands.order_by("since").values(*BAND)
        ],
        "domains": [
            {name: getattr(domain, name) for name in DOMAIN}
            | {"items": [{name: getattr(item, name) for name in ITEM} for item in domain.items.all()]}
            for domain in instrument.domains.order_by("order", "code").prefetch_related("items")
        ],
    }


def _own_share(instrument: Instrument) -> dict[str, str]:
    """Nothing where the programme's parameter holds, which is no part of the version: hashes of before stay true."""
    share = instrument.min_answered_share
    return {} if share is None else {"min_answered_share": f"{share:.3f}"}


def content_hash(instrument: Instrument) -> str:
    """SHA-256 in hexadecimal."""
    written = json.dumps(content(instrument), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def lock(instrument: Instrument) -> None:
    """Called with the first answer, in its transaction; afterwards it does nothing."""
    if instrument.locked_at is not None:
        return
    fresh = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if fresh.locked_at is None:
        fresh.locked_at, fresh.content_hash = timezone.now(), content_hash(fresh)
        fresh.save(update_fields=["locked_at", "content_hash"])
    instrument.locked_at, instrument.content_hash = fresh.locked_at, fresh.content_hash


def locked(instrument: Instrument) -> bool:
    """Whether its content must stay: somebody has answered it."""
    return instrument.locked_at is not None or instrument.assessments.exists()


def intact(instrument: Instrument) -> bool:
    """Whether a locked instrument still says what it said; one that is not locked may say anything."""
    return instrument.locked_at is None or instrument.content_hash == content_hash(instrument)
