"""Who trained or reached whom, one province at a time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from gvp.places.models import Province
from workshops import cascade as told


@allowed(SEE_RECORDS)
@require_safe
def cascade(request: UserRequest) -> HttpResponse:
    """`?province=`: the first one this user may see unless another of them is asked for."""
    provinces = list(request.user.limit(Province.objects.filter(followed=True), "pk").order_by("name"))
    asked = request.GET.get("province", "")
    province = next((one for one in provinces if one.pk == asked or not asked), None)
    if asked and province is None:
        raise Http404
    context: dict[str, Any] = {"provinces": provinces, "province": province}
    if province:
        today = timezone.localdate()
        men = told.men(province, today)
        context |= {
            "men": men,
            "school": told.school(province, today),
            "unreached": told.unreached(province, men),
            "today": today,
        }
    return render(request, "workshops/cascade.html", context)
