"""What the reports, the division sheets and the circular hold."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.reports import as_pdf
from dafeng.reports.composing_store import composed
from dafeng.reports.division import DivisionFacts
from dafeng.reports.periodic import QuarterFacts, quarterly_report
from dafeng.reports.ranking import GradeCount, RankingFacts, ranking_circular
from dafeng.reports.records import Blank, Layout, Paper, Table
from dafeng.reports.self_assessment import STATEMENT, SelfAssessmentFacts
from tests.reports.test_composing_store import FRAME, FULL, TARGET, TASK, UNIT

DAY = date(2026, 11, 30)


def tables(paper: Paper) -> list[Table]:
    blocks = [*paper.blocks, *(b for one in paper.attachments for b in one.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def facts_for(cls: type) -> object:
    return next(one for one in FULL if isinstance(one, cls))


def test_the_self_assessment_has_goals_with_target_actual_and_verdict() -> None:
    facts = facts_for(SelfAssessmentFacts)
    assert isinstance(facts, SelfAssessmentFacts)
    paper = composed(facts)
    goals = next(one for one in tables(paper) if one.title == "2025年目标完成情况")
    heads = [column.title for column in goals.columns]
    assert heads[3:5] == ["目标", "实际"]
    assert heads[-1] == "是否完成"
    assert goals.rows[0][3:5] == ("≥ 20", "18.2")
    assert goals.rows[0][-1] == "■ 未达"


def test_the_self_assessment_ends_with_a_statement_to_sign() -> None:
    facts = facts_for(SelfAssessmentFacts)
    assert isinstance(facts, SelfAssessmentFacts)
    paper = composed(facts)
    assert STATEMENT in str(paper.blocks)
    assert [b.label for b in paper.blocks[-3:] if isinstance(b, Blank)] == [
        "主要负责人（签字）",
        "单位（盖章）",
        "日期",
    ]


def test_a_report_of_sixty_pages_has_contents_and_all_its_rows() -> None:
    facts = facts_for(QuarterFacts)
    assert isinstance(facts, QuarterFacts)
    many = attrs.evolve(
        facts,
        targets=tuple(attrs.evolve(TARGET, key=f"T{n:03}") for n in range(900)),
        tasks=tuple(attrs.evolve(TASK, number=f"2026-{n:03}") for n in range(900)),
    )
    paper = quarterly_report(many)
    assert paper.layout is Layout.REPORT
    assert {len(one.rows) for one in tables(paper)} >= {900}
    assert as_pdf(paper, made_on=DAY).pages > 55


def test_a_division_sheet_of_a_unit_has_its_tasks_and_a_place_to_sign() -> None:
    sheets = [one for one in FULL if isinstance(one, DivisionFacts)]
    whole, own = (composed(one) for one in sheets)
    assert own.addressees == ("区发改委",)
    assert [one.title for one in tables(own)] == ["牵头的任务", "配合和落实的任务"]
    assert any(isinstance(block, Blank) for block in own.attachments[0].blocks)
    assert whole.addressees == ("各责任单位",)
    assert [one.title for one in whole.attachments] == [
        "各单位任务数",
        "2026年度碳达峰任务分工表",
    ]


def test_the_circular_counts_the_grades_and_names_where_points_were_lost() -> None:
    last = attrs.evolve(
        UNIT, rank="2", unit="区农业农村委", grade="不合格", reason="目标完成−44.50分"
    )
    paper = ranking_circular(
        RankingFacts(
            frame=FRAME,
            period="2025",
            scheme="考核办法",
            grades=(
                GradeCount(grade="优秀", count=1),
                GradeCount(grade="不合格", count=1),
            ),
            units=(UNIT, last),
            first=(UNIT,),
            last=(last,),
        )
    )
    assert paper.layout is Layout.CIRCULAR
    words = str(paper.blocks)
    assert "对2个责任单位2025年度" in words
    assert "优秀1个，不合格1个" in words
    assert "区发改委（91.25分）" in words
    assert "区农业农村委（不合格）" in words
    assert ("2", "区农业农村委", "91.25", "不合格", "目标完成−44.50分") in {
        row for table in tables(paper) for row in table.rows
    }
