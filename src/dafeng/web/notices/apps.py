"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The room ``notices``: what people are told, and the work behind the pages."""

    name = "dafeng.web.notices"
    label = "notices"
    verbose_name = _("提醒")

    def ready(self) -> None:
        """Register the right, the entry in the bar, and the jobs."""
        from dafeng.web.notices import bar, jobs, permissions  # noqa: F401, PLC0415
