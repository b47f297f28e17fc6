"""Projects of the sample: those that its plan names, and some of the ledger's own.

Names come from the plan; stages, days, sizes that the plan does not print, approvals,
milestones and reports are invented. Nothing here says anything of a real project.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows
from dafeng.projects import ApprovalKind, Review, Stage, StageAct
from dafeng.sample.work_tasks import SAMPLE_WORK_DATE

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = (
    StageAct.SCREEN,
    StageAct.FILE,
    StageAct.TAKE,
    StageAct.APPRAISE,
    StageAct.APPROVE,
    StageAct.START,
    StageAct.TRY,
    StageAct.ACCEPT,
    StageAct.OPERATE,
    StageAct.MONITOR,
)
"""Acts of a project with an energy review of its own, in order."""
SHORT = (
    StageAct.SCREEN,
    StageAct.EXEMPT,
    StageAct.START,
    StageAct.TRY,
    StageAct.ACCEPT,
    StageAct.OPERATE,
)
"""Acts of one that only hands in its figures."""
EARLY = (*WHOLE[: WHOLE.index(StageAct.START)], StageAct.EXEMPT, StageAct.REFUSE)
"""Acts before building."""
LAST = {
    Stage.SCREENED: StageAct.SCREEN,
    Stage.EXEMPT: StageAct.EXEMPT,
    Stage.FILED: StageAct.FILE,
    Stage.TAKEN: StageAct.TAKE,
    Stage.APPRAISING: StageAct.APPRAISE,
    Stage.APPROVED: StageAct.APPROVE,
    Stage.BUILDING: StageAct.START,
    Stage.TRIAL: StageAct.TRY,
    Stage.OPERATING: StageAct.OPERATE,
    Stage.MONITORED: StageAct.MONITOR,
}
PAPERS = (
    (ApprovalKind.PROJECT, 300, "示发改审批"),
    (ApprovalKind.LAND, 250, "示规资预审"),
    (ApprovalKind.ENVIRONMENT, 200, "示环审"),
    (ApprovalKind.ENERGY, 150, "示发改节能"),
    (ApprovalKind.PLANNING, 90, "示规资许可"),
    (ApprovalKind.CONSTRUCTION, 20, "示住建施工"),
)
"""Kind of approval, how many days before building it came, and whose number it has."""
STEPS = (
    ("前期手续办结", Decimal("0"), Decimal(5)),
    ("主体开工", Decimal("0.15"), Decimal(20)),
    ("主体完工", Decimal("0.6"), Decimal(65)),
    ("设备安装", Decimal("0.85"), Decimal(90)),
)
"""Milestones: title, where between begin and end, and how far the project is then."""
PHOTOGRAPHED = ("JH-011", "JH-013", "JH-034")
"""Projects that have two pictures each."""


@attrs.frozen(kw_only=True)
class SampleAct:
    """An act of the life cycle on its day."""

    act: StageAct
    on: date
    reason: str = ""


@attrs.frozen(kw_only=True)
class SampleApproval:
    """An approval of a sample project."""

    kind: ApprovalKind
    number: str
    dated: date


@attrs.frozen(kw_only=True)
class SampleMilestone:
    """A step of a sample project."""

    title: str
    planned_on: date
    percent: Decimal
    done_on: date | None


@attrs.frozen(kw_only=True)
class SampleReport:
    """A report of a sample project."""

    on: date
    percent: Decimal
    built: Decimal | None
    text: str
    problem: str = ""


@attrs.frozen(kw_only=True)
class SampleProject:
    """A project of the register.

    Attributes
    ----------
    plan : str
        Key of the plan's project; empty for one that the plan does not name.
    places : tuple of (str, Decimal)
        Division codes and shares.
    location : dict or None
        GeoJSON.
    """

    plan: str
    code: str
    name: str
    kind: str
    unit: str
    builder: str
    builder_unit: str
    industry: str
    capacity: Decimal | None
    capacity_unit: str
    investment: Decimal | None
    places: tuple[tuple[str, Decimal], ...]
    location: dict[str, Any] | None
    stage: Stage
    review: Review
    start_due: date | None
    operation_due: date | None
    energy_tce: Decimal | None
    coal_t: Decimal | None
    co2_t: Decimal | None
    measure: str
    targets: tuple[str, ...]
    note: str
    acts: tuple[SampleAct, ...]
    approvals: tuple[SampleApproval, ...]
    milestones: tuple[SampleMilestone, ...]
    reports: tuple[SampleReport, ...]


def sample_outlines() -> dict[str, Any]:
    """Return schematic outlines of the sample's towns as GeoJSON; no true borders."""
    text = (files("dafeng.sample") / "data" / "places.geojson").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def sample_projects() -> tuple[SampleProject, ...]:
    """Return the projects of the sample, by code."""
    rows = packaged_rows("dafeng.sample", "projects.csv")
    return tuple(_project(row) for row in rows)


