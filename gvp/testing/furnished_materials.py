"""One of everything that has to do with materials, for tests that open every page (furnished.py)."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from gvp.partners.models import Institution
from gvp.places.models import Province
from gvp.testing.world import FIRST_DAY
from materials.models import Dissemination, Edition, Material, MaterialFile, Transfer

PIXEL = bytes.fromhex("ffd8ffd9")  # the beginning and the end of a JPEG


def of_materials(place: SimpleNamespace, province: Province | None = None, code: str = "") -> dict[str, Any]:
    """A material with one row of each kind, by the names that access.py uses; handed over in this place."""
    code = code or f"F-{place.province.short_code}"
    material = Material.objects.create(code=code, title="Folleto", kind="brochure", medium="print", province=province)
    edition = Edition.objects.create(material=material, published_on=FIRST_DAY, copies=100)
    file = MaterialFile(material=material, label="Carátula")
    file.file.save("caratula.jpg", ContentFile(PIXEL), save=True)
    return {
        "material": material,
        "edition": edition,
        "file": file,
        "dissemination": Dissemination.objects.create(
            material=material, since=FIRST_DAY, channel="radio", district=place.district, reach=300, basis="Emisora"
        ),
        "transfer": hand(material, place.school, edition=edition, copies=10),
    }


def of_the_programme(place: SimpleNamespace) -> SimpleNamespace:
    """A material of the whole programme, spread and handed over in this place."""
    return SimpleNamespace(**of_materials(place, None, "F-PRO"))


def hand(material: Material, institution: Institution, **facts: Any) -> Transfer:
    """A transfer under the next free code; without act unless one is given."""
    number = Transfer.objects.filter(material=material).count() + 1
    told = {"code": f"{material.code}-T{number:02}", "date": FIRST_DAY + dt.timedelta(days=number)} | facts
    return Transfer.objects.create(material=material, institution=institution, **told)
