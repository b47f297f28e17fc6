"""Splits of district figures that a person may see."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from django.db.models import QuerySet

from dafeng.assessment.allocation import Allocation, Line, Quantity, Total
from dafeng.web.assessment.convert import from_plain
from dafeng.web.assessment.models import AllocationRun
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within


@attrs.frozen(kw_only=True)
class Sides:
    """A quantity of a split: its total, and what each unit got, largest first."""

    total: Total
    lines: tuple[Line, ...]

    @property
    def quantity(self) -> str:
        """``energy`` or ``carbon``."""
        return self.total.quantity.value


def allocations_for(user: Person) -> QuerySet[AllocationRun]:
    """Splits of the districts where the person may see them, newest first."""
    paths = paths_where(user, "assessment.allocation.view")
    rows = AllocationRun.objects.filter(within("organisation__path", paths))
    return rows.select_related("made_by", "plan", "replaced_by", "organisation").defer(
        "case", "result", "replaced_by__case", "replaced_by__result"
    )


def allocation_of(user: Person, pk: int) -> AllocationRun | None:
    """One split with its result, if the person may see it."""
    return (
        allocations_for(user).defer("case", "replaced_by__case").filter(pk=pk).first()
    )


def result_of(run: AllocationRun) -> Allocation:
    """The core's result back from its row."""
    return from_plain(run.result, Allocation)


def sides_of(result: Allocation) -> Sequence[Sides]:
    """Energy and carbon apart, where they were split."""
    found = []
    for quantity in Quantity:
        total = result.total(quantity)
        if total is None:
            continue
        lines = [line for line in result.lines if line.amount(quantity) is not None]
        found.append(Sides(total=total, lines=tuple(lines)))
    return found
