"""Minutes of an interview and the record of an inspection: who, what, who signed."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.reports import (
    Blank,
    CaseFacts,
    Ground,
    InspectionFacts,
    MinutesFacts,
    Paper,
    Paragraph,
    Seen,
    Signed,
    Step,
    Table,
    case_paper,
    inspection_record,
    interview_minutes,
)

MINUTES = MinutesFacts(
    organ="示范区双碳办",
    case_title="关于年度自评报告迟报的约谈通知书",
    case_number="示双碳办〔2026〕9号",
    held_on=date(2026, 11, 20),
    hour="9:30",
    place="政府二楼会议室",
    hosts=("甲（主任）", "乙（科长）"),
    guests=("丙（局长）",),
    recorder="丁",
    said=("指出年度自评报告逾期。", "听取情况说明。"),
    promises=("11月底前报送。",),
)
RECORD = InspectionFacts(
    organ="示范区工信局",
    subject="甲公司",
    plan="2026年度节能监察",
    visited_on=date(2026, 11, 3),
    inspectors=("甲", "乙"),
    facts=("查阅台账。",),
)


def _cells(paper: Paper) -> dict[str, str]:
    table = next(one for one in paper.blocks if isinstance(one, Table))
    return dict(row for row in table.rows if len(row) == 2)


def _texts(paper: Paper) -> str:
    return "\n".join(one.text for one in paper.blocks if isinstance(one, Paragraph))


def test_minutes_say_who_talked_with_whom_when_and_where() -> None:
    paper = interview_minutes(MINUTES)
    cells = _cells(paper)
    assert cells["时间"] == "2026年11月20日 9:30"
    assert cells["约谈人"] == "甲（主任）、乙（科长）"
    assert cells["被约谈人"] == "丙（局长）"
    assert "示双碳办〔2026〕9号" in cells["约谈事项"]
    assert "1.指出年度自评报告逾期。" in _texts(paper)


def test_what_nobody_signed_yet_leaves_lines_for_the_hand() -> None:
    labels = [
        one.label for one in interview_minutes(MINUTES).blocks if isinstance(one, Blank)
    ]
    assert labels == ["约谈人（签字）", "被约谈人（签字）"]


def test_who_signed_stands_in_the_minutes_with_the_time() -> None:
    signed = (Signed(side="约谈人", name="甲", at="2026-11-20 11:00"),)
    paper = interview_minutes(attrs.evolve(MINUTES, signatures=signed))
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    assert tables[-1].rows == (("约谈人", "甲", "2026-11-20 11:00"),)
    assert not [one for one in paper.blocks if isinstance(one, Blank)]


def test_a_record_without_findings_says_so() -> None:
    assert "没有发现问题。" in _texts(inspection_record(RECORD))


def test_a_record_lists_every_finding_with_its_rule() -> None:
    seen = (Seen(rule="用能设备淘汰目录", fact="使用淘汰电机", severity="较重"),)
    paper = inspection_record(attrs.evolve(RECORD, findings=seen, statement="无异议。"))
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    assert tables[-1].rows == (("1", "使用淘汰电机", "用能设备淘汰目录", "较重"),)
    assert "无异议。" in _texts(paper)


def test_what_follows_an_inspection_is_a_letter_with_rules_and_a_term() -> None:
    facts = CaseFacts(
        step=Step.RECTIFY,
        organ="示范区工信局",
        units=("甲公司",),
        item="节能监察",
        facts=("使用淘汰电机",),
        demands=("更换电机",),
        grounds=(Ground(clause="用能设备淘汰目录"),),
        reply_by=date(2026, 12, 3),
        meets_on=date(2026, 11, 3),
    )
    paper = case_paper(facts)
    assert paper.title == "限期整改通知书"
    assert "于2026年11月3日对你单位进行了节能监察" in _texts(paper)
    assert "现责令你单位" in _texts(paper)
    assert "2.请于2026年12月3日前完成整改。" in _texts(paper)
    opinion = case_paper(attrs.evolve(facts, step=Step.OPINION))
    assert opinion.title == "节能监察意见书"
    assert "现提出如下意见" in _texts(opinion)
