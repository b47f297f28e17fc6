"""What moves together in an account: activities and factors, each a variable once.

Lines that use one factor row, and lines that rest on the same evidence, share the
variable: their errors add up instead of cancelling.  Every variable is relative to its
published value, whatever unit a line takes it in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.coefficients import method_of
from dafeng.accounts.uncertainty.spreads import Spread, activity_spread, factor_spread

if TYPE_CHECKING:
    from dafeng.accounts.formula import Formula
    from dafeng.accounts.records import FactorUse, Line
    from dafeng.factors.records import Factor

STEP = 1e-3
"""Relative step of the difference quotient; products are exact at any step."""


class Book(Protocol):
    """What is asked of a book of factors."""

    def get(self, factor_id: str, /) -> Factor:
        """The row with this id."""


FormulaOf: TypeAlias = Callable[[str], "Formula"]
"""From the id of a method to its formula."""


@attrs.frozen(kw_only=True)
class CoefficientTerms:
    """A coefficient and what it depends on.

    Attributes
    ----------
    formula : Formula
    uses : tuple of FactorUse
    variables : tuple of str
        Names of the variables behind the uses, in their order.
    slopes : tuple of (str, float)
        Relative change of the coefficient for a relative change of each variable.
    """

    formula: Formula
    uses: tuple[FactorUse, ...]
    variables: tuple[str, ...]
    slopes: tuple[tuple[str, float], ...]


@attrs.frozen(kw_only=True)
class LineTerms:
    """One line: its emission, its activity's variable, its coefficient."""

    id: str
    co2e_g: int
    activity: str
    coefficient: CoefficientTerms

    @property
    def slopes(self) -> tuple[tuple[str, float], ...]:
        """Relative slopes by variable, that of the activity first."""
        return ((self.activity, 1.0), *self.coefficient.slopes)


@attrs.frozen(kw_only=True)
class ErrorTerms:
    """An account as variables and slopes.

    Attributes
    ----------
    lines : tuple of LineTerms
        In the order of their ids, so that the order of the account changes nothing.
    spreads : mapping of str to Spread
        By name of the variable, in the order of the names.
    """

    lines: tuple[LineTerms, ...]
    spreads: Mapping[str, Spread]


def error_terms(
    lines: Iterable[Line], book: Book, *, formula_of: FormulaOf | None = None
) -> ErrorTerms:
    """Collect variables and slopes of lines.

    Parameters
    ----------
    lines : iterable of Line
    book : Book
        Knows every factor that a line uses.
    formula_of : callable, optional
        From the id of a method to its formula; default the registered methods.

    Raises
    ------
    NotFoundError
        A line names a method or a factor that does not exist.
    """
    find = formula_of or _registered_formula
    known: dict[tuple[str, tuple[FactorUse, ...]], CoefficientTerms] = {}
    spreads: dict[str, Spread] = {}
    found = []
    for line in sorted(lines, key=lambda line: line.id):
        key = (line.method, line.uses)
        if key not in known:
            known[key] = _coefficient(find(line.method), line.uses)
        for use in line.uses:
            name = f"factor:{use.factor_id}"
            spread = factor_spread(book.get(use.factor_id), line.flow)
            spreads[name] = _wider(spreads.get(name), spread)
        activity = activity_name(line)
        spreads[activity] = _wider(spreads.get(activity), activity_spread(line))
        found.append(
            LineTerms(
                id=line.id,
                co2e_g=line.co2e_g,
                activity=activity,
                coefficient=known[key],
            )
        )
    return ErrorTerms(lines=tuple(found), spreads=dict(sorted(spreads.items())))


def activity_name(line: Line) -> str:
    """Variable of a line's activity: its evidence, or what it is where there is none.

    Gases of one fuel rest on one datum, and so do flows of one herd.
    """
    if line.evidence:
        return "activity:" + "|".join(sorted(line.evidence))
    parts = (line.flow, line.sector, line.item, line.place, line.owner, str(line.year))
    return "activity:" + "|".join(parts)


def _wider(first: Spread | None, second: Spread) -> Spread:
    """The wider of two statements about one variable; the first when they are equal."""
    if first is None or second.below + second.above > first.below + first.above:
        return second
    return first


def _registered_formula(method_id: str) -> Formula:
    return method_of(method_id).formula


def _coefficient(formula: Formula, uses: tuple[FactorUse, ...]) -> CoefficientTerms:
    variables = tuple(f"factor:{use.factor_id}" for use in uses)
    names = tuple(dict.fromkeys(variables))
    # One column per variable up, one per variable down, the middle in front.
    columns = 1 + 2 * len(names)
    numbers = {}
    for use, variable in zip(uses, variables, strict=True):
        moved = np.ones(columns)
        place = 1 + 2 * names.index(variable)
        moved[place], moved[place + 1] = 1 + STEP, 1 - STEP
        numbers[use.symbol] = float(use.value) * moved
    results = np.broadcast_to(np.asarray(formula.draws(numbers)), (columns,))
    middle = float(results[0])
    slopes = (
        (results[1::2] - results[2::2]) / (2 * STEP * middle)
        if middle
        else np.zeros(len(names))
    )
    return CoefficientTerms(
        formula=formula,
        uses=uses,
        variables=variables,
        slopes=tuple(zip(names, map(float, slopes), strict=True)),
    )
