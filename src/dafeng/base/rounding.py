"""The one rounding function: half to even, on decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from dafeng.base.errors import BadInputError


def round_half_even(value: Decimal | Fraction | int, places: int) -> Decimal:
    """Round to ``places`` decimals, a tie to the even neighbour.

    Parameters
    ----------
    value : Decimal, Fraction or int
        Exact; a float is refused, because it is not what was computed.
    places : int
        Decimals to keep; negative rounds to tens, hundreds and so on.

    Returns
    -------
    Decimal
        With exactly ``places`` decimals (none if negative): equal values print alike.

    Raises
    ------
    BadInputError
        ``rounding.bad``: the value is a float, infinite or not a number.

    Source
    ------
    GB/T 8170, rule of rounding to even.

    Examples
    --------
    >>> round_half_even(Decimal("2.25"), 1), round_half_even(Fraction(1, 3), 2)
    (Decimal('2.2'), Decimal('0.33'))
    """
    if isinstance(value, float) or (
        isinstance(value, Decimal) and not value.is_finite()
    ):
        msg = f"{value!r} cannot be rounded: give a finite Decimal, Fraction or int."
        raise BadInputError(msg, code="rounding.bad", value=value)
    # round() of a Fraction to an int takes a tie to the even neighbour, exactly.
    steps = round(Fraction(value) * Fraction(10) ** places)
    context = Context(prec=max(28, len(str(abs(steps))) + abs(places) + 1))
    rounded = Decimal(steps).scaleb(-places, context)
    return rounded.quantize(
        Decimal(1).scaleb(-max(places, 0)), rounding=ROUND_HALF_EVEN, context=context
    )


def without_zeros(value: Decimal) -> Decimal:
    """Return an equal decimal without trailing zeros and without an exponent.

    Examples
    --------
    >>> without_zeros(Decimal("12.500")), without_zeros(Decimal("1E+3"))
    (Decimal('12.5'), Decimal('1000'))
    """
    return Decimal(plain_number(value))


def plain_number(value: Decimal, places: int | None = None) -> str:
    """Write a decimal without exponent and trailing zeros, as people read it.

    Parameters
    ----------
    value : Decimal
    places : int, optional
        Round to so many decimals first; default keep every digit.

    Examples
    --------
    >>> plain_number(Decimal("1E+3")), plain_number(Decimal("2.255"), 2)
    ('1000', '2.26')
    """
    shown = f"{value if places is None else round_half_even(value, places):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
