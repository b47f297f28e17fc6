"""Figures of a case: a formula filled with numbers, and the number as it is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.records import CaseRow
from dafeng.accounts.formula import Constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.accounts.formula import Formula

DIGITS = 15
"""Significant digits of a figure: what a double keeps on its way through JSON."""

_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def figure(value: Fraction | int) -> Decimal:
    """Round to :data:`DIGITS` significant digits, half to even.

    Examples
    --------
    >>> figure(Fraction(2, 3))
    Decimal('0.666666666666667')
    """
    exact = Fraction(value)
    return _CONTEXT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def shown(value: Fraction | int) -> str:
    """Write a number without an exponent and without idle zeros.

    Examples
    --------
    >>> shown(Fraction(1, 8)), shown(Fraction(1000))
    ('0.125', '1000')
    """
    text = f"{figure(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def row(
    name: str,
    formula: Formula,
    numbers: Mapping[str, Fraction],
    *,
    times: Fraction | int = 1,
    unit: str,
    source: str = "inline",
) -> tuple[Fraction, CaseRow]:
    """Fill a formula, multiply it with an activity, and write both down.

    Returns
    -------
    Fraction, CaseRow
        The exact value, and the row with the rounded one.
    """
    value = Fraction(times) * formula.value(numbers)
    words = {symbol: shown(number) for symbol, number in numbers.items()}
    amount = Constant(Fraction(times), text=shown(times))
    written = (formula if times == 1 else amount * formula).written(words)
    return value, CaseRow(
        name=name, written=written, value=figure(value), unit=unit, source=source
    )
