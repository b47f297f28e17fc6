"""Two plans side by side: editions of one, or a district's against its city's.

Targets are matched by indicator and year; what is said of a matched pair is compared
field by field.  A value is weaker when it asks for less than the other plan's: a
district may set one (the city's average decides), but it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.plan.records import (
    Direction,
    Plan,
    Softness,
    Target,
    TargetKind,
    Task,
)

_FIELDS = (
    "comparator",
    "value",
    "value_max",
    "unit",
    "base_year",
    "kind",
    "softness",
    "responsible",
)
_LEAST_ALIKE = 0.6
_LEAST_COVERED = 0.34
_T = TypeVar("_T")


class Strength(StrEnum):
    """How the second plan's figure stands to the first's."""

    SAME = "same"
    WEAKER = "weaker"
    STRONGER = "stronger"
    UNKNOWN = "unknown"


@attrs.frozen
class FieldChange:
    """One field of a matched pair that differs; None is a missing value."""

    field: str
    before: str | None
    after: str | None


@attrs.frozen(kw_only=True)
class TargetPair:
    """The same promise in both plans.

    Attributes
    ----------
    changes : tuple of FieldChange
        Empty where both plans say the same.
    strength : Strength
        Of ``second`` against ``first``; unknown where a figure is missing.
    """

    first: Target
    second: Target
    changes: tuple[FieldChange, ...]
    strength: Strength


@attrs.frozen(kw_only=True)
class PlanDiff:
    """What two plans share and where they differ.

    Attributes
    ----------
    pairs : tuple of TargetPair
        Matched targets, in the order of the first plan.
    only_first, only_second : tuple of Target
        Targets that the other plan does not have.
    uncovered : tuple of Task
        Tasks of the first plan that no task or target of the second takes up.
    """

    first: Plan = attrs.field(repr=False)
    second: Plan = attrs.field(repr=False)
    pairs: tuple[TargetPair, ...]
    only_first: tuple[Target, ...]
    only_second: tuple[Target, ...]
    uncovered: tuple[Task, ...]

    @property
    def changed(self) -> tuple[TargetPair, ...]:
        """Pairs that say something different."""
        return tuple(pair for pair in self.pairs if pair.changes)

    @property
    def conflicts(self) -> tuple[TargetPair, ...]:
        """Pairs with two different figures for one indicator and year."""
        return tuple(
            pair
            for pair in self.pairs
            if {"value", "value_max", "unit"} & {c.field for c in pair.changes}
        )

    @property
    def weaker(self) -> tuple[TargetPair, ...]:
        """Pairs in which the second plan asks for less."""
        return tuple(p for p in self.pairs if p.strength is Strength.WEAKER)

    def findings(self) -> tuple[Finding, ...]:
        """Weaker values and uncovered tasks, as findings about the second plan."""
        return (*map(_weaker_finding, self.weaker), *map(_task_finding, self.uncovered))


def diff_plans(first: Plan, second: Plan) -> PlanDiff:
    """Compare two plans.

    Parameters
    ----------
    first : Plan
        The earlier edition, or the superior government's plan.
    second : Plan
        The later edition, or the plan that has to fit under the first.
    """
    matched = _match(first.targets, second.targets, _alikeness)
    pairs = tuple(_pair(a, b) for a, b in matched)
    taken_first = {a.id for a, _ in matched}
    taken_second = {b.id for _, b in matched}
    return PlanDiff(
        first=first,
        second=second,
        pairs=pairs,
        only_first=tuple(t for t in first.targets if t.id not in taken_first),
        only_second=tuple(t for t in second.targets if t.id not in taken_second),
        uncovered=tuple(_uncovered(first, second)),
    )


def strength(first: Target, second: Target) -> Strength:
    """Whether ``second`` asks for more or for less than ``first``."""
    if first.value is None or second.value is None or first.unit != second.unit:
        return Strength.UNKNOWN
    if first.kind is not second.kind or first.direction is not second.direction:
        return Strength.UNKNOWN
    sign = _sign(first)
    if sign == 0:
        return Strength.UNKNOWN
    gap = (second.value - first.value) * sign
    if gap == 0:
        gap = Decimal(_rank(second) - _rank(first))
    if gap == 0:
        return Strength.SAME
    return Strength.STRONGER if gap > 0 else Strength.WEAKER


def _sign(target: Target) -> int:
    """1 where a larger figure asks for more, -1 where a smaller one does."""
    if target.kind is TargetKind.RELATIVE_CHANGE or target.direction is Direction.UP:
        return 1
    return -1 if target.direction is Direction.DOWN else 0


def _rank(target: Target) -> int:
    strict = target.comparator in (">", "<")
    return 2 * (target.softness is Softness.BINDING) + strict


def _alikeness(first: Target, second: Target) -> float:
    """0 to 1; 0 where the two cannot be the same promise."""
    if first.year != second.year or _family(first) != _family(second):
        return 0.0
    names = _overlap(_plain(first.indicator), _plain(second.indicator))
    codes = (first.indicator_code, second.indicator_code)
    if None not in codes:
        if codes[0] != codes[1]:
            return 0.0
        names = max(names, _LEAST_ALIKE + names / 4)
    same_scope = (first.scope or "") == (second.scope or "")
    same_clause = first.clause == second.clause
    same_value = first.value is not None and first.value == second.value
    return names + 0.1 * same_scope + 0.05 * same_clause + 0.05 * same_value


def _family(target: Target) -> str:
    """A figure handed down, missing or printed may stand for the same promise."""
    if target.kind in (TargetKind.STATUS, TargetKind.PROHIBITION, TargetKind.THRESHOLD):
        return target.kind.value
    return "quantity" if target.kind is not TargetKind.DIRECTIONAL else "direction"


def _match(
    first: Sequence[_T], second: Sequence[_T], alike: Callable[[_T, _T], float]
) -> list[tuple[_T, _T]]:
    """Pair the most alike first, each object once; in the order of ``first``."""
    scored = sorted(
        (
            (-alike(a, b), i, j)
            for i, a in enumerate(first)
            for j, b in enumerate(second)
        ),
    )
    left: dict[int, int] = {}
    right: set[int] = set()
    for score, i, j in scored:
        if -score < _LEAST_ALIKE:
            break
        if i not in left and j not in right:
            left[i] = j
            right.add(j)
    return [(first[i], second[left[i]]) for i in sorted(left)]


def _pair(first: Target, second: Target) -> TargetPair:
    changes = tuple(
        FieldChange(name, _said(first, name), _said(second, name))
        for name in _FIELDS
        if getattr(first, name) != getattr(second, name)
    )
    return TargetPair(
        first=first, second=second, changes=changes, strength=strength(first, second)
    )


def _said(target: Target, name: str) -> str | None:
    value = getattr(target, name)
    if value is None:
        return None
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _uncovered(first: Plan, second: Plan) -> Iterator[Task]:
    codes = {t.indicator_code for t in second.targets if t.indicator_code}
    titles = [_plain(task.title) for task in second.tasks] + [
        _plain(clause.title) for clause in second.clauses
    ]
    promised = {t.id: t.indicator_code for t in first.targets}
    for task in first.tasks:
        title = _plain(task.title)
        named = any(_overlap(title, other) >= _LEAST_COVERED for other in titles)
        counted = any(promised.get(one) in codes for one in task.targets)
        if not (named or counted):
            yield task


def _plain(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", text)


def _overlap(first: str, second: str) -> float:
    """Share of letter pairs that two names have in common (Dice's coefficient)."""
    one, two = _pairs(first), _pairs(second)
    if not one or not two:
        return float(first == second)
    return 2 * len(one & two) / (len(one) + len(two))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _weaker_finding(pair: TargetPair) -> Finding:
    first, second = pair.first, pair.second
    return Finding(
        code="target.weaker_than_superior",
        severity=Severity.WARNING,
        place=second.clause,
        value=f"{second.indicator}: {_figure(second)} < {_figure(first)}",
        rule="A plan's value is not weaker than that of the plan above it.",
        hint=f"Clause {first.clause} of the other plan asks for {_figure(first)}; "
        "say why less is enough here, or raise the value.",
        span=second.span,
    )


def _figure(target: Target) -> str:
    return f"{target.comparator or ''}{_said(target, 'value')}{target.unit or ''}"


def _task_finding(task: Task) -> Finding:
    return Finding(
        code="task.uncovered",
        severity=Severity.WARNING,
        place=task.clause,
        value=task.title,
        rule="Each task of the plan above is taken up by the plan below.",
        hint="No task or target of the second plan takes this up; add one, or say who "
        "carries it out.",
        span=task.span,
    )
