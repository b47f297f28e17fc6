"""Cases of supervision in the sample, in every state; all invented."""

from __future__ import annotations

from datetime import date
from functools import cache

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows

CASE_CONTACT = "双碳办 综合科 88880000"
BY_HAND_UNIT = "housing"
"""Code of the unit that the cases opened by hand are about."""


@attrs.frozen(kw_only=True)
class SamplePlanLine:
    """One line of a plan of rectification."""

    what: str
    who: str
    due_on: date


@attrs.frozen(kw_only=True)
class SampleCase:
    """A case and how far it came.

    Attributes
    ----------
    key : str
        Name within the table; ``follows`` is the one that this takes the place of.
    period : str
        Of the result that it rests on; empty for one that was opened by hand.
    step : str
        Step of the proposal, or ``ranking`` for a circular with the ranking.
    nth : int
        Which proposal of that step, among those whose unit can answer.
    until : str
        State that it came to.
    """

    key: str
    period: str
    step: str
    nth: int
    until: str
    drafted_on: date
    issued_on: date | None
    received_on: date | None
    replied_on: date | None
    reviewed_on: date | None
    done_on: date | None
    closed_on: date | None
    follows: str
    basis: str
    item: str
    facts: str
    demand: str
    reply: str
    problems: str
    plan: tuple[SamplePlanLine, ...]
    opinion: str


@cache
def sample_cases() -> tuple[SampleCase, ...]:
    """Return the cases in the order in which they were issued."""
    rows = [_case(row) for row in packaged_rows("dafeng.sample", "supervision.csv")]
    return tuple(sorted(rows, key=lambda row: row.issued_on or date.max))


def _case(row: dict[str, str]) -> SampleCase:
    return SampleCase(
        key=row["key"],
        period=row["period"],
        step=row["step"],
        nth=int(row["nth"]),
        until=row["until"],
        drafted_on=date.fromisoformat(row["drafted_on"]),
        issued_on=day_or_none(row["issued_on"]),
        received_on=day_or_none(row["received_on"]),
        replied_on=day_or_none(row["replied_on"]),
        reviewed_on=day_or_none(row["reviewed_on"]),
        done_on=day_or_none(row["done_on"]),
        closed_on=day_or_none(row["closed_on"]),
        follows=row["follows"],
        basis=row["basis"],
        item=row["item"],
        facts=row["facts"],
        demand=row["demand"],
        reply=row["reply"],
        problems=row["problems"],
        plan=tuple(_line(text) for text in row["plan"].split(";") if text),
        opinion=row["opinion"],
    )


def _line(text: str) -> SamplePlanLine:
    what, who, due_on = text.split(":")
    return SamplePlanLine(what=what, who=who, due_on=date.fromisoformat(due_on))
