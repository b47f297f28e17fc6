"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetersConfig(AppConfig):
    """The room ``meters``; what it registers is in place when the site starts."""

    name = "dafeng.web.meters"
    label = "meters"
    verbose_name = _("能耗监测")

    def ready(self) -> None:
        """Register rights, jobs, and the entry of the room."""
        from dafeng.web.meters import (  # noqa: F401, PLC0415 - they register
            bar,
            belonging,
            jobs,
            permissions,
            telling,
        )
