"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The room ``api``: keys of programs and what they may do with them."""

    name = "dafeng.web.api"
    label = "api"
    verbose_name = _("接口")

    def ready(self) -> None:
        """Register who may give programs a key, and the nightly tidying."""
        from dafeng.web.api import (  # noqa: F401, PLC0415 - they register
            bar,
            gateways,
            holding,
            permissions,
            tidying,
        )
