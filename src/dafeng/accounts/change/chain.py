"""A change over several years: linked year by year, and in one step beside it.

Both share out the same change without a rest, but differ factor by factor; a result
says which of them it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import Decomposition, Form, lmdi
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.accounts.change.lmdi import Numbers


@attrs.frozen(kw_only=True, eq=False)
class Chain:
    """Decompositions over more than two times.

    Attributes
    ----------
    steps : tuple of Decomposition
        From each time to the next.
    direct : Decomposition
        From the first time to the last, not chained.
    """

    steps: tuple[Decomposition, ...]
    direct: Decomposition

    def chained(self, form: Form = Form.ADDITIVE) -> tuple[float, ...]:
        """Effects of the steps together: their sums, or their products.

        Raises
        ------
        DecompositionError
            ``lmdi.no_ratio``: a total is zero and a product was asked for.
        """
        parts = zip(*(step.whole.of(form) for step in self.steps), strict=True)
        together = math.fsum if form is Form.ADDITIVE else math.prod
        return tuple(together(part) for part in parts)


def lmdi_chain(
    values: Sequence[Numbers],
    factors: Sequence[Numbers],
    *,
    names: Sequence[str] = (),
    paths: Sequence[Sequence[str]] = (),
) -> Chain:
    """Decompose the change over several times.

    Parameters
    ----------
    values : sequence of array-like, shape (cells,)
        One for each time, in their order.
    factors : sequence of array-like, shape (cells, factors)
    names, paths
        As for :func:`dafeng.accounts.change.lmdi.lmdi`.

    Raises
    ------
    DecompositionError
        There are less than two times, or not as many values as factors; or as
        :func:`dafeng.accounts.change.lmdi.lmdi`.

    Source
    ------
    Ang (2015), Energy Policy 86, 233-238, section 4 (chaining and non-chaining).
    """
    if len(values) != len(factors) or len(values) < 2:
        raise DecompositionError([_bad_times(len(values), len(factors))])
    times = list(zip(values, factors, strict=True))
    steps = [
        lmdi(v0, v1, x0, x1, names=names, paths=paths)
        for (v0, x0), (v1, x1) in zip(times, times[1:], strict=False)
    ]
    (v0, x0), (v1, x1) = times[0], times[-1]
    direct = lmdi(v0, v1, x0, x1, names=names, paths=paths)
    return Chain(steps=tuple(steps), direct=direct)


def _bad_times(values: int, factors: int) -> Finding:
    return Finding(
        code="lmdi.shape",
        severity=Severity.ERROR,
        place="times",
        value=f"{values} of values, {factors} of factors",
        rule="A chain has values and factors for each of at least two times.",
        hint="Give both for every year.",
    )
