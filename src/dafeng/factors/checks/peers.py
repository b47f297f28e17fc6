"""A row against its peers: the same number in other sets, and the same row twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from dafeng.base.rounding import round_half_even
from dafeng.factors.checks.records import error, limits, warning
from dafeng.factors.fitting import fits, fitted

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.factors.books import FactorBook
    from dafeng.factors.checks.records import Limit, Stated
    from dafeng.factors.records import Factor


def check_peers(stated: Stated, book: FactorBook) -> Iterator[Finding]:
    """The number against the median of what other sets say of the same thing."""
    row = stated.factor
    limit = _limit(row)
    if limit is None or limit.peer_tolerance is None:
        return
    peers = [
        peer
        for peer in book.at(row.code, row.parameter)
        if peer.factor_set != row.factor_set
        and (peer.gas, peer.region) == (row.gas, row.region)
        and fits(peer.unit, limit.unit)
    ]
    if not peers:
        return
    middle = median(fitted(peer.value, peer.unit, limit.unit) for peer in peers)
    value = fitted(row.value, row.unit, limit.unit)
    if abs(value - middle) * 100 <= Fraction(limit.peer_tolerance) * abs(middle):
        return
    others = ", ".join(f"{p.factor_set} {p.value} {p.unit}" for p in peers)
    yield warning(
        "factor.peer_conflict",
        stated.at("value"),
        f"{row.value} {row.unit}",
        f"More than {limit.peer_tolerance} % from the middle of other sets "
        f"({round_half_even(middle, 6)} {limit.unit}): {others}.",
        "Find out which of them means the same thing; never mix the sets.",
    )


def check_duplicates(rows: Iterable[Stated]) -> Iterator[Finding]:
    """The same id, or the same thing said twice."""
    ids: dict[str, str] = {}
    keys: dict[tuple[object, ...], str] = {}
    for stated in rows:
        row = stated.factor
        first = ids.setdefault(row.id, stated.place)
        if first != stated.place:
            yield error(
                "factor.duplicate_id",
                stated.at("id"),
                row.id,
                f"The id stands for another row already: {first}.",
                "Leave one, or give this row an id of its own.",
            )
        key = (
            *(row.code, row.parameter, row.factor_set),
            *(row.region, row.gas, row.valid_from, row.owner),
        )
        first = keys.setdefault(key, stated.place)
        if first != stated.place:
            yield error(
                "factor.duplicate",
                stated.place,
                row.id,
                "Code, parameter, set, region, gas and first year are those of "
                f"another row: {first}.",
                "Leave one of them, or say what tells them apart.",
            )


def _limit(row: Factor) -> Limit | None:
    for limit in limits().get(row.parameter, ()):
        if fits(row.unit, limit.unit):
            return limit
    return None
