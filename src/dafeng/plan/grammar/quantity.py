"""A figure with its unit, where it stands in its sentence."""

from __future__ import annotations

from decimal import Decimal

import attrs

# Units of shares and of their changes; a fall by 5 % and a share of 5 % differ only
# by the verb.
SHARES = frozenset({"%", "百分点", "‰", "倍"})


@attrs.frozen(kw_only=True)
class Quantity:
    """A figure in a sentence.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the sentence, unit included.
    value, value_max : Decimal, Decimal or None
        As printed; ``value_max`` only for a range.
    unit : str or None
        In the contract's spelling; None for a bare number.
    printed : str
        Unit as it is printed.
    counted : bool
        Whether the unit is a word that counts things.
    worded : bool
        Whether the figure is written in words.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    printed: str
    counted: bool
    worded: bool
