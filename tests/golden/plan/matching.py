"""One-to-one matching of the targets that were read with the targets that are true."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from dafeng.plan.records import Target
from tests.golden.plan.truth import TrueTarget, is_counted

FIGURE = ("value", "value_max", "unit", "year")
Fits = Callable[[TrueTarget, Target], bool]


@attrs.frozen(kw_only=True)
class Pair:
    """A true target, what was read for it, and whether that counts as found."""

    true: TrueTarget
    read: Target
    right: bool


@attrs.frozen(kw_only=True)
class Matching:
    """All pairs and what is left over on both sides."""

    pairs: tuple[Pair, ...]
    missed: tuple[TrueTarget, ...]
    invented: tuple[Target, ...]


def match_targets(true: Sequence[TrueTarget], read: Sequence[Target]) -> Matching:
    """Best pairs first: figure and comparator and clause, then less and less.

    Inside each tier the number of pairs is the largest possible; only targets that
    were read at the true target's quote can be its pair.
    """
    pairs: list[Pair] = []
    left, right = list(true), list(read)
    for is_right, fits in _TIERS:
        for t, r in _largest(left, right, fits):
            pairs.append(Pair(true=t, read=r, right=is_right))
            left.remove(t)
            right.remove(r)
    invented = [r for r in right if not _is_excused(r, true, pairs)]
    return Matching(pairs=tuple(pairs), missed=tuple(left), invented=tuple(invented))


def _is_excused(
    target: Target, true: Sequence[TrueTarget], pairs: Sequence[Pair]
) -> bool:
    """A second reading of an optional target is neither right nor invented."""
    excusing = [t for t in true if t.optional and t.meets(target)]
    required = [p for p in pairs if not p.true.optional and p.true.meets(target)]
    return bool(excusing) and not required


def _is_found(true: TrueTarget, target: Target) -> bool:
    if not true.meets(target):
        return False
    if true.group == "digit":
        return is_counted(target) and true.allows_all(FIGURE, target)
    if true.group == "word" and target.value is not None:
        return true.allows_all(("value", "unit"), target)
    if true.group == "prohibition" and target.value == 0:
        return True
    return (
        true.group != "word"
        and true.allows("kind", target)
        or (target.kind in true.row.get("accept", {}).get("kind", ()))
    )


def _with(*fields: str) -> Fits:
    return lambda t, r: _is_found(t, r) and t.allows_all(fields, r)


_TIERS: tuple[tuple[bool, Fits], ...] = (
    (True, _with("comparator", "clause", "year", "indicator", "kind")),
    (True, _with("comparator", "clause", "year")),
    (True, _with("comparator", "year")),
    (True, _with("year")),
    (True, _with()),
    (False, lambda t, r: t.meets(r) and t.allows_all(("value", "unit"), r)),
    (False, lambda t, r: t.meets(r) and t.allows("value", r)),
    (False, lambda t, r: t.meets(r)),
)


def _largest(
    left: Sequence[TrueTarget], right: Sequence[Target], fits: Fits
) -> list[tuple[TrueTarget, Target]]:
    """Maximum bipartite matching by augmenting paths (Kuhn)."""
    edges = [[j for j, r in enumerate(right) if fits(t, r)] for t in left]
    owner: dict[int, int] = {}

    def augment(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j in seen:
                continue
            seen.add(j)
            if j not in owner or augment(owner[j], seen):
                owner[j] = i
                return True
        return False

    for i in range(len(left)):
        augment(i, set())
    return [(left[i], right[j]) for j, i in sorted(owner.items())]
