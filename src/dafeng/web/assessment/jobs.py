"""What the worker does for this room: results that people asked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job


def make_scores() -> str:
    """Make the results that wait."""
    # What assesses takes a second to load; only a worker needs it.
    from dafeng.web.assessment.services.ordering import orders_work

    return f"{orders_work()} made"


def write_proofs() -> str:
    """Write the chains of evidence that wait."""
    from dafeng.web.assessment.services.proof_orders import proof_orders_work

    return f"{proof_orders_work()} written"


register_job(
    "assessment.scores-make",
    make_scores,
    EveryMinutes(minutes=1),
    label=_("计算考核结果"),
)
register_job(
    "assessment.proofs-write",
    write_proofs,
    EveryMinutes(minutes=1),
    label=_("写证据链"),
)
