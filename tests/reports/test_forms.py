"""The answer of a unit, and the form that closes a case."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from dafeng.reports import (
    Blank,
    ClosureFacts,
    Heading,
    Layout,
    Paper,
    Rectification,
    ReplyFacts,
    Table,
    closure_paper,
    reply_paper,
)

REPLY = ReplyFacts(
    unit="甲局",
    organ="某区双碳办",
    case_title="关于能效提升工作的督办单",
    case_number="某双碳办督〔2026〕3号",
    progress=("已完成核查",),
    measures=(
        Rectification(text="安装设备", unit="节能科", due=date(2027, 3, 31)),
        Rectification(text="核对数据"),
    ),
    signed_on=date(2026, 12, 14),
)
CLOSURE = ClosureFacts(
    organ="某区双碳办",
    task_number="DB-3",
    problem="进度滞后",
    units=("甲局",),
    measures=("投运设备", "核对数据"),
    notice_from=date(2027, 4, 1),
    notice_to=date(2027, 4, 15),
)


def rows(paper: Paper) -> dict[str, str]:
    (table,) = (one for one in paper.blocks if isinstance(one, Table))
    return {row[0]: row[1] for row in table.rows}


def test_a_reply_names_the_letter_and_plans_with_dates() -> None:
    paper = reply_paper(REPLY)
    assert paper.organ == "甲局"
    assert paper.addressees == ("某区双碳办",)
    assert paper.title == "关于《关于能效提升工作的督办单》办理情况的回复"
    (plan,) = (one for one in paper.blocks if isinstance(one, Table))
    assert plan.rows == (
        ("1", "安装设备", "节能科", "2027年3月31日"),
        ("2", "核对数据", "--", "--"),
    )


def test_a_reply_without_a_plan_has_no_head_for_one() -> None:
    paper = reply_paper(attrs.evolve(REPLY, measures=()))
    heads = [one.text for one in paper.blocks if isinstance(one, Heading)]
    assert heads == ["办理情况"]


def test_a_closure_form_leaves_missing_opinions_to_be_written() -> None:
    paper = closure_paper(CLOSURE)
    assert paper.layout is Layout.SHEET
    assert rows(paper)["整改措施"] == "1.投运设备\n2.核对数据"
    assert rows(paper)["完成情况"] == "--"
    assert rows(paper)["公示期"] == "2027年4月1日至2027年4月15日"
    blanks = [one.label for one in paper.blocks if isinstance(one, Blank)]
    assert blanks == ["验收意见", "销号意见", "验收人签字", "审批人签字"]


def test_an_opinion_that_is_given_stands_in_the_form() -> None:
    paper = closure_paper(attrs.evolve(CLOSURE, acceptance="同意通过验收。"))
    assert rows(paper)["验收意见"] == "同意通过验收。"
    blanks = [one.label for one in paper.blocks if isinstance(one, Blank)]
    assert blanks[0] == "销号意见"


def test_half_a_notice_period_is_none() -> None:
    paper = closure_paper(attrs.evolve(CLOSURE, notice_to=None))
    assert rows(paper)["公示期"] == "--"


@pytest.mark.parametrize("field", ["unit", "organ", "case_title", "progress"])
def test_a_reply_without_what_it_answers_is_refused(field: str) -> None:
    empty: str | tuple[str, ...] = () if field == "progress" else ""
    with pytest.raises(ValueError, match=field):
        attrs.evolve(REPLY, **{field: empty})
