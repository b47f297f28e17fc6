"""What the meters of a whole works say of a carrier, beside what forms say of its uses.

A main meter knows how much gas or coal came in, not what became of it. Its rows name
their carrier: they are all of that carrier, whatever flow and item they were written
under, and so a rival of every flow that the owner states of it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.records import Stream
from dafeng.base.findings import Finding, Severity
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dafeng.accounts.evidence.rows import ActivityRow

_ROOM = "dafeng.accounts"


@attrs.frozen(kw_only=True)
class CarrierFlow:
    """What a carrier of the meters is in the account.

    Attributes
    ----------
    flow, item : str
        Where its energy is stated as long as nobody said otherwise.
    rivals : tuple of str
        Other flows that it may be used in.
    items : tuple of str
        Every name that a form may give it: kinds of coal, for example.
    """

    carrier: str
    flow: str
    item: str
    rivals: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    def holds(self, row: ActivityRow) -> bool:
        """Whether a row speaks of this carrier."""
        return row.item in (self.item, *self.items) and row.flow in (
            self.flow,
            *self.rivals,
        )


@cache
def carrier_flows() -> Mapping[str, CarrierFlow]:
    """Return what each carrier is in the account."""
    return {
        row["carrier"]: CarrierFlow(
            carrier=row["carrier"],
            flow=row["flow"],
            item=row["item"],
            rivals=_parts(row["rivals"]),
            items=_parts(row["items"]),
        )
        for row in packaged_rows(_ROOM, "carrier_flows.csv")
    }


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def uses_stated(
    carrier: str, rows: Iterable[ActivityRow]
) -> frozenset[tuple[str, str, str]]:
    """Return the uses of a carrier that forms state: flow, item, counterparty.

    A use of which nothing was used is none, unless there is no other.
    """
    of_carrier = carrier_flows()[carrier]
    said = [one for one in rows if not one.carrier and of_carrier.holds(one)]
    used = [one for one in said if one.quantity_e3] or said
    return frozenset((one.flow, one.item, one.counterparty) for one in used)


def carriers_once(
    rows: Iterable[ActivityRow],
) -> tuple[tuple[ActivityRow, ...], tuple[Finding, ...]]:
    """Set what meters say of a carrier beside what the owner's forms say of it.

    In whatever order both arrived: where the forms know one use, the meters speak of
    that use; where they know several, the forms count, since the meters do not tell
    the uses apart.

    Returns
    -------
    rows, findings
        ``activity.meters_divided`` and ``activity.meters_unit`` leave the rows of the
        meters out.
    """
    kept: list[ActivityRow] = []
    stated: dict[tuple[str, int], list[ActivityRow]] = defaultdict(list)
    metered: dict[tuple[str, int, str], list[ActivityRow]] = defaultdict(list)
    for row in rows:
        if row.carrier in carrier_flows() and row.stream is Stream.METER and row.owner:
            metered[row.owner, row.year, row.carrier].append(row)
            continue
        kept.append(row)
        stated[row.owner, row.year].append(row)
    found: list[Finding] = []
    for (owner, year, carrier), held in metered.items():
        made, odd = _beside(carrier, held, stated[owner, year])
        kept += made
        found += odd
    return tuple(kept), tuple(found)


def _beside(
    carrier: str, held: Sequence[ActivityRow], forms: Sequence[ActivityRow]
) -> tuple[list[ActivityRow], list[Finding]]:
    uses = uses_stated(carrier, forms)
    first = held[0]
    flow, item, other = (first.flow, first.item, first.counterparty)
    if len(uses) > 1:
        told = ", ".join(sorted(f"{flow} {item}" for flow, item, _other in uses))
        rule = f"The forms divide what the meters of {carrier} measured as a whole."
        return [], [_finding("activity.meters_divided", first, told, rule)]
    if uses:
        ((flow, item, other),) = uses
    units = {one.unit for one in forms if (one.flow, one.item) == (flow, item)}
    units |= {one.unit for one in held}
    if len(units) > 1:
        rule = f"Meters and forms measure {item} in one unit."
        told = ", ".join(sorted(units))
        return [], [_finding("activity.meters_unit", first, told, rule)]
    return [
        attrs.evolve(one, flow=flow, item=item, counterparty=other) for one in held
    ], []


def _finding(code: str, row: ActivityRow, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place=row.row_id,
        value=value,
        rule=rule,
        hint="The forms count, the meters do not; compare the two.",
    )
