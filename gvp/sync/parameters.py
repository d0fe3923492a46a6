"""How long a phone keeps the key to what is on it, and the server what was decided of what it sent."""

from django.utils.translation import gettext_lazy as _

from gvp.base.parameters import declare

KEY_HOURS = declare("key_hours", "72", _("Hours without signal after which a phone forgets its lists"))
DECIDED_DAYS = declare("decided_days", "90", _("Days in which a decision about an arrival can be undone"))
LOCK_MINUTES = 5  # without a touch, then the page covers itself (domain.md, R17)
