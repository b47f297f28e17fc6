"""Close the balance of an enterprise: what came in and where it went, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from dafeng.base.findings import Finding, Severity
from dafeng.enterprises.balance.records import (
    CAME,
    NOTHING,
    SUPPLIED,
    WENT,
    WHOLE,
    BalanceFlow,
    CarrierBalance,
    CoalKind,
    CoalRate,
    CoalTotals,
    EnergyEntry,
    EnterpriseBalance,
    PlaceUse,
    Stage,
    StageName,
    Stated,
    summed,
)

Exact = Fraction | None
LEVELS = 3


def enterprise_balance(
    entries: Sequence[EnergyEntry], rates: Iterable[CoalRate]
) -> EnterpriseBalance:
    """Close the balance of a period.

    Parameters
    ----------
    entries : sequence of EnergyEntry
    rates : iterable of CoalRate
        Of each carrier; one without a rate has no standard coal, and so has the total.

    Examples
    --------
    >>> rows = [
    ...     EnergyEntry(carrier="electricity", flow="bought", quantity=Fraction(100)),
    ...     EnergyEntry(carrier="electricity", flow="used", quantity=Fraction(90)),
    ... ]
    >>> found = enterprise_balance(rows, [])
    >>> found.carriers[0].left, found.calorific.left
    (Fraction(10, 1), None)
    """
    by_code = {one.carrier: one for one in rates}
    codes = tuple(dict.fromkeys(one.carrier for one in entries))
    carriers = tuple(
        _carrier(
            [one for one in entries if one.carrier == code],
            by_code.get(code) or CoalRate(carrier=code, calorific=None),
        )
        for code in codes
    )
    totals = {kind: _totals(carriers, kind) for kind in CoalKind}
    stages = _stages(carriers)
    return EnterpriseBalance(
        carriers=carriers,
        calorific=totals[CoalKind.CALORIFIC],
        equal=totals[CoalKind.EQUAL],
        stages=stages,
        places=_places(entries, {one.carrier: one.rate for one in carriers}),
        findings=tuple(_findings(entries, carriers, stages)),
    )


def _stated(entry: EnergyEntry) -> Stated:
    quantity = entry.quantity
    return Stated(
        value=quantity,
        least=NOTHING if quantity is None else quantity,
        known=NOTHING if quantity is None else entry.known,
        count=1,
    )


def _carrier(entries: Sequence[EnergyEntry], rate: CoalRate) -> CarrierBalance:
    parts: dict[BalanceFlow, list[Stated]] = defaultdict(list)
    for one in entries:
        if not one.within:
            parts[one.flow].append(_stated(one))
    flows = {flow: summed(parts[flow]) for flow in BalanceFlow if flow in parts}
    came = summed(flows[one] for one in CAME if one in flows)
    went = summed(flows[one] for one in WENT if one in flows)
    lost = flows.get(BalanceFlow.LOST, Stated()).value
    return CarrierBalance(
        carrier=rate.carrier,
        rate=rate,
        flows=flows,
        came=came.value,
        went=went.value,
        lost=lost,
        left=_less(came.value, went.value, lost),
        known=min((one.known for one in flows.values()), default=WHOLE),
    )


def _less(first: Exact, *others: Exact) -> Exact:
    """What is left after the others; None where one is unknown."""
    known = [one for one in others if one is not None]
    if first is None or len(known) < len(others):
        return None
    return first - sum(known, NOTHING)


def _coal(
    carriers: Iterable[CarrierBalance], kind: CoalKind, *flows: BalanceFlow
) -> Exact:
    return summed(one.coal(flow, kind) for one in carriers for flow in flows).value


def _totals(carriers: Sequence[CarrierBalance], kind: CoalKind) -> CoalTotals:
    supplied = _coal(carriers, kind, *SUPPLIED)
    used = _coal(carriers, kind, BalanceFlow.USED)
    sold = _coal(carriers, kind, BalanceFlow.SOLD)
    stored = _coal(carriers, kind, BalanceFlow.CLOSING)
    lost = _coal(carriers, kind, BalanceFlow.LOST)
    converting = _less(
        _coal(carriers, kind, BalanceFlow.CONVERTED_IN),
        _coal(carriers, kind, BalanceFlow.CONVERTED_OUT),
    )
    fresh = (BalanceFlow.BOUGHT, BalanceFlow.OWN, BalanceFlow.OPENING)
    return CoalTotals(
        supplied=supplied,
        used=used,
        sold=sold,
        stored=stored,
        converting=converting,
        lost=lost,
        left=_less(supplied, used, sold, stored, converting, lost),
        consumed=_less(_coal(carriers, kind, *fresh), sold, stored),
    )


def _stages(carriers: Sequence[CarrierBalance]) -> tuple[Stage, ...]:
    """Each stage hands on what the next one gets."""
    kind = CoalKind.CALORIFIC
    supplied = _coal(carriers, kind, *SUPPLIED)
    stored = _coal(carriers, kind, BalanceFlow.CLOSING)
    taken = _coal(carriers, kind, BalanceFlow.CONVERTED_IN)
    given = _coal(carriers, kind, BalanceFlow.CONVERTED_OUT)
    lost = _coal(carriers, kind, BalanceFlow.LOST)
    spent = _coal(carriers, kind, BalanceFlow.USED, BalanceFlow.SOLD)
    fresh = _less(supplied, stored)
    ready = _less(fresh, _less(taken, given))
    sent = _less(ready, lost)
    return (
        Stage(
            name=StageName.SUPPLY,
            came=fresh,
            passed=fresh,
            lost=NOTHING,
            left=NOTHING,
        ),
        Stage(
            name=StageName.CONVERSION,
            came=taken,
            passed=given,
            lost=_less(taken, given),
            left=NOTHING,
        ),
        Stage(
            name=StageName.DISTRIBUTION,
            came=ready,
            passed=sent,
            lost=lost,
            left=NOTHING,
        ),
        Stage(
            name=StageName.USE,
            came=sent,
            passed=spent,
            lost=NOTHING,
            left=_less(sent, spent),
        ),
    )


def _places(
    entries: Iterable[EnergyEntry], rates: Mapping[str, CoalRate]
) -> tuple[PlaceUse, ...]:
    """Workshops, then the processes and equipment of each, as they are first named."""
    used = [one for one in entries if one.flow is BalanceFlow.USED]
    nodes: dict[tuple[str, ...], list[EnergyEntry]] = {}
    for one in used:
        for place in _above(one.place):
            nodes.setdefault(place, []).append(one)
    whole = _in_coal([one for one in used if not one.within], rates, CoalKind.CALORIFIC)
    return tuple(
        _place(place, nodes[place], rates, whole.value)
        for place in sorted(nodes, key=lambda one: _order(one, list(nodes)))
    )


def _above(place: tuple[str, str, str]) -> list[tuple[str, ...]]:
    """The workshop, and what is named below it; a level without a name is passed by."""
    found: list[tuple[str, ...]] = [place[:1]]
    for depth in range(1, LEVELS):
        if any(place[depth:]):
            found.append(place[: depth + 1])
    return found


def _order(place: tuple[str, ...], all_of: list[tuple[str, ...]]) -> tuple[int, ...]:
    """Behind the workshop that it is of; what no workshop accounts for stands last."""
    above = [all_of.index(place[:depth]) for depth in range(1, len(place) + 1)]
    return (int(not place[0]), *above)


def _place(
    place: tuple[str, ...],
    entries: Sequence[EnergyEntry],
    rates: Mapping[str, CoalRate],
    whole: Exact,
) -> PlaceUse:
    there = {one.source for one in entries}
    entries = [one for one in entries if not one.within or one.within not in there]
    calorific = _in_coal(entries, rates, CoalKind.CALORIFIC)
    carriers = {
        code: summed(_stated(one) for one in entries if one.carrier == code)
        for code in dict.fromkeys(one.carrier for one in entries)
    }
    share = None
    if calorific.value is not None and whole:
        share = calorific.value / whole
    return PlaceUse(
        place=place,
        carriers=carriers,
        coal={code: one.times(rates[code].calorific) for code, one in carriers.items()},
        calorific=calorific,
        equal=_in_coal(entries, rates, CoalKind.EQUAL),
        share=share,
    )


def _in_coal(
    entries: Iterable[EnergyEntry], rates: Mapping[str, CoalRate], kind: CoalKind
) -> Stated:
    return summed(_stated(one).times(rates[one.carrier].of(kind)) for one in entries)


def _findings(
    entries: Iterable[EnergyEntry],
    carriers: Iterable[CarrierBalance],
    stages: Iterable[Stage],
) -> Iterable[Finding]:
    for entry in entries:
        at = "/".join((entry.carrier, *filter(None, entry.place))) or entry.carrier
        if entry.quantity is None:
            yield _finding("balance.unknown", at, "", "An amount is unknown.")
        elif entry.quantity < 0:
            rule = "The meters behind one show more than it does."
            yield _finding("balance.parts", at, str(float(entry.quantity)), rule)
    for one in carriers:
        if one.left is not None and one.left < 0:
            rule = "More went out than came in."
            yield _finding("balance.over", one.carrier, str(float(one.left)), rule)
        if one.rate.calorific is None:
            rule = "Nobody says how much standard coal a unit is."
            yield _finding("balance.rate", one.carrier, "", rule)
    for stage in stages:
        lost = stage.lost
        if stage.name is StageName.CONVERSION and lost is not None and lost < 0:
            rule = "Conversion gives more than it takes."
            at, value = stage.name.value, str(float(lost))
            yield _finding("balance.conversion", at, value, rule)


def _finding(code: str, place: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code, severity=Severity.WARNING, place=place, value=value, rule=rule
    )
