"""The choice as a mixed-integer programme, in whole arrays.

Columns: the share of its size that each option builds in each year, one yes or no per
option, begin columns where a limit counts how many begin in a year, and a shortfall per
goal.  An option that is built at once has yes or no for its yearly shares; they are
its begin columns too.  Every family of rows is one sparse block.

Built amounts with one yes or no per option need a tenth of the binaries that one yes or
no per year and level needs, and their relaxation is the tighter one.  A yes that only
its own size asks for need not be whole.  Where sums over years tie options together
(what stands by a year, what has begun by it) the sums are columns of their own: rows of
three entries instead of seventy, from which the search makes its cuts in a third of
the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.choice.coefficients import coefficients
from dafeng.pathways.choice.rows import families

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.blocks import Rows
    from dafeng.pathways.choice.coefficients import Coefficients
    from dafeng.pathways.choice.records import ChoiceProblem

    Array: TypeAlias = npt.NDArray[np.float64]
    Index: TypeAlias = npt.NDArray[np.intp]


@attrs.frozen(kw_only=True, eq=False)
class Formulation:
    """Columns and rows of a problem; costs in yuan, rows in their own units.

    Attributes
    ----------
    share : Index, (M, T)
        Columns of shares built.
    yes : Index, (M,)
    begin : Index, (M, T)
        Begin columns; -1 where an option has none.
    stock, begun : Index, (M, T)
        Sums of shares and of begins by the end of each year; -1 where no row asks.
    short : Index, (G,)
    cost, lower, upper : Array, (columns,)
    integer : array of bool, (columns,)
    families : tuple of Rows
    """

    problem: ChoiceProblem
    made: Coefficients
    share: Index
    yes: Index
    begin: Index
    stock: Index
    begun: Index
    short: Index
    cost: Array
    lower: Array
    upper: Array
    integer: npt.NDArray[np.bool_]
    families: tuple[Rows, ...]

    @property
    def columns(self) -> int:
        """How many."""
        return len(self.cost)

    def with_rows(self, *families: Rows) -> Formulation:
        """Add families of rows."""
        return attrs.evolve(self, families=(*self.families, *families))

    def without(self, *families: str) -> Formulation:
        """Leave families of rows out."""
        kept = tuple(rows for rows in self.families if rows.family not in families)
        return attrs.evolve(self, families=kept)


def formulate(problem: ChoiceProblem) -> Formulation:
    """Build the programme; every goal may fall short, at its penalty or at none."""
    made = coefficients(problem)
    options, years = made.most.shape
    needs, tied = _needs_begin(problem, made), _tied(problem)
    share = np.arange(options * years).reshape(options, years)
    yes = share.size + np.arange(options)
    columns = share.size + options
    begin, columns = _own(needs, years, columns)
    begin[made.whole] = share[made.whole]
    short = columns + np.arange(len(problem.goals))
    stock, columns = _own(tied, years, columns + len(short))
    begun, columns = _own(needs, years, columns)
    cost, lower, upper = np.zeros(columns), np.zeros(columns), np.ones(columns)
    cost[share] = made.investment + made.running
    discount = problem.limits.discount
    cost[short] = [
        (goal.penalty or 0.0) * discount[problem.years.index(goal.year)]
        for goal in problem.goals
    ]
    upper[share] = made.most
    upper[begin[needs]] = made.most[needs] > 0
    upper[short] = np.inf
    required = np.isin(problem.measures, problem.limits.required)
    lower[yes[required]] = 1.0
    integer = np.zeros(columns, dtype=bool)
    integer[yes[_asked(problem) & ~made.whole]] = True
    integer[share[made.whole]] = True
    integer[begin[needs]] = True
    bare = Formulation(
        problem=problem,
        made=made,
        share=share,
        yes=yes,
        begin=begin,
        stock=stock,
        begun=begun,
        short=short,
        cost=cost,
        lower=lower,
        upper=upper,
        integer=integer,
        families=(),
    )
    return bare.with_rows(*families(bare))


def _needs_begin(problem: ChoiceProblem, made: Coefficients) -> npt.NDArray[np.bool_]:
    """Which continuous options have begin columns of their own."""
    owners = {one.owner for one in problem.limits.owners if one.starts is not None}
    hangs = [
        problem.limits.starts is not None or one.owner in owners
        for one in problem.options
    ]
    return np.array(hangs, dtype=bool) & ~made.whole


def _own(which: npt.NDArray[np.bool_], years: int, after: int) -> tuple[Index, int]:
    """Columns by year for some options, -1 for the others; and the count with them."""
    found = np.full((len(which), years), -1, dtype=np.intp)
    count = int(which.sum()) * years
    found[which] = after + np.arange(count).reshape(-1, years)
    return found, after + count


def _tied(problem: ChoiceProblem) -> npt.NDArray[np.bool_]:
    """Which options need another one, or are needed."""
    known = set(problem.measures)
    pairs = [
        (one.measure, name)
        for one in problem.options
        for name in one.prerequisites
        if name in known
    ]
    named = {name for pair in pairs for name in pair}
    return np.array([name in named for name in problem.measures], dtype=bool)


def _asked(problem: ChoiceProblem) -> npt.NDArray[np.bool_]:
    """Of which options a row asks the yes or no itself, besides their size."""
    apart = {name for one in problem.options for name in one.excludes}
    required = {*problem.limits.required}
    return np.array(
        [
            one.least > 0
            or bool(one.excludes)
            or one.measure in apart
            or one.measure in required
            for one in problem.options
        ],
        dtype=bool,
    )
