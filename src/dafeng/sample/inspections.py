"""Inspections of the sample: two plans, what was seen, shared cases; all invented.

The rows name the inspections of a plan by their order, not by enterprise: who is
inspected is drawn when the house is filled, from seeds that stand here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, sample_enterprises

OFFICES = ("drc", "industry", "ecology")
"""Units that take part; the first leads."""
_UNKNOWN_OF_HUNDRED = 8
_LEAST_TCE, _PER_WEIGHT = 900, 35


@attrs.frozen(kw_only=True)
class SamplePlan:
    """A plan with the days on which it was taken on.

    Attributes
    ----------
    turn : int
        Which seed: one whose draw fits what the rows tell of the inspections.
    """

    year: int
    title: str
    basis: str
    quota: int
    drafted_on: date
    approved_on: date
    drawn_on: date
    published_on: date
    closed_on: date | None
    planned_from: date
    planned_to: date
    word: str
    turn: int

    @property
    def seed(self) -> str:
        """A seed that everybody knows: the draw of the sample is no secret."""
        return hashlib.sha256(
            f"dafeng sample {self.year} {self.turn}".encode()
        ).hexdigest()


@attrs.frozen(kw_only=True)
class SampleRecheck:
    """Somebody looked again."""

    on: date
    result: str
    note: str


@attrs.frozen(kw_only=True)
class SampleFinding:
    """Something that was found."""

    severity: str
    rule: str
    fact: str
    demand: str
    rechecks: tuple[SampleRecheck, ...]
    penalty: str
    penalty_number: str
    penalty_on: date | None
    penalty_yuan: Decimal | None


@attrs.frozen(kw_only=True)
class SampleVisit:
    """What became of the inspection at one place of a plan's list."""

    year: int
    order: int
    state: str
    visited_on: date | None
    facts: str
    statement: str
    findings: tuple[SampleFinding, ...]


@attrs.frozen(kw_only=True)
class SamplePart:
    """One office's part of a shared case."""

    office: str
    kind: str
    ask: str
    states: tuple[str, ...]
    measure: str
    number: str
    decided_on: date | None
    amount: Decimal | None
    holds_from: date | None
    holds_to: date | None


@attrs.frozen(kw_only=True)
class SampleCase:
    """A shared case; ``finding`` is year and order of its inspection."""

    finding: tuple[int, int]
    opened_on: date
    title: str
    summary: str
    withdrawn_on: date | None
    reason: str
    parts: tuple[SamplePart, ...]


@cache
def sample_inspection_plans() -> tuple[SamplePlan, ...]:
    """Return last year's plan, closed, and this year's, running."""
    return (
        SamplePlan(
            year=2025,
            title="节能监察“双随机、一公开”抽查计划",
            basis="示市发改节能〔2025〕6号",
            quota=8,
            drafted_on=date(2025, 2, 17),
            approved_on=date(2025, 2, 24),
            drawn_on=date(2025, 3, 3),
            published_on=date(2025, 3, 5),
            closed_on=date(2025, 12, 19),
            planned_from=date(2025, 4, 1),
            planned_to=date(2025, 11, 30),
            word="20250303",
            turn=0,
        ),
        SamplePlan(
            year=2026,
            title="节能监察“双随机、一公开”抽查计划",
            basis="示市发改节能〔2026〕4号",
            quota=12,
            drafted_on=date(2026, 2, 9),
            approved_on=date(2026, 2, 25),
            drawn_on=date(2026, 3, 2),
            published_on=date(2026, 3, 4),
            closed_on=None,
            planned_from=date(2026, 4, 1),
            planned_to=date(2026, 12, 18),
            word="20260302",
            turn=1,
        ),
    )


@cache
def sample_energy() -> dict[str, Decimal | None]:
    """Return energy use in tce by the code of an enterprise; some are unknown."""
    chance = Chance(DISTRICT_SEED)
    made: dict[str, Decimal | None] = {}
    for one in sample_enterprises():
        code = one.code.lower()
        known = chance.between(1, 100, "energy known", code) > _UNKNOWN_OF_HUNDRED
        tce = _LEAST_TCE + one.weight // _PER_WEIGHT
        made[code] = Decimal(tce) if known else None
    return made


@cache
def sample_visits() -> tuple[SampleVisit, ...]:
    """Return what became of the inspections, by year and order."""
    found: dict[tuple[int, int], list[SampleFinding]] = defaultdict(list)
    for row in packaged_rows("dafeng.sample", "inspection_findings.csv"):
        found[int(row["year"]), int(row["order"])].append(_finding(row))
    return tuple(
        SampleVisit(
            year=int(row["year"]),
            order=int(row["order"]),
            state=row["state"],
            visited_on=day_or_none(row["visited_on"]),
            facts=row["facts"],
            statement=row["statement"],
            findings=tuple(found[int(row["year"]), int(row["order"])]),
        )
        for row in packaged_rows("dafeng.sample", "inspections.csv")
    )


@cache
def sample_shared_cases() -> tuple[SampleCase, ...]:
    """Return the cases in the order in which they were opened."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in packaged_rows("dafeng.sample", "shared_cases.csv"):
        rows[row["key"]].append(row)
    made = [_case(lines) for lines in rows.values()]
    return tuple(sorted(made, key=lambda one: one.opened_on))


def _finding(row: dict[str, str]) -> SampleFinding:
    return SampleFinding(
        severity=row["severity"],
        rule=row["rule"],
        fact=row["fact"],
        demand=row["demand"],
        rechecks=tuple(_recheck(one) for one in row["rechecks"].split("|") if one),
        penalty=row["penalty"],
        penalty_number=row["penalty_number"],
        penalty_on=day_or_none(row["penalty_on"]),
        penalty_yuan=_decimal(row["penalty_yuan"]),
    )


def _recheck(text: str) -> SampleRecheck:
    day, result, note = text.split(" ", 2)
    return SampleRecheck(on=date.fromisoformat(day), result=result, note=note)


def _case(rows: list[dict[str, str]]) -> SampleCase:
    first = rows[0]
    year, order = first["finding"].split("-")
    return SampleCase(
        finding=(int(year), int(order)),
        opened_on=date.fromisoformat(first["opened_on"]),
        title=first["title"],
        summary=first["summary"],
        withdrawn_on=day_or_none(first["withdrawn_on"]),
        reason=first["reason"],
        parts=tuple(
            SamplePart(
                office=row["office"],
                kind=row["kind"],
                ask=row["ask"],
                states=tuple(row["states"].split()),
                measure=row["measure"],
                number=row["number"],
                decided_on=day_or_none(row["decided_on"]),
                amount=_decimal(row["amount"]),
                holds_from=day_or_none(row["holds_from"]),
                holds_to=day_or_none(row["holds_to"]),
            )
            for row in rows
        ),
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
