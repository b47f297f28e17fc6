"""Words for codes of this room, for refusals, and for where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.rounding import plain_number
from dafeng.enterprises.norms import Level, Norm, Validity
from dafeng.enterprises.savings import LineKind
from dafeng.enterprises.steps import LeftOut, Topic
from dafeng.measures import Measure
from dafeng.web.core.languages import english
from dafeng.web.savings.models import EnergyAnomaly, Measurement
from dafeng.web.savings.selectors.products import all_norms

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Light = tuple[str, str, "StrPromise"]
LEVELS: Mapping[str, Light] = {
    Level.ADVANCED.value: ("met", "●", gettext_lazy("达到先进值")),
    Level.ACCESS.value: ("met", "●", gettext_lazy("达到准入值")),
    Level.LIMIT.value: ("behind", "▲", gettext_lazy("符合限定值")),
    Level.OVER.value: ("missed", "■", gettext_lazy("超过限定值")),
    Level.UNKNOWN.value: ("unknown", "◇", gettext_lazy("未知")),
}
"""Colour, shape and word of a level."""
VALIDITIES: Mapping[str, Light] = {
    Validity.VALID.value: ("met", "●", gettext_lazy("有效")),
    Validity.ENDING.value: ("behind", "▲", gettext_lazy("90 日内到期")),
    Validity.EXPIRED.value: ("missed", "■", gettext_lazy("已过期")),
    Validity.WITHDRAWN.value: ("missed", "■", gettext_lazy("已撤销")),
    Validity.NOT_YET.value: ("unknown", "◇", gettext_lazy("未生效")),
}
STATES: Mapping[str, Light] = {
    "open": ("behind", "▲", gettext_lazy("待核实")),
    "confirmed": ("missed", "■", gettext_lazy("已确认")),
    "dismissed": ("met", "●", gettext_lazy("已排除")),
}
LINES: Mapping[str, StrPromise] = {
    LineKind.MEASURED.value: gettext_lazy("测量的节能量"),
    LineKind.ADJUSTMENT.value: gettext_lazy("非常规调整"),
    LineKind.COUNTED.value: gettext_lazy("认定节能量"),
    LineKind.WORTH.value: gettext_lazy("节能效益"),
    LineKind.SHARE.value: gettext_lazy("按比例分享"),
    LineKind.FEE.value: gettext_lazy("服务费"),
    LineKind.SHORTAGE.value: gettext_lazy("未达保证量的补偿"),
    LineKind.FLOOR.value: gettext_lazy("按每期最低"),
    LineKind.CAP.value: gettext_lazy("按每期最高"),
    LineKind.CAP_TOTAL.value: gettext_lazy("按合同总额上限"),
    LineKind.PAYMENT.value: gettext_lazy("节能服务公司应得"),
}
SHAPES: Mapping[str, StrPromise] = {
    "none": gettext_lazy("与气温无关"),
    "two": gettext_lazy("随气温线性变化"),
    "three_heating": gettext_lazy("低于拐点随气温下降而上升（三参数采暖）"),
    "three_cooling": gettext_lazy("高于拐点随气温上升而上升（三参数制冷）"),
    "five": gettext_lazy("低温采暖、高温制冷（五参数）"),
}
TOPICS: Mapping[str, StrPromise] = {
    Topic.NIGHT_BASE.value: gettext_lazy("夜间基础负荷偏高"),
    Topic.REST_BASE.value: gettext_lazy("休息日用能偏高"),
    Topic.PEAK_SHARE.value: gettext_lazy("峰段电量占比偏高，可移至谷段"),
    Topic.POWER_FACTOR.value: gettext_lazy("功率因数偏低"),
    Topic.OVER_NORM.value: gettext_lazy("单位产品能耗超过限额"),
    Topic.COMPLETENESS.value: gettext_lazy("数据完整率不足"),
    Topic.SUB_SHARE.value: gettext_lazy("分表计量覆盖不足"),
}
LEFT_OUT: Mapping[str, StrPromise] = {
    LeftOut.EXCLUDED.value: gettext_lazy("与已选措施互斥"),
    LeftOut.LACKS.value: gettext_lazy("前置措施未入选"),
    LeftOut.NO_LOAD.value: gettext_lazy("企业没有相应的用能"),
    LeftOut.NO_SIZE.value: gettext_lazy("规模未知"),
    LeftOut.TOO_DEAR.value: gettext_lazy("超过成本上限"),
}
ACTIONS: Mapping[str, StrPromise] = {
    "savings.project.open": gettext_lazy("登记节能项目"),
    "savings.project.measure": gettext_lazy("计算节能量"),
    "savings.project.withdraw": gettext_lazy("撤下节能项目"),
    "savings.term.add": gettext_lazy("增加合同条款"),
    "savings.adjustment.add": gettext_lazy("登记非常规调整"),
    "savings.settlement.draft": gettext_lazy("生成结算"),
    "savings.settlement.confirm": gettext_lazy("确认结算"),
    "savings.settlement.withdraw": gettext_lazy("撤下结算"),
}
ERRORS: Mapping[str, StrPromise] = {
    "savings.withdrawn": gettext_lazy("这条登记已经撤下或更正过。"),
    "savings.reason": gettext_lazy("请写明理由。"),
    "output.future": gettext_lazy("%(month)s 还没有结束，不能登记。"),
    "product.reviewed": gettext_lazy("这条产品能耗已经审核过。"),
    "product.own": gettext_lazy("登记人不能审核自己登记的数据。"),
    "project.point": gettext_lazy("计量点 %(point)s 不属于这家企业。"),
    "project.settled": gettext_lazy("项目已有结算，请先撤下结算。"),
    "term.overlap": gettext_lazy("%(begin)s 至 %(end)s 与另一条款重叠。"),
    "contract.period": gettext_lazy(
        "%(begin)s 至 %(end)s 不在同一条款的期限内，请分段结算。"
    ),
    "adjustment.settled": gettext_lazy("%(period)s 已经结算，请先撤下结算。"),
    "measure.period": gettext_lazy(
        "%(begin)s 至 %(end)s 不在统计报告期内，或还没有结束。"
    ),
    "baseline.short": gettext_lazy("已知的天数太少，不能建立基准。"),
    "baseline.length": gettext_lazy("各序列长度不一致，不能建立基准。"),
    "settlement.overlap": gettext_lazy("%(begin)s 至 %(end)s 与已有结算重叠。"),
    "settlement.confirmed": gettext_lazy("这一方已经确认过。"),
    "settlement.same": gettext_lazy("双方确认须是两个人。"),
    "settlement.document": gettext_lazy("请填写节能服务公司的确认文件。"),
    "settlement.later": gettext_lazy("其后已有结算，请先撤下后面的。"),
    "anomaly.state": gettext_lazy("请选择确认或排除。"),
    "weather.file": gettext_lazy(
        "第 %(line)s 行读不出来。应为日期和气温两列，UTF-8 编码的 CSV。"
    ),
    "unit.unknown": gettext_lazy("计量单位不认识，请核对是否笔误。"),
}
MARKS: Mapping[str, StrPromise] = {
    "V": gettext_lazy("已核对原文"),
    "S": gettext_lazy("据转载"),
    "U": gettext_lazy("未核对"),
}
TROUBLES: Mapping[str, StrPromise] = {
    "unit.dimension": gettext_lazy("计量单位不同类，不能比较"),
    "unit.unknown": gettext_lazy("计量单位不认识"),
    "output.none": gettext_lazy("产量为零"),
}


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    known = ERRORS.get(error.code)
    return str(error) if known is None else str(known) % error.fields


def number_words(value: Decimal | float | None, places: int = 0) -> str:
    """A figure with separators; unknown is ``--``, and a zero has no sign."""
    if value is None:
        return "--"
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def product_names() -> dict[str, str]:
    """Products that have a norm, in the reader's language."""
    return {norm.product: norm_name(norm) for norm in all_norms()}


