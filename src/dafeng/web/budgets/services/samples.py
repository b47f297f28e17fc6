"""Fill a sample house with budgets: two closed years and the one that goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from dafeng.base.days import end_of_day
from dafeng.enterprises import classify_key_user
from dafeng.enterprises.budgets import (
    BudgetState,
    UseSource,
    from_quanta,
    historical_budget,
    to_quanta,
)
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.budgets import (
    BUDGET_KEEPER,
    LISTED_IN,
    REDUCTION_PERCENT,
    RESERVE_PER_MILLE,
    TOTAL_BY,
    SampleBudget,
    sample_budgets,
)
from dafeng.web.budgets.models import (
    BudgetApplication,
    BudgetYear,
    KeyUser,
    UnitDeduction,
    UnitMonth,
)
from dafeng.web.budgets.models.acts import Decision
from dafeng.web.budgets.services.preparing import ledger_prepare_quietly
from dafeng.web.budgets.services.sample_lines import (
    DEDUCTED,
    MILLE,
    MORE,
    SampleYear,
    lines_post,
    steps_write,
    year_moment,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "budgets.sample.fill"
DISTANCES = (-2, -1, 0)
_ROUND = 10_000
_OVER, _GOAL = 970, 15
"""Thousandths: the budget of who went over, and the saving goal."""


def load_sample_budgets(progress: Progress, *, on: date | None = None) -> None:
    """Fill the budgets; call it after the enterprises are there; once."""
    root = Organisation.objects.filter(
        parent=None, place_code=SAMPLE_PLACE_CODE
    ).first()
    if root is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    today = on or timezone.localdate()
    progress("budgets", 0, len(DISTANCES))
    with transaction.atomic():
        units = {
            one.code: one
            for one in Organisation.objects.filter(path__startswith=root.path)
        }
        firms = [one for one in sample_budgets() if one.code in units]
        for done, distance in enumerate(DISTANCES, start=1):
            ledger = _fill(root, units, firms, distance, today)
            progress("budgets", done, len(DISTANCES))
        data = {"units": len(firms)}
        audit.record(by=None, action=FILLED, target=ledger, data=data)


def _fill(
    root: Organisation,
    units: Mapping[str, Organisation],
    firms: Sequence[SampleBudget],
    distance: int,
    today: date,
) -> BudgetYear:
    year = today.year + distance
    begun = year_moment(year, 1, 15, today)
    budgets = {one.code: _budget(one, distance) for one in firms}
    allotted = sum(budgets.values())
    total = -(-allotted * (MILLE + RESERVE_PER_MILLE) // MILLE // _ROUND) * _ROUND
    ledger = BudgetYear(
        organisation=root,
        year=year,
        keeper=units.get(BUDGET_KEEPER),
        document=TOTAL_BY.format(year=year),
        total_q=total,
        reserve_q=total,
        created_at=begun,
        synthetic=True,
    )
    ledger.full_clean()
    ledger.save()
    users = [
        _user(ledger, one, units[one.code], budgets[one.code], distance, begun)
        for one in firms
    ]
    KeyUser.objects.bulk_create(users)
    made = SampleYear(
        ledger=ledger,
        distance=distance,
        today=today,
        rows=tuple(zip(firms, users, strict=True)),
    )
    _months(made)
    _deductions(made)
    _applications(made)
    lines_post(made)
    steps_write(made)
    ledger_prepare_quietly(ledger, on=min(today, date(year, 12, 31)))
    return ledger


def _budget(one: SampleBudget, distance: int) -> int:
    """What a unit is given: from the years before, or near what it then used."""
    if distance < 0:
        used = one.total(distance)
        thousandths = _OVER if one.role == "over" else MILLE + 10 + one.number % 40
        return used * thousandths // MILLE // 100 * 100
    used_before = {past: from_quanta(one.total(past)) for past in (-2, -1)}
    budget = historical_budget(
        used_before, year=0, years=3, reduction_percent=REDUCTION_PERCENT
    )
    return to_quanta(budget) // 100 * 100


def _user(
    ledger: BudgetYear,
    one: SampleBudget,
    unit: Organisation,
    budget: int,
    distance: int,
    begun: datetime,
) -> KeyUser:
    before = one.total(distance - 1) if distance > DISTANCES[0] else one.total(distance)
    classed = classify_key_user(
        from_quanta(before), place=SAMPLE_PLACE_CODE, on=date(ledger.year, 1, 1)
    )
    kind = "municipal" if classed.kind is None else classed.kind.code
    row = KeyUser(
        ledger=ledger,
        unit=unit,
        kind=kind,
        manager="district" if classed.manager is None else classed.manager.code,
        industry=one.industry,
        last_year_q=before,
        listed_in=LISTED_IN,
        method="historical",
        reduction_percent=REDUCTION_PERCENT,
        proposed_q=budget,
        saving_goal_q=budget * _GOAL // MILLE,
        proposal_note=one.note,
        state=_state(one, distance).value,
        created_at=begun,
        synthetic=True,
    )
    if row.state == BudgetState.LISTED:
        row.proposed_q = row.saving_goal_q = row.reduction_percent = None
        row.method = ""
    return row


def _state(one: SampleBudget, distance: int) -> BudgetState:
    if distance < 0:
        return BudgetState.SETTLED
    return {
        "applying": BudgetState.ADJUSTED,
        "proposed": BudgetState.PROPOSED,
        "listed": BudgetState.LISTED,
    }.get(one.role, BudgetState.METERING)


def _months(made: SampleYear) -> None:
    """What was used until the day before; a month that goes on in part."""
    last = made.today - timedelta(days=1)
    rows = []
    for one, user in made.rows:
        for month, quanta in enumerate(one.months[made.distance], start=1):
            first = date(made.ledger.year, month, 1)
            following = (first + timedelta(days=31)).replace(day=1)
            due = (following - first).days
            days = min(due, (last - first).days + 1)
            if days > 0:
                rows.append(
                    UnitMonth(
                        user=user,
                        month=month,
                        quanta=quanta * days // due,
                        days=days,
                        source=UseSource.STATEMENT.value,
                        learned_at=end_of_day(min(following, made.today)),
                    )
                )
    UnitMonth.objects.bulk_create(rows)


def _deductions(made: SampleYear) -> None:
    rows = [
        UnitDeduction(
            user=user,
            kind="feedstock" if one.number == 1 else "added-renewables",
            quanta=one.total(made.distance) * DEDUCTED // MILLE,
            document=one.note,
            entered_at=year_moment(made.ledger.year, 7, 10, made.today),
            confirmed_at=year_moment(made.ledger.year, 7, 20, made.today),
        )
        for one, user in made.rows
        if one.role == "deducted"
    ]
    UnitDeduction.objects.bulk_create(rows)


def _applications(made: SampleYear) -> None:
    rows = []
    for one, user in made.rows:
        if made.closed or one.role not in ("adjusted", "applying"):
            continue
        wanted = (user.proposed_q or 0) * (MILLE + MORE) // MILLE // 100 * 100
        row = BudgetApplication(
            user=user,
            wanted_q=wanted,
            reason=one.note,
            at=year_moment(made.ledger.year, 6, 12, made.today),
        )
        if one.role == "adjusted":
            row.decision, row.granted_q = Decision.GRANTED, wanted
            row.decided_at = year_moment(made.ledger.year, 6, 26, made.today)
        rows.append(row)
    BudgetApplication.objects.bulk_create(rows)
