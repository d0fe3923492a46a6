from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("Participants")

    def ready(self) -> None:
        """Explicit, not a signal: merging people asks every noun how its rows move."""
        from participants import following, merging

        merging.register(*following.MOVERS)
