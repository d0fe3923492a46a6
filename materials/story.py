"""One material's story: what happened to it, day by day. Pure; given the rows, asks nothing."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from materials.models import Dissemination, Edition, Material, Transfer


class Moment(NamedTuple):
    """`kind`: final, edition, airing or transfer; the page gives each its mark."""

    on: dt.date
    kind: str
    title: str
    detail: str = ""


def story(
    material: Material,
    editions: Iterable[Edition],
    disseminations: Iterable[Dissemination],
    transfers: Iterable[Transfer],
) -> list[Moment]:
    """From the first day to the last; the transfers of a month are one moment."""
    moments = [*_editions(editions), *_disseminations(disseminations), *_transfers(transfers)]
    if material.final_on:
        moments.append(Moment(material.final_on, "final", _("Final version")))
    return sorted(moments, key=lambda moment: moment.on)


def _editions(editions: Iterable[Edition]) -> Iterator[Moment]:
    for edition in editions:
        detail = " · ".join(filter(None, [copies_in_words(edition.copies), edition.format]))
        yield Moment(edition.published_on, "edition", edition_in_words(edition), detail)


def _disseminations(disseminations: Iterable[Dissemination]) -> Iterator[Moment]:
    for one in disseminations:
        times = ngettext("%(n)d airing", "%(n)d airings", one.airings) % {"n": one.airings}
        where = one.institution or one.district
        yield Moment(
            one.since,
            "airing",
            one.get_channel_display().capitalize(),
            " · ".join([times, str(where or "")]).rstrip(" ·"),
        )


def _transfers(transfers: Iterable[Transfer]) -> Iterator[Moment]:
    ordered = sorted(transfers, key=lambda transfer: transfer.date)
    for _month, found in groupby(ordered, key=lambda transfer: (transfer.date.year, transfer.date.month)):
        yield _together(list(found))


def _together(transfers: list[Transfer]) -> Moment:
    """One transfer by its receiver; several of a month as a count."""
    first, last = transfers[0], transfers[-1]
    copies = copies_in_words(sum(transfer.copies or 0 for transfer in transfers))
    if first is last:
        return Moment(first.date, "transfer", str(first.institution), copies if first.copies else "")
    title = ngettext("%(n)d transfer", "%(n)d transfers", len(transfers)) % {"n": len(transfers)}
    until = _("until %(day)s") % {"day": date_format(last.date, "j b")} if last.date != first.date else ""
    return Moment(first.date, "transfer", title, " · ".join(filter(None, [copies, until])))


def edition_in_words(edition: Edition) -> str:
    return _("Edition %(n)d, %(language)s") % {"n": edition.number, "language": edition.get_language_display()}


def copies_in_words(n: int | None) -> str:
    return _("copied freely") if n is None else ngettext("%(n)s copy", "%(n)s copies", n) % {"n": f"{n:,}"}
