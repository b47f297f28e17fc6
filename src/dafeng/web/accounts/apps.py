"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room ``accounts``; its rights are registered when the site starts."""

    name = "dafeng.web.accounts"
    label = "accounts"
    verbose_name = _("碳账")

    def ready(self) -> None:
        """Register who may do what with an account, and the entry in the bar."""
        from dafeng.web.accounts import bar, jobs, permissions  # noqa: F401 - they register
