from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        """Explicit, not a signal: merging people asks every floor above how its rows move."""
        from participants import merging
        from workshops.merging import MOVERS

        merging.register(*MOVERS)
