"""What a reader of an allocation should look at: figures that lack or do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dafeng.assessment.allocation.mixes import basis_unstated
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import AllocationCase
    from dafeng.assessment.allocation.weighing import Lack


def lacking_figures(case: AllocationCase, lacks: Iterable[Lack]) -> Iterator[Finding]:
    """Yield one finding for each figure that the rule needs and nobody stated."""
    for lack in lacks:
        yield Finding(
            code="allocation.lacks",
            severity=Severity.ERROR,
            place=lack.unit,
            value=lack.field,
            rule=f"The rule {case.rule} has every figure that it needs.",
            hint="State it, fix the party's amount, or choose another rule.",
        )


def doubts(case: AllocationCase) -> Iterator[Finding]:
    """Yield what a reader should look at, though it stops nothing."""
    for party in case.parties:
        for quantity in case.quantities:
            stake = party.stake(quantity)
            base = {one.year: one.value for one in stake.history}.get(case.base_year)
            if base is not None and stake.exempt > base:
                yield Finding(
                    code="allocation.exempt_above_base",
                    severity=Severity.WARNING,
                    place=f"parties {party.unit!r}.{quantity}.exempt",
                    value=f"{stake.exempt} > {base}",
                    rule="The exempt part is a part of the figure of the base year.",
                    hint="Correct one of them; the rule takes the rest as 0.",
                )
    if len(case.quantities) > 1 and basis_unstated(case):
        yield Finding(
            code="allocation.basis",
            severity=Severity.INFO,
            place="energy.unit",
            value=case.energy.unit if case.energy else "",
            rule="Standard coal says whether it is calorific or of equal value.",
            hint="Packaged factors of power and heat are for calorific: tce当量.",
        )
