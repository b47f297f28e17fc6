"""What the queue does for this room: documents that were asked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job

MAKE = "papers.papers-make"


def make_papers() -> str:
    """Compose the documents that wait."""
    # What sets documents takes a moment to load; only a worker needs it.
    from dafeng.web.papers.services.ordering import orders_work

    return f"{orders_work()} orders"


register_job(MAKE, make_papers, EveryMinutes(minutes=1), label=_("编写公文"))
