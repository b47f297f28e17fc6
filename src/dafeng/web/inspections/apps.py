"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """The room ``inspections``; what it registers is in place when the site starts."""

    name = "dafeng.web.inspections"
    label = "inspections"
    verbose_name = _("监察")

    def ready(self) -> None:
        """Register rights, the entry in the bar, and what is due when."""
        from dafeng.web.inspections import (  # noqa: F401, PLC0415 - they register
            bar,
            keeping,
            permissions,
            telling,
        )
