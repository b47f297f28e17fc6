"""How well the model would have told the past: started early, against the accounts.

Twice: with what drivers and grid truly did, which leaves the error of intensities and
shares, and without knowing it, which is the error that a forecast has.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.pathways.base_year import base_year_of
from dafeng.pathways.compiled import central
from dafeng.pathways.compiling import compile_model
from dafeng.pathways.frozen import frame
from dafeng.pathways.projecting import project
from dafeng.pathways.records import GridPath, Scenario, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts import Account
    from dafeng.pathways.past_facts import DriverValue
    from dafeng.pathways.records import BaseYear, Driver, Model


class Knowledge(StrEnum):
    """What the model was told of the years after its start."""

    DRIVERS = "drivers"
    """What drivers and the factor of bought power truly did."""
    NOTHING = "nothing"
    """Nothing: growth and grid of the model, its first rates carried back."""


@attrs.frozen(kw_only=True)
class SectorError:
    """Projected and counted grams of a sector.

    Attributes
    ----------
    error : float or None
        Projected over counted, less one; None where nothing was counted.
    """

    sector: str
    projected_g: float
    counted_g: int
    error: float | None


@attrs.frozen(kw_only=True)
class YearError:
    """Projected and counted grams of a year.

    Attributes
    ----------
    since : int
        Year of the account that the model started from.
    year : int
    knowledge : Knowledge
    projected_g : float
    counted_g : int
    error : float or None
        Projected over counted, less one: 0.03 is 3 % too much.
    sectors : tuple of SectorError
    """

    since: int
    year: int
    knowledge: Knowledge
    projected_g: float
    counted_g: int
    error: float | None
    sectors: tuple[SectorError, ...]


def back_test(
    model: Model,
    accounts: Iterable[Account],
    values: Iterable[DriverValue],
    *,
    since: int | None = None,
) -> tuple[YearError, ...]:
    """Start a model at an early account and compare it with all later ones.

    Parameters
    ----------
    model : Model
    accounts : iterable of Account
        One for each year; gaps between years are allowed.
    values : iterable of DriverValue
        Between two known years a driver moves at one rate; a driver without two values
        keeps the growth of the model.
    since : int, optional
        Year to start from; the first account when it is not given.

    Returns
    -------
    tuple of YearError
        Each later year twice, with drivers known first; empty when there is no later
        account.

    Raises
    ------
    BadInputError
        ``back_test.start``: no account of that year. ``back_test.value``: a driver is
        not above zero.
    """
    bases = [base_year_of(one, model, seal="", history=()).base for one in accounts]
    return back_test_years(model, bases, values, since=since)


def back_test_years(
    model: Model,
    accounts: Iterable[BaseYear],
    values: Iterable[DriverValue],
    *,
    since: int | None = None,
) -> tuple[YearError, ...]:
    """As :func:`back_test`, of accounts that stand in the model's sectors already."""
    bases = {one.year: one for one in accounts}
    start = min(bases, default=None) if since is None else since
    if start not in bases or start is None:
        have = ", ".join(map(str, sorted(bases))) or "none"
        msg = f"No account of {start} to start from. There are: {have}."
        raise BadInputError(msg, code="back_test.start", year=start)
    later = sorted(year for year in bases if year > start)
    if not later:
        return ()
    known = _known(values)
    blind = attrs.evolve(model, base_year=start, horizon=later[-1])
    seeing = attrs.evolve(
        blind,
        drivers=tuple(_as_it_was(one, known[one.code], start) for one in model.drivers),
        grid=(_grid_as_it_was(model, bases, start),),
    )
    return tuple(
        error
        for told, one in ((Knowledge.DRIVERS, seeing), (Knowledge.NOTHING, blind))
        for error in _errors(one, bases, start, told)
    )


_FROZEN = Scenario(code="frozen", name_zh="冻结政策", name_en="Frozen", delivery=0.0)


def _errors(
    model: Model, bases: Mapping[int, BaseYear], start: int, told: Knowledge
) -> list[YearError]:
    compiled = compile_model(model, bases[start], (), (), scenario=_FROZEN).compiled
    block = project(compiled, central(compiled))
    errors = []
    for year in sorted(year for year in bases if year > start):
        at = compiled.years.index(year)
        counted: dict[str, int] = defaultdict(int)
        for cell in bases[year].cells:
            counted[cell.sector] += cell.emission_g
        projected = dict(
            zip(compiled.sectors, map(float, block.sector_g[0, at]), strict=True)
        )
        sectors = tuple(
            SectorError(
                sector=code,
                projected_g=projected.get(code, 0.0),
                counted_g=counted[code],
                error=_relative(projected.get(code, 0.0), counted[code]),
            )
            for code in dict.fromkeys([*compiled.sectors, *counted])
        )
        total, truth = float(block.total_g[0, at]), sum(counted.values())
        errors.append(
            YearError(
                since=start,
                year=year,
                knowledge=told,
                projected_g=total,
                counted_g=truth,
                error=_relative(total, truth),
                sectors=sectors,
            )
        )
    return errors


def _relative(projected: float, counted: int) -> float | None:
    return projected / counted - 1 if counted else None


def _known(values: Iterable[DriverValue]) -> Mapping[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for one in values:
        if one.value <= 0:
            msg = (
                f"Driver {one.driver} is {one.value:g} in {one.year}; "
                "only what is above zero has a rate of growth."
            )
            raise BadInputError(
                msg, code="back_test.value", driver=one.driver, year=one.year
            )
        found[one.driver][one.year] = one.value
    return found


def _as_it_was(driver: Driver, known: Mapping[int, float], start: int) -> Driver:
    """Give a driver the rates that it had; as it is when they are not known."""
    if len(known) < 2 or start not in known:
        return driver
    return attrs.evolve(
        driver, value=known[start], growth=_rates(known, start), follows=""
    )


def _grid_as_it_was(
    model: Model, bases: Mapping[int, BaseYear], start: int
) -> GridPath:
    factors = {year: frame(model, base).power_factor for year, base in bases.items()}
    known = {year: factor for year, factor in factors.items() if factor > 0}
    change = _rates(known, start) if start in known else ()
    return attrs.evolve(model.grid[0], change=change)


def _rates(known: Mapping[int, float], start: int) -> tuple[Step, ...]:
    years = sorted(year for year in known if year >= start)
    return tuple(
        Step(until=after, rate=(known[after] / known[at]) ** (1 / (after - at)) - 1)
        for at, after in zip(years, years[1:], strict=False)
    )
