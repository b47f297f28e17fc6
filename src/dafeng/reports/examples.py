"""Invented papers of every kind, to see how they are set; no real place is in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from dafeng.base.errors import NotFoundError
from dafeng.reports.forms import (
    ClosureFacts,
    Rectification,
    ReplyFacts,
    closure_paper,
    reply_paper,
)
from dafeng.reports.letters import CaseFacts, Ground, Step, case_paper
from dafeng.reports.records import (
    Align,
    Chart,
    ChartKind,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Layout,
    Note,
    Paper,
    Paragraph,
    Series,
    Stroke,
    Table,
)

MARKS = ("示例数据（合成）",)
_ORGAN = "示范区碳达峰碳中和工作领导小组办公室"
_SIGNED = date(2026, 11, 30)
_DUE = date(2026, 12, 15)
_CONTACT = "张示例，电话000-00000000"
_BASIS = "数据日期：2026年9月30日；结果封存号：0f3c9a"
_GROUND = Ground(
    clause="《示范区碳达峰实施方案》三（三）1",
    words="到2025年规模以上工业单位增加值能耗比2020年下降13.5%",
    figure="目标下降13.5%，实际下降9.2%",
    seal="0f3c9a",
)
_RANKING = Table(
    title="2026年三季度任务进展排名",
    columns=(
        Column(title="名次", align=Align.CENTRE, share=1),
        Column(title="责任单位", share=4),
        Column(title="得分", align=Align.RIGHT, share=2),
        Column(title="达标", align=Align.CENTRE, share=2),
    ),
    rows=(
        ("1", "甲局", "96.5", "● 达标"),
        ("2", "乙局", "91.0", "● 达标"),
        ("3", "丙镇", "72.4", "▲ 滞后"),
        ("4", "丁园区", "--", "◇ 未知"),
    ),
    note="丁园区未报送三季度数据，不参加排名。",
)


def example_paper(kind: str) -> Paper:
    """Return the example of a kind.

    Raises
    ------
    NotFoundError
        ``reports.unknown_example``; the message lists the kinds.
    """
    if kind not in EXAMPLES:
        msg = f"There is no example {kind!r}; there is {', '.join(EXAMPLES)}."
        raise NotFoundError(
            msg, code="reports.unknown_example", kind=kind, have=tuple(EXAMPLES)
        )
    return EXAMPLES[kind]()


def _case(step: Step, number: str, units: tuple[str, ...] = ("甲局",)) -> CaseFacts:
    return CaseFacts(
        step=step,
        organ=_ORGAN,
        number=number,
        units=units,
        item="规模以上工业能效提升工作",
        facts=(
            "截至2026年9月底，你单位牵头的规模以上工业单位增加值能耗比2020年下降9.2%，"
            "落后于时序进度4.3个百分点",
            "12家重点用能单位中，3家未按要求报送能源利用状况报告",
        ),
        demands=(
            "逐户核查重点用能单位用能数据，查明差距原因",
            "制定整改方案，明确措施、责任人和完成时限",
        ),
        grounds=(_GROUND,),
        reply_by=_DUE,
        contact=_CONTACT,
        signed_on=_SIGNED,
        data_date=date(2026, 9, 30),
        copies_to=("区政府办公室", "区纪委监委机关"),
        marks=MARKS,
    )


def _reminder() -> Paper:
    return case_paper(_case(Step.REMIND, "示双碳办函〔2026〕12号"))


def _order() -> Paper:
    return case_paper(_case(Step.SUPERVISE, "示双碳办督〔2026〕3号"))


def _circular() -> Paper:
    return case_paper(
        CaseFacts(
            step=Step.CIRCULAR,
            organ=_ORGAN,
            number="示双碳办发〔2026〕8号",
            units=("各镇人民政府", "区政府各有关部门", "各园区管委会"),
            item="碳达峰重点任务进展",
            period="2026年三季度",
            facts=("三季度应完成重点任务46项，按期完成39项，完成率84.8%",),
            ranking=_RANKING,
            praised=("甲局：提前完成工业余热利用项目3个，年节能1.2万吨标准煤",),
            lagging=("丙镇：分布式光伏备案容量为年度目标的41%，连续两个季度滞后",),
            grounds=(_GROUND,),
            demands=("进展滞后的单位要对照任务清单逐项整改",),
            reply_by=_DUE,
            contact=_CONTACT,
            signed_on=_SIGNED,
            copies_to=("区委办公室", "区人大常委会办公室", "区政协办公室"),
            marks=MARKS,
        )
    )


def _summons() -> Paper:
    return case_paper(
        CaseFacts(
            step=Step.INTERVIEW,
            organ=_ORGAN,
            number="示双碳办约〔2026〕1号",
            units=("丙镇人民政府",),
            item="分布式光伏建设连续两个季度滞后",
            facts=("前三季度备案容量为年度目标的41%，经两次督办仍未见明显进展",),
            demands=("请准备书面材料，说明滞后原因和整改措施",),
            grounds=(_GROUND,),
            contact=_CONTACT,
            signed_on=_SIGNED,
            meets_on=date(2026, 12, 8),
            meets_at="9:30",
            place="区政府第二会议室",
            attendants=("镇长", "分管副镇长"),
            marks=MARKS,
        )
    )


def _praise() -> Paper:
    return case_paper(
        CaseFacts(
            step=Step.COMMEND,
            organ=_ORGAN,
            number="示双碳办发〔2026〕9号",
            units=("甲局", "乙局"),
            item="碳达峰工作",
            period="2026年度",
            facts=("牵头任务全部按期完成，指标数据报送及时、可核验",),
            grounds=(Ground(clause="《示范区碳达峰工作考核办法》第十二条"),),
            demands=("希望受表扬单位再接再厉，其他单位对标先进、补齐短板",),
            signed_on=_SIGNED,
            marks=MARKS,
        )
    )


def _reply() -> Paper:
    return reply_paper(
        ReplyFacts(
            unit="示范区工业和信息化局",
            organ=_ORGAN,
            case_title="关于规模以上工业能效提升工作的督办单",
            case_number="示双碳办督〔2026〕3号",
            number="示工信函〔2026〕21号",
            progress=("已完成12家重点用能单位现场核查，补报能源利用状况报告3份",),
            problems=("两家企业余热利用项目因设备到货推迟",),
            measures=(
                Rectification(
                    text="督促两家企业完成余热利用设备安装调试",
                    unit="节能科",
                    due=date(2027, 3, 31),
                ),
                Rectification(text="建立月度用能数据核对制度", unit="运行科"),
            ),
            contact=_CONTACT,
            signed_on=date(2026, 12, 14),
            marks=MARKS,
        )
    )


def _closure() -> Paper:
    return closure_paper(
        ClosureFacts(
            organ=_ORGAN,
            number="示双碳办销〔2027〕2号",
            task_number="DB-2026-003",
            problem="规模以上工业单位增加值能耗下降进度滞后4.3个百分点",
            units=("示范区工业和信息化局",),
            goal="2026年底前追平时序进度",
            measures=("余热利用设备投运", "月度用能数据核对"),
            completion=("两台余热锅炉已投运", "核对制度自2027年1月起执行"),
            acceptance="现场核验与数据一致，同意通过验收。",
            notice_from=date(2027, 4, 1),
            notice_to=date(2027, 4, 15),
            objections=_CONTACT,
            signed_on=date(2027, 4, 20),
            basis=_BASIS,
            marks=MARKS,
        )
    )


def _lines() -> Chart:
    years = tuple(str(year) for year in range(2018, 2031))
    history = (412, 421, 418, None, 437, 441, 446, 443)
    outlook = (443, 440, 434, 425, 414, 402)
    return Chart(
        kind=ChartKind.LINES,
        title="排放已近峰值，按目前走势2026年前后回落",
        subtitle="能源活动二氧化碳排放，万吨",
        labels=years,
        series=(
            Series(
                name="核算值",
                values=(
                    *(None if one is None else Decimal(one) for one in history),
                    *(None,) * 5,
                ),
            ),
            Series(
                name="预测",
                values=(*(None,) * 7, *(Decimal(one) for one in outlook)),
                stroke=Stroke.OUTLOOK,
            ),
            Series(
                name="上限",
                values=(Decimal(450),) * len(years),
                stroke=Stroke.TARGET,
            ),
        ),
        source="来源：示范区碳排放账户，数据日期2026年9月30日",
    )


def _bars() -> Chart:
    return Chart(
        kind=ChartKind.BARS,
        title="丙镇完成率最低，丁园区未报送数据",
        subtitle="年度任务完成率，%",
        labels=("示范区工业和信息化局", "示范区住房和建设委员会", "丙镇", "丁园区"),
        series=(
            Series(
                name="完成率",
                values=(Decimal("96.5"), Decimal(91), Decimal("41.2"), None),
            ),
        ),
        source="来源：任务台账，数据日期2026年9月30日",
    )


def _figures() -> KeyFigures:
    return KeyFigures(
        figures=(
            KeyFigure(label="达峰概率", value="83", unit="%", remark="2030年前"),
            KeyFigure(label="达标指标", value="31", unit="项", remark="共46项"),
            KeyFigure(label="逾期任务", value="7", unit="项", remark="较上月少2项"),
            KeyFigure(label="数据缺口", value="--", remark="丁园区未报送"),
        )
    )


def _sheet() -> Paper:
    return Paper(
        layout=Layout.SHEET,
        organ=_ORGAN,
        number="2026年第11期",
        title="碳达峰工作月度调度单",
        blocks=(
            Paragraph(text="按目前走势，2030年前达峰的概率是83%；7项任务逾期。"),
            _figures(),
            _lines(),
            Heading(text="需要协调的事项"),
            Paragraph(text="丙镇分布式光伏备案容量连续两个季度滞后，建议约谈。"),
            _RANKING,
            Note(text="“--”表示没有数据。"),
        ),
        signed_on=_SIGNED,
        contact=_CONTACT,
        marks=MARKS,
        basis=_BASIS,
    )


def _report() -> Paper:
    return Paper(
        layout=Layout.REPORT,
        organ=_ORGAN,
        title="示范区2026年三季度碳达峰工作报告",
        blocks=(
            Heading(text="总体情况"),
            Paragraph(
                text="三季度，全区能源活动二氧化碳排放比上年同期下降0.7%。按目前走势，"
                "2030年前达峰的概率是83%。"
            ),
            _figures(),
            _lines(),
            Heading(text="重点任务"),
            Heading(text="完成情况", level=2),
            Paragraph(text="三季度应完成重点任务46项，按期完成39项，完成率84.8%。"),
            _bars(),
            Heading(text="排名", level=2),
            _RANKING,
            Heading(text="存在问题"),
            Paragraph(text="部分单位数据报送不及时，丁园区三季度数据缺失。"),
        ),
        signed_on=_SIGNED,
        marks=MARKS,
        basis=_BASIS,
    )


EXAMPLES: dict[str, Callable[[], Paper]] = {
    "reminder": _reminder,
    "order": _order,
    "circular": _circular,
    "summons": _summons,
    "praise": _praise,
    "reply": _reply,
    "closure": _closure,
    "sheet": _sheet,
    "report": _report,
}
