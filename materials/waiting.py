"""What materials wait for before they count (indicators.md, C3)."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from materials.models import Material, Transfer


def half_made(materials: QuerySet[Material], today: dt.date) -> QuerySet[Material]:
    """In their final version, with no institution or no men's group that made them with us.

    Each with `with_institution`, `with_group` and `handed_over`: whether it has a transfer with proof.
    """
    proven = Transfer.objects.proven().filter(material=OuterRef("pk"), date__lte=today)
    said = materials.filter(final_on__lte=today).annotate(
        with_institution=Exists(Material.institutions.through.objects.filter(material=OuterRef("pk"))),
        with_group=Exists(Material.mens_groups.through.objects.filter(material=OuterRef("pk"))),
        handed_over=Exists(proven),
    )
    return said.exclude(with_institution=True, with_group=True).order_by("title", "code")


def unproven(transfers: QuerySet[Transfer], today: dt.date) -> QuerySet[Transfer]:
    """Without the number of the hand-over act and without its scan."""
    return transfers.filter(date__lte=today, act_number="", act_file="").order_by("date", "code")
