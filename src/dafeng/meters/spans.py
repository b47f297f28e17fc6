"""First and last second of each meter, and whether its rows stand in order."""

from __future__ import annotations

from typing import Any

from dafeng.meters.compiled import entry

MICRO = 1_000_000
NONE = -1
_IN = "Array(int64, 1, 'C', True)"


@entry(f"int64(UniTuple({_IN}, 2), UniTuple({_IN}, 2), {_IN}, {_IN}, int64[:, ::1])")
def lay_out(lives: Any, bounds: Any, at_us: Any, learned_us: Any, spans: Any) -> int:
    """Find the first and last second of each meter, and check the order of its rows.

    Parameters
    ----------
    lives : pair of arrays of int64
        First second of each meter's life, and the second after its last.
    bounds : pair of arrays of int64
        First row of each meter, row after its last.
    at_us, learned_us : array of int64
    spans : array of int64, shape (n, 2)
        Written: first and last second inside the life; 0, 0 without any.

    Returns
    -------
    int
        -1, or the first row that is out of order.
    """
    for meter in range(len(spans)):
        first, found = bounds[0][meter], False
        for row in range(first, bounds[1][meter]):
            at = at_us[row]
            if row > first and (
                at < at_us[row - 1]
                or (at == at_us[row - 1] and learned_us[row] < learned_us[row - 1])
            ):
                return row
            second = at // MICRO
            if lives[0][meter] <= second < lives[1][meter]:
                if not found:
                    spans[meter, 0], found = second, True
                spans[meter, 1] = second
    return NONE
