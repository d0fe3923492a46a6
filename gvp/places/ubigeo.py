"""INEI's directory of 25 regions, 196 provinces and 1 891 districts (2025), loaded from our file."""

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from gvp.places.models import District, Province, Region

FILE = Path(__file__).parent / "data" / "ubigeo.csv"
FOLLOWED = {"1204": "JAU", "0907": "TAY"}


@transaction.atomic
def load() -> dict[str, int]:
    """Write the directory; safe to repeat. Returns how many of each are stored."""
    with FILE.open(encoding="utf-8") as lines:
        places = [(row["code"], row["name"]) for row in csv.DictReader(lines)]
    by_length = {n: [(code, name) for code, name in places if len(code) == n] for n in (2, 4, 6)}
    same_code: Any = {"update_conflicts": True, "unique_fields": ["code"], "update_fields": ["name"]}
    Region.objects.bulk_create([Region(code=c, name=n) for c, n in by_length[2]], **same_code)
    Province.objects.bulk_create(
        [
            Province(code=c, name=n, region_id=c[:2], short_code=FOLLOWED.get(c), followed=c in FOLLOWED)
            for c, n in by_length[4]
        ],
        **same_code,
    )
    District.objects.bulk_create(
        [District(code=c, name=n, province_id=c[:4]) for c, n in by_length[6]], batch_size=500, **same_code
    )
    return {model.__name__: model.objects.count() for model in (Region, Province, District)}
