"""How long a phone keeps the key to what is on it."""

from django.utils.translation import gettext_lazy as _

from gvp.base.parameters import declare

KEY_HOURS = declare("key_hours", "72", _("Hours without signal after which a phone forgets its lists"))
LOCK_MINUTES = 5  # without a touch, then the page covers itself (domain.md, R17)
