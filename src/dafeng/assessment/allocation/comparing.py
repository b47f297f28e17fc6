"""Two allocations side by side: what changes for whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.records import Quantity
from dafeng.assessment.allocation.results import (  # noqa: TC001 - read back by type
    Allocation,
    Amount,
    Ground,
)


@attrs.frozen(kw_only=True)
class Difference:
    """One party and quantity, before and after.

    Attributes
    ----------
    unit : str
    quantity : Quantity
    before, after : Decimal or None
        None: it was not there, or nothing could be allotted.
    set_by_before, set_by_after : Ground or None
    """

    unit: str
    quantity: Quantity
    before: Decimal | None
    after: Decimal | None
    set_by_before: Ground | None = None
    set_by_after: Ground | None = None

    @property
    def change(self) -> Decimal | None:
        """After less before; None where one of them is unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@attrs.frozen(kw_only=True)
class TotalDifference:
    """One total and its reserve, before and after; None where there was none."""

    quantity: Quantity
    unit: str
    total_before: Decimal | None
    total_after: Decimal | None
    reserve_before: Decimal | None
    reserve_after: Decimal | None


@attrs.frozen(kw_only=True)
class Comparison:
    """What changes between two allocations.

    Attributes
    ----------
    before, after : str
        Digests.
    rule_before, rule_after : str
    lines : tuple of Difference
        Every party of either, by unit, energy first.
    totals : tuple of TotalDifference
    """

    before: str
    after: str
    rule_before: str
    rule_after: str
    lines: tuple[Difference, ...]
    totals: tuple[TotalDifference, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """Lines that are not the same."""
        return tuple(line for line in self.lines if line.before != line.after)


def compare_allocations(before: Allocation, after: Allocation) -> Comparison:
    """Compare two allocations party by party.

    Parameters
    ----------
    before, after : Allocation
        Of the same district or not; of the same units of measurement.

    Raises
    ------
    AllocationError
        ``allocation.units``: a total is stated in two units.
    """
    totals = tuple(_totals(before, after))
    return Comparison(
        before=before.digest,
        after=after.digest,
        rule_before=before.rule,
        rule_after=after.rule,
        lines=tuple(_lines(before, after)),
        totals=totals,
    )


def _lines(before: Allocation, after: Allocation) -> Iterator[Difference]:
    first = {line.unit: line for line in before.lines}
    second = {line.unit: line for line in after.lines}
    for unit in sorted(first.keys() | second.keys()):
        for quantity in Quantity:
            old = first[unit].amount(quantity) if unit in first else None
            new = second[unit].amount(quantity) if unit in second else None
            if old is not None or new is not None:
                yield Difference(
                    unit=unit,
                    quantity=quantity,
                    before=_value(old),
                    after=_value(new),
                    set_by_before=old.set_by if old else None,
                    set_by_after=new.set_by if new else None,
                )


def _value(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.value


def _totals(before: Allocation, after: Allocation) -> Iterator[TotalDifference]:
    for quantity in Quantity:
        old, new = before.total(quantity), after.total(quantity)
        if old is None and new is None:
            continue
        if old is not None and new is not None and old.unit != new.unit:
            problem = f"{quantity}: stated in {old.unit} before and {new.unit} after."
            raise AllocationError([problem], code="allocation.units")
        stated = new or old
        yield TotalDifference(
            quantity=quantity,
            unit=stated.unit if stated else "",
            total_before=old.total if old else None,
            total_after=new.total if new else None,
            reserve_before=old.reserve if old else None,
            reserve_after=new.reserve if new else None,
        )
