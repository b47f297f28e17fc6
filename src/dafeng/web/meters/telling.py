"""What is due: meters that a person reads, and statements of the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from dafeng.meters.cutoff import cutoff_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.selectors.cutoff import Missing, missing_of
from dafeng.web.notices.sources import register_source
from dafeng.work import Duty, reminder_rules

_MONTHS = 2
"""So many months that are over are asked after; older ones the office chases."""


def duties(on: date) -> Iterator[Duty]:
    """Months that are over, and of which an enterprise still owes something."""
    horizon = on + timedelta(days=-min(rule.offset or 0 for rule in reminder_rules()))
    month = on.replace(day=1)
    for _number in range(_MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        if cutoff_day(month) <= horizon:
            yield from _of_month(month, on)


def _of_month(month: date, on: date) -> Iterator[Duty]:
    missing = missing_of(month)
    firms = Organisation.objects.in_bulk(list(missing))
    tops = {f"/{one.path.split('/')[1]}/" for one in firms.values()}
    roots = {one.path: one for one in Organisation.objects.filter(path__in=tops)}
    for pk, one in sorted(missing.items()):
        firm = firms[pk]
        if firm.valid_to is not None and firm.valid_to < on:
            continue
        yield Duty(
            object=f"meters.month/{pk}-{month:%Y-%m}",
            label=f"{firm.name_zh} {month:%Y-%m} 月度计量数据（{_lacking(one)}）",
            address=reverse("meters:enterprise", args=[pk]),
            unit=firm.code,
            asks=roots[f"/{firm.path.split('/')[1]}/"].code,
            due_on=one.due_on,
        )


def _lacking(one: Missing) -> str:
    parts = []
    if one.points:
        parts.append(f"人工抄表缺 {len(one.points)} 块")
    if one.carriers:
        parts.append(f"单据缺 {len(one.carriers)} 种")
    return "，".join(parts)


register_source("meters", duties)
