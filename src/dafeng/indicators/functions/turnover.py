"""Passenger turnover in tonne-kilometres, by the packaged coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from dafeng.base.errors import NotFoundError
from dafeng.indicators.editions import standing_rows


@cache
def _coefficients() -> Mapping[str, Fraction]:
    rows = standing_rows("transport_turnover.csv", "mode")
    return MappingProxyType(
        {mode: Fraction(row["passenger_km_per_tonne_km"]) for mode, row in rows.items()}
    )


def passenger_kilometres(mode: str) -> Fraction:
    """How many passenger-kilometres of a mode count as one tonne-kilometre.

    Parameters
    ----------
    mode : str
        Of ``transport_turnover.csv``: ``road``, ``rail``, ``ship-seat``.

    Raises
    ------
    NotFoundError
        ``turnover.mode``: the table has no such mode; the message lists them.

    Source
    ------
    The column ``source`` of the table.

    Examples
    --------
    >>> passenger_kilometres("road")
    Fraction(10, 1)
    """
    known = _coefficients()
    if mode not in known:
        msg = f"There is no mode {mode!r}. The table has: {', '.join(known)}."
        raise NotFoundError(msg, code="turnover.mode", mode=mode)
    return known[mode]
