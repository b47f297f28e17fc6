"""Small results that the tests of consequences share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dafeng.assessment.consequences import propose
from dafeng.assessment.lights import light_rules, work_standing
from dafeng.assessment.records import (
    AssessedUnit,
    Case,
    Duty,
    Goal,
    Notice,
    Proposal,
    Role,
    Standing,
    State,
    UnitScore,
    Work,
)
from dafeng.indicators.records import Missing

AS_OF = date(2026, 5, 20)
"""A Wednesday after the rules of 2026 came into force."""
LEAD, HELPER = "区住房建设委", "区机关事务局"


def duties(**changed: Role) -> tuple[Duty, ...]:
    plain = {LEAD: Role.LEAD, HELPER: Role.SUPPORT} | changed
    return tuple(Duty(unit=unit, role=role) for unit, role in plain.items())


def goal(**changed: Any) -> Goal:
    return Goal(
        **({"id": "T1", "clause": "三(五)1", "indicator": "绿色建筑占比"} | changed)
    )


def standing(state: State = State.MISSED, **changed: Any) -> Standing:
    plain: dict[str, Any] = {
        "id": "T1",
        "clause": "三(五)1",
        "indicator": "绿色建筑占比",
        "definition": "F04",
        "state": state,
        "value": Decimal("91.500000"),
        "period": "2025",
        "unit": "%",
        "target": Decimal(100),
        "comparator": ">=",
        "year": 2025,
        "settled": state in (State.MET, State.MISSED),
        "reason": "2025年最终值未达到要求。",
        "duties": duties(),
    }
    return Standing(**(plain | changed))


def work(**changed: Any) -> Work:
    plain: dict[str, Any] = {
        "id": "三(五)2",
        "clause": "三(五)2",
        "title": "推广光伏建筑一体化",
        "duties": duties(),
        "state": "in-progress",
        "begins_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "percent": Decimal(38),
    }
    return Work(**(plain | changed))


def score(name: str = LEAD, grade: str = "合格", **changed: Any) -> UnitScore:
    plain: dict[str, Any] = {
        "name": name,
        "kind": "bureau",
        "score": Decimal("71.25"),
        "grade": grade,
        "best": grade,
        "rank": 3,
    }
    return UnitScore(**(plain | changed))


def case(**changed: Any) -> Case:
    plain: dict[str, Any] = {
        "place": "990101",
        "period": "2025",
        "as_of": AS_OF,
        "scheme": "district-2023",
        "goals": (goal(),),
        "units": (AssessedUnit(name=LEAD), AssessedUnit(name=HELPER)),
        "plan": "碳达峰实施方案",
    }
    return Case(**(plain | changed))


def missing(owner: str, due_on: date) -> Missing:
    return Missing(
        series="buildings.new.green_area",
        period="2025",
        scope="",
        owner=owner,
        due_on=due_on,
    )


def notice(**changed: Any) -> Notice:
    plain: dict[str, Any] = {
        "unit": LEAD,
        "subject": "T1",
        "step": "circular",
        "number": "碳办通报〔2026〕1号",
        "issued_on": date(2026, 3, 2),
        "reply_by": date(2026, 4, 1),
        "replied_on": date(2026, 3, 30),
    }
    return Notice(**(plain | changed))


def proposed(
    *standings: Standing,
    works: tuple[Work, ...] = (),
    scores: tuple[UnitScore, ...] = (),
    lights: str = "yinchuan-2025",
    **changed: Any,
) -> dict[tuple[str, str], Proposal]:
    """Proposals by unit and subject."""
    held = case(works=works, **changed)
    rules = light_rules(lights)
    stands = tuple(work_standing(one, held.as_of, rules) for one in works)
    found = propose(held, standings, stands, scores)
    by_subject = {(one.unit, one.subject): one for one in found}
    assert len(by_subject) == len(found)
    return by_subject


def rules_of(found: dict[tuple[str, str], Proposal]) -> dict[tuple[str, str], str]:
    return {at: one.rule for at, one in found.items()}
