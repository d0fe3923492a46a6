from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        """Explicit, not a signal: the floor below asks every floor above how its rows move and what it knows."""
        from participants import merging, moments
        from workshops.merging import MOVERS
        from workshops.moments import moments_of

        merging.register(*MOVERS)
        moments.register(moments_of)
