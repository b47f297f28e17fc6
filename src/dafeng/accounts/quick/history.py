"""Quick estimates over time: made as sales come in, kept, held against the account."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.boundaries import within
from dafeng.accounts.evidence.tables import ESTIMATES
from dafeng.accounts.quick.estimate import (
    last_structure,
    quick_errors,
    quick_estimate,
    with_revision,
)
from dafeng.accounts.quick.records import QuickEstimate, Sale
from dafeng.accounts.records import Boundary
from dafeng.base.periods import Period
from dafeng.base.plain import record_from_json, record_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dafeng.accounts.quick.records import QuickError, Structure
    from dafeng.accounts.records import Account, Line, Total
    from dafeng.lake import Lake


@attrs.frozen(kw_only=True)
class StatedSale:
    """A sale, and the day on which the supplier stated it."""

    sale: Sale
    stated_on: date


def stated_sales(lake: Lake, place: str) -> tuple[StatedSale, ...]:
    """Read every statement of sales of a place, later corrections included."""
    if "sales" not in lake.tables():
        return ()
    return tuple(
        StatedSale(
            sale=Sale(
                carrier=row["carrier"],
                period=Period.parse(row["period"]),
                quantity=Decimal(row["quantity_e3"]).scaleb(-3),
                unit=row["unit"],
                evidence=row["evidence"],
            ),
            stated_on=row["stated_on"],
        )
        for row in lake.read("sales").to_pylist()
        if row["place"] == place
    )


def kept_estimates(lake: Lake, place: str) -> tuple[QuickEstimate, ...]:
    """Read the estimates that were kept, oldest first."""
    if "estimates" not in lake.tables():
        return ()
    found = [
        record_from_json(row["record"].encode(), QuickEstimate)
        for row in lake.current("estimates").to_pylist()
        if row["place"] == place
    ]
    return tuple(sorted(found, key=lambda each: (each.made_on, each.period)))


def keep_estimates(
    lake: Lake, place: str, estimates: Iterable[QuickEstimate], *, made_at: datetime
) -> int:
    """Append estimates; those that are there already change nothing.

    Returns
    -------
    int
        How many were new.
    """
    known = set(kept_estimates(lake, place))
    new = [each for each in estimates if each not in known]
    if not new:
        return 0
    rows = [
        {
            "place": place,
            "period": each.period.code,
            "made_on": each.made_on,
            "value_g": each.value_g,
            "record": record_to_json(each).decode(),
        }
        for each in new
    ]
    span = f"{new[0].period}/{new[0].made_on}/{new[-1].period}/{new[-1].made_on}"
    key = f"quick/{place}/{len(new)}/{span}"
    lake.append(ESTIMATES, rows, key=key, learned_at=made_at.astimezone(UTC))
    return len(new)


def catch_up(
    sales: Sequence[StatedSale],
    accounts: Mapping[int, Account],
    history: Sequence[QuickEstimate] = (),
    *,
    until: date,
) -> tuple[QuickEstimate, ...]:
    """Make the estimates that the sales call for, day by day as they were stated.

    A period is estimated on the day when its sales were stated and again when they
    were corrected: each estimate is what could have been known on its day, apart from
    the accounts, which are taken as they are now.

    Parameters
    ----------
    sales : sequence of StatedSale
    accounts : mapping of int to Account
        By year; the last one before a period gives its structure.
    history : sequence of QuickEstimate
        Estimates that are kept; a day that they reach is not made again.
    until : date

    Returns
    -------
    tuple of QuickEstimate
        The history with the new estimates behind it.
    """
    last = max((each.made_on for each in history), default=date.min)
    days: dict[date, set[Period]] = defaultdict(set)
    for stated in sales:
        if last < stated.stated_on <= until:
            days[stated.stated_on].add(stated.sale.period)
    made = tuple(history)
    for day in sorted(days):
        known = sales_known(sales, day)
        for period in sorted(days[day]):
            structure = _structure(period, accounts, known)
            if structure is not None:
                errors = errors_of(made, accounts, as_of=day)
                estimate = quick_estimate(
                    period, known, structure, made_on=day, errors=errors
                )
                made = with_revision(made, estimate)
    return made


def sales_known(sales: Iterable[StatedSale], day: date) -> tuple[Sale, ...]:
    """Return the sales as they were stated up to a day, corrections applied."""
    newest: dict[tuple[str, Period], StatedSale] = {}
    for stated in sorted(sales, key=lambda each: each.stated_on):
        if stated.stated_on <= day:
            newest[stated.sale.carrier, stated.sale.period] = stated
    return tuple(stated.sale for stated in newest.values())


def errors_of(
    history: Sequence[QuickEstimate], accounts: Mapping[int, Account], *, as_of: date
) -> tuple[QuickError, ...]:
    """Hold estimates of past years against their accounts.

    A year's account is made in the autumn of the next year: an estimate is not judged
    by an account that was not there yet.
    """
    annual = {
        year: _control(account).co2e_g
        for year, account in accounts.items()
        if as_of >= date(year + 1, 10, 1)
    }
    return quick_errors(history, annual, as_of=as_of)


def _structure(
    period: Period, accounts: Mapping[int, Account], sales: Sequence[Sale]
) -> Structure | None:
    """Structure of the last account before a period; None while there is none."""
    past = [year for year in accounts if year < period.start.year]
    if not past:
        return None
    year = max(past)
    lines = within(accounts[year].lines, Boundary.CONTROL)
    carriers = {sale.carrier for sale in sales} & _emitting(lines)
    known = {carrier: _sold(carrier, year, sales) for carrier in carriers}
    if not known:
        return None
    half = _half_width(_control(accounts[year]))
    return last_structure(lines, year, carriers=known, half_width=half)


def _half_width(total: Total) -> Fraction | None:
    """Half of a total's interval relative to it; None where it has none."""
    half = max(total.high_g - total.co2e_g, total.co2e_g - total.low_g)
    return Fraction(half, total.co2e_g) if half > 0 and total.co2e_g > 0 else None


def _emitting(lines: Sequence[Line]) -> set[str]:
    """Carriers with a net emission: heat made in the district nets to nothing."""
    emission: dict[str, int] = defaultdict(int)
    activity: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        emission[line.item] += line.co2e_g
        activity[line.item] += line.activity
    return {item for item, g in emission.items() if g > 0 and activity[item] > 0}


def _sold(carrier: str, year: int, sales: Iterable[Sale]) -> Decimal | None:
    """Sales of a whole year; None while a part of it is not known."""
    parts = [
        sale
        for sale in sales
        if sale.carrier == carrier and sale.period.start.year == year
    ]
    months = sum(int(sale.period.kind) for sale in parts)
    whole = 12
    if months != whole:
        return None
    return sum((sale.quantity for sale in parts), Decimal(0))


def _control(account: Account) -> Total:
    return next(t for t in account.totals if t.boundary is Boundary.CONTROL)
