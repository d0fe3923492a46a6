"""What counts as change and when it may be measured; what makes a network (indicators.md, sections 3 and 4)."""

from django.utils.translation import gettext_lazy as _

from gvp.base.parameters import declare

CHANGE_FLOOR = declare("change_floor", "5", _("Least difference of an index that is a change, in points"))
CHANGE_SD_SHARE = declare(
    "change_sd_share", "0.5", _("Share of the baselines' standard deviation from which a difference is a change")
)
MIN_ANSWERED_SHARE = declare("min_answered_share", "0.8", _("Share of a domain's statements that must be answered"))
ENDLINE_WAIT_DAYS = declare("endline_wait_days", "30", _("Days from being sensitised until the endline may be taken"))
FOUNDING_MEMBERS = declare("founding_members", "10", _("People who joined a network before it counts as formed"))
