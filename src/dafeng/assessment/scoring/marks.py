"""What a rule says of one subject of one unit, before anything is added up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from dafeng.base.rounding import round_half_even, without_zeros

NOTHING, FULL = Fraction(0), Fraction(1)


@attrs.frozen(kw_only=True)
class Reached:
    """How much of a subject was reached.

    Attributes
    ----------
    got, best : Fraction
        0 to 1: what counts, and what would count if everything unknown turned out well.
    reason : str
        Why, in Chinese sentences.
    """

    got: Fraction
    best: Fraction
    reason: str


@attrs.frozen(kw_only=True)
class Mark:
    """One subject of one unit under one rule.

    Attributes
    ----------
    unit, rule, subject : str
    weight : Fraction
        Within the rule; 0 is not asked, its weight is spread over the rest.
    got, best : Fraction
        As in :class:`Reached`.
    state : str
    evidence : tuple of str
    reason : str
    """

    unit: str
    rule: str
    subject: str
    weight: Fraction
    got: Fraction = NOTHING
    best: Fraction = NOTHING
    state: str = ""
    evidence: tuple[str, ...] = ()
    reason: str


@lru_cache(maxsize=4096)
def percent(share: Fraction | Decimal) -> str:
    """Return a share as people read it.

    Examples
    --------
    >>> percent(Fraction(14, 15)), percent(Decimal("0.5"))
    ('93.33%', '50%')
    """
    return f"{without_zeros(round_half_even(Fraction(share) * 100, 2))}%"


def has_evidence(evidence: tuple[str, ...]) -> bool:
    """Whether anything is named; blanks are not."""
    return any(one.strip() for one in evidence)
