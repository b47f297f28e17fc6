"""What a project is worth to whom: investment, split of the saving, NPV and IRR.

Cash counts by the month, at the month's end; all in decimals. Costs of running the
equipment and taxes are not known to the program and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from typing import TypeAlias

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.savings.settling import Contract, Measured, settle
from dafeng.enterprises.savings.stretches import days_of, stretch_at

_CENTS, _QUANTA, _RATE_PLACES = 2, 6, 6
_YEAR_MONTHS, _YEAR_DAYS = 12, 365
_ZERO, _ONE = Decimal(0), Decimal(1)
_DAY = timedelta(days=1)
_LEAST_RATE, _MOST_RATE = Decimal("-0.999"), Decimal(1000)


class Source(StrEnum):
    """Who brings money for the investment."""

    OWN = "own"
    """The enterprise's own funds."""
    LOAN = "loan"
    PROVIDER = "provider"
    """The provider's own funds."""
    GRANT = "grant"
    """Nobody's outlay: it is given."""


class Party(StrEnum):
    """For whom money is counted."""

    PROJECT = "project"
    """Both together, before any loan."""
    ENTERPRISE = "enterprise"
    PROVIDER = "provider"


class Why(StrEnum):
    """Why a figure is not given."""

    NO_INVESTMENT = "no-investment"
    NO_SAVING = "no-saving"
    """Nothing is verified yet."""
    NO_OUTLAY = "no-outlay"
    """The party brings no money before it gets some: there is nothing to return."""
    NEVER = "never"
    """What it gets never pays for what it brings."""
    MANY = "many"
    """Outlays and returns take turns, so that several rates could be meant."""


@attrs.frozen(kw_only=True)
class Outlay:
    """One line of the investment.

    Attributes
    ----------
    source : Source
    amount : Decimal
        Yuan, more than nothing.
    day : date
        On which it was paid.
    borrower : Party or None
        Of a loan: who pays it back.
    rate : Decimal or None
        Of a loan: nominal rate of a year, 0.045 is 4.5 %.
    months : int or None
        Of a loan: number of equal instalments, one a month.

    Raises
    ------
    BadInputError
        ``finance.amount``; ``finance.loan``: a loan without its terms, or terms
        without a loan.
    """

    source: Source
    amount: Decimal
    day: date
    borrower: Party | None = None
    rate: Decimal | None = None
    months: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if self.amount <= 0:
            msg = f"An outlay of {self.amount} yuan is none."
            raise BadInputError(msg, code="finance.amount")
        terms = (self.borrower, self.rate, self.months)
        loan = self.source is Source.LOAN
        if any((one is None) is loan for one in terms):
            msg = "A loan has a borrower, a rate and months; nothing else has."
            raise BadInputError(msg, code="finance.loan")

    @property
    def bearer(self) -> Party | None:
        """Who bears it; None: a grant."""
        if self.source is Source.OWN:
            return Party.ENTERPRISE
        return Party.PROVIDER if self.source is Source.PROVIDER else self.borrower


@attrs.frozen(kw_only=True)
class Split:
    """The worth of a saving and who gets it, for a stretch of days.

    Attributes
    ----------
    begin, end : date
    counted : Decimal
        Energy.
    worth, kept, payment : Decimal
        Yuan: all of it, the enterprise's part, the provider's.

    Raises
    ------
    BadInputError
        ``finance.split``: the parts are not the whole.
    """

    begin: date
    end: date
    counted: Decimal
    worth: Decimal
    kept: Decimal
    payment: Decimal

    def __attrs_post_init__(self) -> None:
        """Refuse parts that are not the whole."""
        if self.kept + self.payment != self.worth:
            msg = f"{self.kept} and {self.payment} are not {self.worth} yuan."
            raise BadInputError(msg, code="finance.split")

    def part_of(self, party: Party) -> Decimal:
        """What a party gets."""
        if party is Party.PROJECT:
            return self.worth
        return self.kept if party is Party.ENTERPRISE else self.payment


@attrs.frozen(kw_only=True)
class Known:
    """A figure, or why there is none."""

    value: Decimal | None = None
    why: Why | None = None