def _project(row: dict[str, str]) -> SampleProject:
    days = {
        name: day_or_none(row[name])
        for name in ("start_due", "operation_due", "started", "trial", "operated")
    }
    stage, review = Stage(row["stage"]), Review(row["review"])
    return SampleProject(
        plan=row["plan"],
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        unit=row["unit"],
        builder=row["builder"],
        builder_unit=row["builder_unit"],
        industry=row["industry"],
        capacity=_decimal(row["capacity"]),
        capacity_unit=row["capacity_unit"],
        investment=_decimal(row["investment_wan"], 10_000),
        places=_places(row["places"]),
        location=_location(row),
        stage=stage,
        review=review,
        start_due=days["start_due"],
        operation_due=days["operation_due"],
        energy_tce=_decimal(row["energy_tce"]),
        coal_t=_decimal(row["coal_t"]),
        co2_t=_decimal(row["co2_t"]),
        measure=row["measure"],
        targets=tuple(row["targets"].split()),
        note=row["note"],
        acts=tuple(_acts(stage, review, days)),
        approvals=tuple(_approvals(row, stage, review, days)),
        milestones=tuple(_milestones(stage, row["percent"], days)),
        reports=tuple(_reports(row, days)),
    )


def _decimal(text: str, times: int = 1) -> Decimal | None:
    return Decimal(text) * times if text else None


def _places(text: str) -> tuple[tuple[str, Decimal], ...]:
    pairs = [part.partition(":") for part in text.split(";") if part]
    return tuple((code, Decimal(share or "1")) for code, _colon, share in pairs)


