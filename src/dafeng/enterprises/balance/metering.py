"""Entries of a balance from meters that stand behind each other, and from papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from dafeng.enterprises.balance.records import (
    NOTHING,
    WHOLE,
    BalanceFlow,
    EnergyEntry,
)


@attrs.frozen(kw_only=True)
class MeteredUse:
    """What a meter counted in the period.

    Attributes
    ----------
    parent : str
        The meter that it stands behind; empty is none.
    entry : bool
        Whether energy comes in through it; it is in no workshop.
    quantity : Fraction or None
        In the unit of the carrier; None is unknown.
    known : Fraction
        Share of the period of which something is known.
    """

    meter: str
    parent: str
    entry: bool
    carrier: str
    quantity: Fraction | None
    known: Fraction = WHOLE
    workshop: str = ""
    process: str = ""
    equipment: str = ""


@attrs.frozen(kw_only=True)
class BoughtMonth:
    """What is known of a carrier that came in, in one month.

    Attributes
    ----------
    paper : Fraction or None
        What an invoice or a form says; it counts before the meters.
    metered : Fraction or None
        Sum of the meters through which it came.
    known : Fraction
        Share of the month that these know.
    days : int
        Of the month, as far as it is over; months weigh by them.
    """

    paper: Fraction | None
    metered: Fraction | None
    known: Fraction
    days: int = 1


@attrs.frozen(kw_only=True)
class Bought:
    """What came in over some months.

    Attributes
    ----------
    quantity : Fraction or None
        None: no month is known at all.
    papers, months : int
        Months that a paper says, and all months.
    """

    quantity: Fraction | None
    known: Fraction
    papers: int
    months: int


def bought_of(months: Sequence[BoughtMonth]) -> Bought:
    """Add months up; one that nobody knows is missing from the share that is known.

    Examples
    --------
    >>> paper = BoughtMonth(paper=Fraction(9), metered=None, known=Fraction(0))
    >>> nothing = BoughtMonth(paper=None, metered=None, known=Fraction(0))
    >>> found = bought_of([paper, nothing])
    >>> found.quantity, found.known
    (Fraction(9, 1), Fraction(1, 2))
    """
    told = [one.paper if one.paper is not None else one.metered for one in months]
    there = [one for one in told if one is not None]
    due = sum(one.days for one in months)
    covered = sum((_share(one) * one.days for one in months), NOTHING)
    return Bought(
        quantity=sum(there, NOTHING) if there else None,
        known=covered / due if due else NOTHING,
        papers=sum(one.paper is not None for one in months),
        months=len(months),
    )


def _share(one: BoughtMonth) -> Fraction:
    """Share of a month that is known; a paper says the whole of it."""
    if one.paper is not None:
        return WHOLE
    return NOTHING if one.metered is None else one.known


def used_entries(meters: Iterable[MeteredUse]) -> tuple[EnergyEntry, ...]:
    """What is used where: each meter less those behind it, at its own place.

    A meter through which energy comes in gives no entry: what no meter behind it
    accounts for is left over. A meter that nobody knows hides itself in the one above,
    where that is known; it is shown and not added.
    """
    kept = list(meters)
    by_id = {one.meter: one for one in kept}
    below: dict[str, list[MeteredUse]] = defaultdict(list)
    for one in kept:
        if one.parent in by_id:
            below[one.parent].append(one)
    return tuple(_entry(one, below[one.meter], by_id) for one in kept if not one.entry)


def less_converted(
    used: Iterable[EnergyEntry], converted: Iterable[EnergyEntry]
) -> tuple[EnergyEntry, ...]:
    """Take what is put into conversion out of what is used in its workshop.

    The meters of the workshop counted it; at most what they know is taken out, and
    conversion without a workshop was counted by none of them.
    """
    taken: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for one in converted:
        if one.flow is BalanceFlow.CONVERTED_IN and one.workshop:
            taken[one.carrier, one.workshop] += one.quantity or NOTHING
    found = []
    for one in used:
        key = (one.carrier, one.workshop)
        if one.quantity is not None and taken[key] > 0:
            part = min(taken[key], max(one.quantity, NOTHING))
            taken[key] -= part
            found.append(attrs.evolve(one, quantity=one.quantity - part))
        else:
            found.append(one)
    return tuple(found)


def _entry(
    one: MeteredUse, parts: Sequence[MeteredUse], by_id: dict[str, MeteredUse]
) -> EnergyEntry:
    told = [part.quantity for part in parts if part.quantity is not None]
    rest = None if one.quantity is None else one.quantity - sum(told, NOTHING)
    return EnergyEntry(
        carrier=one.carrier,
        flow=BalanceFlow.USED,
        quantity=rest,
        known=one.known,
        workshop=one.workshop,
        process=one.process,
        equipment=one.equipment,
        source=one.meter,
        within=_holder(one, by_id) if rest is None else "",
    )


def _holder(one: MeteredUse, by_id: dict[str, MeteredUse]) -> str:
    """The nearest meter above that is known, unless energy comes in through it."""
    above = by_id.get(one.parent)
    while above is not None and not above.entry:
        if above.quantity is not None:
            return above.meter
        above = by_id.get(above.parent)
    return ""
