"""What one party owes the other for a period: a saving by the terms of a contract.

All in decimals; rounded once per line, half to even, to a cent. What a period gets in
full it gets in part, by days, where only a part of it is settled.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.enterprises.savings.errors import ContractError
from dafeng.enterprises.savings.stretches import Length, days_of, whole_period

_CENTS = 2
_QUANTA = 6
_ZERO = Decimal(0)


class ContractKind(StrEnum):
    """Kinds of an energy performance contract (GB/T 24915)."""

    SHARED = "shared"
    """节能效益分享型: the provider gets a share of what the saving is worth."""
    GUARANTEED = "guaranteed"
    """节能量保证型: a fee is agreed; what is saved too little is made up for."""


class Figure(StrEnum):
    """Which figure of the measured saving counts."""

    ESTIMATE = "estimate"
    LOW = "low"
    """The low end of the interval: careful with whoever pays."""


@attrs.frozen(kw_only=True)
class Term:
    """What holds for a stretch of the contract, both days included.

    Attributes
    ----------
    share : Decimal
        Of the worth that the provider gets, 0 to 1.
    price : Decimal
        Yuan for a unit of energy.
    """

    begin: date
    end: date
    share: Decimal = attrs.field(
        validator=[attrs.validators.ge(Decimal(0)), attrs.validators.le(Decimal(1))]
    )
    price: Decimal = attrs.field(validator=attrs.validators.ge(Decimal(0)))

    def covers(self, begin: date, end: date) -> bool:
        """Whether a period lies in the stretch."""
        return self.begin <= begin and end <= self.end


@attrs.frozen(kw_only=True)
class Contract:
    """The terms.

    Attributes
    ----------
    kind : ContractKind
    unit : str
        Unit of energy that the prices are for.
    terms : tuple of Term
        One after another.
    period : Length
        What "a period" is below: a month or a quarter of the calendar.
    figure : Figure
    floor, cap : Decimal or None
        For ``SHARED``: least and most that the provider gets for a period, in yuan; a
        floor is owed even where nothing was saved.
    cap_total : Decimal or None
        For ``SHARED``: most over the whole contract.
    guaranteed : Decimal
        For ``GUARANTEED``: energy that a period saves at least.
    fee : Decimal
        For ``GUARANTEED``: yuan a period for the provider.

    Raises
    ------
    ContractError
        ``contract.fields``: a field that does not belong to the kind;
        ``contract.floor``: the floor is above the cap.
    """

    kind: ContractKind
    unit: str
    terms: tuple[Term, ...]
    period: Length = Length.MONTH
    figure: Figure = Figure.ESTIMATE
    floor: Decimal | None = None
    cap: Decimal | None = None
    cap_total: Decimal | None = None
    guaranteed: Decimal = _ZERO
    fee: Decimal = _ZERO

    def __attrs_post_init__(self) -> None:
        """Refuse what is never applied, and bounds that contradict each other."""
        shared = (self.floor, self.cap, self.cap_total)
        guaranteed = self.kind is ContractKind.GUARANTEED
        if guaranteed and any(one is not None for one in shared):
            msg = "Floor and caps belong to a shared contract."
            raise ContractError(msg, code="contract.fields")
        if not guaranteed and (self.guaranteed or self.fee):
            msg = "A guarantee and a fee belong to a guaranteed contract."
            raise ContractError(msg, code="contract.fields")
        if None not in (self.floor, self.cap) and self.floor > self.cap:  # type: ignore[operator]
            msg = f"The floor of {self.floor} is above the cap of {self.cap}."
            raise ContractError(msg, code="contract.floor")


@attrs.frozen(kw_only=True)
class Adjustment:
    """Energy that a change beside the measure made: a new line, a longer shift.

    Attributes
    ----------
    energy : Decimal
        Added to the saving: positive where the change used more.
    reason : str
    """

    energy: Decimal
    reason: str


@attrs.frozen(kw_only=True)
class Measured:
    """The saving of a period as it was measured, in the unit of the contract.

    Attributes
    ----------
    begin, end : date
        A month or quarter, or a part of one.
    known : int or None
        Days that the saving is the sum of; a guarantee is held against so many. None:
        all of them.
    """

    begin: date
    end: date
    known: int | None = None
    saving: Decimal
    low: Decimal
    high: Decimal


class LineKind(StrEnum):
    """Lines of a settlement, in their order."""

    MEASURED = "measured"
    ADJUSTMENT = "adjustment"
    BELOW_ZERO = "below-zero"
    """What is left out because less than nothing counts as nothing."""
    COUNTED = "counted"
    WORTH = "worth"
    SHARE = "share"
    FEE = "fee"
    GUARANTEE = "guarantee"
    """What was guaranteed for the days that are known."""
    SHORTAGE = "shortage"
    FLOOR = "floor"
    CAP = "cap"
    CAP_TOTAL = "cap-total"
    PAYMENT = "payment"


@attrs.frozen(kw_only=True)
class Line:
    """One line: energy or yuan, and where it comes from.

    Attributes
    ----------
    energy, yuan : Decimal or None
    factor : Decimal or None
        Price or share that it was made with; of a fee, a guarantee, a floor or a cap
        the part of the period that counts, where it is not whole.
    reason : str
        Of an adjustment.
    """

    kind: LineKind
    energy: Decimal | None = None
    yuan: Decimal | None = None
    factor: Decimal | None = None
    reason: str = ""


@attrs.frozen(kw_only=True)
class Settlement:
    """What a period comes to.

    Attributes
    ----------
    counted : Decimal
        Energy that counts.
    worth, kept, payment : Decimal
        Yuan: worth of it; what the enterprise keeps; what the provider gets, negative
        where the provider makes up for a shortage.
    """

    counted: Decimal
    worth: Decimal
    kept: Decimal
    payment: Decimal
    lines: tuple[Line, ...]


def settle(
    contract: Contract,
    measured: Measured,
    *,
    adjustments: tuple[Adjustment, ...] = (),
    paid_before: Decimal = _ZERO,
) -> Settlement:
    """Settle a period by the terms.

    Less than nothing saved counts as nothing, and is not carried over; the line
    ``BELOW_ZERO`` tells how much that is. Fee, floor and cap count by the days of the
    period that are settled, a guarantee by the days that are known.

    Parameters
    ----------
    contract : Contract
    measured : Measured
    adjustments : tuple of Adjustment
    paid_before : Decimal
        Yuan that the provider got so far, for the cap of the whole contract.

    Raises
    ------
    ContractError
        ``contract.period``: no term covers the period, or it lies across two; settle
        each stretch by itself. ``contract.length``: it lies across two months
        (quarters).

    Examples
    --------
    >>> term = Term(
    ...     begin=date(2026, 1, 1),
    ...     end=date(2026, 12, 31),
    ...     share=Decimal("0.7"),
    ...     price=Decimal("0.65"),
    ... )
    >>> contract = Contract(kind=ContractKind.SHARED, unit="kWh", terms=(term,))
    >>> march = Measured(
    ...     begin=date(2026, 3, 1),
    ...     end=date(2026, 3, 31),
    ...     saving=Decimal(41000),
    ...     low=Decimal(38000),
    ...     high=Decimal(44000),
    ... )
    >>> settle(contract, march).payment
    Decimal('18655.00')
    """
    term = _term(contract, measured)
    figure = measured.low if contract.figure is Figure.LOW else measured.saving
    lines = [Line(kind=LineKind.MEASURED, energy=_energy(figure))]
    lines += [
        Line(kind=LineKind.ADJUSTMENT, energy=_energy(one.energy), reason=one.reason)
        for one in adjustments
    ]
    total = sum((line.energy or _ZERO for line in lines), _ZERO)
    counted = max(total, _ZERO)
    if total < 0:
        lines.append(Line(kind=LineKind.BELOW_ZERO, energy=-total))
    worth = _yuan(counted * term.price)
    lines += [
        Line(kind=LineKind.COUNTED, energy=counted),
        Line(kind=LineKind.WORTH, yuan=worth, factor=term.price),
    ]
    if contract.kind is ContractKind.SHARED:
        part = _part(contract, measured, days_of(measured.begin, measured.end))
        due = _shared(_in_part(contract, part), term, worth, lines, paid_before)
    else:
        due = _guaranteed(contract, measured, term, counted, lines)
    lines.append(Line(kind=LineKind.PAYMENT, yuan=due))
    return Settlement(
        counted=counted, worth=worth, kept=worth - due, payment=due, lines=tuple(lines)
    )


def _term(contract: Contract, measured: Measured) -> Term:
    for term in contract.terms:
        if term.covers(measured.begin, measured.end):
            return term
    msg = (
        f"No term covers {measured.begin} to {measured.end}. "
        "Settle each stretch of the contract by itself."
    )
    raise ContractError(
        msg, code="contract.period", begin=measured.begin, end=measured.end
    )


def _part(contract: Contract, measured: Measured, days: int) -> Fraction:
    """Share of its month or quarter that so many days are."""
    first, last = whole_period(contract.period, measured.begin)
    if measured.end > last:
        msg = f"{measured.begin} to {measured.end} is not within one {contract.period}."
        raise ContractError(
            msg, code="contract.length", begin=measured.begin, end=measured.end
        )
    return Fraction(days, days_of(first, last))


def _in_part(contract: Contract, part: Fraction) -> Contract:
    """The same contract with floor and cap of a part of a period."""
    floor, cap = contract.floor, contract.cap
    return attrs.evolve(
        contract,
        floor=None if floor is None else _yuan(Fraction(floor) * part),
        cap=None if cap is None else _yuan(Fraction(cap) * part),
    )


def _shared(
    contract: Contract, term: Term, worth: Decimal, lines: list[Line], before: Decimal
) -> Decimal:
    due = _yuan(worth * term.share)
    lines.append(Line(kind=LineKind.SHARE, yuan=due, factor=term.share))
    if contract.floor is not None and due < contract.floor:
        due = contract.floor
        lines.append(Line(kind=LineKind.FLOOR, yuan=due))
    if contract.cap is not None and due > contract.cap:
        due = contract.cap
        lines.append(Line(kind=LineKind.CAP, yuan=due))
    if contract.cap_total is not None and before + due > contract.cap_total:
        due = _yuan(max(contract.cap_total - before, _ZERO))
        lines.append(Line(kind=LineKind.CAP_TOTAL, yuan=due))
    return due


def _guaranteed(
    contract: Contract,
    measured: Measured,
    term: Term,
    counted: Decimal,
    lines: list[Line],
) -> Decimal:
    days = days_of(measured.begin, measured.end)
    part = _part(contract, measured, days)
    fee = _yuan(Fraction(contract.fee) * part)
    lines.append(Line(kind=LineKind.FEE, yuan=fee, factor=_factor(part)))
    known = _part(
        contract, measured, days if measured.known is None else measured.known
    )
    guarantee = _energy(Fraction(contract.guaranteed) * known)
    lines.append(Line(kind=LineKind.GUARANTEE, energy=guarantee, factor=_factor(known)))
    short = guarantee - counted
    if short <= 0:
        return fee
    made_up = -_yuan(short * term.price)
    lines.append(
        Line(kind=LineKind.SHORTAGE, energy=short, yuan=made_up, factor=term.price)
    )
    return fee + made_up


def _factor(part: Fraction) -> Decimal | None:
    return None if part == 1 else round_half_even(part, _QUANTA)


def _energy(value: Decimal | Fraction) -> Decimal:
    return round_half_even(value, _QUANTA)


def _yuan(value: Decimal | Fraction) -> Decimal:
    return round_half_even(value, _CENTS)
