"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    """The room ``verification``; what it registers is in place when the site starts."""

    name = "dafeng.web.verification"
    label = "verification"
    verbose_name = _("报告与核查")

    def ready(self) -> None:
        """Register rights, the room's entry, panel and jobs, and what is due when."""
        from dafeng.web.verification import (  # noqa: F401, PLC0415 - they register
            balancing,
            bar,
            closings,
            jobs,
            panels,
            permissions,
            telling,
        )
