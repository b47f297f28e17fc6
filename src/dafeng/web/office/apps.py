"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """The room ``office``."""

    name = "dafeng.web.office"
    label = "office"
    verbose_name = _("双碳办")

    def ready(self) -> None:
        """Register rights and the entry in the bar."""
        from dafeng.web.office import (  # noqa: F401, PLC0415 - they register
            bar,
            permissions,
            proposing,
        )
