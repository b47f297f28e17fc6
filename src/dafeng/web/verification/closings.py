"""A month with deposited evidence is closed: what changes its energy needs a second."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dafeng.web.core.models import Organisation
from dafeng.web.meters.closing import register_closing
from dafeng.web.verification.models import Deposit


def deposited_months(
    enterprise: Organisation, months: tuple[date, ...]
) -> Iterable[date]:
    """Those of some months for which an enterprise has deposited evidence."""
    rows = Deposit.objects.filter(report__enterprise=enterprise, month__in=months)
    return rows.order_by().values_list("month", flat=True).distinct()


register_closing("verification.deposits", deposited_months)
