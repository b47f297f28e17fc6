"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """The room ``papers``; what it registers is in place when the site starts."""

    name = "dafeng.web.papers"
    label = "papers"
    verbose_name = _("公文")

    def ready(self) -> None:
        """Register rights, the entry beside the office's pages, and the job."""
        from dafeng.web.papers import (  # noqa: F401, PLC0415 - they register
            bar,
            jobs,
            permissions,
        )
