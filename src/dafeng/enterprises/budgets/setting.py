"""How a budget is set, and how much energy was saved beside it.

Historical method: ``B = mean(E) x (1 - r)`` over the last years whose use is known.
Benchmark method: ``B = sum(planned output x benchmark per unit of product)``.
Energy saved (GB/T 13234, product energy saving): ``sum((e_base - e_report) x output)``
with the output of the reported year; above zero is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import attrs
from attrs.validators import ge

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.budgets.quanta import PLACES
from dafeng.enterprises.errors import BudgetError

HISTORICAL, BENCHMARK = "historical", "benchmark"
_ROOM = "dafeng.enterprises"
_PER_CENT = 100


@attrs.frozen(kw_only=True)
class BudgetMethod:
    """A way to set a budget, with its formula and its source."""

    code: str
    label_zh: str
    label_en: str
    years: int
    formula_zh: str
    formula_en: str
    basis_zh: str
    source: str
    verified: str
    effective_from: date | None
    effective_to: date | None


@attrs.frozen(kw_only=True)
class BudgetProduct:
    """What a unit makes, for the benchmark method and the energy saved.

    Attributes
    ----------
    output : Decimal
        In the product's own unit.
    base, report : Decimal
        Tonnes of standard coal for one unit of it: the benchmark or the base year, and
        the reported year.
    """

    name: str
    output: Decimal = attrs.field(validator=ge(Decimal(0)))
    base: Decimal = attrs.field(validator=ge(Decimal(0)))
    report: Decimal = attrs.field(default=Decimal(0), validator=ge(Decimal(0)))


@cache
def budget_methods() -> Mapping[str, BudgetMethod]:
    """Return the packaged methods by code."""
    return {
        row["method"]: BudgetMethod(
            code=row["method"],
            years=int(row["years"] or 0),
            **{
                name: row[name]
                for name in (
                    *("label_zh", "label_en", "formula_zh", "formula_en"),
                    *("basis_zh", "source", "verified"),
                )
            },
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows(_ROOM, "budget_methods.csv")
    }


def method_of(code: str, *, on: date) -> BudgetMethod:
    """Return a method that holds on a day.

    Raises
    ------
    BudgetError
        ``budget.method``: there is none of that code.
    """
    found = budget_methods().get(code)
    if found is None or not holds_on(found.effective_from, found.effective_to, on):
        msg = f"No method {code!r}; there are: {', '.join(budget_methods())}."
        raise BudgetError(msg, code="budget.method", method=code)
    return found


def historical_budget(
    used: Mapping[int, Decimal | None],
    *,
    year: int,
    years: int,
    reduction_percent: Decimal,
) -> Decimal:
    """Return a budget by the historical method.

    Parameters
    ----------
    used : mapping of int to Decimal or None
        Counted use by year, tce; None is unknown and is not taken as zero.
    year : int
        Year of the budget; only years before it count.
    years : int
        How many known years are averaged, the last ones.
    reduction_percent : Decimal
        How much less is asked for, from 0 to below 100.

    Raises
    ------
    BudgetError
        ``budget.no_history``: no year is known; ``budget.reduction``.

    Examples
    --------
    >>> used = {2023: Decimal(100), 2024: Decimal(110), 2025: None}
    >>> historical_budget(used, year=2026, years=3, reduction_percent=Decimal(2))
    Decimal('102.90')
    """
    if not 0 <= reduction_percent < _PER_CENT:
        msg = f"A reduction lies from 0 to below 100 %, and is {reduction_percent}."
        raise BudgetError(msg, code="budget.reduction", value=str(reduction_percent))
    known = [
        value
        for _year, value in sorted(used.items(), reverse=True)
        if _year < year and value is not None
    ][:years]
    if not known:
        msg = f"No use before {year} is known; the historical method needs a year."
        raise BudgetError(msg, code="budget.no_history", year=year)
    mean = sum((Fraction(one) for one in known), Fraction()) / len(known)
    return round_half_even(mean * (1 - Fraction(reduction_percent) / _PER_CENT), PLACES)


def benchmark_budget(products: Iterable[BudgetProduct]) -> Decimal:
    """Return a budget by the benchmark method.

    Raises
    ------
    BudgetError
        ``budget.no_products``: nothing is made.

    Examples
    --------
    >>> steel = BudgetProduct(name="pipe", output=Decimal(1000), base=Decimal("0.085"))
    >>> benchmark_budget([steel])
    Decimal('85.00')
    """
    made = list(products)
    if not made:
        msg = "The benchmark method needs at least one product."
        raise BudgetError(msg, code="budget.no_products")
    total = sum((Fraction(one.output) * Fraction(one.base) for one in made), Fraction())
    return round_half_even(total, PLACES)


def energy_saved(products: Iterable[BudgetProduct]) -> Decimal | None:
    """Return how much energy was saved; None when nothing is known of products.

    Examples
    --------
    >>> pipe = BudgetProduct(
    ...     name="pipe",
    ...     output=Decimal(1000),
    ...     base=Decimal("0.090"),
    ...     report=Decimal("0.085"),
    ... )
    >>> energy_saved([pipe])
    Decimal('5.00')
    """
    made = list(products)
    if not made:
        return None
    saved = sum(
        (Fraction(one.output) * (Fraction(one.base) - Fraction(one.report)))
        for one in made
    )
    return round_half_even(Fraction(saved), PLACES)
