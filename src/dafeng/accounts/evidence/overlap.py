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
    from collections.abc import Iterable

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
    """Statements of one flow: the one that holds and those that do not."""

    held: Statement
    others: tuple[Statement, ...]


@attrs.frozen(kw_only=True)
class Nesting:
    """A total, and the sum of what stands below it."""

    total: Statement
    below_e3: int


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
    for rival in rivals:
        at = rival.held.at
        groups[at.flow, at.item, at.unit, at.year].append(rival.held)
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
        findings=tuple(_negative(n) for n in nestings if _rest(n) * _sign(n) < 0),
    )


def _rivals(statements: Iterable[Statement], district: str) -> tuple[Rivals, ...]:
    """Set statements of one flow side by side.

    Which set of factors or certificate a row names does not make it another flow,
    except for certificates, each of which is a flow of its own.
    """
    by_flow: dict[FlowKey, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_flow[attrs.evolve(statement.at, factor_set="")].append(statement)
    made = []
    for at, said in by_flow.items():
        order = TOTAL if _is_total(at, district) else OWN
        said.sort(key=lambda s: (order.index(s.stream), s.at.factor_set))
        held = [s for s in said if s.stream is said[0].stream]
        others = tuple(s for s in said if s.stream is not said[0].stream)
        made += [Rivals(held=s, others=others if s is held[0] else ()) for s in held]
    return tuple(made)


def _nest(
    group: list[Statement], district: str
) -> tuple[list[Physical], list[Nesting]]:
    """Subtract from each total what is stated below it."""
    totals = {s.at.sector: s for s in group if _is_total(s.at, district)}
    below: dict[str, int] = defaultdict(int)
    parts = []
    for statement in group:
        inside = _is_total(statement.at, district)
        above = upward(statement.at.sector)
        if inside:
            next(above)
        else:
            parts.append(statement)
        parent = next((code for code in above if code in totals), None)
        if parent is not None:
            below[parent] += statement.quantity_e3
    flows = [_physical(part, part.quantity_e3, residual=False) for part in parts]
    nestings = []
    for code, total in totals.items():
        rest = total.quantity_e3 - below.get(code, 0)
        if code in below:
            nestings.append(Nesting(total=total, below_e3=below[code]))
        if rest or code not in below:
            flows.append(_physical(total, rest, residual=code in below))
    return flows, nestings


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


def _rest(nesting: Nesting) -> int:
    return nesting.total.quantity_e3 - nesting.below_e3


def _sign(nesting: Nesting) -> int:
    return -1 if nesting.total.quantity_e3 < 0 else 1


def _negative(nesting: Nesting) -> Finding:
    at = nesting.total.at
    return Finding(
        code="account.negative_residual",
        severity=Severity.WARNING,
        place=f"{at.year} {at.flow} {at.sector} {at.item}",
        value=f"{_rest(nesting)} / 1000 {at.unit}",
        rule="What owners state is not more than the total of their sector.",
        hint="Check the sector of the owners and the total; the line stays negative, "
        "so that the account adds up to the total.",
    )
