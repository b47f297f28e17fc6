"""What mixed waste is made of: its degradable carbon, and its parts by mass.

A landfill's item names one waste, and decay rates differ by waste, so mixed waste is
split into its parts before it is stated. Where a single number is wanted, the carbon of
the mixture is the weighted mean of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from dafeng.base.errors import BadInputError


@attrs.frozen(kw_only=True)
class WastePart:
    """One part of mixed waste.

    Attributes
    ----------
    waste : str
        For example ``MSW_FOOD``.
    share : Fraction
        Of the wet mass of the whole, in 0 to 1.
    """

    waste: str
    share: Fraction


def split_waste(
    tonnes: Fraction, parts: Sequence[WastePart]
) -> tuple[tuple[str, Fraction], ...]:
    """Mass of each part, t of wet waste, in the order of the parts.

    Raises
    ------
    BadInputError
        ``waste.composition``: a share is negative, or they do not add up to 1: a rest
        that nobody sampled is a part of its own (``MSW_OTHER``).
    """
    _check(parts)
    return tuple((part.waste, tonnes * part.share) for part in parts)


def mixed_carbon(
    parts: Sequence[WastePart], contents: Sequence[tuple[str, Fraction]]
) -> Fraction:
    """Degradable carbon of mixed waste, tonnes per tonne of wet waste.

    Parameters
    ----------
    parts : sequence of WastePart
    contents : sequence of (str, Fraction)
        Waste, and its degradable carbon by wet mass.

    Raises
    ------
    BadInputError
        ``waste.composition`` as in :func:`split_waste`; ``waste.content``: a part has
        no content.

    Source
    ------
    IPCC 2006, volume 5, chapter 3, equation 3.7: the sum of content times share.
    """
    _check(parts)
    known = dict(contents)
    lacking = [part.waste for part in parts if part.waste not in known]
    if lacking:
        msg = f"No degradable carbon for {', '.join(lacking)}. Give it, be it 0."
        raise BadInputError(msg, code="waste.content", wastes=tuple(lacking))
    return sum((known[part.waste] * part.share for part in parts), Fraction(0))


def _check(parts: Sequence[WastePart]) -> None:
    negative = [part.waste for part in parts if part.share < 0]
    total = sum((part.share for part in parts), Fraction(0))
    if negative or total != 1:
        msg = (
            f"Shares of {len(parts)} parts add up to {float(total):.6g}"
            f"{'; negative: ' + ', '.join(negative) if negative else ''}. They must be "
            "at least 0 and add up to 1; state the rest as a part."
        )
        raise BadInputError(msg, code="waste.composition", total=str(total))
