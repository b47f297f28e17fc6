"""Tonnes of standard coal in whole quanta: no amount of a ledger is ever rounded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dafeng.enterprises.errors import BudgetError

PLACES = 2
QUANTUM = Decimal("0.01")
"""The smallest amount of a ledger, tce."""
MOST = Decimal(10**12)
ZERO = Decimal("0.00")


def whole_tce(value: Decimal | int) -> Decimal:
    """Return an amount of standard coal as whole quanta.

    Raises
    ------
    BudgetError
        ``budget.amount``: it is no number, too large, or has more decimals.

    Examples
    --------
    >>> whole_tce(Decimal("12.5")), whole_tce(3)
    (Decimal('12.50'), Decimal('3.00'))
    """
    amount = Decimal(value)
    if not amount.is_finite() or abs(amount) >= MOST:
        msg = f"{value} is no amount of standard coal."
        raise BudgetError(msg, code="budget.amount", value=str(value))
    whole = amount.quantize(QUANTUM)
    if whole != amount:
        msg = f"{value} tce has more than {PLACES} decimals; the ledger keeps {PLACES}."
        raise BudgetError(msg, code="budget.amount", value=str(value))
    return whole


def positive_tce(value: Decimal | int) -> Decimal:
    """Return an amount above zero as whole quanta.

    Raises
    ------
    BudgetError
        ``budget.amount``; ``budget.not_positive``: zero or below.
    """
    whole = whole_tce(value)
    if whole <= 0:
        msg = f"An amount of the ledger is above zero, and this is {value}."
        raise BudgetError(msg, code="budget.not_positive", value=str(value))
    return whole


def to_quanta(value: Decimal | int) -> int:
    """Return how many quanta an amount has; raises as :func:`whole_tce` does.

    Examples
    --------
    >>> to_quanta(Decimal("12.5"))
    1250
    """
    return int(whole_tce(value).scaleb(PLACES))


def from_quanta(quanta: int) -> Decimal:
    """Return an amount from its quanta.

    Examples
    --------
    >>> from_quanta(1250)
    Decimal('12.50')
    """
    return Decimal(quanta).scaleb(-PLACES).quantize(QUANTUM)


def amount_field(given: Any) -> Decimal:
    """Read an amount of a record; for converters."""
    return whole_tce(given)
