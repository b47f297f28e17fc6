"""How far an estimate may be off: by its own past errors and by the account's interval.

An estimate differs from the true emission in two ways that have nothing to do with each
other: from the account that will be made, and by what that account does not know.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from dafeng.base.periods import PeriodKind
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dafeng.accounts.quick.records import QuickError

ERRORS_NEEDED = 5
"""Past years from which Student's t tells a spread; t of one degree is 12.7."""

_NORMAL = Fraction("1.96")


def interval(
    value: Fraction,
    errors: Sequence[QuickError],
    kind: PeriodKind,
    account: Fraction | None,
) -> tuple[int | None, int | None]:
    """Return the 95 % interval of an estimate in grams, or two None.

    Parameters
    ----------
    value : Fraction
        The estimate, in grams.
    errors : sequence of QuickError
        Past years against their accounts.
    kind : PeriodKind
    account : Fraction or None
        Relative half width of the account whose structure is used.

    Returns
    -------
    tuple of (int or None, int or None)
        Unknown without a past error, with few of them and no interval of the account,
        and where the spread is as large as the value itself: nothing is cut off at 0.
    """
    few = len(errors) < ERRORS_NEEDED
    if not errors or (few and account is None):
        return None, None
    mean, own = _few(errors) if few else _many(errors, kind)
    half = _root(own + (account or Fraction(0)) ** 2)
    if half >= 1 + mean:
        return None, None
    return round(value * (1 + mean - half)), round(value * (1 + mean + half))


def _few(errors: Sequence[QuickError]) -> tuple[Fraction, Fraction]:
    """Bias and squared half width from a few years: their errors count as spread.

    The mean of a few errors is no known bias, so it is not added: the root of the mean
    square holds mean and spread together.
    """
    square = sum((error.relative**2 for error in errors), Fraction(0)) / len(errors)
    return Fraction(0), _NORMAL**2 * square


def _many(errors: Sequence[QuickError], kind: PeriodKind) -> tuple[Fraction, Fraction]:
    """Bias and squared half width of a prediction by Student's t.

    A year's error averages those of its months, so a month's is taken as larger by the
    root of twelve; that is the least that independent months would have.
    """
    count = len(errors)
    relative = [error.relative for error in errors]
    mean = sum(relative, Fraction(0)) / count
    variance = sum(((e - mean) ** 2 for e in relative), Fraction(0)) / (count - 1)
    spread = variance * (1 + Fraction(1, count)) * (PeriodKind.YEAR // kind)
    return mean, _t975(count - 1) ** 2 * spread


def _root(number: Fraction) -> Fraction:
    with localcontext(prec=30):
        return Fraction((Decimal(number.numerator) / number.denominator).sqrt())


@cache
def _quantiles() -> Mapping[int, Fraction]:
    """97.5 % points of Student's t by degrees of freedom (``data/student_t.csv``)."""
    rows = packaged_rows("dafeng.accounts", "student_t.csv")
    return {int(row["degrees"]): Fraction(row["t975"]) for row in rows}


def _t975(degrees: int) -> Fraction:
    known = _quantiles()
    return known[min(degrees, max(known))]
