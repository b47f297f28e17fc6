"""The app ``core``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """People, units, rights, audit and the base page."""

    name = "dafeng.web.core"
    label = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        """Register the rights and the pages of this room."""
        from dafeng.web.core import bar  # noqa: F401, PLC0415 - needs the app registry
