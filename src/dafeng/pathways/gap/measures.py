"""Whose is the gap: parts of it by measures that do not come as planned.

``gap = outlook - target``.  Of it, what the plan would have closed had everything come
is shared out over the measures that did not (Shapley over delivery); what the plan
itself leaves open belongs to no measure and is told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.compiled import in_years
from dafeng.pathways.gap.shapley import EXACT, shapley_shares
from dafeng.pathways.switching import switch

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True)
class Part:
    """What one measure, driver or unit has in a gap.

    Attributes
    ----------
    name : str
    grams : float
        Positive opens the gap.
    error : float
        Standard error; 0 where nothing was sampled.
    """

    name: str
    grams: float
    error: float = 0.0


@attrs.frozen(kw_only=True)
class Gap:
    """A target's gap, shared out.

    Attributes
    ----------
    year : int
    target_g, outlook_g : float
    parts : tuple of Part
        The largest first.
    paths_g : float
        What drivers and grid of the two futures differ in.
    uncovered_g : float
        What the plan leaves open even when all of it comes; negative is room to spare.
    residual_g : float
        ``gap - parts - paths - uncovered``: rounding and nothing else.
    orders : int
        Orders that were drawn; 0 where every order was counted.
    """

    year: int
    target_g: float
    outlook_g: float
    parts: tuple[Part, ...]
    paths_g: float
    uncovered_g: float
    residual_g: float
    orders: int

    @property
    def gap_g(self) -> float:
        """Outlook less target; not above 0 when the target is met."""
        return self.outlook_g - self.target_g


def gap_by_measures(
    planned: Compiled,
    expected: Compiled,
    *,
    year: int,
    target_g: float,
    orders: int = 512,
    seed: int = 0,
    exact: int = EXACT,
) -> Gap:
    """Share a target's gap out over the measures that are not delivered as planned.

    Parameters
    ----------
    planned : Compiled
        The scenario in which everything comes.
    expected : Compiled
        The same model as it is delivered: late, half, or not at all.
    year : int
    target_g : float
        Grams that the target allows in the year.
    orders, seed, exact
        As for :func:`dafeng.pathways.gap.shapley.shapley_shares`.

    Raises
    ------
    BadInputError
        ``switch.unlike``: the two are not of one model.
    """
    made = switch(in_years(planned, (year,)), in_years(expected, (year,)))
    count = len(made.measures)
    shares = shapley_shares(made.totals, count, orders=orders, seed=seed, exact=exact)
    ends = made.totals(np.array([[False] * count, [True] * count]).reshape(2, count))
    plan, outlook = float(made.start()[0]), float(ends[1, 0])
    paths, uncovered = float(ends[0, 0]) - plan, plan - target_g
    rows = zip(made.measures, shares.parts[:, 0], shares.error[:, 0], strict=True)
    parts = [Part(name=n, grams=float(g), error=float(e)) for n, g, e in rows]
    told = sum(one.grams for one in parts) + paths + uncovered
    return Gap(
        year=year,
        target_g=target_g,
        outlook_g=outlook,
        parts=tuple(sorted(parts, key=lambda one: (-one.grams, one.name))),
        paths_g=paths,
        uncovered_g=uncovered,
        residual_g=outlook - target_g - told,
        orders=shares.orders,
    )
