"""A result of the small plan, made by hand: every state, every kind of unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.assessment.records import (
    Assessment,
    Case,
    Duty,
    Light,
    PathPoint,
    Pins,
    Point,
    Progress,
    Proposal,
    Role,
    SeriesPoint,
    Standing,
    State,
    Step,
    UnitScore,
    WorkStanding,
)
from dafeng.indicators.records import Basis, Missing, Observation, Quality
from dafeng.web.assessment.convert import Behind, Named, SchemeWords
from dafeng.web.assessment.services.storing import Made, run_store

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.plans.models import Plan

PLACE = "110101"
AS_OF = date(2026, 11, 15)
SCHEME = "district-2023"
FGW = Duty(unit="区发改委", role=Role.LEAD)
LACK = Missing(
    series="energy.nonfossil", period="2026", scope="", owner="统计", due_on=AS_OF
)
WORDS = SchemeWords(
    name=Named(id=SCHEME, zh="区级考核办法", en="District scheme"),
    label=Named(id="1", zh="工作用办法，待确认", en="Working scheme, to be confirmed"),
    rules=(
        Named(id="targets", zh="目标完成", en="Targets"),
        Named(id="tasks", zh="任务进度", en="Tasks"),
    ),
    grades=(
        Named(id="excellent", zh="优秀", en="Excellent"),
        Named(id="good", zh="良好", en="Good"),
        Named(id="fail", zh="不合格", en="Failed"),
    ),
)


def standing(key: str, state: State, **facts: Any) -> Standing:
    base: dict[str, Any] = {
        "id": key,
        "clause": "二",
        "indicator": f"指标 {key}",
        "definition": "A05.calorific",
        "state": state,
        "unit": "%",
        "comparator": ">=",
        "year": 2025,
        "settled": True,
        "source": "二",
        "reason": "按年终数判断。",
        "duties": (FGW,),
    }
    return Standing(**(base | facts))


def standings() -> tuple[Standing, ...]:
    """Six targets: four closed in 2025, two open until 2030."""
    history = tuple(
        SeriesPoint(period=str(year), value=Decimal(value))
        for year, value in ((2021, "8.5"), (2023, "10.1"), (2025, "12.6"))
    )
    return (
        standing(
            "T001",
            State.MET,
            indicator="非化石能源消费比重",
            value=Decimal("12.6"),
            period="2025",
            target=Decimal(12),
            expected=Decimal(12),
            distance=Decimal("-0.6"),
            completion=Decimal(1),
            probability=Decimal(1),
            basis=Basis.REPORTED,
            quality=Quality.B,
            evidence=("能源统计报表 2025",),
            history=history,
        ),
        standing(
            "T002",
            State.MISSED,
            indicator="森林覆盖率",
            definition="H01",
            value=Decimal("18.2"),
            period="2025",
            target=Decimal(20),
            distance=Decimal("1.8"),
            probability=Decimal(0),
            work_late=True,
            duties=(Duty(unit="区农业农村委", role=Role.LEAD),),
        ),
        standing(
            "T003",
            State.ON_TRACK,
            indicator="非化石能源消费比重",
            value=Decimal("12.6"),
            period="2025",
            target=Decimal(18),
            expected=Decimal("12.2"),
            distance=Decimal("5.4"),
            probability=Decimal("0.8312345"),
            low=Decimal("17.1"),
            high=Decimal("20.4"),
            year=2030,
            settled=False,
            data_late=True,
            missing=(LACK,),
            history=history,
        ),
        standing(
            "T004",
            State.UNKNOWN,
            indicator="可再生能源电力装机容量",
            definition="B05",
            target=Decimal(30),
            unit="万kW",
            clause="三(一)1",
            missing=(attrs.evolve(LACK, series="grid.renewables", owner="电力"),),
            duties=(FGW, Duty(unit="各乡镇", role=Role.SUPPORT)),
        ),
        standing(
            "T005",
            State.DELEGATED_UNSET,
            indicator="单位地区生产总值能耗",
            definition="",
            comparator="",
            year=None,
            settled=False,
            clause="三(一)2",
            duties=(Duty(unit="区城管委", role=Role.LEAD),),
        ),
        standing(
            "T006",
            State.DIRECTIONAL_NO,
            indicator="森林蓄积量",
            definition="H02",
            comparator="",
            value=Decimal(30),
            period="2025",
            year=2030,
            settled=False,
            clause="三(二)1",
        ),
    )


def scores() -> tuple[UnitScore, ...]:
    return (
        UnitScore(
            name="区发改委",
            kind="bureau",
            score=Decimal("91.25"),
            grade="excellent",
            best="excellent",
            rank=1,
            points=(
                Point(
                    rule="targets",
                    subject="T001",
                    points=Decimal(40),
                    of=Decimal(40),
                    state="met",
                    evidence=("能源统计报表 2025",),
                    reason="达到目标，得满分。",
                ),
                Point(
                    rule="targets",
                    subject="T004",
                    points=Decimal(0),
                    of=Decimal("8.75"),
                    state="unknown",
                    reason="没有数据，不得分。",
                ),
                Point(
                    rule="tasks",
                    subject="三(一)1",
                    points=Decimal("51.25"),
                    of=Decimal("51.25"),
                    state="verified",
                    evidence=("报告",),
                    reason="按时完成。",
                ),
            ),
        ),
        UnitScore(
            name="区农业农村委",
            kind="bureau",
            score=Decimal("55.5"),
            grade="fail",
            best="good",
            rank=2,
            points=(
                Point(
                    rule="targets",
                    subject="T002",
                    points=Decimal("55.5"),
                    of=Decimal(100),
                    state="missed",
                    reason="完成 91%。",
                ),
            ),
            vetoes=("约束性目标 T002 未完成",),
        ),
        UnitScore(name="甲镇", kind="township", score=None, grade=""),
    )


def proposals() -> tuple[Proposal, ...]:
    return (
        Proposal(
            id="target-missed/区农业农村委/T002",
            step=Step.CIRCULAR,
            unit="区农业农村委",
            subject="T002",
            rule="target-missed",
            clause="五(三)",
            facts="森林覆盖率 2025 年为 18.2%，目标 20%，未完成。",
            figure="18.2 %",
            demand="于 2026-12-31 前报送原因和整改措施。",
            reply_by=date(2026, 12, 31),
        ),
        Proposal(
            id="grade-best/区发改委/",
            step=Step.COMMEND,
            unit="区发改委",
            subject="",
            rule="grade-best",
            clause="五(三)",
            facts="考核等次优秀。",
            figure="91.25",
            demand="建议表彰。",
        ),
    )


def works() -> tuple[WorkStanding, ...]:
    return (
        WorkStanding(
            id="三(一)1",
            clause="三(一)1",
            title="发展新能源",
            state=Progress.VERIFIED,
            overdue=False,
            percent=Decimal(100),
            planned=Decimal(100),
            light=Light.GREEN,
            rule="on-time",
            reason="基本按序时推进",
            duties=(FGW, Duty(unit="各乡镇", role=Role.SUPPORT)),
        ),
    )


def made(period: str = "2025", **facts: Any) -> Made:
    """A result as the core would give it; ``facts`` replace parts of it."""
    case = Case(place=PLACE, period=period, as_of=AS_OF, scheme=SCHEME, synthetic=True)
    base: dict[str, Any] = {
        "place": PLACE,
        "period": period,
        "as_of": AS_OF,
        "scheme": SCHEME,
        "inputs": Pins(
            case_sha256="a" * 64,
            scheme=SCHEME,
            scheme_sha256="b" * 64,
            rules_sha256="c" * 64,
            definitions_sha256="d" * 64,
            tables=(("observations", 3),),
            program="0",
        ),
        "targets": standings(),
        "tasks": works(),
        "units": scores(),
        "proposals": proposals(),
        "findings": (),
    }
    path = (
        PathPoint(year=2025, value=Decimal("12.2")),
        PathPoint(year=2030, value=Decimal(18)),
    )
    inputs = (
        Observation(
            series="energy.nonfossil",
            period="2025",
            value=Decimal("126"),
            evidence="能源统计报表 2025 表 3",
            entered_by="clerk",
            approved_by="head",
            learned_on=date(2026, 8, 1),
        ),
    )
    return Made(
        case=case,
        assessment=Assessment(**(base | facts)),
        words=WORDS,
        behind=Behind(paths={"T003": path}, inputs={"T001": inputs}),
    )


def frozen(
    run: AssessmentRun, seal: str = "e" * 64, replaces: AssessmentRun | None = None
) -> AssessmentRun:
    """The run as if it had been sealed; a result made by hand has no real seal."""
    if replaces is not None:
        replaces.status, replaces.replaced_by = "replaced", run
        replaces.save()
    run.status, run.seal, run.frozen_at = "frozen", seal, timezone.now()
    run.save()
    return run


def stored(plan: Plan, period: str = "2025", **facts: Any) -> AssessmentRun:
    """A draft of the hand-made result."""
    return run_store(made=made(period, **facts), plan=plan, by=None)
