"""Conflicts: two plans for one area whose figures clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.coverage.pairing import compare, in_unit_of, obstacle_of
from dafeng.assessment.coverage.records import Cited, Conflict, Level, Relation
from dafeng.assessment.coverage.wording import whole_area
from dafeng.base.wording import canonical_wording
from dafeng.plan.records import Softness, Target

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.assessment.coverage.pairing import Named, Pair

_ONE_AREA = frozenset({Level.DISTRICT, Level.SECTOR})
"""Levels whose figures are of the whole district."""
_FLOORS, _CEILINGS = (">=", ">"), ("<=", "<")


def conflicts_between(
    first: Named, second: Named, pairs: Iterable[Pair]
) -> tuple[Conflict, ...]:
    """Conflicts of two plans for one area, one for each disagreement.

    Parameters
    ----------
    first, second : Named
        The higher plan first. Of two plans of one level none is below: they clash only
        where their figures exclude each other.
    pairs : iterable of Pair
    """
    if not {first[1], second[1]} <= _ONE_AREA:
        return ()
    above = first[1] is not second[1]
    return _grouped(
        first,
        second,
        (
            (pair, relation)
            for pair in pairs
            for relation in (clash(*pair),)
            if relation is Relation.EXCLUSIVE or (above and relation is Relation.WEAKER)
        ),
    )


def differing_between(
    first: Named, second: Named, pairs: Iterable[Pair]
) -> tuple[Conflict, ...]:
    """Figures of two plans of one level that differ and can both hold."""
    if not first[1] is second[1] is Level.SECTOR:
        return ()
    return _grouped(
        first,
        second,
        (
            (pair, relation)
            for pair in pairs
            for relation in (_difference(*pair),)
            if relation in (Relation.WEAKER, Relation.STRONGER)
        ),
    )


def _difference(first: Target, second: Target) -> Relation | None:
    relation = compare(first, second).relation
    same = first.value == in_unit_of(first, second).value
    apart = clash(first, second) is Relation.EXCLUSIVE
    return None if same or apart or _stretch(first, second, relation) else relation


def _grouped(
    first: Named, second: Named, found: Iterable[tuple[Pair, Relation]]
) -> tuple[Conflict, ...]:
    """Join what several places of two plans say again."""
    groups: dict[tuple[object, ...], list[tuple[Pair, Relation]]] = {}
    for pair, relation in found:
        groups.setdefault(_disagreement(*pair), []).append((pair, relation))
    return tuple(
        _conflict(first[0], second[0], [pair for pair, _ in said], said[0][1])
        for said in groups.values()
    )


def _conflict(
    first: str, second: str, said: Sequence[Pair], relation: Relation
) -> Conflict:
    one, two = said[0]
    cited = [
        Cited(plan=plan, target=target)
        for pair in said
        for plan, target in zip((first, second), pair, strict=True)
    ]
    return Conflict(
        first=Cited(plan=first, target=one),
        second=Cited(plan=second, target=two),
        relation=relation,
        also=tuple(dict.fromkeys(each for each in cited[2:] if each not in cited[:2])),
    )


def clash(first: Target, second: Target) -> Relation | None:
    """How two figures for one area clash; None where both can hold.

    Parameters
    ----------
    first, second : Target
        Of the plan above and the plan below.

    Returns
    -------
    Relation or None
        ``EXCLUSIVE``: no figure fulfils both (two exact values, ranges apart, a floor
        above a ceiling). ``WEAKER``: the second asks for less, and is not the binding
        floor below a stretch.
    """
    if obstacle_of(first, second) is not None or first.kind is not second.kind:
        return None
    relation = compare(first, second).relation
    if _stretch(first, second, relation):
        return None
    other = in_unit_of(first, second)
    if _Span.of(first).excludes(_Span.of(other)):
        return Relation.EXCLUSIVE
    if first.value != other.value:
        return Relation.WEAKER if relation is Relation.WEAKER else None
    tops = (first.value_max, other.value_max)
    wider = tops[0] is not None and tops[1] is not None and tops[1] > tops[0]
    return Relation.WEAKER if wider else None


def _stretch(first: Target, second: Target, relation: Relation) -> bool:
    """Whether the higher demand is only striven for and the lower one binds."""
    if relation not in (Relation.STRONGER, Relation.WEAKER):
        return False
    high, low = (second, first) if relation is Relation.STRONGER else (first, second)
    return high.softness is not Softness.BINDING and low.softness is Softness.BINDING


def _disagreement(first: Target, second: Target) -> tuple[object, ...]:
    other = in_unit_of(first, second)
    figures = (first.value, first.value_max, other.value, other.value_max)
    code = first.indicator_code or canonical_wording(first.indicator)
    return (code, first.year, whole_area(first.scope), first.unit, *figures)


@attrs.frozen(kw_only=True)
class _Span:
    """Figures that fulfil a target; an end that is None is open."""

    low: Decimal | None
    high: Decimal | None
    strict: bool

    @classmethod
    def of(cls, target: Target) -> _Span:
        """Without a bound (``=``, ``~``, none) the figure itself is promised."""
        sign = target.comparator
        low = None if sign in _CEILINGS else target.value
        high = None if sign in _FLOORS else target.value
        if target.value_max is not None:
            low, high = target.value, target.value_max
        return cls(low=low, high=high, strict=sign in (">", "<"))

    def excludes(self, other: _Span) -> bool:
        """Whether no figure lies in both."""
        return self._ends_before(other) or other._ends_before(self)

    def _ends_before(self, other: _Span) -> bool:
        if self.high is None or other.low is None:
            return False
        touching = self.high == other.low and (self.strict or other.strict)
        return self.high < other.low or touching
