"""The meters of a district: found by id, held together by parents and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import lcm

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert
from dafeng.meters.carriers import carriers_by_code
from dafeng.meters.errors import MeterError, UnknownMeterError
from dafeng.meters.formulas import read_formula
from dafeng.meters.records import DIGITS_MOST, Meter, Role

_MOST_PARTS = 10**7


@attrs.frozen
class MeterTree:
    """Meters in a fixed order; the index of a meter is its place in it.

    Build it with :func:`meter_tree`, which checks it.

    Attributes
    ----------
    meters : tuple of Meter
    """

    meters: tuple[Meter, ...]

    def __len__(self) -> int:
        return len(self.meters)

    def __iter__(self) -> Iterator[Meter]:
        return iter(self.meters)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {meter.id: place for place, meter in enumerate(self.meters)}

    def index(self, name: str, *, place: str = "") -> int:
        """Return the index of a meter.

        Raises
        ------
        UnknownMeterError
            No meter has that id; ``place`` says where it was asked for.
        """
        found = self._places.get(name)
        if found is None:
            raise UnknownMeterError(name, have=tuple(self._places), place=place)
        return found

    @property
    def places(self) -> Mapping[str, int]:
        """Index of every meter by its id."""
        return self._places

    def __getitem__(self, name: str) -> Meter:
        return self.meters[self.index(name)]

    @cached_property
    def enterprises(self) -> tuple[str, ...]:
        """Names of the enterprises, each once, in the order of their meters."""
        return tuple(dict.fromkeys(meter.enterprise for meter in self.meters))

    def children(self, name: str) -> tuple[Meter, ...]:
        """Return the meters that stand directly behind one."""
        return tuple(meter for meter in self.meters if meter.parent == name)


def meter_tree(meters: Iterable[Meter]) -> MeterTree:
    """Put meters together and check what hangs on what.

    Raises
    ------
    MeterError
        ``meter.bad``: an id stands twice, a carrier or unit is wrong, a parent or a
        term of a formula is missing or of another carrier, or a circle closes.
    """
    tree = MeterTree(tuple(meters))
    ids = {meter.id for meter in tree}
    found = [
        _wrong(meter, "id", meter.id, "An id stands once.")
        for place, meter in enumerate(tree)
        if tree.index(meter.id) != place
    ]
    for meter in tree:
        found += _alone(meter)
        found += _hung(meter, tree, ids)
    if found:
        raise MeterError(found)
    return tree


def _alone(meter: Meter) -> Sequence[Finding]:
    """What is wrong with a meter whatever stands around it."""
    found = []
    carrier = carriers_by_code().get(meter.carrier)
    if carrier is None:
        have = ", ".join(carriers_by_code())
        rule = f"The carrier is one of {have}."
        found.append(_wrong(meter, "carrier", meter.carrier, rule))
    else:
        try:
            convert(1, meter.unit, carrier.unit)
        except UnitError as error:
            found.append(_wrong(meter, "unit", meter.unit, str(error)))
    if meter.multiplier <= 0:
        rule = "The multiplier is larger than zero."
        found.append(_wrong(meter, "multiplier", str(meter.multiplier), rule))
    if meter.digits is not None and not 1 <= meter.digits <= DIGITS_MOST:
        rule = f"A dial has 1 to {DIGITS_MOST} digits."
        found.append(_wrong(meter, "digits", str(meter.digits), rule))
    moments = [exchange.at for exchange in meter.exchanges]
    if moments != sorted(set(moments)):
        rule = "Exchanges stand by time, each once."
        found.append(_wrong(meter, "exchanges", str(len(moments)), rule))
    rows = meter.corrections
    if any(a.last >= b.first for a, b in zip(rows, rows[1:], strict=False)):
        rule = "Corrections stand by day, and no two hold on one."
        found.append(_wrong(meter, "corrections", str(len(rows)), rule))
    if rows and meter.formula:
        rule = "A sum of meters has no correction of its own."
        found.append(_wrong(meter, "corrections", str(len(rows)), rule))
    if bool(meter.formula) != (meter.role is Role.VIRTUAL):
        rule = "A virtual meter has a formula, no other has."
        found.append(_wrong(meter, "formula", meter.formula, rule))
    return found


def _hung(meter: Meter, tree: MeterTree, ids: set[str]) -> Sequence[Finding]:
    """What is wrong with what a meter hangs on."""
    found = []
    terms = read_formula(meter.formula, place=f"meter {meter.id}, formula")
    above = {"parent": [meter.parent], "replaces": [meter.replaces]}
    for field, names in {**above, "formula": [term.meter for term in terms]}.items():
        for name in filter(None, names):
            if name not in ids:
                rule = "It names a meter of the list."
                found.append(_wrong(meter, field, name, rule))
            elif tree[name].carrier != meter.carrier:
                rule = f"Both are of one carrier, here {meter.carrier}."
                found.append(_wrong(meter, field, name, rule))
    if meter.parent and meter.role is Role.MAIN:
        rule = "A main meter stands behind no other: what comes in would count twice."
        found.append(_wrong(meter, "parent", meter.parent, rule))
    if not found and _closes(meter, tree):
        rule = "No meter stands behind itself."
        found.append(_wrong(meter, "parent", meter.parent, rule))
    if any(name in ids and tree[name].formula for name in (t.meter for t in terms)):
        rule = "A formula names meters with readings, not virtual ones."
        found.append(_wrong(meter, "formula", meter.formula, rule))
    bottom = lcm(*(term.share.denominator for term in terms))
    if sum(abs(term.share) for term in terms) * bottom > _MOST_PARTS:
        # Sums of a day are kept in parts of a quantum, in 64 bits.
        rule = f"Shares have at most {_MOST_PARTS} parts in all: give fewer decimals."
        found.append(_wrong(meter, "formula", meter.formula, rule))
    return found


def _closes(meter: Meter, tree: MeterTree) -> bool:
    seen, name = {meter.id}, meter.parent
    while name and name in tree._places:
        if name in seen:
            return True
        seen.add(name)
        name = tree[name].parent
    return False


def _wrong(meter: Meter, field: str, value: str, rule: str) -> Finding:
    return Finding(
        code="meter.bad",
        severity=Severity.ERROR,
        place=f"meter {meter.id}, {field}",
        value=value,
        rule=rule,
    )
