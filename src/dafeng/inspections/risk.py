"""Risk points of a subject: each a row of the rules, so that each can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dafeng.inspections.records import Subject
    from dafeng.inspections.rules import RiskRule, Rules

_MONTHS = 12


@attrs.frozen(kw_only=True)
class RiskPart:
    """Points that one rule gives; ``times`` says how often it applies."""

    rule: RiskRule
    times: int
    points: int


def risk_points(subject: Subject, rules: Rules, *, on: date) -> int:
    """Return the points of a subject on a day; at least 1 by the packaged rules.

    Parameters
    ----------
    on : date
        Findings and inspections after it do not count.
    """
    return sum(part.points for part in risk_parts(subject, rules, on=on))


def risk_parts(subject: Subject, rules: Rules, *, on: date) -> tuple[RiskPart, ...]:
    """Return the rules that give a subject its points, in the order of the table."""
    parts = [part for rule in rules.risk for part in _applied(subject, rule, rules, on)]
    return tuple(_capped(_highest_only(parts), rules.finding_cap))


def whole_months(first: date, last: date) -> int:
    """Return how many full months lie between two days.

    Examples
    --------
    >>> whole_months(date(2025, 3, 15), date(2026, 3, 14))
    11
    """
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    return months - (last.day < first.day)


def _applied(
    subject: Subject, rule: RiskRule, rules: Rules, on: date
) -> Iterator[RiskPart]:
    times = _times(subject, rule, rules, on)
    if times:
        yield RiskPart(rule=rule, times=times, points=times * rule.points)


def _times(subject: Subject, rule: RiskRule, rules: Rules, on: date) -> int:
    looked = subject.looked_on
    if looked is not None and looked > on:
        looked = None
    recent = [
        one
        for one in subject.past
        if one.found_on <= on and whole_months(one.found_on, on) < rules.lookback_months
    ]
    match rule.kind:
        case "base":
            return 1
        case "energy":
            energy = subject.energy_tce
            return int(energy is not None and energy >= Decimal(rule.at_least))
        case "energy-unknown":
            return int(subject.energy_tce is None)
        case "since":
            months = None if looked is None else whole_months(looked, on)
            return int(months is not None and months >= int(rule.at_least))
        case "since-never":
            return int(looked is None)
        case "finding":
            return sum(one.severity.value == rule.at_least for one in recent)
        case "open":
            return sum(one.still_open for one in subject.past if one.found_on <= on)
    return 0


def _highest_only(parts: list[RiskPart]) -> Iterator[RiskPart]:
    """Of the steps of one scale the highest that is reached."""
    for part in parts:
        kind = part.rule.kind
        if kind in ("energy", "since"):
            steps = [one for one in parts if one.rule.kind == kind]
            if part is not max(steps, key=lambda one: Decimal(one.rule.at_least)):
                continue
        yield part


def _capped(parts: Iterator[RiskPart], cap: int) -> Iterator[RiskPart]:
    """Findings together give no more points than the cap."""
    left = cap
    for part in parts:
        if part.rule.kind != "finding":
            yield part
            continue
        points = min(part.points, left)
        left -= points
        if points:
            yield attrs.evolve(part, points=points)
