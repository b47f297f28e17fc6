"""Let indicators know what an account came to: its totals go to the lake, once."""

from __future__ import annotations

from datetime import datetime

from dafeng.accounts import Account
from dafeng.indicators import EMISSIONS, emission_rows
from dafeng.web.accounts.models import AccountRun, OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver_later


def emissions_publish(
    run: AccountRun, account: Account, *, learned_at: datetime
) -> None:
    """Promise the totals of an account to the lake, in the transaction of its run.

    An account of what was known on an earlier day is no news and is not published.
    """
    if account.settings.as_of is not None:
        return
    OutboxRow.objects.create(
        key=f"account/run/{run.pk}",
        table=EMISSIONS.name,
        run=run,
        content=list(emission_rows(account)),
        learned_at=learned_at,
    )
    outbox_deliver_later()
