"""Lines of the ledger and steps of the sample's units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import attrs
from django.utils import timezone

from dafeng.base.days import end_of_day
from dafeng.enterprises.budgets import BudgetAct, BudgetState, EntryKind
from dafeng.sample.budgets import (
    APPROVED_BY,
    SampleBudget,
)
from dafeng.web.budgets.models import (
    BudgetStep,
    BudgetYear,
    KeyUser,
    LedgerLine,
)
from dafeng.web.budgets.models.key_users import Result
from dafeng.web.budgets.models.ledgers import Account

MILLE = 1000
MORE, DEDUCTED = 60, 20
"""Thousandths: asked for on top of the budget; deducted."""
_POSTED = (
    *("budget_q", "balance_q", "reported_q", "reviewed_q", "counted_q"),
    *("saved_q", "result"),
)
_STEPS = (
    (BudgetAct.PROPOSE, BudgetState.LISTED, BudgetState.PROPOSED, (1, 20)),
    (BudgetAct.APPROVE, BudgetState.PROPOSED, BudgetState.APPROVED, (2, 25)),
    (BudgetAct.METER, BudgetState.APPROVED, BudgetState.METERING, (2, 25)),
)
_CLOSING = (
    (BudgetAct.REPORT, BudgetState.METERING, BudgetState.SELF_REPORTED, (1, 28)),
    (BudgetAct.REVIEW, BudgetState.SELF_REPORTED, BudgetState.REVIEWED, (3, 6)),
    (BudgetAct.SETTLE, BudgetState.REVIEWED, BudgetState.SETTLED, (3, 18)),
)


@attrs.frozen(kw_only=True)
class SampleYear:
    """A year under way: its ledger, its units, the day on which the house is filled."""

    ledger: BudgetYear
    distance: int
    today: date
    rows: tuple[tuple[SampleBudget, KeyUser], ...]

    @property
    def closed(self) -> bool:
        """Whether the year is over."""
        return self.distance < 0


def lines_post(made: SampleYear) -> None:
    """Post the year: the total, what is allotted, what was granted, what went back."""
    ledger = made.ledger
    lines = [
        _line(
            made,
            kind=EntryKind.TOTAL,
            debit=Account.RESERVE,
            credit=Account.TOTAL,
            quanta=ledger.total_q,
            on=(1, 15),
            document=ledger.document,
        )
    ]
    for one, user in made.rows:
        lines += _unit_lines(made, one, user)
    for number, line in enumerate(lines, start=1):
        line.number = number
    LedgerLine.objects.bulk_create(lines)
    users = [user for _one, user in made.rows]
    KeyUser.objects.bulk_create(
        users, update_conflicts=True, unique_fields=["id"], update_fields=_POSTED
    )
    ledger.allotted_q = sum(user.balance_q for user in users)
    ledger.reserve_q = ledger.total_q - ledger.allotted_q
    ledger.save(update_fields=["allotted_q", "reserve_q"])


def _unit_lines(
    made: SampleYear, one: SampleBudget, user: KeyUser
) -> Iterator[LedgerLine]:
    if user.state in (BudgetState.LISTED, BudgetState.PROPOSED):
        return
    to_unit = {"debit": Account.UNIT, "debit_unit": user, "credit": Account.RESERVE}
    back = {"debit": Account.RESERVE, "credit": Account.UNIT, "credit_unit": user}
    user.budget_q = user.proposed_q or 0
    document = APPROVED_BY.format(year=made.ledger.year)
    yield _line(
        made,
        kind=EntryKind.ALLOT,
        quanta=user.budget_q,
        on=(2, 25),
        document=document,
        **to_unit,
    )
    if one.role == "adjusted" and not made.closed:
        more = user.budget_q * (MILLE + MORE) // MILLE // 100 * 100 - user.budget_q
        user.budget_q += more
        reason = one.note
        yield _line(
            made, kind=EntryKind.DRAW, quanta=more, on=(6, 26), reason=reason, **to_unit
        )
    user.balance_q = user.budget_q
    if made.closed:
        used = one.total(made.distance)
        off = used * DEDUCTED // MILLE if one.role == "deducted" else 0
        user.reported_q = user.reviewed_q = used
        user.counted_q = used - off
        user.saved_q = user.saving_goal_q
        over = user.counted_q > user.budget_q
        user.result = Result.OVER if over else Result.UNDER
        if user.balance_q > user.counted_q:
            left = user.balance_q - user.counted_q
            user.balance_q -= left
            yield _line(made, kind=EntryKind.SETTLE, quanta=left, on=(15, 18), **back)


def _line(
    made: SampleYear,
    *,
    kind: EntryKind,
    quanta: int,
    on: tuple[int, int],
    **told: object,
) -> LedgerLine:
    moment = year_moment(made.ledger.year, *on, made.today)
    return LedgerLine(
        ledger=made.ledger,
        kind=kind.value,
        quanta=quanta,
        on=timezone.localdate(moment),
        at=moment,
        **told,
    )


def steps_write(made: SampleYear) -> None:
    """Write what was done with each unit, as far as it has come."""
    year = made.ledger.year
    rows = []
    for one, user in made.rows:
        passed = {
            BudgetState.LISTED.value: (),
            BudgetState.PROPOSED.value: _STEPS[:1],
        }.get(user.state, _STEPS)
        taken = [(year, *step) for step in passed]
        if made.closed:
            taken += [(year + 1, *step) for step in _CLOSING]
        rows += [
            BudgetStep(
                user=user,
                act=act.value,
                before=before.value,
                after=after.value,
                at=year_moment(in_year, *day, made.today),
            )
            for in_year, act, before, after, day in taken
        ]
        if one.role == "applying" and not made.closed:
            rows.append(
                BudgetStep(
                    user=user,
                    act=BudgetAct.APPLY.value,
                    before=BudgetState.METERING.value,
                    after=BudgetState.ADJUSTED.value,
                    reason=one.note,
                    at=year_moment(year, 6, 12, made.today),
                )
            )
    BudgetStep.objects.bulk_create(rows)


def year_moment(year: int, month: int, day: int, today: date) -> datetime:
    """The end of a day, never after the one on which the house is filled.

    Months above twelve are of the year after.
    """
    over, at = divmod(month - 1, 12)
    return end_of_day(min(date(year + over, at + 1, day), today))
