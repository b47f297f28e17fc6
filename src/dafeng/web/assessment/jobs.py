"""What the worker does for this room: results that people asked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job


def make_scores() -> str:
    """Make the results that wait."""
    # What assesses takes a second to load; only a worker needs it.
    from dafeng.web.assessment.services.ordering import orders_work

    return f"{orders_work()} made"


register_job(
    "assessment.scores-make",
    make_scores,
    EveryMinutes(minutes=1),
    label=_("计算考核结果"),
)
