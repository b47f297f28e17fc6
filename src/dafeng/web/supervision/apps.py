"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """The room ``supervision``; what it registers is in place when the site starts."""

    name = "dafeng.web.supervision"
    label = "supervision"
    verbose_name = _("督办")

    def ready(self) -> None:
        """Register rights, the bar's entry, reminders, and parts of other pages."""
        from dafeng.web.supervision import (  # noqa: F401, PLC0415 - they register
            agenda_items,
            bar,
            keeping,
            panels,
            permissions,
            telling,
        )
