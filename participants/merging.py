"""Two records of one person become one, and can become two again (docs/adr/0005-merging-people.md).

This floor does not know what stands on it, so each upper app registers how its rows move:

    merging.register(Mover(Attendance, unique_with=("workshop",), fold=stronger_state))

in its AppConfig.ready. Everything a merge does is written into Merge.moved by key, and undoing
reads it backwards.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from participants.models import Merge, Participant, TwoPeople
from participants.rules import check_facts
from participants.uniting import part, unite

# Facts of which a coordinator chooses one side; the pairs belong together.
CHOICES: tuple[tuple[str, ...], ...] = (
    ("given_names",),
    ("first_surname",),
    ("second_surname",),
    ("sex",),
    ("birth_year",),
    ("community",),
    ("current_community",),
    ("enrolled_on",),
    ("document_kind", "document"),
    ("phone", "phone_shared"),
    ("language",),
    ("has_partner",),
    ("children",),
    ("school", "grade", "section"),
)
FACTS = tuple(field for fields in CHOICES for field in fields)

Changes = dict[str, Any]
Fold = Callable[[Any, Any], Changes]


def keep(kept: Any, folded: Any) -> Changes:
    """The row that was there already stays as it is."""
    return {}


@dataclass(frozen=True)
class Mover:
    """How the rows of one model follow a person.

    `unique_with`: the fields that, with the person, may exist once. When both records have such a
    row, `fold(kept, folded)` says which fields of the kept row change, and the folded row is taken
    out and remembered whole; its model may hold no name, document or phone.
    """

    model: type[models.Model]
    field: str = "participant"
    unique_with: tuple[str, ...] = ()
    fold: Fold = keep

    @property
    def key(self) -> str:
        return self.model._meta.label_lower + ("" if self.field == "participant" else f".{self.field}")

    def rows(self, person: Participant) -> Any:
        return self.model._default_manager.filter(**{self.field: person}).order_by("pk")

    def move(self, absorbed: Participant, survivor: Participant) -> dict[str, Any]:
        """Move the rows; returns what `restore` needs."""
        there = {self._place(row): row for row in self.rows(survivor)} if self.unique_with else {}
        moved: list[str] = []
        folded: list[dict[str, Any]] = []
        for row in self.rows(absorbed):
            kept = there.get(self._place(row))
            if kept is None:
                self._point(row, survivor)
                moved.append(str(row.pk))
            else:
                folded.append(self._fold(kept, row))
        return {"moved": moved, "folded": folded}

    def restore(self, done: dict[str, Any], absorbed: Participant, survivor: Participant) -> None:
        """Undo `move`. What was corrected since then on the kept rows stays corrected."""
        for fold in reversed(done["folded"]):
            kept = self.model._default_manager.filter(pk=fold["kept"]).first()
            if kept is not None:
                give_back(kept, fold["before"], fold["after"])
            if self._stands(fold["row"]):
                self.model(**unpack(self.model, fold["row"])).save(force_insert=True)
        for row in self.model._default_manager.filter(pk__in=done["moved"], **{self.field: survivor}):
            self._point(row, absorbed)

    def _stands(self, packed: dict[str, Any]) -> bool:
        """Whether what a folded row belonged to, beside the person, is still there."""
        parents = [field for field in map(self.model._meta.get_field, self.unique_with) if field.is_relation]
        return all(
            field.related_model._default_manager.filter(pk=packed[field.name]).exists()  # type: ignore[union-attr]
            for field in parents
        )

    def _place(self, row: Any) -> tuple[Any, ...]:
        return tuple(row.serializable_value(field) for field in self.unique_with)

    def _point(self, row: Any, person: Participant) -> None:
        setattr(row, self.field, person)
        row.save(update_fields=[self.field])

    def _fold(self, kept: Any, row: Any) -> dict[str, Any]:
        whole = pack(row, [field.name for field in row._meta.concrete_fields])
        changes = self.fold(kept, row)
        before = pack(kept, changes)
        row.delete()
        write(kept, changes)
        return {"row": whole, "kept": str(kept.pk), "before": before, "after": pack(kept, changes)}


# --- Values that survive JSON: DjangoJSONEncoder would cut a moment's microseconds ------------


def pack(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The values of these fields as JSON holds them, exact to the microsecond."""
    found = ((name, row._meta.get_field(name)) for name in fields)
    return {
        name: None if field.value_from_object(row) is None else field.value_to_string(row)  # type: ignore[union-attr]
        for name, field in found
    }


def unpack(model: type[models.Model], packed: dict[str, Any]) -> dict[str, Any]:
    """What `pack` packed, by attribute name ("community_id"), as Python values."""
    found = ((model._meta.get_field(name), value) for name, value in packed.items())
    return {
        field.attname: None if value is None else field.to_python(value)  # type: ignore[union-attr]
        for field, value in found
    }


def write(row: models.Model, changes: Changes) -> None:
    """Set and save these fields, by field name; foreign keys by their key."""
    for name, value in changes.items():
        setattr(row, row._meta.get_field(name).attname, value)  # type: ignore[union-attr]
    if changes:
        row.save(update_fields=list(changes))


