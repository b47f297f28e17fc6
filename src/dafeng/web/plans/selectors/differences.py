"""Two plans compared: the core's difference, with the objects that the pages show."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from dafeng.plan import diff_plans, records
from dafeng.plan.diff import PlanDiff, Strength, TargetPair
from dafeng.web.plans.models import LIVE, Plan, ProposalKind, Target
from dafeng.web.plans.selectors.plans import plan_as_read
from dafeng.web.plans.selectors.proposals import proposals_of

WEIGHTS = {
    Strength.WEAKER: 0,
    Strength.UNKNOWN: 1,
    Strength.STRONGER: 2,
    Strength.SAME: 3,
}


@attrs.frozen(kw_only=True)
class PairLine:
    """A target in both plans; ``strength`` is of the second against the first."""

    first: Target
    second: Target
    strength: str


@attrs.frozen(kw_only=True)
class Difference:
    """What two plans share and where they differ, ready to be shown.

    Attributes
    ----------
    changed : tuple of PairLine
        Pairs that do not say the same, weaker ones first.
    same : int
        Pairs that say the same.
    weaker : int
        Pairs in which the second plan asks for less.
    """

    changed: tuple[PairLine, ...]
    same: int
    weaker: int
    only_first: tuple[Target, ...]
    only_second: tuple[Target, ...]
    uncovered: tuple[records.Task, ...]


def difference_of(first: Plan, second: Plan) -> Difference:
    """Compare the live objects of two plans; the second has to fit under the first."""
    found = diff_plans(plan_as_read(first), plan_as_read(second))
    firsts, seconds = _targets(first), _targets(second)
    changed = [
        PairLine(
            first=firsts[pair.first.id],
            second=seconds[pair.second.id],
            strength=pair.strength.value,
        )
        for pair in _ordered(found)
    ]
    return Difference(
        changed=tuple(changed),
        same=len(found.pairs) - len(changed),
        weaker=len(found.weaker),
        only_first=_chosen(firsts, found.only_first),
        only_second=_chosen(seconds, found.only_second),
        uncovered=found.uncovered,
    )


def _ordered(found: PlanDiff) -> list[TargetPair]:
    return sorted(found.changed, key=lambda pair: WEIGHTS[pair.strength])


def _targets(plan: Plan) -> dict[str, Target]:
    rows = proposals_of(plan, ProposalKind.TARGET).filter(state__in=LIVE)
    return {row.key: row for row in rows}


def _chosen(
    rows: dict[str, Target], targets: Iterable[records.Target]
) -> tuple[Target, ...]:
    return tuple(rows[target.id] for target in targets)