@attrs.frozen(kw_only=True)
class Return:
    """What the project is to one party.

    Attributes
    ----------
    party : Party
    outlay : Decimal
        Yuan that it bears, loans that it pays back included.
    interest : Decimal
        Yuan of interest on them.
    received : Decimal
        Yuan of verified savings so far.
    share : Decimal or None
        Of their worth; None where they are worth nothing.
    payback : Known
        Years, by what it received a day so far.
    npv, irr : Known
        Yuan at the first month of the investment; rate of a year.
    """

    party: Party
    outlay: Decimal
    interest: Decimal
    received: Decimal
    share: Decimal | None
    payback: Known
    npv: Known
    irr: Known


@attrs.frozen(kw_only=True)
class Appraisal:
    """What a project costs and brings.

    Attributes
    ----------
    invested : mapping of Source to Decimal
        Yuan; a source that brings nothing is not in it.
    investment, worth : Decimal
        Yuan in all: brought, and verified.
    verified_days, expected_days : int
        Days of the contract whose saving is verified, and those that NPV and IRR take
        at the mean of the verified ones.
    whole_year : bool
        Whether the verified days are a year or more, so that all seasons are in them.
    returns : tuple of Return
        Of the project, the enterprise and the provider.
    """

    invested: Mapping[Source, Decimal]
    investment: Decimal
    worth: Decimal
    verified_days: int
    expected_days: int
    whole_year: bool
    returns: tuple[Return, ...]


Monthly: TypeAlias = tuple[Decimal, ...]
"""Yuan of each month, the first is that of the first outlay."""
ToCome: TypeAlias = tuple[Contract, date, date]
"""A period to come with the contract that holds in it."""


@cache
def discount_rate() -> Decimal:
    """Return the rate of a year at which money to come is discounted, if none is told.

    Source: ``data/appraisal.csv`` (建设项目经济评价方法与参数, 第三版; U).
    """
    rows = packaged_rows("dafeng.enterprises.savings", "appraisal.csv")
    return Decimal(next(r["value"] for r in rows if r["rule"] == "discount-rate"))


def instalments(loan: Outlay) -> tuple[Decimal, ...]:
    """Return the equal instalments of a loan (等额本息); the last one takes the cents.

    ``A = P i (1 + i)^n / ((1 + i)^n - 1)`` with the rate of a month; 建设项目经济评价
    方法与参数(第三版), 等额还本付息 (U, recalled).

    Examples
    --------
    >>> loan = Outlay(
    ...     source=Source.LOAN,
    ...     amount=Decimal(120000),
    ...     day=date(2026, 1, 5),
    ...     borrower=Party.PROVIDER,
    ...     rate=Decimal("0.06"),
    ...     months=12,
    ... )
    >>> instalments(loan)[0]
    Decimal('10327.97')
    """
    if loan.rate is None or loan.months is None:
        return ()
    monthly, count = loan.rate / _YEAR_MONTHS, loan.months
    if monthly == 0:
        each = _yuan(loan.amount / count)
    else:
        grown = (_ONE + monthly) ** count
        each = _yuan(loan.amount * monthly * grown / (grown - _ONE))
    left = loan.amount
    for _number in range(count - 1):
        left += _yuan(left * monthly) - each
    return (*([each] * (count - 1)), left + _yuan(left * monthly))


def periods_to_come(
    verified: Sequence[Split],
    contracts: Iterable[tuple[date, Contract]],
    begin: date,
    end: date | None,
    turns: Iterable[date],
) -> tuple[ToCome, ...]:
    """Return the periods of a contract whose saving is not verified.

    Parameters
    ----------
    verified : sequence of Split
    contracts : iterable of (date, Contract)
        What holds from a day on; the first from the beginning.
    begin : date
        First day that counts.
    end : date or None
        Last day, where the contract was ended before its time.
    turns : iterable of date
        Days on which something new begins, beside terms and verified stretches.
    """
    held = sorted(contracts, key=lambda one: one[0])
    cuts = {*turns, *(day for day, _one in held)}
    terms = {(one.begin, one.end) for _day, told in held for one in told.terms}
    for first, last in (*terms, *((one.begin, one.end) for one in verified)):
        cuts |= {first, last + _DAY}
    made: list[ToCome] = []
    for first, last in sorted(terms):
        day = max(first, begin)
        until = last if end is None else min(last, end)
        while day <= until:
            contract = [told for since, told in held if since <= day][-1]
            stretch = stretch_at(contract.period, day, cuts)[1]
            if not any(one.begin <= day <= one.end for one in verified):
                made.append((contract, day, min(stretch, until)))
            day = stretch + _DAY
    return tuple(made)