def give_back(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Set the fields that still have the value the merge gave them back to what they were."""
    now = pack(row, after)
    untouched = {name: before[name] for name in after if now[name] == after[name]}
    for attname, value in unpack(type(row), untouched).items():
        setattr(row, attname, value)
    if untouched:
        row.save(update_fields=list(untouched))


MOVERS: list[Mover] = []


def register(*movers: Mover) -> None:
    """Called by upper apps in AppConfig.ready. The same model and field register once."""
    known = {mover.key for mover in MOVERS}
    MOVERS.extend(mover for mover in movers if mover.key not in known)


# --- The two actions ------------------------------------------------------------------------


@transaction.atomic
def merge(
    *, by: User, survivor: Participant, absorbed: Participant, take: Sequence[str] = (), reason: str = ""
) -> Merge:
    """Make `absorbed` a mere pointer to `survivor`, which keeps or takes each fact and all rows.

    `take`: names of FACTS that come from `absorbed`. Merging the same two again returns the merge
    that stands. Raises ValidationError when the two cannot be one person or the facts contradict.
    """
    survivor, absorbed = _lock(survivor, absorbed)
    if absorbed.merged_into_id == survivor.pk:
        return Merge.objects.standing().get(absorbed=absorbed)
    _refuse_impossible(survivor, absorbed)
    taken = {name: absorbed.serializable_value(name) for name in take if name in FACTS}
    before = pack(survivor, taken)
    write(survivor, taken)
    _check(survivor)
    absorbed.merged_into = survivor
    absorbed.save(update_fields=["merged_into"])
    moved: dict[str, Any] = dict(unite(absorbed, survivor))
    moved |= {mover.key: mover.move(absorbed, survivor) for mover in MOVERS}
    facts = json.dumps({"before": before, "after": pack(survivor, taken)})
    done = Merge.objects.create(
        survivor=survivor, absorbed=absorbed, reason=reason, moved=moved, facts=facts, recorded_by=by
    )
    log.record(
        by=by, verb=log.Verb.MERGED, target=survivor, province=_province(survivor),
        absorbed=str(absorbed.pk), fields=sorted(taken), moved=counts(done),
    )  # fmt: skip
    return done


@transaction.atomic
def unmerge(*, by: User, merge: Merge) -> Merge:
    """Two records again, each with the rows and facts it had. Undoing twice changes nothing.

    The latest merge of a record is undone first. Raises ValidationError otherwise.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    survivor, absorbed = _lock(merge.survivor, merge.absorbed)
    later = Merge.objects.standing().filter(recorded_at__gt=merge.recorded_at)
    if later.filter(models.Q(survivor=survivor) | models.Q(absorbed=survivor)).exists():
        raise ValidationError(_("This record was merged again later. Undo the later merge first."), code="later")
    for mover in reversed(MOVERS):
        if mover.key in merge.moved:
            mover.restore(merge.moved[mover.key], absorbed, survivor)
    part(merge.moved, absorbed, survivor)
    give_back(survivor, **json.loads(merge.facts))
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    log.record(by=by, verb=log.Verb.UNMERGED, target=survivor, province=_province(survivor), absorbed=str(absorbed.pk))
    return merge


@transaction.atomic
def declare_two_people(*, by: User, one: Participant, other: Participant) -> TwoPeople:
    """Remember that somebody looked and found two people, so that the pair is not proposed again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    pair, new = TwoPeople.objects.get_or_create(one=first, other=second, defaults={"recorded_by": by})
    if new:
        log.record(by=by, verb=log.Verb.CREATED, target=pair, province=_province(one))
    return pair


def counts(merge: Merge) -> dict[str, int]:
    """How many rows a merge moved or united, by kind."""
    return {key: len(done["moved"]) + len(done.get("folded", [])) for key, done in merge.moved.items()}


def _lock(*people: Participant) -> tuple[Participant, ...]:
    """Fresh copies, locked in one order so that two merges of the same people queue."""
    keys = [person.pk for person in people]
    fresh = {p.pk: p for p in Participant.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return tuple(fresh[pk] for pk in keys)


def _refuse_impossible(survivor: Participant, absorbed: Participant) -> None:
    if survivor.pk == absorbed.pk:
        raise ValidationError(_("This is the same record twice."), code="same")
    if survivor.merged_into_id or absorbed.merged_into_id:
        raise ValidationError(_("One of the two was merged already. Open the record that was kept."), code="merged")
    if survivor.group != absorbed.group:
        raise ValidationError(
            _("One is a rural man and the other a school leader. Correct the group first."), code="group"
        )


def _check(person: Participant) -> None:
    """The chosen facts must hold together: a man stays 18 or older, a leader keeps a school."""
    errors = check_facts({name: getattr(person, name) for name in (*FACTS, "group")})
    if errors:
        raise ValidationError([message for messages in errors.values() for message in messages])


def _province(person: Participant) -> str:
    return person.community.district.province_id
