"""Materials of the demonstration: made with institutions and men's groups, spread, handed over."""

import datetime as dt
from dataclasses import dataclass

from gvp.accounts.models import User
from gvp.partners.models import Institution
from materials.models import Dissemination, Edition, Material, Transfer


@dataclass(frozen=True)
class Made:
    """One material. `final`: days ago, None while it is being made; `copies`: print run, None when copied freely;
    `handed`: to how many institutions; `acts`: how many of those signed; `aired`: times on the radio.
    """

    code: str
    title: str
    kind: str
    medium: str
    province: str | None
    final: int | None
    copies: int | None = None
    handed: int = 0
    acts: int = 0
    aired: int = 0
    group: bool = True
    language: str = "es"


MADE = [
    Made("M1", "Crianza con ternura: folleto (ficticio)", "brochure", "print", None, 410, 1500, 6, 6),
    Made("M2", "Otros hombres son posibles: video (ficticio)", "video", "audiovisual", None, 330, None, 5, 5),
    Made("M3", "La rabia se conversa: spot radial (ficticio)", "radio_spot", "audiovisual", "1204", 300, None, 2, 2,
         48),
    Made("M4", "Kuska kawsay: spot radial en quechua (ficticio)", "radio_spot", "audiovisual", "0907", 250, None, 2, 1,
         36, language="qu"),
    Made("M5", "Guía del facilitador (ficticia)", "guide", "print", None, 210, 200, 4, 4),
    Made("M6", "En casa cuidamos todos: afiche (ficticio)", "poster", "print", "1204", 160, 600, 5, 4),
    Made("M7", "Ser hombre en el valle: estudio (ficticio)", "study", "print", None, 120, 150, 3, 2),
    Made("M8", "Rotafolio para asambleas (ficticio)", "flip_chart", "print", "0907", 60, 80, group=False),
    Made("M9", "Papás presentes: video (ficticio)", "video", "audiovisual", "1204", None),
    Made("M10", "Decidir entre dos: cartilla (ficticia)", "brochure", "print", "0907", 45, 300, 3, 3),
]  # fmt: skip


def make(today: dt.date, by: User) -> None:
    institutions = list(Institution.objects.filter(code__startswith="DEMO-I-").order_by("code"))
    for one in MADE:
        here = [i for i in institutions if one.province in (None, i.district.province_id)]
        _make(one, here, today, by)


def _make(one: Made, here: list[Institution], today: dt.date, by: User) -> None:
    final_on = None if one.final is None else today - dt.timedelta(days=one.final)
    material = Material.objects.create(
        code=f"DEMO-{one.code}", title=one.title, kind=one.kind, medium=one.medium, language=one.language,
        province_id=one.province, final_on=final_on, recorded_by=by,
    )  # fmt: skip
    groups = [i for i in here if i.kind == Institution.Kind.MENS_GROUP]
    others = [i for i in here if i.kind != Institution.Kind.MENS_GROUP]
    material.institutions.set([i for i in others if i.kind in ("ugel", "health")][:2])
    material.mens_groups.set(groups if one.group else [])
    if final_on is None:
        return
    edition = Edition.objects.create(
        material=material, language=one.language, published_on=final_on + dt.timedelta(days=10), copies=one.copies
    )
    _hand_over(one, edition, others, by)
    radios = [i for i in others if i.kind == Institution.Kind.MEDIA]
    if one.aired:
        Dissemination.objects.create(
            material=material, since=final_on + dt.timedelta(days=20), until=final_on + dt.timedelta(days=50),
            channel="radio", institution=radios[0], airings=one.aired, reach=900,
            basis="Dato ficticio de la emisora", recorded_by=by,
        )  # fmt: skip


def _hand_over(one: Made, edition: Edition, receivers: list[Institution], by: User) -> None:
    """In the weeks after it came out; private institutions among the receivers where the province has one."""
    for n, institution in enumerate(reversed(receivers[-one.handed :] if one.handed else [])):
        day = edition.published_on + dt.timedelta(days=7 * (n + 1))
        Transfer.objects.create(
            code=f"DEMO-{one.code}-X{n + 1}", material=edition.material, edition=edition, institution=institution,
            date=day, format="impreso" if one.copies else "USB",
            copies=max(one.copies // 12, 5) if one.copies else 1,
            receiver="Receptora ficticia", receiver_role="Mesa de partes",
            act_number=f"{one.code[1:]}-{n + 1} (ficticia)" if n < one.acts else "", recorded_by=by,
        )  # fmt: skip
