"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """The room ``projects``; what it registers is in place when the site starts."""

    name = "dafeng.web.projects"
    label = "projects"
    verbose_name = _("项目")

    def ready(self) -> None:
        """Register rights, the entry in the bar, and parts of other pages."""
        from dafeng.web.projects import (  # noqa: F401, PLC0415 - they register
            bar,
            panels,
            permissions,
        )
