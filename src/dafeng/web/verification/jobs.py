"""What the clock does for this room: verified values reach new duties."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import DailyAt, register_job


def pass_values() -> str:
    """Give confirmed values to duties of disclosure that appeared since."""
    # The services take a moment to load; only a worker needs them.
    from dafeng.web.verification.services.telling import values_pass_on

    return f"{values_pass_on()} passed on"


register_job(
    "verification.values-pass",
    pass_values,
    DailyAt(at=time(4, 10)),
    label=_("把核定值交给披露清单"),
)
