"""The measurement of change in numbers as people read them and in sentences."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting.change.data import DomainChange, Measurement, Share, share
from gvp.reporting.change.followed import Followed
from gvp.reporting.measured import Limit
from gvp.reporting.verdict_words import signed
from participants.scoring import Change
from participants.statistics import Alpha, Interval, McNemar, Mean

NO_COMPARISON = gettext_lazy(
    "The design is before–after without a comparison group: the changes cannot be attributed to the programme alone."
)
ALPHA_WORDS = {
    "poor": gettext_lazy("poor"),
    "adequate": gettext_lazy("adequate"),
    "good": gettext_lazy("good"),
    "excellent": gettext_lazy("excellent"),
}
DAYS_OF_A_MONTH = 30.44
TOO_FEW = gettext_lazy("fewer than 10")


def attribution(measured: Measurement) -> str:
    """What the design lets one conclude: printed unless a comparison design was entered, which is then described."""
    design = measured.comparison
    return design.in_language("text") if design else str(NO_COMPARISON)


def one_decimal(number: float) -> str:
    return number_format(round(number, 1), 1)


def two_decimals(number: float | None) -> str:
    return "" if number is None else number_format(round(number, 2), 2).replace("-", "−")


def signed_whole(number: int) -> str:
    """ "+12", "−3", "0"."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{number_format(abs(number))}"


def per_cent(share: float) -> str:
    return _("%(share)s%%") % {"share": one_decimal(100 * share)}


def per_cent_interval(interval: Interval) -> str:
    """ "67.8 to 81.1"."""
    return _between(one_decimal(100 * interval.low), one_decimal(100 * interval.high))


def _between(low: str, high: str) -> str:
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def share_cell(share: Share) -> str:
    """ "75.0% (67.8 to 81.1)", in a table whose head says what stands in brackets; "" for fewer than ten."""
    if share.share is None or share.interval is None:
        return ""
    return f"{per_cent(share.share)} ({per_cent_interval(share.interval)})"


def mean_cell(mean: Mean | None) -> str:
    """ "+12.5 (+9.1 to +15.9)"; "" when there is none."""
    return "" if mean is None else f"{signed(mean.mean)} ({_between(*map(signed, mean.interval))})"


def k_of_n(share: Share) -> str:
    return _("%(k)s of %(n)s") % {"k": number_format(share.k), "n": number_format(share.n)}


def share_text(share: Share) -> str:
    """ "120 of 160: 75.0% (95% interval 67.8 to 81.1)"; only "k of n" for fewer than ten."""
    if share.share is None or share.interval is None:
        return k_of_n(share)
    words = {
        "of": k_of_n(share), "share": per_cent(share.share), "interval": per_cent_interval(share.interval),
    }  # fmt: skip
    return _("%(of)s: %(share)s (95%% interval %(interval)s)") % words


def conservative_text(share: Share) -> str:
    """The same k over everybody sensitised; without an interval, because nothing is estimated."""
    if share.share is None:
        return k_of_n(share)
    return _("%(of)s: %(share)s") % {"of": k_of_n(share), "share": per_cent(share.share)}


def followed_text(followed: Followed) -> str:
    """Of those asked again, how many still show favourable change."""
    text = _(
        "Follow-up, on average %(months)s months after the endline: favourable change since the baseline still in "
        "%(share)s. It does not enter contribution 1."
    )
    again = share(followed.favourable, followed.men)
    return text % {"months": one_decimal(followed.days / DAYS_OF_A_MONTH), "share": share_text(again)}


def sampled_text(measured: Measurement) -> str:
    if measured.sampled is None:
        return ""
    words = {
        "n": number_format(measured.flow.paired), "of": number_format(measured.flow.sensitised),
        "factor": two_decimals(measured.sampled),
    }  # fmt: skip
    sentence = _(
        "If the %(n)s measured were drawn at random from the %(of)s sensitised, each margin is multiplied by "
        "%(factor)s; if they are those who could be found, it is not."
    )
    return sentence % words


def mean_text(mean: Mean | None) -> str:
    """ "+12.5 (95% interval +9.1 to +15.9)"; "" when there is none."""
    if mean is None:
        return ""
    low, high = (signed(end) for end in mean.interval)
    return _("%(mean)s (95%% interval %(low)s to %(high)s)") % {"mean": signed(mean.mean), "low": low, "high": high}


def limit_text(limit: Limit) -> str:
    """ "10.2 points, frozen on 03/05/2026 from 150 baselines"."""
    words = {"value": one_decimal(float(limit.threshold.value)), "n": number_format(limit.threshold.n)}
    if limit.frozen_on is None:
        return _("%(value)s points, from %(n)s baselines so far") % words
    words["day"] = date_format(limit.frozen_on, "SHORT_DATE_FORMAT")
    return _("%(value)s points, frozen on %(day)s from %(n)s baselines") % words


def alpha_text(alpha: Alpha | None) -> str:
    """ "0.74, good (5 statements, 150 men)"."""
    if alpha is None:
        return str(TOO_FEW)
    words = {
        "value": two_decimals(alpha.value), "word": ALPHA_WORDS[alpha.word],
        "k": alpha.items, "n": number_format(alpha.n),
    }  # fmt: skip
    return _("%(value)s, %(word)s (%(k)s statements, %(n)s men)") % words


def mcnemar_text(test: McNemar | None) -> str:
    if test is None:
        return ""
    words = {
        "up": number_format(test.up), "down": number_format(test.down),
        "p": _("less than 0.001") if test.p < 0.001 else number_format(round(test.p, 3), 3),
        "kind": _("exact binomial") if test.exact else _("chi-square with continuity correction"),
    }  # fmt: skip
    return _("%(up)s reached the highest band and %(down)s left it: McNemar p %(p)s (%(kind)s).") % words


def finding(change: DomainChange) -> str:
    """The title of a domain's charts: what happened, in words."""
    words = {"name": change.domain.in_language("name"), "n": number_format(change.n)}
    if not change.n:
        return _("%(name)s: no pairs yet.") % words
    words |= {
        "up": number_format(change.counts[Change.IMPROVED]),
        "down": number_format(change.counts[Change.WORSENED]),
    }
    return _("%(name)s: of %(n)s men %(up)s improved and %(down)s worsened.") % words
