"""The light of a project: how far behind its plan it is, by rules that are data.

The packaged rows follow Yinchuan's practice of 2025. Below 10 points behind is green,
10 to 30 amber, more than 30 red; what should have begun and has not is amber, and red
after three months. Whatever the plan or the report leaves open is unknown.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.projects.months import months_later
from dafeng.projects.records import HUNDRED, Project, ProjectClass, Stage
from dafeng.projects.stages import stage_facts


class Light(StrEnum):
    """Colour of a light."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Stands:
    """Where a project stands against its own plan.

    Attributes
    ----------
    expected, actual : Decimal or None
        Percent; None where the plan or the reports do not say.
    behind : Decimal or None
        Points behind; below 0 when it is ahead.
    rule : str
        Code of the row that decided; ``ahead``, ``done``, ``no-plan``, ``no-report``,
        ``not-due``, ``ended`` where none did.
    """

    light: Light
    expected: Decimal | None = None
    actual: Decimal | None = None
    behind: Decimal | None = None
    rule: str = ""


@attrs.frozen(kw_only=True)
class _Rule:
    code: str
    light: Light
    behind_from: Decimal | None
    behind_to: Decimal | None
    late_from: int | None
    late_to: int | None
    first: date | None
    last: date | None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            code=row["code"],
            light=Light(row["light"]),
            behind_from=_decimal(row["behind_from"]),
            behind_to=_decimal(row["behind_to"]),
            late_from=_int(row["months_late_from"]),
            late_to=_int(row["months_late_to"]),
            first=day_or_none(row["valid_from"]),
            last=day_or_none(row["valid_to"]),
        )
        for row in packaged_rows("dafeng.projects", "light_rules.csv")
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _int(text: str) -> int | None:
    return int(text) if text else None


def expected_progress(project: Project, on: date) -> Decimal | None:
    """How far a project should be on a day, in percent; None without a plan.

    Along a line from the planned begin (0) over the milestones that say a percentage to
    the planned operation (100).
    """
    points = _plan(project)
    if points is None:
        return None
    before = points[0]
    if on <= before[0]:
        return Decimal(0)
    for after in points[1:]:
        if on <= after[0]:
            days = Fraction((on - before[0]).days, (after[0] - before[0]).days)
            share = Fraction(before[1]) + days * Fraction(after[1] - before[1])
            return round_half_even(share, 1)
        before = after
    return HUNDRED


def project_stands(project: Project, on: date) -> Stands:
    """Give the light of a project on a day.

    A report counts for its day: what was expected then is compared with what it says.
    """
    listed = stage_facts(project.stage).listed
    if listed is ProjectClass.ENDED or project.stage is Stage.REFUSED:
        return Stands(light=Light.UNKNOWN, rule="ended")
    if listed is ProjectClass.EXISTING:
        return Stands(light=Light.GREEN, actual=HUNDRED, rule="done")
    if project.started is None or project.started > on:
        return _not_started(project, on)
    expected = expected_progress(project, on)
    if expected is None:
        return Stands(light=Light.UNKNOWN, rule="no-plan", actual=_actual(project, on))
    actual = _actual(project, on)
    if actual is None:
        return Stands(light=Light.UNKNOWN, expected=expected, rule="no-report")
    behind = expected - actual
    if behind <= 0:
        return Stands(
            light=Light.GREEN,
            expected=expected,
            actual=actual,
            behind=behind,
            rule="ahead",
        )
    rule = _behind_rule(behind, on)
    return Stands(
        light=Light.UNKNOWN if rule is None else rule.light,
        expected=expected,
        actual=actual,
        behind=behind,
        rule="" if rule is None else rule.code,
    )


def _not_started(project: Project, on: date) -> Stands:
    due = project.start_due
    if due is None:
        return Stands(light=Light.UNKNOWN, rule="no-plan")
    if on <= due:
        return Stands(light=Light.GREEN, expected=Decimal(0), rule="not-due")
    for rule in _rules():
        if rule.late_from is None or not holds_on(rule.first, rule.last, on):
            continue
        over = rule.late_to is not None and on >= months_later(due, rule.late_to)
        if on >= months_later(due, rule.late_from) and not over:
            return Stands(
                light=rule.light,
                expected=expected_progress(project, on),
                actual=Decimal(0),
                rule=rule.code,
            )
    return Stands(light=Light.UNKNOWN)


def _behind_rule(behind: Decimal, on: date) -> _Rule | None:
    """The row for points behind: below its upper bound; the bound of red is above."""
    for rule in _rules():
        if rule.late_from is not None or not holds_on(rule.first, rule.last, on):
            continue
        low, high = rule.behind_from, rule.behind_to
        if low is None and high is not None:
            fits = behind < high
        elif low is not None and high is None:
            fits = behind > low
        else:
            fits = low is not None and high is not None and low <= behind <= high
        if fits:
            return rule
    return None


def _actual(project: Project, on: date) -> Decimal | None:
    told = [one for one in project.reports if one.on <= on]
    return max(told, key=lambda one: one.on).percent if told else None


def _plan(project: Project) -> list[tuple[date, Decimal]] | None:
    """Days and percentages of the plan, upward; None when begin or end is missing."""
    start, end = project.start_due or project.started, project.operation_due
    if start is None or end is None or end <= start:
        return None
    points = [(start, Decimal(0))]
    steps = [
        (one.planned, one.percent)
        for one in project.milestones
        if one.planned is not None and one.percent is not None
    ]
    for day, percent in sorted(steps):
        last_day, last = points[-1]
        if last_day < day < end and last <= percent <= HUNDRED:
            points.append((day, percent))
    return [*points, (end, HUNDRED)]
