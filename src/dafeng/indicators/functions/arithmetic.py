"""Arithmetic that the functions share; every number is exact.

A denominator of zero raises ``ZeroDivisionError``: the caller answers "unknown".
"""

from __future__ import annotations

from fractions import Fraction

PERCENT = 100

CO2_PER_CARBON = Fraction(44, 12)
"""Mass of CO2 over the mass of its carbon, by the rounded atomic masses in use."""

DAYS_OF_A_YEAR = 365
"""As daily figures per head are published, also of leap years."""

FULL_SCORE = 100
"""Points of a building that has every item of GB/T 51129."""


def share(part: Fraction, *, of: Fraction) -> Fraction:
    """Part of a whole, in %.

    Raises
    ------
    ZeroDivisionError
        There is no whole.

    Examples
    --------
    >>> share(Fraction(3), of=Fraction(4))
    Fraction(75, 1)
    """
    return part / of * PERCENT


def decrease(now: Fraction, *, since: Fraction) -> Fraction:
    """How much a quantity fell from an earlier one, in % of that; a rise is negative.

    Raises
    ------
    ZeroDivisionError
        The earlier one is zero.

    Examples
    --------
    >>> decrease(Fraction(80), since=Fraction(100))
    Fraction(20, 1)
    """
    return (1 - now / since) * PERCENT


def growth(now: Fraction, *, over: Fraction) -> Fraction:
    """How much a quantity rose over an earlier one, in % of that; a fall is negative.

    Raises
    ------
    ZeroDivisionError
        The earlier one is zero.

    Examples
    --------
    >>> growth(Fraction(105), over=Fraction(100))
    Fraction(5, 1)
    """
    return (now / over - 1) * PERCENT
