"""Which materials and transfers count (indicators.md, C3)."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from materials.models import Material, Transfer


def produced(until: dt.date) -> QuerySet[Material]:
    """In their final version, made together with an institution and with a men's group."""
    institutions = Material.institutions.through.objects.filter(material=OuterRef("pk"))
    mens_groups = Material.mens_groups.through.objects.filter(material=OuterRef("pk"))
    return Material.objects.filter(Exists(institutions), Exists(mens_groups), final_on__lte=until)


def handed_over(until: dt.date) -> QuerySet[Transfer]:
    """Transfers with proof of produced materials."""
    return Transfer.objects.proven().filter(date__lte=until, material__in=produced(until).values("pk"))
