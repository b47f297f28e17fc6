"""One physical flow, one line: rival statements, totals and the rest between them.

A sector's total and the flows that owners state below it speak of the same fuel.  Here
each flow keeps one statement, and a total keeps only what nobody below it stated: the
small users.  Nothing is counted twice, and the flows add up to the total.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.evidence.nesting import Nesting, nest, pool, uncovered
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
    complete : bool
        Whether its statement covers the whole year.
    """

    at: FlowKey
    stream: Stream
    quantity_e3: int
    grade: Grade
    evidence: tuple[str, ...]
    residual: bool
    synthetic: bool
    complete: bool


@attrs.frozen(kw_only=True)
class Rivals:
    """Statements of one flow: of the stream that holds, and of the others.

    An owner's flow may be stated in parts (by place, by branch); a stream holds or
    falls with all of them.
    """

    held: tuple[Statement, ...]
    others: tuple[Statement, ...]


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
        Code of the account's place. A statement without an owner is a total of its
        sector and place; what owners state stands below the nearest total.

    Returns
    -------
    Untangled
        Its flows add up to the highest total of each flow, item and year, or to the
        statements where there is no total. Findings: ``account.negative_residual``;
        ``account.not_nested`` (a total covers an owner's flow under another unit or
        name, and both are counted).
    """
    rivals = _rivals(statements)
    held = [statement for rival in rivals for statement in rival.held]
    totals = [s for s in held if _is_total(s.at)]
    parts = [s for s in held if not _is_total(s.at)]
    nestings = _nestings(totals, parts, district)
    negative = [n for n in nestings if n.rest_e3 * _sign(n) < 0]
    return Untangled(
        flows=(*map(_whole, parts), *filter(None, map(_rest, nestings))),
        rivals=rivals,
        nestings=tuple(n for n in nestings if n.divided),
        findings=(*map(_negative, negative), *uncovered(totals, parts, district)),
    )


def _nestings(
    totals: list[Statement], parts: list[Statement], district: str
) -> tuple[Nesting, ...]:
    pools: dict[object, tuple[list[Statement], list[Statement]]] = {}
    for place, group in enumerate((totals, parts)):
        for statement in group:
            pools.setdefault(pool(statement.at), ([], []))[place].append(statement)
    return tuple(n for pair in pools.values() for n in nest(*pair, district))


def _rivals(statements: Iterable[Statement]) -> tuple[Rivals, ...]:
    """Set statements of one flow side by side.

    Which set of factors a row names does not make it another flow. What an owner
    uses is one flow wherever and in whichever branch a stream puts it. Some months of a
    better stream do not stand in for a whole year of another one.
    """
    by_flow: dict[FlowKey, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_flow[_flow(statement.at)].append(statement)
    made = []
    for said in by_flow.values():
        order = TOTAL if _is_total(said[0].at) else OWN
        partial = {s.stream for s in said if not s.complete}
        best = min(
            (s.stream for s in said),
            key=lambda stream: (stream in partial, order.index(stream)),
        )
        held = tuple(s for s in said if s.stream is best)
        others = tuple(s for s in said if s.stream is not best)
        made.append(Rivals(held=held, others=others))
    return tuple(made)


def _flow(at: FlowKey) -> FlowKey:
    if at.owner:
        return attrs.evolve(at, factor_set="", place="", sector="")
    return attrs.evolve(at, factor_set="")


def _is_total(at: FlowKey) -> bool:
    return not at.owner and not at.proof


def _whole(part: Statement) -> Physical:
    return _physical(part, part.quantity_e3, residual=False)


def _rest(nesting: Nesting) -> Physical | None:
    """What a total leaves over; None where nothing is left."""
    if not nesting.rest_e3:
        return None
    return _physical(nesting.total, nesting.rest_e3, residual=nesting.divided)


def _physical(statement: Statement, quantity_e3: int, *, residual: bool) -> Physical:
    return Physical(
        at=statement.at,
        stream=statement.stream,
        quantity_e3=quantity_e3,
        grade=Grade.D if residual else statement.grade,
        evidence=statement.evidence,
        residual=residual,
        synthetic=statement.synthetic,
        complete=statement.complete,
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
