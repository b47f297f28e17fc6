"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """The room ``budgets``; what it registers is in place when the site starts."""

    name = "dafeng.web.budgets"
    label = "budgets"
    verbose_name = _("用能预算")

    def ready(self) -> None:
        """Register rights, the entry of the room, panels, jobs, and what is due."""
        from dafeng.web.budgets import (  # noqa: F401, PLC0415 - they register
            bar,
            jobs,
            keeping,
            managing,
            panels,
            permissions,
            telling,
        )
