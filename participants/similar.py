"""Who may be the same person: shown while registering, proposed for merging, never decided here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from gvp.base.crypto import fingerprint
from participants.andean import Keys, given_key, keys
from participants.models import Participant

THRESHOLD = 80  # of 100; chosen on the list in tests/test_similar.py
SHOWN = 5
POOL = 200  # of each search; the blocks of 10 000 people hold a dozen at most


@dataclass(frozen=True)
class Sketch:
    """What is compared of one person. `given` holds all given names, as a key."""

    given: str
    keys: Keys
    birth_year: int | None = None
    community: UUID | None = None
    document_hash: str = ""

    @classmethod
    def of(cls, person: Participant) -> "Sketch":
        stored = Keys(person.given_key, person.first_key, person.second_key)
        return cls(given_key(person.given_names), stored, person.birth_year, person.community_id, person.document_hash)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Sketch":
        """From what has been typed so far; anything but the first surname may be missing."""
        names = [facts.get(field) or "" for field in ("given_names", "first_surname", "second_surname")]
        community = facts.get("community")
        return cls(
            given_key(names[0]),
            keys(*names),
            facts.get("birth_year"),
            community.pk if community else None,
            fingerprint((facts.get("document") or "").upper()),
        )


@dataclass(frozen=True)
class Match:
    person: Participant
    score: int
    same_document: bool


def score(one: Sketch, other: Sketch) -> int:
    """0 to 100. A missing second surname or year neither speaks for nor against."""
    if one.document_hash and one.document_hash == other.document_hash:
        return 100
    names = 0.55 * _surnames(one.keys, other.keys) + 0.45 * _given(one.given, other.given)
    place = 2 if one.community and one.community == other.community else 0
    return max(0, min(100, round(names + place + _years(one.birth_year, other.birth_year))))


def _alike(one: str, other: str) -> float:
    """0 to 100; unrelated words share half their letters by chance, which counts as nothing."""
    return max(0.0, (fuzz.ratio(one, other) - 60) * 2.5)


def _surnames(one: Keys, other: Keys) -> float:
    if not (one.second and other.second):
        # One of them may have written the second surname only.
        return max(0.86 * _alike(one.first, other.first), 0.8 * _alike(one.first, other.second or "-"),
                   0.8 * _alike(one.second or "-", other.first))  # fmt: skip
    straight = 0.55 * _alike(one.first, other.first) + 0.45 * _alike(one.second, other.second)
    crossed = 0.5 * _alike(one.first, other.second) + 0.5 * _alike(one.second, other.first)
    return max(straight, crossed - 4)


def _given(one: str, other: str) -> float:
    """ "juan karlos" against "juan": a name left out costs little. 60 while nothing is typed."""
    if not one or not other:
        return 60
    first = _alike(one.split()[0], other.split()[0])
    ordered = _alike(" ".join(sorted(one.split())), " ".join(sorted(other.split())))
    shared = 100 if set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split()) else ordered
    return 0.5 * shared + 0.5 * max(first, ordered)


def _years(one: int | None, other: int | None) -> int:
    """Years are guessed, and digits slip; a generation apart is more likely father and son."""
    if not one or not other:
        return 0
    if abs(one - other) <= 2:
        return 3 - 2 * abs(one - other)
    if sorted(str(one)) == sorted(str(other)):
        return -3
    slipped = sum(a != b for a, b in zip(str(one), str(other), strict=False)) == 1
    return -8 if slipped else -25


def similar(*, facts: dict[str, Any], user: Any, leave_out: UUID | None = None) -> list[Match]:
    """People this user may see who resemble these facts, most similar first. One query.

    Merged records stand aside: their survivor is found instead.
    """
    sketch = Sketch.from_facts(facts)
    blocks = _blocks(sketch)
    if not blocks:
        return []
    people = Participant.objects.visible_to(user).living().exclude(pk=leave_out).filter(blocks)
    found = [
        Match(person, score(sketch, Sketch.of(person)), bool(sketch.document_hash == person.document_hash != ""))
        for person in people.select_related("community__district")[:POOL]
    ]
    near = [match for match in found if match.score >= THRESHOLD]
    return sorted(near, key=lambda match: (-match.score, match.person.code))[:SHOWN]


def _blocks(sketch: Sketch) -> Q:
    """Each alternative is answered by one of the indexes of Participant."""
    given, first, second = sketch.keys
    wanted = Q()
    if first and given:
        wanted |= Q(first_key=first, given_key=given) | Q(second_key=first, given_key=given)
    if second and given:
        wanted |= Q(second_key=second, given_key=given) | Q(first_key=second, given_key=given)
    if first and second:
        wanted |= Q(first_key=first, second_key=second) | Q(first_key=second, second_key=first)
    if first and sketch.birth_year:
        wanted |= Q(first_key=first, birth_year=sketch.birth_year)
    if sketch.document_hash:
        wanted |= Q(document_hash=sketch.document_hash)
    return wanted


# --- All pairs at once ----------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    one: UUID
    other: UUID
    score: int


COLUMNS = (
    "pk", "given_names", "given_key", "first_key", "second_key", "birth_year", "community_id", "document_hash",
)  # fmt: skip


def pairs(people: Iterable[tuple[Any, ...]], apart: Iterable[frozenset[UUID]] = ()) -> list[Pair]:
    """Pairs who may be one person, most similar first, of rows of COLUMNS.

    `apart` holds pairs that a person has looked at and found to be two. Never merges anything.
    """
    sketches = {row[0]: Sketch(given_key(row[1]), Keys(*row[2:5]), *row[5:]) for row in people}
    judged = set(apart)
    found = [
        Pair(one, other, points)
        for one, other in _candidates(sketches)
        if frozenset((one, other)) not in judged and (points := score(sketches[one], sketches[other])) >= THRESHOLD
    ]
    return sorted(found, key=lambda pair: (-pair.score, str(pair.one), str(pair.other)))


def _candidates(sketches: dict[UUID, Sketch]) -> Iterator[tuple[UUID, UUID]]:
    blocks: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
    for pk, sketch in sketches.items():
        for block in _block_names(sketch):
            blocks[block].append(pk)
    seen = set()
    for members in blocks.values():
        for pair in combinations(members, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _block_names(sketch: Sketch) -> set[tuple[Any, ...]]:
    given, first, second = sketch.keys
    names: set[tuple[Any, ...]] = {("given", given, first), ("born", first, sketch.birth_year)}
    if second:
        names |= {("given", given, second), ("surnames", *sorted((first, second)))}
    if sketch.document_hash:
        names.add(("document", sketch.document_hash))
    return names
