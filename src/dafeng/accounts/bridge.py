"""The bridge from what enterprises report to the control total, term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.accounts.boundaries import counts, total_g, within
from dafeng.accounts.records import Boundary, Bridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.accounts.records import Line

SOLD = ("power.sold", "heat.sold")


def bridge(lines: Sequence[Line]) -> Bridge:
    """Lead from the sum of the enterprises (D) to the control total (B).

    An enterprise reports its processes, which B leaves out, and the power and heat
    that it bought, also when they were made in the district: what is made here, passed
    on to a neighbour or fed into the grid, goes out as inner sales. Small users, whom
    nobody reports, come in as what the totals leave over.

    Returns
    -------
    Bridge
        Its terms add up to the control total exactly.
    """
    reported = within(lines, Boundary.ENTERPRISES)
    control = within(lines, Boundary.CONTROL)
    outside = [line for line in reported if not counts(line, Boundary.CONTROL)]
    sold = [line for line in control if line.flow in SOLD]
    small = [line for line in control if not line.owner and line.flow not in SOLD]
    other = [
        line
        for line in control
        if line.owner
        and line.flow not in SOLD
        and not counts(line, Boundary.ENTERPRISES)
    ]
    return Bridge(
        enterprises_g=total_g(reported),
        processes_g=total_g(outside),
        inner_sales_g=-total_g(sold),
        small_users_g=total_g(small),
        other_g=total_g(other),
        control_g=total_g(control),
    )
