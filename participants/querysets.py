"""Questions asked of many people or many consents."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from gvp.base.models import ScopedQuerySet
from gvp.base.text import normalise


class ParticipantQuerySet(ScopedQuerySet):
    scope_path = "community__district__province"

    def living(self) -> "ParticipantQuerySet":
        """Records that still stand for a person: not merged into another."""
        return self.filter(merged_into__isnull=True)

    def registered_by(self, until: dt.date) -> "ParticipantQuerySet":
        """Everybody who was registered on `until`, each once (indicators.md, 1.8)."""
        return self.living().filter(enrolled_on__lte=until)

    def openable_by(self, user: Any) -> "ParticipantQuerySet":
        """Records this user may open; a school leader's only with the protection permission."""
        mine = self.visible_to(user)
        return mine if user.is_authenticated and user.sees_minors else mine.exclude(group="school_leader")

    def men(self) -> "ParticipantQuerySet":
        return self.filter(group="man")

    def school_leaders(self) -> "ParticipantQuerySet":
        return self.filter(group="school_leader")

    def matching(self, words: str, reader: Any = None) -> "ParticipantQuerySet":
        """Every word somewhere in the name or code, without regard to accents, case or order.

        A `reader` who reads only the initials of school leaders finds them by their code alone: else the
        search would tell the name, guess by guess.
        """
        leader, reads_all = Q(group="school_leader"), reader is None or reader.sees_minors
        found = self
        for word in normalise(words).split():
            here = Q(search_name__contains=word)
            found = found.filter(here if reads_all else (here & ~leader) | (leader & Q(code__icontains=word)))
        return found

    def consented(self, until: dt.date, kind: str = "registration") -> "ParticipantQuerySet":
        """People with a consent of this kind in force on `until` (indicators.md, 1.5)."""
        from participants.models import Consent

        in_force = Consent.objects.in_force(until).filter(kind=kind, participant=OuterRef("pk"))
        return self.filter(Exists(in_force))

    def lacking_consent(self, on: dt.date) -> "ParticipantQuerySet":
        """People without one of the consents their group needs to count (indicators.md, 1.5)."""
        return self.exclude(pk__in=self.fully_consented(on).values("pk"))

    def fully_consented(self, on: dt.date) -> "ParticipantQuerySet":
        """People with every consent their group needs, in force on the date."""
        from participants.counting import fully_consenting

        return self.filter(fully_consenting(on))


class ConsentQuerySet(ScopedQuerySet):
    scope_path = "participant__community__district__province"

    def in_force(self, on: dt.date) -> "ConsentQuerySet":
        """Given on or before the date, and not revoked on or before it."""
        return self.filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=on), given_on__lte=on)


class MergeQuerySet(models.QuerySet):
    def standing(self) -> "MergeQuerySet":
        return self.filter(undone_at__isnull=True)
