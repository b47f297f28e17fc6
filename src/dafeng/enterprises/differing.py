"""A published value beside the verified one: exact, in one unit, never assumed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.base.errors import UnitError
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.base.units import convert
from dafeng.enterprises.records import (
    Agreement,
    Difference,
    Publication,
    VerifiedValue,
)

PLACES = 6
"""Of values that had to be converted, and of shares."""


def difference(
    published: Publication | None, verified: VerifiedValue | None
) -> Difference:
    """Return how a published value differs from the verified one.

    Without one of the two the answer is *unknown*; ``tCO2`` and ``tCO2e`` measure
    different things and are not set off against each other.

    Examples
    --------
    >>> from datetime import date
    >>> told = Publication(
    ...     enterprise="a", rule="env-report", period="2025",
    ...     published_on=date(2026, 3, 1), value=Decimal("1.02"), unit="万tCO2",
    ... )
    >>> found = VerifiedValue(
    ...     enterprise="a", rule="env-report", period="2025",
    ...     value=Decimal(10000), unit="tCO2",
    ... )
    >>> one = difference(told, found)
    >>> one.agreement.value, str(one.gap), str(one.share)
    ('differs', '200', '0.02')
    """
    value = None if published is None else published.value
    if verified is None or value is None or published is None:
        return Difference(
            agreement=Agreement.UNKNOWN,
            published=value,
            verified=None if verified is None else verified.value,
            unit=_unit(published, verified),
        )
    try:
        exact = convert(value, published.unit, verified.unit)
    except UnitError:
        return Difference(
            agreement=Agreement.OTHER_UNIT,
            published=value,
            verified=verified.value,
            unit=verified.unit,
        )
    gap = exact - Fraction(verified.value)
    share = None if not verified.value else gap / Fraction(verified.value)
    return Difference(
        agreement=Agreement.DIFFERS if gap else Agreement.EQUAL,
        published=_shown(exact),
        verified=verified.value,
        unit=verified.unit,
        gap=_shown(gap),
        share=None if share is None else _shown(share),
    )


def _unit(published: Publication | None, verified: VerifiedValue | None) -> str:
    if verified is not None:
        return verified.unit
    return "" if published is None else published.unit


def _shown(value: Fraction) -> Decimal:
    return without_zeros(round_half_even(value, PLACES))
