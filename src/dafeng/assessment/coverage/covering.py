"""Put a district's plan, its sector plans and the plans above side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import attrs

from dafeng.assessment.coverage.checks import check_coverage
from dafeng.assessment.coverage.clashes import conflicts_between, differing_between
from dafeng.assessment.coverage.pairing import (
    Named,
    Pair,
    links_between,
    made_link,
    paired,
)
from dafeng.assessment.coverage.records import (
    Cited,
    CitedTask,
    Conflict,
    Coverage,
    Level,
    Link,
    LinkBasis,
    LinkDecision,
    SectorPlan,
    TaskDecision,
    Verdict,
)
from dafeng.assessment.coverage.tasks import Spelling, TaskRule, tasks_of, unowned
from dafeng.assessment.division.index import PlanIndex
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.plan import Plan

UNTITLED = "未命名方案"
_RANK = tuple(Level)


def coverage(
    main: Plan,
    sectors: Sequence[SectorPlan],
    above: Sequence[Plan] = (),
    *,
    decisions: Sequence[TaskDecision | LinkDecision] = (),
) -> Coverage:
    """Link several plans, and say where they conflict and what nobody takes up.

    Parameters
    ----------
    main : Plan
        The district's plan.
    sectors : sequence of SectorPlan
        The N plans; their order does not matter.
    above : sequence of Plan
        Plans of the governments above; named by their titles.
    decisions : sequence of TaskDecision or LinkDecision
        What people confirmed or rejected; it goes before the rules.

    Raises
    ------
    BadInputError
        ``coverage.name_twice``: two plans have one name. ``coverage.decision``: a
        decision speaks of a plan, task or target that is not there, or two decisions
        contradict each other.
    """
    house = _House.of(main, sectors, above, decisions)
    pairings = tuple(house.pairings())
    links = tuple(house.links(pairings))
    clashes = tuple(house.conflicts(pairings, conflicts_between))
    differing = tuple(house.conflicts(pairings, differing_between))
    rule = TaskRule(
        main=house.main[0],
        index=PlanIndex.of(main),
        links=links,
        spelling=Spelling.of(plan for _, _, plan in house.plans),
        decisions={
            (one.task, one.plan): one
            for one in decisions
            if isinstance(one, TaskDecision)
        },
    )
    covers = tuple(rule.covers(house.carriers))
    taken = {cover.task.key for cover in covers}
    tasks = tasks_of(house.main[0], main)
    found = Coverage(
        main=house.main[0],
        above=tuple(name for name, level, _ in house.plans if level is Level.ABOVE),
        sectors=tuple(sector.name for sector in house.sectors),
        links=links,
        conflicts=clashes,
        differing=differing,
        covers=covers,
        uncovered=tuple(task for task in tasks if task.key not in taken),
        unlinked=tuple(_unlinked(house, links)),
        unowned_targets=tuple(
            cited for name, plan in house.own for cited in unowned(name, plan)
        ),
        unowned_tasks=tuple(_unowned_tasks(house)),
        findings=(),
    )
    return attrs.evolve(found, findings=check_coverage(found))


_Between: TypeAlias = Callable[[Named, Named, Iterable[Pair]], tuple[Conflict, ...]]


class _Pairing(NamedTuple):
    """Two plans and the pairs of their targets."""

    upper: Named
    lower: Named
    pairs: tuple[Pair, ...]


@attrs.frozen(kw_only=True)
class _House:
    """The plans of a house, by level and name."""

    main: Named
    sectors: tuple[SectorPlan, ...]
    plans: tuple[Named, ...]
    decisions: tuple[LinkDecision, ...]

    @classmethod
    def of(
        cls,
        main: Plan,
        sectors: Sequence[SectorPlan],
        above: Sequence[Plan],
        decisions: Sequence[TaskDecision | LinkDecision],
    ) -> _House:
        own: Named = (_name_of(main), Level.DISTRICT, main)
        ordered = sorted(sectors, key=lambda s: (_RANK.index(s.level), s.name))
        plans = sorted(
            [
                own,
                *((_name_of(plan), Level.ABOVE, plan) for plan in above),
                *((one.name, one.level, one.plan) for one in ordered),
            ],
            key=lambda named: (_RANK.index(named[1]), named[0]),
        )
        _refuse_twice(name for name, _, _ in plans)
        made = cls(
            main=own,
            sectors=tuple(ordered),
            plans=tuple(plans),
            decisions=tuple(d for d in decisions if isinstance(d, LinkDecision)),
        )
        made.check_decisions(decisions)
        return made

    @property
    def carriers(self) -> tuple[SectorPlan, ...]:
        """Plans that can take up a task for the whole district."""
        return tuple(one for one in self.sectors if one.level is Level.SECTOR)

    @property
    def own(self) -> tuple[tuple[str, Plan], ...]:
        """The district's plan and those below it."""
        return tuple(
            (name, plan) for name, level, plan in self.plans if level is not Level.ABOVE
        )

    def pairings(self) -> Iterator[_Pairing]:
        """Pairs of plans with their pairs of targets, the higher plan first.

        Two plans above are not compared: how they agree is not the district's matter.
        """
        for upper, lower in combinations(self.plans, 2):
            if lower[1] is not Level.ABOVE:
                yield _Pairing(upper, lower, paired(upper[2], lower[2]))

    def links(self, pairings: Iterable[_Pairing]) -> Iterator[Link]:
        """Links between plans of different levels, as people decided."""
        for upper, lower, pairs in pairings:
            if upper[1] is not lower[1]:
                found = links_between(upper, lower, pairs)
                yield from self._decided(upper, lower, found)

    def _decided(
        self, upper: Named, lower: Named, found: Iterable[Link]
    ) -> Iterator[Link]:
        kept = {(link.upper.target.id, link.lower.target.id): link for link in found}
        first = {target.id: target for target in upper[2].targets}
        second = {target.id: target for target in lower[2].targets}
        for (one, two), verdict in self._verdicts(upper, lower).items():
            if verdict is Verdict.REJECT:
                kept.pop((one, two), None)
            else:
                link = made_link(upper[0], first[one], lower[0], second[two])
                kept[(one, two)] = attrs.evolve(link, basis=LinkBasis.PERSON)
        yield from (kept[key] for key in sorted(kept))

    def conflicts(
        self, pairings: Iterable[_Pairing], between: _Between
    ) -> Iterator[Conflict]:
        """What clashes between plans for one area; of a rejected link nothing does."""
        for first, second, pairs in pairings:
            verdicts = self._verdicts(first, second)
            held = (
                (one, two)
                for one, two in pairs
                if verdicts.get((one.id, two.id)) is not Verdict.REJECT
            )
            yield from between(first, second, held)

    def _verdicts(
        self, upper: Named, lower: Named
    ) -> Mapping[tuple[str, str], Verdict]:
        return {
            (one.upper, one.lower): one.verdict
            for one in self.decisions
            if (one.upper_plan, one.lower_plan) == (upper[0], lower[0])
        }

    def check_decisions(self, decisions: Sequence[TaskDecision | LinkDecision]) -> None:
        """Refuse decisions about what is not there, and those that contradict."""
        plans = {name: plan for name, _, plan in self.plans}
        tasks = set(PlanIndex.of(self.main[2]).tasks)
        carriers = {one.name for one in self.carriers}
        said: dict[tuple[str, ...], Verdict] = {}
        for one in decisions:
            about: tuple[str, ...]
            if isinstance(one, TaskDecision):
                about = (one.task, one.plan)
                known = one.task in tasks and one.plan in carriers
            else:
                about = (one.upper_plan, one.upper, one.lower_plan, one.lower)
                known = _has(plans.get(one.upper_plan), one.upper) and _has(
                    plans.get(one.lower_plan), one.lower
                )
            if not known:
                raise _bad_decision(about, f"there are the plans {'、'.join(plans)}")
            if said.setdefault(about, one.verdict) is not one.verdict:
                raise _bad_decision(about, "two decisions contradict each other")


