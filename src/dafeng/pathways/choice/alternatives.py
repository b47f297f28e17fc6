"""Other sets of measures that cost nearly the same.

Least cost leaves out what nobody wrote down: who is ready, what people accept.  So the
search goes on for sets that cost at most so much more and differ as much as they can,
in what is done and what is not, from every set found before.

Source
------
Modelling to generate alternatives: Brill, E. D., Chang, S.-Y. and Hopkins, L. D.
(1982), Management Science 28, 221-235 (Hop, Skip and Jump); DeCarolis, J. F. (2011),
Energy Economics 33, 145-152.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.choice.blocks import Rows, entries
from dafeng.pathways.choice.formulation import formulate
from dafeng.pathways.choice.highs import Settings, solve
from dafeng.pathways.choice.records import Build, Status
from dafeng.pathways.choice.rows import BEGUN, at_least
from dafeng.pathways.choice.solving import choice_of, values_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.formulation import Formulation
    from dafeng.pathways.choice.records import Choice

    Array: TypeAlias = npt.NDArray[np.float64]


def alternatives_of(
    choice: Choice,
    *,
    within: float = 0.02,
    count: int = 5,
    settings: Settings | None = None,
) -> tuple[Choice, ...]:
    """Find sets that differ, each at nearly the least cost and with the same goals met.

    Parameters
    ----------
    choice : Choice
        The least-cost set.
    within : float
        Part of its cost that an alternative may cost more.
    count : int
        Most that are looked for; fewer come back when no other set is left.
    settings : Settings, optional
        Default: five seconds for each, a gap of one percent of the difference.
    """
    if choice.status in (Status.CONTRADICTORY, Status.UNKNOWN):
        return ()
    settings = settings or Settings(gap=1e-2, seconds=5.0)
    form = _near(formulate(choice.problem), choice, within)
    done = [_answers(choice)]
    found: list[Choice] = []
    start = values_of(form, choice)
    while len(found) < count:
        cost = np.zeros(form.columns)
        cost[form.yes] = sum(2.0 * one - 1.0 for one in done)
        apart = form.with_rows(_another(form, done))
        answer = solve(attrs.evolve(apart, cost=cost), settings, start=start)
        if answer.values is None:
            break
        found.append(choice_of(form, answer))
        done.append(_answers(found[-1]))
    return tuple(found)


def _near(form: Formulation, choice: Choice, within: float) -> Formulation:
    """Keep cost and shortfalls near; a yes must mean that something is built."""
    most = choice.cost + within * abs(choice.cost)
    upper = form.upper.copy()
    upper[form.short] = [
        one.shortfall + 1e-7 * abs(one.goal.amount) for one in choice.reached
    ]
    some = np.flatnonzero(form.cost)
    row = Rows(
        family="cost",
        names=("cost",),
        matrix=entries(form.columns, (0, some, form.cost[some]), rows=1),
        lower=np.array([-np.inf]),
        upper=np.array([most]),
    )
    least = np.array(
        [
            max(one.least, BEGUN) if one.build is Build.CONTINUOUS else 0.0
            for one in choice.problem.options
        ]
    )
    # A difference is one of yes and no: here every answer is whole.
    integer = form.integer.copy()
    integer[form.yes] = True
    form = attrs.evolve(form.without("least"), upper=upper, integer=integer)
    return form.with_rows(row, at_least(form, least))


def _another(form: Formulation, done: list[Array]) -> Rows:
    """Demand one answer at least that differs from each set found before."""
    turned = 1.0 - 2.0 * np.array(done)
    at = np.arange(len(done))[:, None]
    return Rows(
        family="another",
        names=tuple(f"set {n}" for n in range(len(done))),
        matrix=entries(form.columns, (at, form.yes, turned), rows=len(done)),
        lower=1.0 - np.sum(done, axis=1),
        upper=np.full(len(done), np.inf),
    )


def _answers(choice: Choice) -> Array:
    return np.array([year is not None for year in choice.started], dtype=float)
