"""The dispatch sheet: the answer first, three figures, one picture, one table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dafeng.reports import as_pdf
from dafeng.reports.composing import (
    Course,
    Figure,
    Frame,
    FreeText,
    MatterLine,
    Seal,
)
from dafeng.reports.dispatch import DispatchFacts, dispatch_sheet
from dafeng.reports.records import (
    Chart,
    KeyFigures,
    Layout,
    Note,
    Paper,
    Paragraph,
    Stroke,
    Table,
)

DAY = date(2026, 11, 30)
SEAL = Seal(what="2025年考核结果", on="2026-11-15", seal="5ed7cf60f2e3")
FRAME = Frame(
    organ="示范区双碳办",
    place="示范区",
    plan="示范区碳达峰实施方案",
    seals=(SEAL,),
    data_on="2026-11-30",
    marks=("示例数据(合成)",),
)
COURSE = Course(
    title="到 2030 年,中位数比 2024 年低 3%",
    subtitle="万吨 CO₂",
    source="碳账",
    labels=("2023", "2024", "2025", "2030"),
    counted=(Decimal("9.1"), Decimal("9.3"), None, None),
    ahead=(None, Decimal("9.3"), Decimal("9.2"), Decimal("9.0")),
)


def matter(number: int, facts: str = "进度 55%") -> MatterLine:
    return MatterLine(
        step="通报", unit=f"单位{number}", facts=facts, count=2, reply_by="2026-12-25"
    )


def sheet(**facts: object) -> Paper:
    base: dict[str, object] = {
        "frame": FRAME,
        "period": "2026年11月",
        "answer": "2030 年前达峰的概率是 83%。",
        "figures": tuple(Figure(label=f"数{n}", value=str(n)) for n in range(4)),
        "course": COURSE,
        "matters": tuple(matter(number) for number in range(8)),
        "waiting": "16",
    }
    return dispatch_sheet(DispatchFacts(**(base | facts)))  # type: ignore[arg-type]


def of(paper: Paper, kind: type) -> list[object]:
    return [block for block in paper.blocks if isinstance(block, kind)]


def test_the_sheet_begins_with_the_answer_and_shows_three_figures_and_one_picture() -> (
    None
):
    paper = sheet()
    assert paper.layout is Layout.SHEET
    assert paper.title == "2026年11月碳达峰工作调度单"
    assert paper.blocks[0] == Paragraph(text="2030 年前达峰的概率是 83%。")
    (figures,) = of(paper, KeyFigures)
    assert [one.value for one in figures.figures] == ["0", "1", "2"]  # type: ignore[attr-defined]
    (chart,) = of(paper, Chart)
    assert [one.stroke for one in chart.series] == [Stroke.HISTORY, Stroke.OUTLOOK]  # type: ignore[attr-defined]
    assert len(of(paper, Table)) == 1


def test_the_table_tells_how_many_lines_it_left_out() -> None:
    (table,) = of(sheet(), Table)
    assert isinstance(table, Table)
    assert len(table.rows) == 6
    assert "共有16项建议待决定" in table.note
    assert "另有2行未列" in table.note


def test_what_is_not_known_is_told_with_what_is_missing() -> None:
    paper = sheet(answer="", course=None, matters=(), lacks="缺 1 项数据", figures=())
    assert paper.blocks[0] == Paragraph(text="能否如期达峰：--，还没有评价过。")
    notes = [one.text for one in of(paper, Note) if isinstance(one, Note)]
    assert notes == [
        "碳排放走势：--，还没有封存的碳账和达峰路径。",
        "缺 1 项数据",
    ]
    assert Paragraph(text="目前没有需要决定的事项。") in paper.blocks


def test_the_foot_names_result_day_and_seal_and_the_marks_are_kept() -> None:
    paper = sheet()
    assert paper.basis == (
        "数据依据：2025年考核结果（截止2026-11-15，封存校验值5ed7cf60f2e3）。"
        "数据截至2026-11-30。"
    )
    assert paper.marks == ("示例数据(合成)",)


def test_a_result_that_can_change_is_told_as_such() -> None:
    frame = Frame(organ="办", place="区", plan="方案", seals=(Seal(what="2024年碳账"),))
    assert "未封存，可能变化" in sheet(frame=frame).basis


def test_a_correction_says_so_in_its_title() -> None:
    frame = Frame(organ="办", place="区", plan="方案", corrects="示〔2026〕1号")
    assert sheet(frame=frame).title.endswith("（更正）")


def test_words_of_people_take_the_place_of_the_proposed_ones() -> None:
    own = FreeText(code="advice", text="请召开调度会。\n\n会后通报。")
    paper = sheet(texts=(own,))
    assert Paragraph(text="请召开调度会。") in paper.blocks
    assert Paragraph(text="会后通报。") in paper.blocks
    assert "请领导对上述事项作出决定" not in str(paper.blocks)


def test_a_full_sheet_is_one_page() -> None:
    facts = "“重要交通基础设施状态数据采集率”未达标，要求不低于 100%。" * 3
    paper = sheet(matters=tuple(matter(number, facts) for number in range(8)))
    assert as_pdf(paper, made_on=DAY).pages == 1
