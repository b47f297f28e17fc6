"""Least cost (最小成本法): whoever cuts a unit most cheaply cuts it.

Each party has steps of what it can cut below its figure of the base year, each with a
price. The cut of all together is reached at the least total cost where every party cuts
up to one common price; so the steps are taken in the order of their prices, exactly,
and the price of the last one is what a unit more of the total would save.

Source
------
O. Gross (1956), A class of discrete-type minimization problems, RAND RM-1644: for costs
that rise step by step within limits of each party, the cheapest next step is optimal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.results import Pricing, Step
from dafeng.assessment.allocation.weighing import (
    Lack,
    Question,
    Weighing,
    Weight,
    counted_base,
)
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import Party

_ZERO, _ONE = Fraction(0), Fraction(1)


@attrs.define(kw_only=True)
class _Purse:
    """What one party can and must cut, and what it cuts so far."""

    unit: str
    base: Fraction
    least: Fraction
    most: Fraction
    steps: tuple[tuple[Fraction, Fraction], ...]
    """Price and amount, the cheapest first."""
    known: Fraction = _ZERO
    """Cut by the steps."""
    beyond: Fraction = _ZERO
    """Cut by nothing that is known."""
    cost: Fraction = _ZERO
    price: Fraction | None = None
    """Of its dearest step so far."""

    @property
    def cut(self) -> Fraction:
        return self.known + self.beyond

    def left(self) -> Iterator[tuple[Fraction, Fraction]]:
        """Price and amount of what is not used up, within its limit."""
        used, room = self.known, self.most - self.cut
        for price, amount in self.steps:
            gone = min(used, amount)
            used -= gone
            free = min(amount - gone, room)
            if free > 0:
                room -= free
                yield price, free

    def take(self, amount: Fraction, price: Fraction) -> None:
        if amount:
            self.known += amount
            self.cost += amount * price
            self.price = price

    def must(self) -> None:
        """Cut what its upper limit asks for, the cheapest first."""
        for price, amount in list(self.left()):
            self.take(min(amount, max(self.least - self.cut, _ZERO)), price)
        self.beyond += max(self.least - self.cut, _ZERO)


def least_cost(asked: Question) -> Weighing:
    """Weigh by what is left of the base year's figure after the cheapest cuts.

    With need = Σ base - amount: the least Σ price x cut over the steps of all parties,
    Σ cut = need, each within its lower and upper limit and, where
    ``parameters.cut_cap`` is k, with no cut above k times the common rate of its base.
    Steps of one price are used in proportion. What the steps do not reach is shared out
    by base, without a price and with a finding. Where nothing is to be cut everybody
    moves by one rate.
    """
    cap = asked.parameters.cut_cap
    bases, lacks = _bases(asked)
    if lacks:
        return Weighing(lacks=lacks)
    whole = sum(bases.values(), _ZERO)
    need = whole - asked.amount
    if need <= 0:
        weights = (
            Weight(unit=unit, value=base, steps=(_base_step(base),))
            for unit, base in bases.items()
        )
        found = (_nothing_to_cut(asked),)
        return Weighing(weights=tuple(weights), findings=found)
    rate = need / whole * Fraction(cap) if cap is not None else _ONE
    purses = [_purse(party, asked, bases[party.unit], rate) for party in asked.parties]
    for one in purses:
        one.must()
    price = _cheapest_first(purses, need)
    _share_rest(purses, need)
    pricing = Pricing(
        price=None if price is None else kept(price),
        cost=kept(sum((one.cost for one in purses), _ZERO)),
        cut=kept(sum((one.cut for one in purses), _ZERO)),
        beyond=kept(sum((one.beyond for one in purses), _ZERO)),
    )
    return Weighing(
        weights=tuple(_weight(one) for one in purses),
        findings=tuple(_findings(pricing, asked)),
        pricing=pricing,
    )


def _bases(asked: Question) -> tuple[dict[str, Fraction], tuple[Lack, ...]]:
    bases: dict[str, Fraction] = {}
    lacks: list[Lack] = []
    for party in asked.parties:
        base = counted_base(party, asked)
        if isinstance(base, Lack):
            lacks.append(base)
        else:
            bases[party.unit] = base[0]
    if not any(party.stake(asked.quantity).cuts for party in asked.parties):
        field = f"{asked.quantity}.cuts"
        lacks += [Lack(unit=party.unit, field=field) for party in asked.parties]
    return bases, tuple(lacks)


def _purse(party: Party, asked: Question, base: Fraction, rate: Fraction) -> _Purse:
    stake = party.stake(asked.quantity)
    exempt = Fraction(stake.exempt)
    lower = max(Fraction(stake.lower or 0) - exempt, _ZERO)
    least = _ZERO
    if stake.upper is not None:
        least = max(base - (Fraction(stake.upper) - exempt), _ZERO)
    by_price: dict[Fraction, Fraction] = defaultdict(Fraction)
    for step in stake.cuts:
        by_price[Fraction(step.price)] += Fraction(step.amount)
    room = max(base - lower, _ZERO)
    return _Purse(
        unit=party.unit,
        base=base,
        least=min(least, room),
        most=max(min(room, base * rate), min(least, room)),
        steps=tuple(sorted(by_price.items())),
    )


def _cheapest_first(purses: Sequence[_Purse], need: Fraction) -> Fraction | None:
    """Take steps in the order of their prices; return the price of the last one."""
    offers: dict[Fraction, list[tuple[_Purse, Fraction]]] = defaultdict(list)
    for one in purses:
        for price, amount in one.left():
            offers[price].append((one, amount))
    open_ = need - sum((one.cut for one in purses), _ZERO)
    last: Fraction | None = None
    for price in sorted(offers):
        if open_ <= 0:
            break
        there = sum((amount for _one, amount in offers[price]), _ZERO)
        part = min(open_ / there, _ONE)
        for one, amount in offers[price]:
            one.take(amount * part, price)
        open_ -= there * part
        last = price
    return last if open_ <= 0 else None


def _share_rest(purses: Sequence[_Purse], need: Fraction) -> None:
    """Share out by base what no known step reaches, within the limits of each."""
    while True:
        open_ = need - sum((one.cut for one in purses), _ZERO)
        free = [one for one in purses if one.cut < one.most and one.base]
        whole = sum((one.base for one in free), _ZERO)
        if open_ <= 0 or not whole:
            return
        level = open_ / whole
        full = [one for one in free if one.most - one.cut <= level * one.base]
        for one in full or free:
            one.beyond += one.most - one.cut if full else level * one.base


def _weight(one: _Purse) -> Weight:
    left = one.base - one.cut
    steps = [_base_step(one.base)]
    if one.known:
        formula = f"≤ {plain(one.price)}" if one.price is not None else ""
        steps.append(Step(what="cut", formula=formula, value=kept(one.known)))
        formula = f"{plain(one.cost)} / {plain(one.known)}"
        mean = kept(one.cost / one.known)
        steps.append(Step(what="cut_price", formula=formula, value=mean))
    if one.beyond:
        formula = plain(one.beyond)
        steps.append(Step(what="beyond", formula=formula, value=kept(one.beyond)))
    formula = f"{plain(one.base)} − {plain(one.cut)}"
    steps.append(Step(what="left", formula=formula, value=kept(left)))
    return Weight(unit=one.unit, value=left, steps=tuple(steps))


def _base_step(base: Fraction) -> Step:
    return Step(what="base", formula=plain(base), value=kept(base))


def _nothing_to_cut(asked: Question) -> Finding:
    return Finding(
        code="allocation.no_cut",
        severity=Severity.INFO,
        place=asked.quantity.value,
        value=plain(asked.amount),
        rule="Least cost asks who cuts; here the total is not below the base year.",
        hint="Everybody moves by one rate, as with equal-rate.",
    )


def _findings(pricing: Pricing, asked: Question) -> Iterator[Finding]:
    if pricing.beyond:
        yield Finding(
            code="allocation.beyond",
            severity=Severity.WARNING,
            place=asked.quantity.value,
            value=f"{plain(pricing.beyond)} of {plain(pricing.cut)}",
            rule="The steps of all parties reach the cut that is needed.",
            hint="The rest is shared out by base and has no price: state more steps.",
        )