def norm_name(norm: Norm) -> str:
    """The product of a norm in the reader's language."""
    return norm.name_en if english() and norm.name_en else norm.name_zh


def anomaly_words(row: EnergyAnomaly) -> str:
    """Why it is told, in a sentence."""
    share = f"{abs(row.size) * 100:.0f}%"
    facts = {"first": row.first, "last": row.last, "share": share}
    if row.kind == EnergyAnomaly.Kind.DAY:
        if row.size > 0:
            return _("比按气温、工作日推算的高 %(share)s。") % facts
        return _("比按气温、工作日推算的低 %(share)s。") % facts
    if row.kind == EnergyAnomaly.Kind.LEVEL:
        if row.size > 0:
            return _("自 %(first)s 起升高 %(share)s，气温和季节不能解释。") % facts
        return _("自 %(first)s 起降低 %(share)s，气温和季节不能解释。") % facts
    if row.kind == EnergyAnomaly.Kind.BASE:
        return _("夜间用电比上年同周高 %(share)s。") % facts
    return _("分表合计与总表的差额比平时变动 %(share)s。") % facts


def saving_sentence(row: Measurement, unit: str, level: Decimal) -> str:
    """What was saved, in a sentence with its interval."""
    share = "--"
    if row.adjusted > 0:
        share = f"{row.saving / row.adjusted * 100:.1f}"
    facts = {
        "begin": row.begin,
        "end": row.end,
        "saving": number_words(row.saving),
        "unit": unit,
        "share": share,
        "low": number_words(row.low),
        "high": number_words(row.high),
        "level": plain_number(level * 100),
    }
    if row.low > 0:
        return (
            _(
                "%(begin)s 至 %(end)s 节约 %(saving)s %(unit)s（%(share)s%%），"
                "%(level)s%% 区间 %(low)s 至 %(high)s。"
            )
            % facts
        )
    return (
        _(
            "%(begin)s 至 %(end)s 的节能量是 %(saving)s %(unit)s，"
            "%(level)s%% 区间 %(low)s 至 %(high)s，尚不能确认节约。"
        )
        % facts
    )


def model_words(model: Mapping[str, Any]) -> str:
    """The shape of a baseline in words."""
    return str(SHAPES.get(str(model.get("model", "")), ""))


def choices(told: Mapping[str, Light]) -> list[tuple[str, StrPromise]]:
    """Codes with their words, for a filter."""
    return [(code, words[2]) for code, words in told.items()]


def measure_name(measure: Measure) -> str:
    """A measure in the reader's language."""
    return measure.name_en if english() and measure.name_en else measure.name_zh
