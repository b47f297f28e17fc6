"""The stages of one project: advice, diagnosis, finance, retrofit, operation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity


class Stage(StrEnum):
    """Stages of the service of one provider (合同能源管理"一站式"服务), in order.

    Source: GB/T 24915 names diagnosis, finance, retrofit and operation as the work of
    a provider (U, recalled); the advice before it is that of the district's plan.
    """

    ADVICE = "advice"
    DIAGNOSIS = "diagnosis"
    FINANCE = "finance"
    RETROFIT = "retrofit"
    OPERATION = "operation"


NEEDED = (Stage.RETROFIT, Stage.OPERATION)
"""Stages that no project is without."""


class Progress(StrEnum):
    """Where one stage stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


@attrs.frozen(kw_only=True)
class StageDays:
    """Days of a stage; an unknown one is None.

    Attributes
    ----------
    planned_begin, planned_end, actual_begin, actual_end : date or None
    skipped : bool
        The project does without it.
    """

    planned_begin: date | None = None
    planned_end: date | None = None
    actual_begin: date | None = None
    actual_end: date | None = None
    skipped: bool = False

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        if self.skipped:
            return Progress.SKIPPED
        if self.actual_begin is None:
            return Progress.PLANNED
        return Progress.RUNNING if self.actual_end is None else Progress.DONE


Course: TypeAlias = Mapping[Stage, StageDays]
"""What is known of each stage; one that is not entered is not in it."""


def earliest_of(stage: Stage, course: Course) -> date | None:
    """Return the first day on which a stage may begin; None: it may not yet.

    It is the day on which the stage before began; of the operation, the day on which
    the retrofit ended. A stage that the project does without is passed over.

    Examples
    --------
    >>> course = {Stage.ADVICE: StageDays(actual_begin=date(2026, 3, 2))}
    >>> earliest_of(Stage.DIAGNOSIS, course)
    datetime.date(2026, 3, 2)
    >>> earliest_of(Stage.FINANCE, course) is None
    True
    """
    stages = list(Stage)
    for before in reversed(stages[: stages.index(stage)]):
        days = course.get(before)
        if days is None:
            return None
        if days.skipped:
            continue
        return days.actual_end if stage is Stage.OPERATION else days.actual_begin
    return date.min


def see_course(course: Course, on: date) -> None:
    """Refuse stages that cannot have happened as they are told.

    Raises
    ------
    BadInputError
        ``stage.needed``: no project does without it; ``stage.future``: an actual day
        is still to come; ``stage.end``: a stage ends before it begins;
        ``stage.order``: it begins before the stage before it began;
        ``stage.retrofit``: the operation begins before the retrofit ended.
    """
    for stage in Stage:
        days = course.get(stage)
        if days is not None:
            _see_days(stage, days, on)
            _see_order(stage, days, course)


def _see_days(stage: Stage, days: StageDays, on: date) -> None:
    told = (days.planned_begin, days.planned_end, days.actual_begin, days.actual_end)
    if days.skipped and (stage in NEEDED or any(told)):
        msg = f"{stage} cannot be left out, or has days although it is."
        raise BadInputError(msg, code="stage.needed", stage=stage.value)
    for day in told[2:]:
        if day is not None and day > on:
            msg = f"{stage}: {day} is still to come."
            raise BadInputError(msg, code="stage.future", stage=stage.value, day=day)
    for begin, end in (told[:2], told[2:]):
        if end is not None and (begin or end) > end:
            msg = f"{stage} ends on {end}, before it begins."
            raise BadInputError(msg, code="stage.end", stage=stage.value, day=end)
    if days.actual_end is not None and days.actual_begin is None:
        msg = f"{stage} ends without a beginning."
        raise BadInputError(
            msg, code="stage.end", stage=stage.value, day=days.actual_end
        )


def _see_order(stage: Stage, days: StageDays, course: Course) -> None:
    if days.actual_begin is None:
        return
    earliest = earliest_of(stage, course)
    if earliest is None or days.actual_begin < earliest:
        code = "stage.retrofit" if stage is Stage.OPERATION else "stage.order"
        msg = f"{stage} begins on {days.actual_begin}, before the stage before allows."
        raise BadInputError(msg, code=code, stage=stage.value, day=days.actual_begin)


def delay_of(days: StageDays, on: date) -> int | None:
    """Return by how many days a stage is late; less than nothing is early.

    What ended is held against its planned end; what is under way against its planned
    end once that is over, else its beginning against the planned one; what has not
    begun counts from its planned beginning. None: nothing is planned to hold it to.

    Examples
    --------
    >>> days = StageDays(planned_end=date(2026, 5, 1), actual_begin=date(2026, 4, 1))
    >>> delay_of(days, date(2026, 5, 11))
    10
    """
    plan_begin, plan_end = days.planned_begin, days.planned_end
    if days.skipped:
        return None
    if days.actual_end is not None:
        return None if plan_end is None else (days.actual_end - plan_end).days
    if days.actual_begin is None:
        return None if plan_begin is None else max((on - plan_begin).days, 0)
    if plan_end is not None and on > plan_end:
        return (on - plan_end).days
    return None if plan_begin is None else (days.actual_begin - plan_begin).days


def current_of(course: Course) -> Stage | None:
    """Return the last stage that has begun; None: none has."""
    begun = [
        stage
        for stage in Stage
        if stage in course and course[stage].actual_begin is not None
    ]
    return begun[-1] if begun else None


def course_findings(course: Course, report_from: date) -> tuple[Finding, ...]:
    """Say what does not fit the report period; unknown days say nothing.

    A saving that counts from a day before the operation is measured on equipment that
    is still being rebuilt (GB/T 13234, reporting period after the measure, U).
    """
    operation = course.get(Stage.OPERATION)
    begun = None if operation is None else operation.actual_begin
    if begun is None or report_from >= begun:
        return ()
    return (
        Finding(
            code="stage.report-early",
            severity=Severity.WARNING,
            place=Stage.OPERATION.value,
            value=report_from.isoformat(),
            rule=f"The report period does not begin before operation on {begun}.",
            hint="Check the day of operation, or that of the report period.",
        ),
    )
