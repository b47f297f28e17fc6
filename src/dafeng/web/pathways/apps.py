"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    """The room ``pathways``; what it registers is in place when the site starts."""

    name = "dafeng.web.pathways"
    label = "pathways"
    verbose_name = _("路径")

    def ready(self) -> None:
        """Register rights, the entry in the bar, jobs, and panels of other pages."""
        from dafeng.web.pathways import bar, jobs, panels, permissions  # noqa: F401