def expected_splits(
    verified: Sequence[Split], to_come: Iterable[ToCome]
) -> tuple[Split, ...]:
    """Settle periods to come by their terms at the verified mean of a day.

    No saving is verified: nothing is expected.
    """
    days = sum(days_of(one.begin, one.end) for one in verified)
    if not days:
        return ()
    energy = sum((one.counted for one in verified), _ZERO)
    mean = Fraction(energy) / days
    paid = sum((one.payment for one in verified), _ZERO)
    made = []
    for contract, begin, end in to_come:
        saving = round_half_even(mean * days_of(begin, end), _QUANTA)
        measured = Measured(
            begin=begin, end=end, saving=saving, low=saving, high=saving
        )
        told = settle(contract, measured, paid_before=paid)
        paid += told.payment
        made.append(
            Split(
                begin=begin,
                end=end,
                counted=told.counted,
                worth=told.worth,
                kept=told.kept,
                payment=told.payment,
            )
        )
    return tuple(made)


def monthly_flows(
    outlays: Sequence[Outlay], splits: Iterable[Split], party: Party
) -> Monthly:
    """Return what a party pays and gets by month, from the month of the first outlay.

    What came in before that month counts in it. The whole project knows no loan:
    the investment is its outlay, however it is paid for, less what was granted.
    Source: 建设项目经济评价方法与参数(第三版), cash flow of the investment and of the
    equity (项目投资现金流量表, 项目资本金现金流量表; U, recalled).
    """
    if not outlays:
        return ()
    first = min(_month(one.day) for one in outlays)
    flows: dict[int, Decimal] = {}

    def put(month: int, yuan: Decimal) -> None:
        at = max(month - first, 0)
        flows[at] = flows.get(at, _ZERO) + yuan

    for one in outlays:
        month = _month(one.day)
        if party is Party.PROJECT:
            if one.source is not Source.GRANT:
                put(month, -one.amount)
        elif one.bearer is party and one.source is Source.LOAN:
            for number, yuan in enumerate(instalments(one), start=1):
                put(month + number, -yuan)
        elif one.bearer is party:
            put(month, -one.amount)
    for split in splits:
        put(_month(split.end), split.part_of(party))
    return tuple(flows.get(at, _ZERO) for at in range(max(flows, default=-1) + 1))


def npv_of(flows: Monthly, rate: Decimal) -> Decimal:
    """Return the net present value at a rate of a year, in yuan of the first month.

    ``sum of flow_m (1 + rate)^(-m / 12)``; 建设项目经济评价方法与参数(第三版), 财务净
    现值 (U, recalled), with months for its years.

    Examples
    --------
    >>> year = (Decimal(-100), *([Decimal(0)] * 11), Decimal(121))
    >>> npv_of(year, Decimal("0.1")).quantize(Decimal("0.01"))
    Decimal('10.00')
    """
    month = (_ONE + rate) ** (Decimal(-1) / _YEAR_MONTHS)
    value = _ZERO
    for flow in reversed(flows):
        value = value * month + flow
    return value


def irr_of(flows: Monthly) -> Known:
    """Return the rate of a year at which the net present value is nothing.

    By halving; 建设项目经济评价方法与参数(第三版), 财务内部收益率 (U, recalled). It is
    given only where it is the one that can be meant: the flows turn from outlay to
    return once (Descartes), or their running sum does (Norstrom 1972; U, recalled).
    """
    signs = _signs(flows)
    if not signs or signs[0] > 0:
        return Known(why=Why.NO_OUTLAY)
    if len(signs) == 1:
        return Known(why=Why.NEVER)
    sums = tuple(accumulate(flows))
    alone = len(signs) == 2 or (sums[-1] > 0 and len(_signs(sums)) == 2)  # noqa: PLR2004 - from minus to plus
    if not alone:
        return Known(why=Why.MANY)
    low, high = _LEAST_RATE if len(signs) == 2 else _ZERO, _MOST_RATE  # noqa: PLR2004 - the same
    if npv_of(flows, low) <= 0 or npv_of(flows, high) >= 0:
        return Known(why=Why.NEVER)
    exact = Decimal(1).scaleb(-_RATE_PLACES - 2)
    while high - low > exact:
        middle = (low + high) / 2
        if npv_of(flows, middle) > 0:
            low = middle
        else:
            high = middle
    return Known(value=round_half_even(low, _RATE_PLACES))


