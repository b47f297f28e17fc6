"""Families of constraints as sparse blocks, made from arrays that broadcast."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class Rows:
    """One family of constraints, ``lower <= matrix x <= upper``.

    Attributes
    ----------
    family : str
        ``capital``, ``starts``, ``goal``, …
    names : tuple of str
        What each row is about: a year, a measure, a goal, an owner.
    """

    family: str
    names: tuple[str, ...]
    matrix: sparse.csr_array
    lower: Array
    upper: Array


def entries(
    columns: int, *parts: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike], rows: int
) -> sparse.csr_array:
    """Make a sparse block from rows, columns and values that broadcast together."""
    wide = [np.broadcast_arrays(*part) for part in parts]
    i = np.concatenate([one[0].ravel() for one in wide] or [np.zeros(0, int)])
    j = np.concatenate([one[1].ravel() for one in wide] or [np.zeros(0, int)])
    v = np.concatenate([one[2].ravel() for one in wide] or [np.zeros(0)])
    some = v != 0
    shape = (rows, columns)
    return sparse.csr_array((v[some].astype(float), (i[some], j[some])), shape=shape)
