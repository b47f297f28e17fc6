"""Letters of a case: what each says, and what it leaves open."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from dafeng.reports import (
    Align,
    Blank,
    CaseFacts,
    Column,
    Ground,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Step,
    Table,
    case_paper,
)

RANKING = Table(
    columns=(Column(title="名次", align=Align.CENTRE), Column(title="单位")),
    rows=(("1", "甲局"),),
)
FACTS = CaseFacts(
    step=Step.REMIND,
    organ="某区双碳办",
    number="某双碳办函〔2026〕1号",
    units=("甲局", "乙镇"),
    item="能效提升工作",
    facts=("下降9.2%，落后4.3个百分点", "3家企业未报送。"),
    demands=("查明原因",),
    grounds=(
        Ground(
            clause="《方案》三（三）1",
            words="下降13.5%",
            figure="实际9.2%",
            seal="0f3c",
        ),
        Ground(clause="《办法》第十二条", seal="0f3c"),
    ),
    reply_by=date(2026, 12, 15),
    contact="张某，电话1",
    signed_on=date(2026, 11, 30),
    data_date=date(2026, 9, 30),
    copies_to=("区政府办公室",),
    marks=("草稿",),
)


def heads(paper: Paper) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Heading)]


def texts(paper: Paper) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Paragraph)]


def test_a_reminder_says_facts_grounds_and_until_when_to_answer() -> None:
    paper = case_paper(FACTS)
    assert paper.layout is Layout.LETTER
    assert paper.title == "关于能效提升工作的提醒函"
    assert paper.addressees == ("甲局", "乙镇")
    assert heads(paper) == ["有关情况", "依据", "工作要求"]
    assert texts(paper)[1:5] == [
        "1.下降9.2%，落后4.3个百分点。",
        "2.3家企业未报送。",
        "1.《方案》三（三）1：下降13.5%（实际9.2%）。",
        "2.《办法》第十二条。",
    ]
    assert "2.请于2026年12月15日前书面回复办理情况。" in texts(paper)
    assert texts(paper)[-1] == "特此函告。"
    assert paper.attachments == ()


def test_a_letter_carries_number_date_copies_marks_and_each_seal_once() -> None:
    paper = case_paper(FACTS)
    assert paper.number == "某双碳办函〔2026〕1号"
    assert paper.signed_on == date(2026, 11, 30)
    assert paper.copies_to == ("区政府办公室",)
    assert paper.contact == "张某，电话1"
    assert paper.marks == ("草稿",)
    assert paper.basis == "数据日期：2026年9月30日；结果封存号：0f3c"


def test_an_order_shows_its_fields_and_brings_the_form_of_the_reply() -> None:
    paper = case_paper(attrs.evolve(FACTS, step=Step.SUPERVISE))
    (fields,) = (one for one in paper.blocks if isinstance(one, Table))
    assert fields.rows == (
        ("督办事项", "能效提升工作"),
        ("责任单位", "甲局、乙镇"),
        ("办理时限", "2026年12月15日"),
        ("联系人", "张某，电话1"),
    )
    (reply,) = paper.attachments
    assert reply.title == "督办事项办理情况回复单"
    labels = [one.label for one in reply.blocks if isinstance(one, Blank)]
    assert labels[0] == "办理情况"
    assert labels[-1] == "督办机关审核意见"


def test_what_an_order_does_not_know_is_open_and_never_left_blank() -> None:
    bare = attrs.evolve(
        FACTS, step=Step.SUPERVISE, reply_by=None, contact="", grounds=(), demands=()
    )
    paper = case_paper(bare)
    (fields,) = (one for one in paper.blocks if isinstance(one, Table))
    assert fields.rows[2:] == (("办理时限", "--"), ("联系人", "--"))
    assert heads(paper) == ["主要问题"]


def test_a_circular_shows_its_ranking_and_who_leads_and_lags() -> None:
    paper = case_paper(
        attrs.evolve(
            FACTS,
            step=Step.CIRCULAR,
            period="2026年三季度",
            ranking=RANKING,
            praised=("甲局提前完成",),
            lagging=("乙镇滞后",),
        )
    )
    assert paper.layout is Layout.CIRCULAR
    assert paper.title == "关于2026年三季度能效提升工作情况的通报"
    assert RANKING in paper.blocks
    assert heads(paper) == [
        "总体情况",
        "做得好的单位",
        "进展滞后的单位",
        "通报依据",
        "下一步要求",
    ]


def test_a_circular_in_which_nobody_lags_has_no_head_for_it() -> None:
    paper = case_paper(attrs.evolve(FACTS, step=Step.CIRCULAR))
    assert "进展滞后的单位" not in heads(paper)
    assert not any(isinstance(one, Table) for one in paper.blocks)


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        (date(2026, 12, 8), "9:30", "2026年12月8日（星期二）9:30"),
        (None, "9:30", "另行通知"),
    ],
)
def test_a_summons_says_when_and_where_or_that_it_will_be_told(
    day: date | None, hour: str, told: str
) -> None:
    paper = case_paper(
        attrs.evolve(
            FACTS,
            step=Step.INTERVIEW,
            meets_on=day,
            meets_at=hour,
            attendants=("局长",),
        )
    )
    (table,) = (one for one in paper.blocks if isinstance(one, Table))
    assert table.rows == (
        ("时间", told),
        ("地点", "另行通知"),
        ("参加人员", "局长"),
    )
    (minutes,) = paper.attachments
    assert minutes.title == "约谈记录"
    labels = {one.label for one in minutes.blocks if isinstance(one, Blank)}
    assert "整改承诺及完成时限" in labels


def test_praise_names_the_units_and_asks_for_no_answer() -> None:
    paper = case_paper(attrs.evolve(FACTS, step=Step.COMMEND))
    assert texts(paper)[0].startswith("甲局、乙镇在能效提升工作中成效突出")
    assert not any("书面回复" in one for one in texts(paper))


def test_a_title_of_ones_own_stands_before_the_usual_one() -> None:
    assert case_paper(attrs.evolve(FACTS, title="自拟标题")).title == "自拟标题"


@pytest.mark.parametrize("field", ["organ", "units", "item", "facts"])
def test_a_case_without_its_facts_is_refused(field: str) -> None:
    empty: str | tuple[str, ...] = "" if field in {"organ", "item"} else ()
    with pytest.raises(ValueError, match=field):
        attrs.evolve(FACTS, **{field: empty})
