"""A small district that reports: a bureau with a task, a grid company with figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.work.models import Report, ReportingDuty, Round, Task
from dafeng.web.work.report_content import FigureAnswer, ReportContent
from dafeng.web.work.services.duties import TASK_FORM, DutyFacts, duty_set
from dafeng.web.work.services.report_saving import report_save
from dafeng.web.work.services.reports import (
    report_confirm,
    report_submit,
    report_verify,
)
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence, TaskState
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from decimal import Decimal

    from django.conf import LazySettings

PLACE = "110101"
POWER, GREEN = "power.consumption", "power.generation.renewable"
PERIOD = Period.month(2026, 10)
QUARTER = Period.quarter(2026, 3)
LEARNED = datetime(2026, 11, 2, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class House:
    """Units and people of the district."""

    root: Organisation
    bureau: Organisation
    grid: Organisation
    office: User
    officer: User
    head: User
    clerk: User
    chief: User
    verifier: User
    stranger: User
    reader: User


def house_of(settings: LazySettings, folder: Path) -> House:
    """Build the district with folders of its own."""
    settings.MEDIA_ROOT = folder / "files"
    settings.LAKE_ROOT = folder / "lake"
    settings.SEAL_ROOT = folder / "seals"
    root = organisation("demo", "示范区", kind="government", place_code=PLACE)
    bureau = organisation("fgw", "区发改委", parent=root)
    grid = organisation("grid", "示范供电公司", parent=root, kind="enterprise")
    water = organisation("water", "区水务局", parent=root)
    return House(
        root=root,
        bureau=bureau,
        grid=grid,
        office=person("office", root, RoleCode.CARBON_OFFICE),
        officer=person("officer", bureau, RoleCode.UNIT_OFFICER),
        head=person("head", bureau, RoleCode.UNIT_HEAD),
        clerk=person("clerk", grid, RoleCode.UNIT_OFFICER),
        chief=person("chief", grid, RoleCode.UNIT_HEAD),
        verifier=person("verifier", root, RoleCode.VERIFIER),
        stranger=person("stranger", water, RoleCode.UNIT_OFFICER),
        reader=person("reader", bureau, RoleCode.READER),
    )


def task_of(house: House, **facts: Any) -> Task:
    """A task of the bureau, accepted and not begun."""
    base: dict[str, Any] = {
        "organisation": house.root,
        "lead": house.bureau,
        "number": "三(一)1",
        "title": "发展新能源",
        "state": TaskState.ACCEPTED.value,
        "begins_on": date(2026, 1, 1),
        "first_due_on": date(2026, 12, 31),
        "due_on": date(2026, 12, 31),
        "created_at": timezone.now(),
        "created_by": house.office,
    }
    return Task.objects.create(**(base | facts))


def task_duty(house: House, task: Task) -> ReportingDuty:
    facts = DutyFacts(
        unit=task.lead,
        form=TASK_FORM,
        frequency=Recurrence.QUARTERLY,
        task=task,
        valid_from=date(2026, 1, 1),
    )
    return duty_set(organisation=house.root, by=house.office, facts=facts)


def figure_duty(house: House, *series: str) -> ReportingDuty:
    facts = DutyFacts(
        unit=house.grid,
        form="供用电月报",
        frequency=Recurrence.MONTHLY,
        series=series or (POWER,),
        valid_from=date(2026, 1, 1),
    )
    return duty_set(organisation=house.root, by=house.office, facts=facts)


def known(settings: LazySettings, series: str, period: str, value: int) -> None:
    """Let the lake know a figure."""
    row = {
        "place": PLACE,
        "series": series,
        "scope": "",
        "period": period,
        "value_e6": value * 1_000_000,
        "unit": "kWh",
        "basis": "statistical",
        "quality": "C",
        "evidence": "年鉴",
        "entered_by": "clerk",
        "approved_by": "head",
        "synthetic": False,
        "note": "",
    }
    lake = Lake(Path(settings.LAKE_ROOT))
    lake.append(OBSERVATIONS, [row], key=f"{series} {period}", learned_at=LEARNED)


def stored(settings: LazySettings) -> list[dict[str, Any]]:
    """What holds in the lake's table now."""
    lake = Lake(Path(settings.LAKE_ROOT))
    rows = lake.current(OBSERVATIONS.name).to_pylist()
    return sorted(rows, key=lambda row: (row["series"], row["period"], row["basis"]))


def month_round(house: House) -> Round:
    return round_open(
        organisation=house.root,
        frequency=Recurrence.MONTHLY,
        period=PERIOD,
        by=house.office,
    )


def quarter_round(house: House) -> Round:
    return round_open(
        organisation=house.root,
        frequency=Recurrence.QUARTERLY,
        period=QUARTER,
        by=house.office,
    )


def figures(*answers: FigureAnswer) -> ReportContent:
    return ReportContent(figures=answers)


def figure(value: Decimal | int, series: str = POWER, **facts: Any) -> FigureAnswer:
    return FigureAnswer(series=series, answer="figure", value=value, **facts)


def saved(report: Report, by: User, content: ReportContent) -> Report:
    report.refresh_from_db()
    return report_save(report=report, by=by, content=content, version=report.version)


def submitted(report: Report, by: User, content: ReportContent) -> Report:
    held = saved(report, by, content)
    return report_submit(report=held, by=by, version=held.version)


def verified(house: House, report: Report, value: int) -> Report:
    """The grid's report, through all four hands."""
    held = submitted(report, house.clerk, figures(figure(value)))
    held = report_confirm(report=held, by=house.chief, version=held.version)
    return report_verify(report=held, by=house.office)