def _has(plan: Plan | None, target: str) -> bool:
    return plan is not None and any(one.id == target for one in plan.targets)


def _bad_decision(about: tuple[str, ...], why: str) -> BadInputError:
    msg = (
        f"The decision about {' / '.join(about)} cannot hold: {why}. "
        "Name plan, task and target as the coverage shows them."
    )
    return BadInputError(msg, code="coverage.decision", about=about)


def _refuse_twice(names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        msg = (
            f"Two plans are called {'、'.join(twice)}. "
            "Give each plan of the house a name of its own."
        )
        raise BadInputError(msg, code="coverage.name_twice", names=twice)


def _name_of(plan: Plan) -> str:
    return plan.document.title or plan.document.number or UNTITLED


def _unlinked(house: _House, links: Iterable[Link]) -> Iterator[Cited]:
    linked = {(link.lower.plan, link.lower.target.id) for link in links}
    for sector in house.sectors:
        for target in sector.plan.targets:
            if (sector.name, target.id) not in linked:
                yield Cited(plan=sector.name, target=target)


def _unowned_tasks(house: _House) -> Iterator[CitedTask]:
    for name, plan in house.own:
        cited = tasks_of(name, plan)
        for task, record in zip(cited, plan.tasks, strict=True):
            if not record.responsible:
                yield task