def _location(row: dict[str, str]) -> dict[str, Any] | None:
    if row["area"]:
        ring = [[float(x) for x in pair.split(",")] for pair in row["area"].split()]
        return {"type": "Polygon", "coordinates": [ring]}
    if row["lon"]:
        return {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
    return None


def _acts(
    stage: Stage, review: Review, days: dict[str, date | None]
) -> Iterator[SampleAct]:
    """Acts up to the stage; those before building lie a month apart."""
    if stage is Stage.PLANNED:
        return
    refused = stage is Stage.REFUSED
    whole = WHOLE if review is Review.SEPARATE else SHORT
    last = StageAct.APPRAISE if refused else LAST[stage]
    path = list(whole[: whole.index(last) + 1])
    if refused:
        path.append(StageAct.REFUSE)
    known = {
        StageAct.START: days["started"],
        StageAct.TRY: days["trial"],
        StageAct.OPERATE: days["operated"],
    }
    early = [act for act in path if act in EARLY]
    begin = days["started"] or min(
        days["start_due"] or SAMPLE_WORK_DATE, SAMPLE_WORK_DATE
    )
    for number, act in enumerate(path):
        on = known.get(act)
        if on is None and act in early:
            on = begin - timedelta(days=30 * (len(early) - number) + 12)
        elif on is None:
            operated = days["operated"] or SAMPLE_WORK_DATE
            on = operated + timedelta(days=-10 if act is StageAct.ACCEPT else 60)
        reason = "能耗与本区控制目标不符。" if act is StageAct.REFUSE else ""
        yield SampleAct(act=act, on=min(on, SAMPLE_WORK_DATE), reason=reason)


def _approvals(
    row: dict[str, str], stage: Stage, review: Review, days: dict[str, date | None]
) -> Iterator[SampleApproval]:
    """Papers that a project of the stage has, but for the faults that are planted."""
    faults = row["faults"].split()
    begin = days["started"] or days["start_due"]
    building = days["started"] is not None
    if begin is None or stage in (Stage.PLANNED, Stage.SCREENED, Stage.REFUSED):
        return
    number = int("".join(sign for sign in row["code"] if sign.isdigit()))
    for kind, before, signs in PAPERS:
        if kind is ApprovalKind.ENERGY and review is not Review.SEPARATE:
            continue
        early = kind in (ApprovalKind.PROJECT, ApprovalKind.LAND)
        approved = stage in (Stage.APPROVED, Stage.EXEMPT)
        if not building and not early and not approved:
            continue
        if not building and kind is ApprovalKind.CONSTRUCTION:
            continue
        if f"{kind}-missing" in faults:
            continue
        dated = min(begin - timedelta(days=before), SAMPLE_WORK_DATE)
        if f"{kind}-lapsing" in faults:
            dated = date(SAMPLE_WORK_DATE.year - 2, 12, 28)
        elif f"{kind}-lapsed" in faults:
            dated = date(SAMPLE_WORK_DATE.year - 3, 9, 12)
        yield SampleApproval(
            kind=kind, number=f"{signs}〔{dated.year}〕{number}号", dated=dated
        )
    operated = days["operated"]
    if operated is not None:
        yield SampleApproval(
            kind=ApprovalKind.ACCEPTANCE,
            number=f"示发改验收〔{operated.year}〕{number}号",
            dated=operated - timedelta(days=10),
        )
        if row["industry"]:
            yield SampleApproval(
                kind=ApprovalKind.DISCHARGE,
                number=f"示环排〔{operated.year}〕{number}号",
                dated=operated - timedelta(days=30),
            )


def _milestones(
    stage: Stage, percent: str, days: dict[str, date | None]
) -> Iterator[SampleMilestone]:
    """Steps between the planned begin and end; those that the percentage passed."""
    begin, end = days["start_due"], days["operation_due"]
    if begin is None or end is None or stage is Stage.REFUSED:
        return
    span = (end - begin).days
    late = ((days["started"] or begin) - begin).days
    done = Decimal(percent) if percent else Decimal(0)
    if days["operated"] is not None:
        done = Decimal(100)
    for title, share, reached in STEPS:
        planned = begin + timedelta(days=int(span * share))
        came = min(planned + timedelta(days=max(late, 0)), SAMPLE_WORK_DATE)
        yield SampleMilestone(
            title=title,
            planned_on=planned,
            percent=reached,
            done_on=came if done >= reached else None,
        )
    yield SampleMilestone(
        title="建成投运",
        planned_on=end,
        percent=Decimal(100),
        done_on=days["operated"],
    )


def _reports(
    row: dict[str, str], days: dict[str, date | None]
) -> Iterator[SampleReport]:
    """Three reports on the way to the percentage of today."""
    started = days["started"]
    if not row["percent"] or started is None:
        return
    percent, built = Decimal(row["percent"]), _decimal(row["built"])
    last = days["operated"] or SAMPLE_WORK_DATE - timedelta(days=_age(row["code"]))
    span = (last - started).days
    for share, words in (
        (Decimal("0.4"), "前期手续完成，土建施工。"),
        (Decimal("0.75"), "主体施工，设备陆续到场。"),
        (Decimal(1), "按计划推进，正在安装调试。"),
    ):
        part = None if built is None else (built * share).quantize(Decimal("0.01"))
        behind = row["code"] == "JH-013" and share == 1
        yield SampleReport(
            on=started + timedelta(days=int(span * share)),
            percent=(percent * share).quantize(Decimal("0.1")),
            built=part,
            text=words,
            problem="风机基础用地调整，吊装推迟。" if behind else "",
        )


def _age(code: str) -> int:
    """How many days ago the newest report came; some are overdue."""
    number = int("".join(sign for sign in code if sign.isdigit()))
    return 45 if number % 9 == 0 else 8 + number % 15
