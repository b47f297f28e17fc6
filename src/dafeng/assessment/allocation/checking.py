"""What a case must be before anything is reckoned from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.mixes import (
    CARBON_UNITS,
    ENERGY_UNITS,
    tonnes_by_dimension,
)
from dafeng.assessment.allocation.records import (
    AllocationCase,
    Budget,
    Party,
    Quantity,
    Stake,
)
from dafeng.assessment.allocation.rules.register import rule_of
from dafeng.base.errors import UnitError
from dafeng.base.units import parse_unit

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_UNITS = {Quantity.ENERGY: ENERGY_UNITS, Quantity.CARBON: CARBON_UNITS}


def check_case(case: AllocationCase) -> None:
    """Refuse a case that contradicts itself; everything wrong is told at once.

    Raises
    ------
    AllocationError
        ``allocation.bad``: a total is no whole number of steps, a limit excludes
        another, a figure is below zero, a unit stands twice, a share does not fit …
    NotFoundError
        ``allocation.rule``: a rule is not in the register.
    """
    rule_of(case.rule)
    for part in case.parameters.mixture:
        rule_of(part.rule)
    problems = [*_whole(case), *_years(case), *_parameters(case)]
    for quantity in case.quantities:
        problems += _budget(quantity, case.budget(quantity))
    if not problems:  # limits are read in steps of the total
        for party in case.parties:
            problems += _party(party, case)
    if problems:
        raise AllocationError(problems)


def _whole(case: AllocationCase) -> Iterator[str]:
    if not case.quantities:
        yield "energy, carbon: neither has a total; give at least one."
    if not case.parties:
        yield "parties: there is none; give at least one."
    if case.year < case.base_year:
        yield f"year: {case.year} is before base_year {case.base_year}."
    for unit, times in Counter(party.unit for party in case.parties).items():
        if times > 1:
            yield f"parties: the unit {unit!r} stands {times} times; each stands once."
        if not unit.strip():
            yield "parties: a party has no unit; name it."


def _years(case: AllocationCase) -> Iterator[str]:
    settings = case.parameters
    stated: list[tuple[str, int | None]] = [
        ("year", case.year),
        ("base_year", case.base_year),
        ("parameters.converge_year", settings.converge_year),
        ("parameters.mix_year", settings.mix_year),
        *(("parameters.years", year) for year in settings.years),
    ]
    for party in case.parties:
        where = f"parties {party.unit!r}"
        for quantity in Quantity:
            history = party.stake(quantity).history
            stated += ((f"{where}.{quantity}.history", one.year) for one in history)
        dropped = party.dropped_years
        stated += ((f"{where}.dropped_years", one.year) for one in dropped)
    for name, year in stated:
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            yield f"{name}: {year} is not a year, such as 2025."


def _parameters(case: AllocationCase) -> Iterator[str]:
    settings = case.parameters
    if settings.drop_lowest < 0:
        yield f"parameters.drop_lowest: {settings.drop_lowest} is below 0."
    if not 0 <= settings.tilt <= 1:
        yield f"parameters.tilt: {settings.tilt} is not from 0 to 1."
    if settings.cut_cap is not None and settings.cut_cap < 1:
        yield (
            f"parameters.cut_cap: {settings.cut_cap} is below 1, so that the common "
            "rate is out of reach."
        )
    if settings.dirtier < 0:
        yield f"parameters.dirtier: {settings.dirtier} is below 0."
    yield from _twice("parameters.years", settings.years)
    yield from _twice("parameters.indices", (one.name for one in settings.indices))
    yield from _twice("parameters.fuels", (one.fuel for one in settings.fuels))
    for part in settings.mixture:
        if not 0 <= part.share <= 1:
            yield f"parameters.mixture {part.rule}: {part.share} is not from 0 to 1."
    for fuel in settings.fuels:
        if fuel.factor < 0:
            yield f"parameters.fuels {fuel.fuel}: factor {fuel.factor} is below 0."
    replaced: Counter[str] = Counter()
    for each in settings.replacements:
        if not 0 <= each.share <= 1:
            where = f"parameters.replacements {each.fuel} by {each.by}"
            yield f"{where}: {each.share} is not from 0 to 1."
        replaced[each.fuel] += each.share  # type: ignore[assignment]
    for name, share in replaced.items():
        if share > 1:
            yield f"parameters.replacements {name}: together {share}, more than 1."


def _twice(where: str, names: Iterable[object]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{where}: {name} stands {times} times; each stands once."


def _budget(quantity: Quantity, budget: Budget | None) -> Iterator[str]:
    if budget is None:
        return
    if not _fits(quantity, budget.unit):
        spelled = ", ".join(_UNITS[quantity])
        yield f"{quantity}.unit: {budget.unit!r} is none of {spelled} (also 万…)."
    if budget.step <= 0:
        yield f"{quantity}.step: {budget.step} is not above 0."
        return
    for name, value in (("total", budget.total), ("reserve", budget.reserve)):
        yield from _not_below_zero(f"{quantity}.{name}", value)
        yield from _whole_steps(f"{quantity}.{name}", value, budget)
    share = budget.reserve_share
    if share is not None and not 0 <= share < 1:
        yield f"{quantity}.reserve_share: {share} is not from 0 to below 1."
    if share is not None and budget.reserve:
        yield f"{quantity}: reserve and reserve_share are both given; give one."
    if budget.reserve > budget.total:
        yield f"{quantity}.reserve: {budget.reserve} is more than {budget.total}."


def _fits(quantity: Quantity, unit: str) -> bool:
    try:
        dimension = parse_unit(unit).dimension
    except UnitError:
        return False
    tonne = tonnes_by_dimension().get(dimension)
    return tonne is not None and tonne.symbol in _UNITS[quantity]


def _not_below_zero(where: str, value: Decimal | None) -> Iterator[str]:
    if value is not None and not (value.is_finite() and value >= 0):
        yield f"{where}: {value} is not a number of 0 or more."


def _whole_steps(where: str, value: Decimal, budget: Budget) -> Iterator[str]:
    if Fraction(value) % Fraction(budget.step):
        yield (
            f"{where}: {value} is no whole number of steps of {budget.step} "
            f"{budget.unit}; round it, or give a smaller step."
        )


def _party(party: Party, case: AllocationCase) -> Iterator[str]:
    where = f"parties {party.unit!r}"
    for name, value in (
        ("value_added", party.value_added),
        ("output", party.output),
        ("population", party.population),
    ):
        yield from _not_below_zero(f"{where}.{name}", value)
    yield from _fuels(where, party)
    if party.band is not None and not 0 <= party.band.low <= party.band.high:
        yield f"{where}.band: {party.band.low} to {party.band.high} is no band."
    yield from _twice(f"{where}.figures", (one.name for one in party.figures))
    for dropped in party.dropped_years:
        if not dropped.ground.strip():
            yield f"{where}.dropped_years {dropped.year}: there is no ground; say why."
    for quantity in Quantity:
        stake, budget = party.stake(quantity), case.budget(quantity)
        place = f"{where}.{quantity}"
        yield from _figures(place, stake)
        if budget is not None:
            yield from _limits(place, stake, budget)


def _fuels(where: str, party: Party) -> Iterator[str]:
    yield from _twice(f"{where}.fuels", (one.fuel for one in party.fuels))
    for use in party.fuels:
        yield from _not_below_zero(f"{where}.fuels.{use.fuel}.amount", use.amount)
        yield from _not_below_zero(f"{where}.fuels.{use.fuel}.factor", use.factor)
    if party.fuels and not sum(use.amount for use in party.fuels):
        yield f"{where}.fuels: all amounts are 0; leave out what is unknown."


def _figures(where: str, stake: Stake) -> Iterator[str]:
    yield from _twice(f"{where}.history", (one.year for one in stake.history))
    for one in stake.history:
        yield from _not_below_zero(f"{where}.history.{one.year}", one.value)
    for step in stake.cuts:
        name = f"{where}.cuts {step.measure}".rstrip()
        yield from _not_below_zero(name, step.amount)
        if not step.price.is_finite():
            yield f"{name}: the price {step.price} is not a number."
    for name, value in (
        ("lower", stake.lower),
        ("upper", stake.upper),
        ("fixed", stake.fixed),
        ("exempt", stake.exempt),
        ("benchmark", stake.benchmark),
    ):
        yield from _not_below_zero(f"{where}.{name}", value)


def _limits(where: str, stake: Stake, budget: Budget) -> Iterator[str]:
    lower, upper, fixed = stake.lower, stake.upper, stake.fixed
    step = Fraction(budget.step)
    low = ceil(Fraction(max(lower or Decimal(0), stake.exempt)) / step)
    if upper is not None and low > floor(Fraction(upper) / step):
        yield (
            f"{where}: nothing lies between lower {lower or 0}, exempt {stake.exempt} "
            f"and upper {upper} in steps of {budget.step} {budget.unit}."
        )
    if fixed is None:
        return
    yield from _whole_steps(f"{where}.fixed", fixed, budget)
    if stake.exempt:
        yield f"{where}: fixed and exempt are both given; give one."
    if fixed < (lower or 0) or (upper is not None and fixed > upper):
        yield f"{where}.fixed: {fixed} is outside its limits {lower or 0} to {upper}."