def payback_of(outlay: Decimal, received: Decimal, days: int) -> Known:
    """Return the simple payback in years: outlay by what a year brings.

    A year brings what the verified days did, in 365 days; no discount, no interest
    (静态投资回收期, 建设项目经济评价方法与参数(第三版); U, recalled).

    Examples
    --------
    >>> payback_of(Decimal(730), Decimal(100), 100).value
    Decimal('2.00')
    """
    if outlay == 0:
        return Known(why=Why.NO_OUTLAY)
    if not days:
        return Known(why=Why.NO_SAVING)
    if received <= 0:
        return Known(why=Why.NEVER)
    years = Fraction(outlay) * days / Fraction(received) / _YEAR_DAYS
    return Known(value=round_half_even(years, 2))


def appraise(
    outlays: Sequence[Outlay],
    verified: Sequence[Split],
    to_come: Iterable[ToCome] = (),
    *,
    rate: Decimal | None = None,
) -> Appraisal:
    """Say what a project costs and brings, as a whole and to each party.

    Parameters
    ----------
    outlays : sequence of Outlay
    verified : sequence of Split
        Savings that both parties confirmed.
    to_come : iterable of (Contract, date, date)
        Periods of the contract that are not verified; NPV and IRR take them at the
        mean of the verified days, settled by their terms.
    rate : Decimal, optional
        To discount by, of a year; default :func:`discount_rate`.

    Notes
    -----
    Kinds of contracts and who gets what: GB/T 24915 (U, recalled). The energy itself
    is that of the settlements (GB/T 13234 and the contract; U, recalled).
    """
    at = discount_rate() if rate is None else rate
    expected = expected_splits(verified, to_come)
    worth = sum((one.worth for one in verified), _ZERO)
    days = sum(days_of(one.begin, one.end) for one in verified)
    invested = {
        source: total
        for source in Source
        if (total := sum((o.amount for o in outlays if o.source is source), _ZERO))
    }
    return Appraisal(
        invested=invested,
        investment=sum(invested.values(), _ZERO),
        worth=worth,
        verified_days=days,
        expected_days=sum(days_of(one.begin, one.end) for one in expected),
        whole_year=days >= _YEAR_DAYS,
        returns=tuple(
            _return(party, outlays, verified, (*verified, *expected), at)
            for party in Party
        ),
    )


def _return(
    party: Party,
    outlays: Sequence[Outlay],
    verified: Sequence[Split],
    splits: Sequence[Split],
    rate: Decimal,
) -> Return:
    whole = party is Party.PROJECT
    mine = [
        one
        for one in outlays
        if one.bearer is party or (whole and one.source is not Source.GRANT)
    ]
    outlay = sum((one.amount for one in mine), _ZERO)
    loans = [one for one in mine if one.source is Source.LOAN]
    repaid = sum((sum(instalments(one), _ZERO) for one in loans), _ZERO)
    received = sum((one.part_of(party) for one in verified), _ZERO)
    worth = sum((one.worth for one in verified), _ZERO)
    days = sum(days_of(one.begin, one.end) for one in verified)
    why = None
    if not outlays:
        why = Why.NO_INVESTMENT
    elif not verified:
        why = Why.NO_SAVING
    if why is None:
        flows = monthly_flows(outlays, splits, party)
        npv = Known(value=_yuan(npv_of(flows, rate)))
        irr, payback = irr_of(flows), payback_of(outlay, received, days)
    else:
        npv = irr = payback = Known(why=why)
    return Return(
        party=party,
        outlay=outlay,
        interest=repaid - sum((one.amount for one in loans), _ZERO),
        received=received,
        share=round_half_even(Fraction(received) / Fraction(worth), 4)
        if worth
        else None,
        payback=payback,
        npv=npv,
        irr=irr,
    )


def _signs(values: Iterable[Decimal]) -> list[int]:
    """Signs of what is not nothing, each turn once."""
    told = [1 if one > 0 else -1 for one in values if one]
    return told[:1] + [after for before, after in pairwise(told) if before != after]


def _month(day: date) -> int:
    return day.year * _YEAR_MONTHS + day.month - 1


def _yuan(value: Decimal) -> Decimal:
    return round_half_even(value, _CENTS)
