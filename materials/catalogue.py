"""Where each material stands, and what it still needs to count (indicators.md, section 4: C3a, C3, C3b)."""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gvp.partners.models import Institution
from materials.models import Material, Transfer
from materials.stock import with_stock


class Stage(models.TextChoices):
    MAKING = "making", _("being made")
    FINAL = "final", _("final version")
    HANDED_OVER = "handed_over", _("handed over")


class Step(NamedTuple):
    """One rule on the way to counting: met or not, and the page where it is met."""

    code: str  # of the indicator that asks for it
    met: bool
    rule: Promise
    missing: Promise
    page: str  # name of a URL that takes the material's key


STAGED = {
    Stage.MAKING: Q(final_on=None),
    Stage.FINAL: Q(final_on__isnull=False, proven=False),
    Stage.HANDED_OVER: Q(final_on__isnull=False, proven=True),
}
# What can be asked for in the catalogue: the word in the address, what is shown, the condition.
LACKING: dict[str, tuple[Promise, Q]] = {
    "institution": (_("no co-producing institution"), Q(has_institution=False)),
    "group": (_("no men's group"), Q(has_group=False)),
    "transfer": (_("no transfer with act"), Q(proven=False)),
    "act": (_("transfers without act"), Q(without_act__gt=0)),
    "edition": (_("more handed over than exists"), Q(free_editions=0, made__lt=F("handed_over"))),
}


def with_standing(materials: Any) -> Any:
    """Each material with its stock, who made it, and how its transfers are proven."""
    transfers, proven = Transfer.objects.filter(material=OuterRef("pk")), _proven()
    unproven = Transfer.objects.filter(material=OuterRef("pk"), act_number="", act_file="")
    return with_stock(materials).annotate(
        has_institution=Exists(Material.institutions.through.objects.filter(material=OuterRef("pk"))),
        has_group=Exists(Material.mens_groups.through.objects.filter(material=OuterRef("pk"))),
        transfer_count=_count(transfers),
        without_act=_count(unproven),
        proven=Exists(proven),
        proven_public=Exists(proven.filter(institution__sector=Institution.Sector.PUBLIC)),
        proven_private=Exists(proven.filter(institution__sector=Institution.Sector.PRIVATE)),
    )


def _proven() -> Any:
    return Transfer.objects.proven().filter(material=OuterRef("pk"))


def _count(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("material").values(n=Count("pk"))), 0)


def stage_of(material: Any) -> Stage:
    """Of a material out of `with_standing`."""
    if material.final_on is None:
        return Stage.MAKING
    return Stage.HANDED_OVER if material.proven else Stage.FINAL


def steps(material: Any) -> list[Step]:
    """The rules in the order in which they are asked. Of a material out of `with_standing`; no query."""
    edit, final, transfer = "materials:material_edit", "materials:final", "materials:transfer_new"
    return [
        Step("C3a", material.final_on is not None, _("Final version"), _("final version"), final),
        Step("C3a", material.has_institution, _("Made with an institution"), _("co-producing institution"), edit),
        Step("C3a", material.has_group, _("Made with a men's group"), _("co-producing men's group"), edit),
        Step("C3", material.proven, _("Handed over, with act"), _("transfer with act"), transfer),
        Step("C3b", material.proven_public, _("To a public institution, with act"), _("public institution"), transfer),
        Step("C3b", material.proven_private, _("To a private one, with act"), _("private institution"), transfer),
    ]
