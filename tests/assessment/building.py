"""Small cases for the assessment's tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dafeng.assessment import Case, Duty, Goal, Role, Standing
from dafeng.assessment.cases import evidence_of
from dafeng.assessment.standings.rules import state_rules
from dafeng.assessment.standings.standing import standing_of
from dafeng.indicators import Observation

GREEN, NEW = "buildings.new.green_area", "buildings.new.area"
AS_OF = date(2026, 11, 29)


def seen(
    series: str, period: int | str, value: float | str, **more: Any
) -> Observation:
    """One approved figure with a paper behind it."""
    told = {"evidence": f"{series} {period}", "entered_by": "甲", "approved_by": "乙"}
    return Observation(
        series=series, period=str(period), value=Decimal(str(value)), **(told | more)
    )


def green(shares: dict[int, float]) -> tuple[Observation, ...]:
    """Green building shares in %, of 100 new each year (definition F04)."""
    return tuple(
        one
        for year, share in shares.items()
        for one in (seen(GREEN, year, share), seen(NEW, year, 100))
    )


def goal(**changed: Any) -> Goal:
    """A share of green buildings of at least 80 % by 2025."""
    plain: dict[str, Any] = {
        "id": "T001",
        "clause": "三(五)2",
        "indicator": "新建城镇建筑中绿色建筑比例",
        "definition": "F04",
        "kind": "level",
        "comparator": ">=",
        "value": Decimal(80),
        "unit": "%",
        "direction": "up",
        "year": 2025,
        "duties": (Duty(unit="住建委", role=Role.LEAD),),
    }
    return Goal(**(plain | changed))


def case(*goals: Goal, **changed: Any) -> Case:
    """A case of the year 2025, looked at in autumn 2026."""
    plain: dict[str, Any] = {
        "place": "990101",
        "period": "2025",
        "as_of": AS_OF,
        "scheme": "district-2023",
        "goals": goals,
    }
    return Case(**(plain | changed))


def standing(one: Goal, held: Case) -> Standing:
    """Where one goal of a case stands."""
    return standing_of(one, held, evidence_of(held), state_rules(held.as_of))
