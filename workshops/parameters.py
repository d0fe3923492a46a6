"""Thresholds of attendance (indicators.md, section 2) and of networks (section 4)."""

from django.utils.translation import gettext_lazy as _

from gvp.base.parameters import declare

SENSITISED_SHARE = declare("sensitised_share", "0.75", _("Share of the curriculum a sensitised man attended"))
SENSITISED_MIN_MODULES = declare("sensitised_min_modules", "6", _("Least modules a sensitised man attended"))
SCHOOL_SHARE = declare("school_share", "0.75", _("Share of the curriculum a trained school leader attended"))
SCHOOL_MIN_MODULES = declare("school_min_modules", "5", _("Least modules a trained school leader attended"))
ACTIVE_DAYS = declare("active_days", "90", _("Days in which an active leader led a validated action"))
