"""Targets: set, corrected and taken away, each with its line in the audit log.

Targets of the whole program belong to whoever answers for every province; a coordinator sets those
of his or her own (roles.py decides which rows and which provinces).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.base.versions import Correction
from gvp.places.models import Province
from gvp.reporting.base import Indicator
from gvp.reporting.figures import is_share
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from gvp.reporting.question import provinces_for
from workshops.dates import PlannedDay

FACTS = ("indicator", "province", "baseline", "value", "until")  # the form asks for these
WHOLE_PROGRAM = ""


def promisable() -> list[Indicator]:
    """Indicators that a target makes sense for: of which more is better, and which grow from one day to the next."""
    return [indicator for indicator in INDICATORS.values() if indicator.kind != "day" or indicator.contribution]


class TargetForm(Correction, forms.Form):
    """One target. Shares are written in percent: 80, not 0.8."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    province = forms.ModelChoiceField(Province.objects.none(), label=gettext_lazy("Province"), required=False)
    baseline = forms.DecimalField(
        label=gettext_lazy("Baseline"),
        help_text=gettext_lazy("The figure when the work began; 0 if there was none."),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        initial=0,
    )
    value = forms.DecimalField(
        label=gettext_lazy("Target"),
        help_text=gettext_lazy("The total to be reached, not what is to be added. Shares in percent: 80."),
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    until = PlannedDay(label=gettext_lazy("To be reached by"))

    def __init__(self, *args: Any, user: User, target: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if target:
            self.initial = model_to_dict(target)
            self.watch(target)
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (indicator.code, f"{indicator.code} · {indicator.title}") for indicator in promisable()
        ]
        province: Any = self.fields["province"]
        mine = [found.pk for found in provinces_for(user)]
        province.queryset = Province.objects.filter(pk__in=mine)
        province.empty_label = gettext_lazy("The whole program")
        if user.role_.own_provinces_only:
            province.required = True
            province.empty_label = None if len(mine) == 1 else gettext_lazy("Choose a province")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        value, indicator = data.get("value"), INDICATORS.get(data.get("indicator", ""))
        if value is None:
            return data
        if value <= data.get("baseline", 0):
            self.add_error("value", _("The target must be greater than the baseline."))
        elif indicator and is_share(indicator) and value > 100:
            self.add_error("value", _("A share cannot be more than 100 %."))
        return data


@transaction.atomic
def set_target(*, by: User, facts: Mapping[str, Any], target: Target | None = None, seen: str = "") -> Target:
    """Make a target, or correct one. Sent twice it is one target.

    `seen` is the version on screen (gvp/base/versions.py). Raises ValidationError when another target has the
    same indicator, province and date, and when somebody else changed this one meanwhile.
    """
    same_pair = Target.objects.filter(
        indicator=facts["indicator"], province=facts["province"], until=facts["until"]
    ).first()
    if same_pair and (target is None or same_pair.pk != target.pk):
        if target is None and _same(same_pair, facts):
            return same_pair
        raise _taken()
    verb = log.Verb.CHANGED if target else log.Verb.CREATED
    target = Target.objects.select_for_update().get(pk=target.pk) if target else Target(recorded_by=by)
    changed = [name for name in FACTS if getattr(target, name) != facts[name]] if verb == log.Verb.CHANGED else []
    if verb == log.Verb.CHANGED and not changed:
        return target
    versions.check(target, seen)
    for name in FACTS:
        setattr(target, name, facts[name])
    try:
        with transaction.atomic():
            target.save()
    except IntegrityError:
        raise _taken() from None
    _record(by, verb, target, changed=changed)
    return target


@transaction.atomic
def remove_target(*, by: User, target: Target) -> dict[str, str]:
    """Take a target away; the facts that would put it back, as a form sends them."""
    _record(by, log.Verb.DELETED, target)
    facts = {
        "indicator": target.indicator,
        "province": target.province_id or WHOLE_PROGRAM,
        "baseline": str(target.baseline),
        "value": str(target.value),
        "until": target.until.isoformat(),
    }
    target.delete()
    return facts


def _same(target: Target, facts: Mapping[str, Any]) -> bool:
    return all(getattr(target, name) == facts[name] for name in ("baseline", "value"))


def _taken() -> ValidationError:
    text = _("There is a target for this indicator, place and date already: correct that one.")
    return ValidationError({"until": text}, code="taken")


def _record(by: User, verb: str, target: Target, **detail: Any) -> None:
    log.record(
        by=by,
        verb=verb,
        target=target,
        province=target.province_id or "",
        indicator=target.indicator,
        value=str(target.value),
        baseline=str(target.baseline),
        until=target.until.isoformat(),
        **detail,
    )
