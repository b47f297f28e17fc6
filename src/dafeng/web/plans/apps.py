"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The room ``plans``; its rights are registered when the site starts."""

    name = "dafeng.web.plans"
    label = "plans"
    verbose_name = _("方案")

    def ready(self) -> None:
        """Register who may do what with a plan, and the entry in the bar."""
        from dafeng.web.plans import bar, permissions  # noqa: F401 - they register
