"""Which days of a project are settled together, and which come next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dafeng.enterprises.savings import Length, stretch_at
from dafeng.web.savings.convert import conditions_of
from dafeng.web.savings.models import SavingProject

_DAY = timedelta(days=1)
_MOST = 600
"""Periods that are looked through for the next one: fifty years of months."""


def stretch_of(project: SavingProject, day: date) -> tuple[date, date]:
    """First and last day of what is settled with a day.

    It is the month or quarter of the contract; where the report period, a term, a
    change, the end of the contract or a settlement that stands cuts it, its part.
    """
    length = Length(conditions_of(project, day, day).period)
    return stretch_at(length, day, tuple(_turns(project)))


def next_stretch(project: SavingProject) -> tuple[date, date]:
    """The first days since the report period began that are not settled."""
    held = [
        (one.begin, one.end)
        for one in project.settlements.filter(withdrawn_at=None).only("begin", "end")
    ]
    day = project.report_from
    for _number in range(_MOST):
        over = [end for begin, end in held if begin <= day <= end]
        if not over:
            break
        day = max(over) + _DAY
    return stretch_of(project, day)


def _turns(project: SavingProject) -> Iterator[date]:
    """Days on which something new begins."""
    yield project.report_from
    if project.ended_on is not None:
        yield project.ended_on + _DAY
    changes = project.changes.filter(withdrawn_at=None)
    yield from changes.values_list("effective_from", flat=True)
    spans = (
        project.terms.filter(withdrawn_at=None),
        project.settlements.filter(withdrawn_at=None),
    )
    for rows in spans:
        for begin, end in rows.order_by().values_list("begin", "end"):
            yield begin
            yield end + _DAY
