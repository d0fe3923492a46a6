"""Replications of school leaders written down without signal."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gvp.partners.models import Institution
from gvp.sync import late, leading
from gvp.sync.fields import key
from gvp.sync.registry import ForReview, Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from workshops import replicating
from workshops.models import Replication, ReplicationLeader
from workshops.opening import replication_form

TITLE_LENGTH = 160


def _next(record: UUID) -> str:
    return reverse("workshops:replication", args=[record])


def _provinces(records: Collection[UUID]) -> Mapping[UUID, str]:
    return dict(Replication.objects.filter(pk__in=records).values_list("pk", "school__district__province"))


@handles("replication", next=_next, provinces=_provinces)
def replication(operation: Received) -> Outcome:
    """One replication under the key of its form; written again on the phone, it is corrected."""
    school = _school(operation)
    province = school.district.province_id
    rows = (
        Replication.objects.filter(pk=operation.record),
        ReplicationLeader.objects.filter(replication=operation.record),
    )
    with traced(operation, *rows) as undo:
        form = _form(operation, school)
        facts, leaders = leading.facts_of(form), form.cleaned_data["leaders"]
        there = leading.stored(operation, Replication, province)
        if there is None:
            by = operation.author
            replicating.record(by=by, school=school, key=operation.record, facts=facts, leaders=leaders)
        elif there.school_id != school.pk:
            raise ForReview(Reason.CONFLICT, province, _("It is stored as a replication in another school."))
        elif leading.differs(operation, there, facts, leaders, province):
            replicating.change(by=late.reader(operation), replication=there, facts=facts, leaders=leaders)
    return Outcome(province=province, undo=undo)


undoes("replication")(take_back)


def _school(operation: Received) -> Institution:
    asked = key(operation.payload, "school")
    school = Institution.objects.select_related("district").filter(pk=asked).first()
    if school is None:
        province = late.province_once(Institution, asked)
        raise ForReview(Reason.DELETED, province, _("This school is not there any more."))
    late.require_sight(operation, school, school.district.province_id)
    return school


def _form(operation: Received, school: Institution) -> Any:
    """Group and module may be offered no more: they are taken as the phone showed them."""
    province = school.district.province_id
    data = leading.sent(operation, province)
    if data.get("group") and not (data.get("grade") or data.get("section")):
        data["grade"], _space, data["section"] = str(data["group"]).rpartition(" ")
    data.pop("group", None)
    form = replication_form(late.reader(operation), school, data)
    title = data.get("module", "")
    if 0 < len(title) <= TITLE_LENGTH:
        module: Any = form.fields["module"]
        module.choices = [*module.choices, (title, title)]
    return leading.judged(operation, form, province)
