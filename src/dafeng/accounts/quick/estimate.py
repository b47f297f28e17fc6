"""The quick estimate: this month's emission from what was sold this month.

Sales of power, gas, heat and fuels are known within weeks, the account within a year.
An estimate multiplies sales with the last known factors and lets them stand for the
rest of the emissions as in last year's structure.  Estimates are never overwritten: a
better one is a revision, and the error against the later account is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.quick.intervals import interval
from dafeng.accounts.quick.records import (
    CarrierEstimate,
    CarrierStructure,
    NewFactor,
    QuickError,
    QuickEstimate,
    Sale,
    Structure,
)
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import round_half_even

if TYPE_CHECKING:
    from dafeng.accounts.records import Line

KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER)


def last_structure(
    lines: Iterable[Line],
    year: int,
    *,
    carriers: Mapping[str, Decimal | None],
    half_width: Fraction | None = None,
) -> Structure:
    """Take the structure of an account.

    Parameters
    ----------
    lines : iterable of Line
        Lines within the boundary of the estimate.
    year : int
    carriers : mapping of str to Decimal or None
        Carriers whose sales are reported, with the year's sales where they are known.
    half_width : Fraction, optional
        Half of the total's 95 % interval, relative to the total; None where the account
        has no interval.

    Raises
    ------
    BadInputError
        ``quick.no_account``: the lines emit nothing; ``quick.no_carrier``: a carrier
        has no emission in them; ``quick.units``: its lines have several units.
    """
    held = [line for line in lines if line.year == year]
    total = sum(line.co2e_g for line in held)
    if total <= 0:
        msg = (
            f"The account of {year} has {len(held)} lines and a total of {total} g. "
            "Give the lines of a year whose account is made."
        )
        raise BadInputError(msg, code="quick.no_account", year=year)
    found = []
    for carrier, sold in sorted(carriers.items()):
        own = [line for line in held if line.item == carrier]
        found.append(_carrier(carrier, sold, own, year))
    return Structure(
        year=year, total_g=total, carriers=tuple(found), half_width=half_width
    )


def _carrier(
    carrier: str, sold: Decimal | None, lines: Sequence[Line], year: int
) -> CarrierStructure:
    units = sorted({line.unit for line in lines})
    if len(units) > 1:
        msg = f"{carrier} stands in {', '.join(units)} in {year}. Give it in one unit."
        raise BadInputError(msg, code="quick.units", carrier=carrier)
    # Several gases of one flow have its activity once.
    amounts = {
        (line.flow, line.sector, line.owner, line.place, line.evidence): line.activity
        for line in lines
    }
    activity = sum(amounts.values(), Decimal(0))
    emission = sum(line.co2e_g for line in lines)
    if emission <= 0 or activity <= 0 or (sold is not None and sold <= 0):
        msg = (
            f"{carrier} has no emission or no sales in {year}, so its sales stand for "
            "nothing. Leave it out."
        )
        raise BadInputError(msg, code="quick.no_carrier", carrier=carrier)
    return CarrierStructure(
        carrier=carrier,
        unit=units[0],
        activity=activity,
        sold=sold,
        emission_g=emission,
    )


def quick_estimate(
    period: Period,
    sales: Iterable[Sale],
    structure: Structure,
    *,
    made_on: date,
    factors: Iterable[NewFactor] = (),
    errors: Sequence[QuickError] = (),
) -> QuickEstimate:
    """Estimate the emission of a month or a quarter.

    Parameters
    ----------
    period : Period
        A month or a quarter.
    sales : iterable of Sale
        Those of the period count; a quarter is also the sum of its three months.
    structure : Structure
        Of the last annual account.
    made_on : date
    factors : iterable of NewFactor
        Factors published since that account.
    errors : sequence of QuickError
        Past years, for the interval.

    Returns
    -------
    QuickEstimate
        ``Σ(sold × grams per unit) / share of the carriers with sales``, rounded half to
        even to the gram.

    Raises
    ------
    BadInputError
        ``quick.period``: the period is no month and no quarter; ``quick.no_sales``: no
        carrier of the structure has sales in it; ``quick.bad_sale``: a sale is
        negative, in another unit, or told twice.

    Source
    ------
    Method of this house: ratio estimation with the last benchmark, as quarterly
    national accounts use it (IMF, Quarterly National Accounts Manual, chapter 6).
    """
    if period.kind not in KINDS:
        msg = f"{period} is no month and no quarter. Estimate its months."
        raise BadInputError(msg, code="quick.period", period=str(period))
    sold = _sold(period, tuple(sales), structure)
    newer = {factor.carrier: factor for factor in factors}
    told = [
        _estimate(carrier, sold[carrier.carrier], newer.get(carrier.carrier))
        for carrier in structure.carriers
        if carrier.carrier in sold
    ]
    covered = sum((structure.share(each.carrier) for each in told), Fraction(0))
    grams = sum(
        (Fraction(each.sold) * each.grams_per_unit for each in told), Fraction(0)
    )
    value = grams / covered
    low, high = interval(value, errors, period.kind, structure.half_width)
    return QuickEstimate(
        period=period,
        made_on=made_on,
        value_g=round(value),
        low_g=low,
        high_g=high,
        structure_year=structure.year,
        covered=round_half_even(covered * 100, 2),
        carriers=tuple(told),
        missing=tuple(c.carrier for c in structure.carriers if c.carrier not in sold),
    )


def _estimate(
    carrier: CarrierStructure, sold: Decimal, newer: NewFactor | None
) -> CarrierEstimate:
    per_unit = carrier.grams_per_unit_sold
    if newer is not None:
        counted = Fraction(carrier.activity) / Fraction(
            carrier.sold or carrier.activity
        )
        per_unit = newer.grams_per_unit * counted
    return CarrierEstimate(
        carrier=carrier.carrier,
        unit=carrier.unit,
        sold=sold,
        grams_per_unit=per_unit,
        emission_g=round(Fraction(sold) * per_unit),
        factor_id=newer.factor_id if newer else "",
    )


def _sold(
    period: Period, sales: tuple[Sale, ...], structure: Structure
) -> dict[str, Decimal]:
    """Sales of the period; those of a quarter may come month by month."""
    units = {carrier.carrier: carrier.unit for carrier in structure.carriers}
    known = [sale for sale in sales if sale.carrier in units]
    by_period: dict[tuple[str, Period], Decimal] = {}
    for sale in known:
        key = (sale.carrier, sale.period)
        if sale.unit != units[sale.carrier] or sale.quantity < 0 or key in by_period:
            msg = (
                f"The sale of {sale.carrier} in {sale.period}, {sale.quantity} "
                f"{sale.unit}, cannot be used: give one amount of at least 0 in "
                f"{units[sale.carrier]}."
            )
            raise BadInputError(msg, code="quick.bad_sale", carrier=sale.carrier)
        by_period[key] = sale.quantity
    sold = {}
    for carrier in units:
        amount = _amount(carrier, period, by_period)
        if amount is not None:
            sold[carrier] = amount
    if not sold:
        have = ", ".join(sorted({str(sale.period) for sale in known}))
        msg = (
            f"No carrier of {structure.year} has sales in {period}. There are sales "
            f"in: {have or 'no period'}."
        )
        raise BadInputError(msg, code="quick.no_sales", period=str(period))
    return sold


def _amount(
    carrier: str, period: Period, sales: Mapping[tuple[str, Period], Decimal]
) -> Decimal | None:
    if (carrier, period) in sales:
        return sales[carrier, period]
    if period.kind is PeriodKind.MONTH:
        return None
    months = [
        sales.get((carrier, month)) for month in period.children(PeriodKind.MONTH)
    ]
    present = [amount for amount in months if amount is not None]
    return sum(present, Decimal(0)) if len(present) == len(months) else None


def with_revision(
    history: Sequence[QuickEstimate], estimate: QuickEstimate
) -> tuple[QuickEstimate, ...]:
    """Add an estimate to a history; nothing in it is changed.

    Raises
    ------
    BadInputError
        ``quick.older``: one of the same period was made later, or on the same day with
        another result.
    """
    standing = standing_estimate(history, estimate.period, as_of=date.max)
    if standing is None or standing.made_on < estimate.made_on:
        return (*history, estimate)
    if standing == estimate:
        return tuple(history)
    msg = (
        f"{estimate.period} has an estimate made on {standing.made_on}; one made on "
        f"{estimate.made_on} cannot revise it. Make it on a later day."
    )
    raise BadInputError(msg, code="quick.older", period=str(estimate.period))


def revisions(
    history: Iterable[QuickEstimate], period: Period
) -> tuple[QuickEstimate, ...]:
    """Every estimate of a period, oldest first."""
    own = (estimate for estimate in history if estimate.period == period)
    return tuple(sorted(own, key=lambda estimate: estimate.made_on))


def standing_estimate(
    history: Iterable[QuickEstimate], period: Period, *, as_of: date
) -> QuickEstimate | None:
    """The estimate that stood on a day; None where there was none yet."""
    made = [each for each in revisions(history, period) if each.made_on <= as_of]
    return made[-1] if made else None


def year_estimate(
    history: Sequence[QuickEstimate], year: int, *, as_of: date
) -> int | None:
    """Sum of a year's estimates as they stood on a day, in grams.

    Quarter by quarter: its three months, or else its own estimate; None while a
    quarter has neither.
    """
    total = 0
    for quarter in Period.year(year).children(PeriodKind.QUARTER):
        months = [
            standing_estimate(history, month, as_of=as_of)
            for month in quarter.children(PeriodKind.MONTH)
        ]
        whole = standing_estimate(history, quarter, as_of=as_of)
        known = [month for month in months if month is not None]
        if len(known) == len(months):
            total += sum(month.value_g for month in known)
        elif whole is not None:
            total += whole.value_g
        else:
            return None
    return total


def quick_errors(
    history: Sequence[QuickEstimate], annual: Mapping[int, int], *, as_of: date
) -> tuple[QuickError, ...]:
    """Errors of past years: estimates as they stood on a day, against the accounts.

    Parameters
    ----------
    history : sequence of QuickEstimate
    annual : mapping of int to int
        Total of the account by year, in grams.
    as_of : date
        Only estimates made up to that day count.
    """
    found = []
    for year, total in sorted(annual.items()):
        estimated = year_estimate(history, year, as_of=as_of)
        if estimated:
            found.append(
                QuickError(
                    year=year, estimated_g=estimated, annual_g=total, as_of=as_of
                )
            )
    return tuple(found)
