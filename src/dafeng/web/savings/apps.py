"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SavingsConfig(AppConfig):
    """The room ``savings``; what it registers is in place when the site starts."""

    name = "dafeng.web.savings"
    label = "savings"
    verbose_name = _("节能")

    def ready(self) -> None:
        """Register rights, the entry of the room, panels and jobs."""
        from dafeng.web.savings import (  # noqa: F401, PLC0415 - they register
            bar,
            jobs,
            panels,
            permissions,
            product_energy,
            telling,
        )
