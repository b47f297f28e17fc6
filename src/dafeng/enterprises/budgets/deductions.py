"""What does not count against a budget: line items, each with its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.budgets.quanta import ZERO, positive_tce
from dafeng.enterprises.errors import BudgetError

_ROOM = "dafeng.enterprises"


@attrs.frozen(kw_only=True)
class DeductionKind:
    """A row of ``data/budget_deductions.csv``."""

    code: str
    label_zh: str
    label_en: str
    basis_zh: str
    source: str
    verified: str
    effective_from: date | None
    effective_to: date | None


@attrs.frozen(kw_only=True)
class BudgetDeduction:
    """A line item; only a confirmed one counts."""

    kind: str
    amount: Decimal = attrs.field(converter=positive_tce)
    document: str
    confirmed: bool = False


@cache
def deduction_kinds() -> Mapping[str, DeductionKind]:
    """Return the packaged kinds by code."""
    return {
        row["kind"]: DeductionKind(
            code=row["kind"],
            **{
                name: row[name]
                for name in ("label_zh", "label_en", "basis_zh", "source", "verified")
            },
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows(_ROOM, "budget_deductions.csv")
    }


def deduction_kind(code: str, *, on: date) -> DeductionKind:
    """Return a kind that holds on a day.

    Raises
    ------
    BudgetError
        ``budget.deduction``: there is none of that code.
    """
    found = deduction_kinds().get(code)
    if found is None or not holds_on(found.effective_from, found.effective_to, on):
        msg = f"No deduction {code!r}; there are: {', '.join(deduction_kinds())}."
        raise BudgetError(msg, code="budget.deduction", kind=code)
    return found


def counted_use(used: Decimal, deductions: Iterable[BudgetDeduction]) -> Decimal:
    """Return what counts against the budget.

    Raises
    ------
    BudgetError
        ``budget.deducted``: more is deducted than was used.

    Examples
    --------
    >>> item = BudgetDeduction(
    ...     kind="feedstock", amount=Decimal(20), document="X-1", confirmed=True
    ... )
    >>> counted_use(Decimal(100), [item])
    Decimal('80.00')
    """
    off = sum((one.amount for one in deductions if one.confirmed), ZERO)
    if off > used:
        msg = f"{off} tce are deducted from {used} tce."
        raise BudgetError(
            msg, code="budget.deducted", deducted=f"{off:f}", used=f"{used:f}"
        )
    return used - off
