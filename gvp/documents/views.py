"""The one download of every document kept with a fact."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, SEE_RECORDS
from gvp.documents.fields import DocumentField
from gvp.documents.serve import serve


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def document(request: UserRequest, model: str, pk: UUID, field: str) -> Any:
    """The document of a record this person may see; 404 for everything else that could be asked for here."""
    keeper, declared = _keeper(model, field)
    if not (declared.for_field_staff or request.user.may(SEE_RECORDS)):
        raise Http404
    file = getattr(get_object_or_404(keeper.objects.visible_to(request.user), pk=pk), field)
    if not file:
        raise Http404
    return serve(file, field)


def _keeper(label: str, field: str) -> tuple[Any, DocumentField]:
    """The model called so and its field, if that holds documents."""
    try:
        model = apps.get_model(label)
        declared = model._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist) as unknown:
        raise Http404 from unknown
    if not isinstance(declared, DocumentField):
        raise Http404
    return model, declared
