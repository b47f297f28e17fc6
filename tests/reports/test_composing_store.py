"""Documents and their facts as bytes: what was written is read back, the same."""

from __future__ import annotations

import pytest

from dafeng.base.errors import BadInputError
from dafeng.reports import paper_from_json, paper_to_json
from dafeng.reports.composing import (
    CountLine,
    Course,
    FieldLine,
    Figure,
    Frame,
    FreeText,
    LackLine,
    MatterLine,
    PaperKind,
    TargetLine,
    TaskLine,
    UnitLine,
    YearLine,
    shortened,
)
from dafeng.reports.composing_store import (
    Facts,
    composed,
    facts_from_json,
    facts_to_json,
    kind_of,
    with_texts,
)
from dafeng.reports.composing_texts import FREE_PARTS, written
from dafeng.reports.congress import CongressFacts
from dafeng.reports.dispatch import DispatchFacts
from dafeng.reports.division import DivisionFacts, UnitLoad
from dafeng.reports.periodic import QuarterFacts
from dafeng.reports.ranking import GradeCount, RankingFacts
from dafeng.reports.self_assessment import SelfAssessmentFacts

FRAME = Frame(organ="办", place="示范区", plan="方案", marks=("示例数据(合成)",))
COURSE = Course(
    title="走势", subtitle="万吨", source="碳账", labels=("2024",), counted=(None,)
)
TARGET = TargetLine(
    key="T001",
    indicator="森林覆盖率",
    year="2025",
    asked="≥ 20",
    value="18.2",
    unit="%",
    period="2025",
    state="■ 未达",
    chance="--",
    units="区农业农村委",
    reason="没有达到。",
)
TASK = TaskLine(
    number="2025-三(一)1",
    clause="三(一)1",
    title="发展新能源",
    unit="区发改委",
    due="2025-12-31",
    state="推进中",
    role="牵头",
)
UNIT = UnitLine(rank="1", unit="区发改委", score="91.25", grade="优秀", reason="--")
YEAR = YearLine(
    year="2025",
    total="2",
    met="1",
    on_track="0",
    at_risk="0",
    off_track="0",
    missed="1",
    unset="0",
    right_way="0",
    wrong_way="0",
    unknown="0",
)
FIELD = FieldLine(title="碳汇", total="2", well="1", behind=1, unknown="0")
LACK = LackLine(
    what="用电量", owner="电力", periods="2025", since="2026-01-31", targets="T001"
)
STATES = (CountLine(label="推进中", count="1"),)
MATTER = MatterLine(step="通报", unit="甲", facts="x", count=1, reply_by="--")

FULL: tuple[Facts, ...] = (
    DispatchFacts(
        frame=FRAME,
        period="2026年11月",
        answer="好。",
        course=COURSE,
        matters=(MATTER,),
    ),
    QuarterFacts(
        frame=FRAME,
        period="2026年第三季度",
        figures=(Figure(label="a", value="1"),),
        years=(YEAR,),
        fields=(FIELD,),
        behind=(TARGET,),
        targets=(TARGET,),
        course=COURSE,
        task_states=STATES,
        overdue=(TASK,),
        tasks=(TASK,),
        units=(UNIT,),
        lacks=(LACK,),
    ),
    SelfAssessmentFacts(
        frame=FRAME,
        year="2025",
        years=(YEAR,),
        goals=(TARGET,),
        later=(TARGET,),
        behind=(TARGET,),
        task_states=STATES,
        tasks=(TASK,),
        overdue=(TASK,),
        lacks=(LACK,),
    ),
    CongressFacts(
        frame=FRAME,
        year="2025",
        addressee="示范区人民代表大会常务委员会",
        years=(YEAR,),
        fields=(FIELD,),
        behind=(TARGET,),
        targets=(TARGET,),
        lacks=(LACK,),
    ),
    DivisionFacts(
        frame=FRAME,
        year="2026",
        lead=(TASK,),
        loads=(UnitLoad(unit="区发改委", lead="1", other="0"),),
    ),
    DivisionFacts(
        frame=FRAME, year="2026", unit="区发改委", lead=(TASK,), support=(TASK,)
    ),
    RankingFacts(
        frame=FRAME,
        period="2025",
        scheme="考核办法",
        grades=(GradeCount(grade="优秀", count=1),),
        units=(UNIT,),
        first=(UNIT,),
        last=(UNIT,),
    ),
)
EMPTY: tuple[Facts, ...] = (
    DispatchFacts(frame=FRAME, period="2026年11月", answer=""),
    QuarterFacts(frame=FRAME, period="2026年第三季度"),
    SelfAssessmentFacts(frame=FRAME, year="2025"),
    CongressFacts(frame=FRAME, year="2025", addressee="常委会"),
    DivisionFacts(frame=FRAME, year="2026"),
    RankingFacts(frame=FRAME, period="2025", scheme="考核办法"),
)
NAMES = [type(one).__name__ for one in FULL]


@pytest.mark.parametrize("facts", FULL, ids=NAMES)
def test_facts_and_documents_come_back_as_they_were(facts: Facts) -> None:
    paper = composed(facts)
    assert facts_from_json(kind_of(facts), facts_to_json(facts)) == facts
    assert paper_from_json(paper_to_json(paper).encode()) == paper
    assert composed(facts) == paper


@pytest.mark.parametrize("facts", EMPTY, ids=[type(one).__name__ for one in EMPTY])
def test_a_document_of_nothing_says_what_is_unknown(facts: Facts) -> None:
    paper = composed(facts)
    assert "--" in str(paper.blocks)
    assert "还没有" in str(paper.blocks)
    assert "--" in paper.basis


@pytest.mark.parametrize("facts", FULL, ids=NAMES)
def test_every_part_of_people_stands_in_the_document_and_changes_no_figure(
    facts: Facts,
) -> None:
    kind = kind_of(facts)
    own = [
        FreeText(code=part.code, text=f"本单位自写{part.code}")
        for part in FREE_PARTS[kind]
    ]
    before, after = str(composed(facts)), str(composed(with_texts(facts, own)))
    for part in FREE_PARTS[kind]:
        assert f"本单位自写{part.code}" in after
        assert part.proposed.splitlines()[0] in before
        before = _without(before, part.proposed)
        after = after.replace(f"Paragraph(text='本单位自写{part.code}')", "")
    assert before.replace(", ", "") == after.replace(", ", "")


def _without(text: str, proposed: str) -> str:
    for line in proposed.splitlines():
        text = text.replace(f"Paragraph(text='{line}')", "")
    return text


def test_proposed_words_hold_no_figure() -> None:
    proposed = "".join(part.proposed for parts in FREE_PARTS.values() for part in parts)
    assert not any(sign.isdigit() for sign in proposed)


def test_empty_words_of_people_give_the_proposed_ones_back() -> None:
    blank = FreeText(code="advice", text="  ")
    part = FREE_PARTS[PaperKind.DISPATCH][0]
    assert written(PaperKind.DISPATCH, "advice", (blank,)) == part.proposed


def test_bytes_that_are_no_facts_are_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        facts_from_json(PaperKind.DISPATCH, b'{"frame": 1}')
    assert caught.value.code == "record.bad"


def test_a_long_sentence_is_cut_where_the_cell_ends() -> None:
    assert shortened("一二三四五六", 5) == "一二三……"
    assert shortened("一二三", 5) == "一二三"
