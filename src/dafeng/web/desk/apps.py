"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The room ``desk``: first page, search, data, management."""

    name = "dafeng.web.desk"
    label = "desk"
    verbose_name = _("总览")

    def ready(self) -> None:
        """Register rights, what waits for whom, the bar, and the home page."""
        from dafeng.web.desk import (  # noqa: F401, PLC0415 - they register
            bar,
            jobs,
            needs,
            notes,
            panels,
            permissions,
            readings,
        )
