"""The app ``core``."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """People, units, rights, audit and the base page."""

    name = "dafeng.web.core"
    label = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        """Register the rights and the pages of this room."""
        # They need the app registry.
        from dafeng.web.core import (  # noqa: PLC0415
            bar,  # noqa: F401
            entering,
            job_lines,
            permissions_security,  # noqa: F401
            tidying,  # noqa: F401
        )

        user_logged_in.connect(entering.stamp, dispatch_uid="dafeng.stamp")
        job_lines.write_job_lines()
