"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """The room ``enterprises``; what it registers is in place when the site starts."""

    name = "dafeng.web.enterprises"
    label = "enterprises"
    verbose_name = _("企业")

    def ready(self) -> None:
        """Register rights, the entry of the room, and what is due when."""
        from dafeng.web.enterprises import (  # noqa: F401, PLC0415 - they register
            bar,
            managing,
            permissions,
            telling,
        )
