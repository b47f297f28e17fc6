"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """The room ``public``; what it registers is in place when the site starts."""

    name = "dafeng.web.public"
    label = "public"
    verbose_name = _("公开")

    def ready(self) -> None:
        """Register rights, the entry in the bar, and the jobs."""
        from dafeng.web.public import (  # noqa: F401, PLC0415 - they register
            bar,
            jobs,
            permissions,
        )
