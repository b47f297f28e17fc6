"""Links between the targets of two plans, and how two figures compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.assessment.coverage.records import (
    Cited,
    Link,
    LinkBasis,
    Obstacle,
    Relation,
)
from dafeng.assessment.coverage.wording import common_words, whole_area
from dafeng.base.errors import UnitError
from dafeng.base.units import convert
from dafeng.base.wording import canonical_wording
from dafeng.plan import diff_plans
from dafeng.plan.diff import Strength, strength
from dafeng.plan.records import Plan, Target

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.assessment.coverage.records import Level

Named: TypeAlias = tuple[str, "Level", Plan]
Pair: TypeAlias = tuple[Target, Target]
_RELATIONS = {
    Strength.SAME: Relation.EQUAL,
    Strength.WEAKER: Relation.WEAKER,
    Strength.STRONGER: Relation.STRONGER,
    Strength.UNKNOWN: Relation.INCOMPARABLE,
}


@attrs.frozen(kw_only=True)
class Relating:
    """How one figure stands to another."""

    relation: Relation
    obstacle: Obstacle | None = None


def paired(upper: Plan, lower: Plan) -> tuple[Pair, ...]:
    """Pair the targets of two plans by indicator and year.

    :func:`dafeng.plan.diff_plans` pairs each target once; where a plan says the same
    promise in several places, each of them is paired with the other plan's.
    """
    found = list(_diffed(upper, lower))
    firsts = {_promise(first): first for first, _ in found}
    seconds = {_promise(second): second for _, second in found}
    partner = {first.id: second for first, second in found}
    reverse = {second.id: first for first, second in found}
    for target in lower.targets:
        again = seconds.get(_promise(target))
        if again is not None and target.id not in reverse:
            found.append((reverse[again.id], target))
    for target in upper.targets:
        again = firsts.get(_promise(target))
        if again is not None and target.id not in partner:
            found.append((target, partner[again.id]))
    return tuple(sorted(found, key=lambda pair: (pair[0].id, pair[1].id)))


def _diffed(upper: Plan, lower: Plan) -> Iterator[Pair]:
    """Pairs that :func:`dafeng.plan.diff_plans` finds, as the plans have them."""
    up = {target.id: target for target in upper.targets}
    low = {target.id: target for target in lower.targets}
    for pair in diff_plans(_ordered(upper), _ordered(lower)).pairs:
        yield up[pair.first.id], low[pair.second.id]


def _ordered(plan: Plan) -> Plan:
    """Targets by their key: the result does not depend on how they were stored."""
    targets = sorted(plan.targets, key=lambda target: target.id)
    plain = (attrs.evolve(t, scope=whole_area(t.scope)) for t in targets)
    return attrs.evolve(plan, targets=tuple(plain), tasks=(), clauses=())


def _promise(target: Target) -> tuple[object, ...]:
    """What two places must share to say the same promise."""
    return (
        target.indicator_code,
        canonical_wording(target.indicator),
        target.year,
        whole_area(target.scope),
        target.kind,
    )


def compare(upper: Target, lower: Target) -> Relating:
    """How ``lower`` stands to ``upper``; says why where they cannot be compared."""
    obstacle = obstacle_of(upper, lower)
    if obstacle is not None:
        return Relating(relation=Relation.INCOMPARABLE, obstacle=obstacle)
    relation = _RELATIONS[strength(upper, in_unit_of(upper, lower))]
    if relation is Relation.INCOMPARABLE:
        return Relating(relation=relation, obstacle=Obstacle.KIND)
    return Relating(relation=relation)


def obstacle_of(upper: Target, lower: Target) -> Obstacle | None:
    """Why two figures cannot be laid side by side; None where they can."""
    if upper.value is None or lower.value is None:
        return Obstacle.NO_FIGURE
    if whole_area(upper.scope) != whole_area(lower.scope):
        return Obstacle.SCOPE
    bases = {upper.base_year, lower.base_year} - {None}
    if len(bases) > 1:
        return Obstacle.BASE_YEAR
    if upper.unit != in_unit_of(upper, lower).unit:
        return Obstacle.UNIT
    return None


def in_unit_of(upper: Target, lower: Target) -> Target:
    """``lower`` with its figures in the unit of ``upper``, where they convert."""
    if lower.unit == upper.unit or lower.unit is None or upper.unit is None:
        return lower
    try:
        value = _converted(lower.value, lower.unit, upper.unit)
        value_max = _converted(lower.value_max, lower.unit, upper.unit)
    except UnitError:
        return lower
    return attrs.evolve(lower, value=value, value_max=value_max, unit=upper.unit)


def _converted(value: Decimal | None, old: str, new: str) -> Decimal | None:
    if value is None:
        return None
    exact = convert(value, old, new)
    # A factor of units is a fraction of whole numbers; 28 digits hold what is printed.
    return type(value)(exact.numerator) / type(value)(exact.denominator)


def links_between(upper: Named, lower: Named, pairs: Iterable[Pair]) -> Iterator[Link]:
    """Links of two plans of different levels."""
    for first, second in pairs:
        yield made_link(upper[0], first, lower[0], second)


def made_link(upper: str, first: Target, lower: str, second: Target) -> Link:
    """Link of two targets, with how they compare and what their names share."""
    compared = compare(first, second)
    same = first.indicator_code is not None
    coded = same and first.indicator_code == second.indicator_code
    return Link(
        upper=Cited(plan=upper, target=first),
        lower=Cited(plan=lower, target=second),
        relation=compared.relation,
        obstacle=compared.obstacle,
        basis=LinkBasis.CODE if coded else LinkBasis.WORDING,
        words=common_words(first.indicator, second.indicator),
    )
