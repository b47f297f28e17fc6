"""One physical flow, one line: rival statements, totals and the rest between them.

A sector's total and the flows that owners state below it speak of the same fuel.  Here
each flow keeps one statement, and a total keeps only what nobody below it stated: the
small users.  Nothing is counted twice, and the flows add up to the total.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.catalogue import upward
from dafeng.accounts.records import Grade, Stream
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts.evidence.statements import FlowKey, Statement

OWN = (
    Stream.METER,
    Stream.ENTERPRISE,
    Stream.SUPPLIER,
    Stream.STATISTICS,
    Stream.ESTIMATE,
)
"""Who is believed about an owner's flow: what was measured nearest to it."""

TOTAL = (
    Stream.STATISTICS,
    Stream.SUPPLIER,
    Stream.METER,
    Stream.ENTERPRISE,
    Stream.ESTIMATE,
)
"""Who is believed about a sector's total: the official statistic."""


@attrs.frozen(kw_only=True)
class Physical:
    """One physical flow of a year.

    Attributes
    ----------
    at : FlowKey
    stream : Stream
    quantity_e3 : int
    grade : Grade
    evidence : tuple of str
    residual : bool
        Whether it is what a total leaves over.
    synthetic : bool
    """

    at: FlowKey
    stream: Stream
    quantity_e3: int
    grade: Grade
    evidence: tuple[str, ...]
    residual: bool
    synthetic: bool


@attrs.frozen(kw_only=True)
class Rivals:
    """Statements of one flow: of the stream that holds, and of the others.

    An owner's flow may be stated in parts (by place, by branch); a stream holds or
    falls with all of them.
    """

    held: tuple[Statement, ...]
    others: tuple[Statement, ...]


@attrs.frozen(kw_only=True)
class Nesting:
    """A total, and what stands directly below it.

    Attributes
    ----------
    total : Statement
    totals_e3 : int
        Sum of the totals of its branches that are stated.
    owned_e3 : int
        Sum of what owners state outside those branches.
    """

    total: Statement
    totals_e3: int
    owned_e3: int

    @property
    def rest_e3(self) -> int:
        """What the total leaves over: the small users."""
        return self.total.quantity_e3 - self.totals_e3 - self.owned_e3


@attrs.frozen(kw_only=True)
class Untangled:
    """The physical flows, and what was set side by side to find them."""

    flows: tuple[Physical, ...]
    rivals: tuple[Rivals, ...]
    nestings: tuple[Nesting, ...]
    findings: tuple[Finding, ...]


def untangle(statements: Iterable[Statement], district: str) -> Untangled:
    """Return each physical flow once.

    Parameters
    ----------
    statements : iterable of Statement
        Of one year (and, for deposits that decay, of years before).
    district : str
        Code of the account's place. A statement about it without an owner is a total;
        all others stand below a total.

    Returns
    -------
    Untangled
        Its flows add up to the highest total of each flow, item and year, or to the
        statements where there is no total. Findings: ``account.negative_residual``.
    """
    rivals = _rivals(statements, district)
    groups: dict[tuple[str, str, str, int], list[Statement]] = defaultdict(list)
    for statement in (held for rival in rivals for held in rival.held):
        at = statement.at
        groups[at.flow, at.item, at.unit, at.year].append(statement)
    flows: list[Physical] = []
    nestings: list[Nesting] = []
    for group in groups.values():
        made, nested = _nest(group, district)
        flows += made
        nestings += nested
    return Untangled(
        flows=tuple(flows),
        rivals=rivals,
        nestings=tuple(nestings),
        findings=tuple(_negative(n) for n in nestings if n.rest_e3 * _sign(n) < 0),
    )


def _rivals(statements: Iterable[Statement], district: str) -> tuple[Rivals, ...]:
    """Set statements of one flow side by side.

    Which set of factors a row names does not make it another flow. What an owner
    uses is one flow wherever and in whichever branch a stream puts it.
    """
    by_flow: dict[FlowKey, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_flow[_flow(statement.at)].append(statement)
    made = []
    for said in by_flow.values():
        order = TOTAL if _is_total(said[0].at, district) else OWN
        best = min((s.stream for s in said), key=order.index)
        held = tuple(s for s in said if s.stream is best)
        others = tuple(s for s in said if s.stream is not best)
        made.append(Rivals(held=held, others=others))
    return tuple(made)


def _flow(at: FlowKey) -> FlowKey:
    if at.owner:
        return attrs.evolve(at, factor_set="", place="", sector="")
    return attrs.evolve(at, factor_set="")


def _nest(
    group: list[Statement], district: str
) -> tuple[list[Physical], list[Nesting]]:
    """Subtract from each total what is stated below it."""
    totals = {s.at.sector: s for s in group if _is_total(s.at, district)}
    parts = [s for s in group if not _is_total(s.at, district)]
    branches = _below(totals.values(), totals)
    owned = _below(parts, totals)
    flows = [_physical(part, part.quantity_e3, residual=False) for part in parts]
    nestings = []
    for code, total in totals.items():
        nesting = Nesting(
            total=total,
            totals_e3=sum(s.quantity_e3 for s in branches.get(code, ())),
            owned_e3=sum(s.quantity_e3 for s in owned.get(code, ())),
        )
        divided = code in branches or code in owned
        if divided:
            nestings.append(nesting)
        if nesting.rest_e3 or not divided:
            flows.append(_physical(total, nesting.rest_e3, residual=divided))
    return flows, nestings


def _below(
    statements: Iterable[Statement], totals: Mapping[str, Statement]
) -> dict[str, list[Statement]]:
    """Group statements under the nearest total above them."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        above = upward(statement.at.sector)
        if totals.get(statement.at.sector) is statement:
            next(above)
        parent = next((code for code in above if code in totals), None)
        if parent is not None:
            found[parent].append(statement)
    return found


def _is_total(at: FlowKey, district: str) -> bool:
    return not at.owner and at.place == district and not at.proof


def _physical(statement: Statement, quantity_e3: int, *, residual: bool) -> Physical:
    return Physical(
        at=statement.at,
        stream=statement.stream,
        quantity_e3=quantity_e3,
        grade=Grade.D if residual else statement.grade,
        evidence=statement.evidence,
        residual=residual,
        synthetic=statement.synthetic,
    )


def _sign(nesting: Nesting) -> int:
    return -1 if nesting.total.quantity_e3 < 0 else 1


def _negative(nesting: Nesting) -> Finding:
    at = nesting.total.at
    return Finding(
        code="account.negative_residual",
        severity=Severity.WARNING,
        place=f"{at.year} {at.flow} {at.sector} {at.item}",
        value=f"{nesting.rest_e3} / 1000 {at.unit}",
        rule="What owners state is not more than the total of their sector.",
        hint="Check the sector of the owners and the total; the line stays negative, "
        "so that the account adds up to the total.",
    )
