"""Jobs of this room: take what was used, reckon the landings, begin the year."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.core.jobs import DailyAt, register_job


def prepare() -> str:
    """Take the use of this year and the one before, and reckon where units land."""
    # What they reckon with takes a second to load; only a worker needs it.
    from dafeng.web.budgets.services.preparing import ledger_prepare, uses_take
    from dafeng.web.budgets.services.proposing import year_begin

    today = timezone.localdate()
    begun = year_begin(on=today)
    changed = crossed = 0
    rows = BudgetYear.objects.filter(year__in=(today.year - 1, today.year))
    for ledger in rows.select_related("organisation", "keeper"):
        changed += uses_take(ledger, until=today - timedelta(days=1))
        crossed += ledger_prepare(ledger, on=today)
    odd = KeyUser.objects.filter(ledger__in=rows, forecast__has_key="problem").count()
    told = f"{begun} begun, {changed} months, {crossed} units told"
    return f"{told}, {odd} units not reckoned" if odd else told


register_job(
    "budgets.prepare", prepare, DailyAt(at=time(6, 30)), label=_("测算用能预算")
)
