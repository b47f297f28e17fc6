"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """The room ``work``: tasks, reporting rounds, reports, evidence."""

    name = "dafeng.web.work"
    label = "work"
    verbose_name = _("任务与报送")

    def ready(self) -> None:
        """Register rights, the entry in the bar, a table of the lake, jobs, notices."""
        from dafeng.web.work import (  # noqa: PLC0415
            bar,  # noqa: F401
            holding,  # noqa: F401
            jobs,  # noqa: F401
            lake,  # noqa: F401
            permissions,  # noqa: F401
            telling,  # noqa: F401
        )
