"""The draft plan of an enterprise as a document (一企一策工作方案)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dafeng.base.rounding import round_half_even
from dafeng.enterprises.steps import Item, Load, Step
from dafeng.measures import Measure, measure_documents
from dafeng.reports.records import (
    Align,
    Block,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Layout,
    Note,
    Paper,
    Paragraph,
    Table,
)
from dafeng.web.core.models import Organisation
from dafeng.web.savings.selectors.advice import Diagnosis, Draft
from dafeng.web.savings.selectors.loads import CARRIERS

_CARRIERS = {
    "electricity": "电力",
    "natural-gas": "天然气",
    "heat": "热力",
    "coal": "原煤",
    "diesel": "柴油",
    "petrol": "汽油",
    "lpg": "液化石油气",
}
_TOPICS = {
    "night-base": "夜间基础负荷偏高",
    "rest-base": "休息日用能偏高",
    "peak-share": "峰段电量占比偏高，可移至谷段",
    "power-factor": "功率因数偏低",
    "completeness": "数据完整率不足",
    "sub-share": "分表计量覆盖不足",
    "over-norm": "单位产品能耗超过限额",
}
_MEASURED = {
    "night-base": "谷段平均功率与全天平均功率之比",
    "rest-base": "休息日与工作日用电之比",
    "peak-share": "尖峰和高峰电量占比",
    "sub-share": "分表合计与总表之比",
}
"""What the figure of an item is, where its name does not say it."""
_REASONS = {
    "excluded": "与已选措施互斥",
    "lacks": "前置措施未入选",
    "no-load": "企业没有相应的用能",
    "no-size": "规模未知",
    "too-dear": "超过成本上限",
    "adds-co2": "增加排放",
    "no-effect": "没有可减的排放",
    "no-factor": "改用能源的排放因子未知",
}
_WAN = 10_000
_ASSUMED = "假定"


def plan_paper(
    enterprise: Organisation,
    draft: Draft,
    found: Diagnosis,
    *,
    marks: tuple[str, ...],
) -> Paper:
    """Compose the document; the same plan gives the same document."""
    plan = draft.plan
    name = enterprise.name_zh
    blocks: list[Block] = [
        Heading(text="用能现状"),
        Paragraph(
            text=f"{name}自{draft.first:%Y年%-m月%-d日}至{draft.last:%Y年%-m月%-d日}的"
            f"综合能耗推算折{_figure(plan.tce)}吨标准煤（当量值），"
            f"排放二氧化碳{_figure(plan.co2)}吨。"
        ),
        _loads(plan.loads),
        *_unknown(draft),
        Heading(text="诊断"),
        *_items(found),
        Heading(text="措施"),
        *_summary(draft),
    ]
    if plan.steps:
        blocks += [_steps(plan.steps), _alone(plan.steps), _costs(plan.steps)]
    blocks += [Heading(text="未入选的措施"), *_absent(draft)]
    blocks += [Heading(text="依据"), *_sources(plan.steps, plan.rate)]
    return Paper(
        layout=Layout.REPORT,
        organ=name,
        title=f"{name}节能降碳“一企一策”工作方案（草案）",
        blocks=tuple(blocks),
        marks=marks,
        basis=f"计量数据截至{draft.last:%Y年%-m月%-d日}",
    )


def _loads(loads: tuple[Load, ...]) -> Table:
    return Table(
        title="分品种用能",
        columns=(
            Column(title="能源品种", share=2),
            Column(title="tce", align=Align.RIGHT),
            Column(title="tCO2", align=Align.RIGHT),
        ),
        rows=tuple(
            (
                _CARRIERS.get(one.carrier, one.carrier),
                _figure(one.tce),
                _figure(one.co2),
            )
            for one in loads
        ),
    )


def _unknown(draft: Draft) -> list[Block]:
    known = "，".join(f"{_name(one)}已知 {n} 天" for one, n in draft.known.items())
    notes = []
    if known:
        notes.append(f"用能按已知的日分季推算到全年，不是实测：{known}。")
    if draft.unknown:
        notes.append(f"{_names(draft.unknown)}有季节已知不足 15 天，未计入。")
    if draft.unfactored:
        notes.append(f"{_names(draft.unfactored)}没有折标系数或排放因子，未计入。")
    return [Note(text=one) for one in notes]


def _name(carrier: str) -> str:
    return _CARRIERS.get(CARRIERS.get(carrier, carrier), carrier)


def _names(carriers: Iterable[str]) -> str:
    return "、".join(sorted({_name(one) for one in carriers}))


def _items(found: Diagnosis) -> list[Block]:
    if not found.items and not found.over:
        return [Paragraph(text="按现有规则没有需要提示的事项。")]
    rows = [_item(one, found) for one in found.items]
    rows += [
        (
            _TOPICS["over-norm"],
            row.gap.norm.name_zh if row.gap.norm else "--",
            f"{row.gap.value.normalize():f}" if row.gap.value is not None else "--",
            f"{row.gap.norm.limit.normalize():f}"
            if row.gap.norm and row.gap.norm.limit is not None
            else "--",
        )
        for row in found.over
    ]
    return [
        Table(
            columns=(
                Column(title="事项", share=3),
                Column(title="对象", share=3),
                Column(title="数值", align=Align.RIGHT),
                Column(title="提示界限", align=Align.RIGHT),
            ),
            rows=tuple(rows),
            note="每项所依据的各日读数见系统诊断页面。",
        )
    ]


def _item(one: Item, found: Diagnosis) -> tuple[str, str, str, str]:
    point = found.points.get(one.subject)
    name = one.subject if point is None else f"{point.name_zh}（{point.code}）"
    code = one.topic.value
    what = _TOPICS[code] + (f"（{_MEASURED[code]}）" if code in _MEASURED else "")
    return what, name, f"{one.found:.2f}", f"{one.bound:.2f}"


def _summary(draft: Draft) -> list[Block]:
    plan = draft.plan
    if not plan.steps:
        return [Paragraph(text="没有可以入选的措施。")]
    return [
        KeyFigures(
            figures=(
                KeyFigure(label="年节能量", value=_figure(plan.saved_tce), unit="tce"),
                KeyFigure(label="年减排量", value=_figure(plan.saved_co2), unit="tCO2"),
                KeyFigure(
                    label="投资", value=_figure(plan.investment / _WAN), unit="万元"
                ),
                KeyFigure(
                    label="年净成本",
                    value=_figure(plan.yearly_cost / _WAN),
                    unit="万元",
                    remark="负数为净收益",
                ),
            )
        ),
        Paragraph(
            text=f"共{len(plan.steps)}项措施，按边际减排成本由低到高、前置措施在前排列。各措施作用于"
            "前面措施之后的剩余用能，合计节能"
            f"{_figure(plan.saved_tce)}吨标准煤；若逐项单独相加为"
            f"{_figure(plan.plain_tce)}吨标准煤，重复计算，不作为依据。"
        ),
    ]


def _steps(steps: tuple[Step, ...]) -> Table:
    return Table(
        title="措施与进度",
        columns=(
            Column(title="序号"),
            Column(title="措施", share=5),
            Column(title="规模", share=2, align=Align.RIGHT),
            Column(title="年份", share=2),
        ),
        rows=tuple(
            (
                str(one.order),
                one.measure.name_zh,
                f"{_figure(one.size)} {one.measure.unit}",
                str(one.begins)
                if one.begins == one.ends
                else f"{one.begins}–{one.ends}",
            )
            for one in steps
        ),
    )


def _alone(steps: tuple[Step, ...]) -> Table:
    return Table(
        title="节能与减排（每年）",
        columns=(
            Column(title="措施", share=4),
            Column(title="单独 tce", align=Align.RIGHT),
            Column(title="实际 tce", align=Align.RIGHT),
            Column(title="实际 tCO2", align=Align.RIGHT),
        ),
        rows=tuple(
            (
                one.measure.name_zh,
                _figure(one.alone_tce),
                _figure(one.tce),
                _figure(one.co2),
            )
            for one in steps
        ),
    )


def _costs(steps: tuple[Step, ...]) -> Table:
    return Table(
        title="投资与成本",
        columns=(
            Column(title="措施", share=4),
            Column(title="投资（万元）", align=Align.RIGHT),
            Column(title="年净成本（万元）", align=Align.RIGHT),
            Column(title="元/tCO2", align=Align.RIGHT),
        ),
        rows=tuple(
            (
                one.measure.name_zh,
                _figure(one.investment / _WAN, 1),
                _figure(one.yearly_cost / _WAN, 1),
                "--" if one.cost_per_tonne is None else _figure(one.cost_per_tonne),
            )
            for one in steps
        ),
    )


def _absent(draft: Draft) -> list[Block]:
    names = {step.measure.id: step.measure.name_zh for step in draft.plan.steps}
    names |= {one.measure.id: one.measure.name_zh for one in draft.plan.absent}
    rows = tuple(
        (
            one.measure.name_zh,
            _REASONS[one.reason.value],
            names.get(one.because_of, one.because_of) or "--",
        )
        for one in draft.plan.absent
        if one.reason.value != "no-load"
    )
    if not rows:
        return [Paragraph(text="没有。")]
    columns = (
        Column(title="措施", share=4),
        Column(title="原因", share=3),
        Column(title="相关措施", share=4),
    )
    return [Table(columns=columns, rows=rows)]


def _sources(steps: tuple[Step, ...], rate: float) -> list[Block]:
    lines = [f"{one.measure.name_zh}：{_source(one.measure)}" for one in steps]
    intro = (
        f"措施的效果、投资和寿命取自本系统措施库，年利率按{rate:.0%}计；"
        "标明假定的数值未经文件证实，须以节能诊断结果替换。"
    )
    return [Paragraph(text=intro), *(Note(text=line) for line in lines)]


def _source(measure: Measure) -> str:
    documents = {one.name: one for one in measure_documents()}
    named = [measure.source, measure.cost.source]
    named += [effect.source for effect in measure.effects]
    keys = dict.fromkeys(key for text in named for key in text.split())
    told = "；".join(documents[key].title for key in keys if key in documents)
    return f"{told}；其余{_ASSUMED}" if told else _ASSUMED


def _figure(value: float, places: int = 0) -> str:
    return f"{round_half_even(Decimal(repr(float(value))), places):,f}"
