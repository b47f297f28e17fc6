"""What the clock does for this room: promises to the lake are tried again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job


def deliver() -> str:
    """Append to the lake what people approved and what is not there yet."""
    # The lake takes a second to load; only a worker needs it.
    from dafeng.web.accounts.services.outbox import outbox_deliver

    return f"{outbox_deliver()} delivered"


register_job(
    "accounts.outbox-deliver",
    deliver,
    EveryMinutes(minutes=1),
    label=_("已核准数据入库"),
)
