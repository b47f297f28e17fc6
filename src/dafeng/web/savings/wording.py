"""Words for codes of this room, for refusals, and for where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dafeng.base.errors import DafengError
from dafeng.base.rounding import plain_number, without_zeros
from dafeng.enterprises.norms import GapRow, Level, Norm, NormKind, Validity
from dafeng.enterprises.savings import Doubt, LineKind
from dafeng.enterprises.steps import LeftOut, Topic
from dafeng.measures import Measure, UnknownMeasureError, measure_of
from dafeng.web.core.languages import english
from dafeng.web.core.unit_words import unit_words
from dafeng.web.meters.wording import carrier_words
from dafeng.web.savings.models import (
    EnergyAnomaly,
    Measurement,
    ProjectStage,
    SavingProject,
)
from dafeng.web.savings.selectors.loads import CARRIERS
from dafeng.web.savings.selectors.products import Strip, all_norms

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Light = tuple[str, str, "StrPromise"]
LEVELS: Mapping[str, Light] = {
    Level.ADVANCED.value: ("met", "●", gettext_lazy("达到先进值")),
    Level.ACCESS.value: ("met", "●", gettext_lazy("达到准入值")),
    Level.LIMIT.value: ("behind", "▲", gettext_lazy("符合限定值")),
    Level.OVER.value: ("missed", "■", gettext_lazy("超过限定值")),
    Level.BEHIND.value: ("behind", "▲", gettext_lazy("未达国际先进值")),
    Level.UNKNOWN.value: ("unknown", "◇", gettext_lazy("未知")),
}
"""Colour, shape and word of a level."""
OTHER_LEVELS: Mapping[tuple[str, str], Light] = {
    (NormKind.BENCHMARK.value, Level.ADVANCED.value): (
        *("met", "●"),
        gettext_lazy("达到标杆水平"),
    ),
    (NormKind.BENCHMARK.value, Level.LIMIT.value): (
        *("behind", "▲"),
        gettext_lazy("达到基准水平"),
    ),
    (NormKind.BENCHMARK.value, Level.OVER.value): (
        *("missed", "■"),
        gettext_lazy("未达基准水平"),
    ),
    (NormKind.WORLD.value, Level.ADVANCED.value): (
        *("met", "●"),
        gettext_lazy("达到国际先进值"),
    ),
}
"""Levels of those norms that name them otherwise."""
RULES: Mapping[str, StrPromise] = {
    NormKind.STANDARD.value: pgettext_lazy("norm", "限额标准"),
    NormKind.BENCHMARK.value: pgettext_lazy("norm", "能效标杆和基准"),
    NormKind.LOCAL.value: pgettext_lazy("norm", "本区限额"),
    NormKind.WORLD.value: pgettext_lazy("norm", "国际先进值"),
}
"""What stands behind a norm."""
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
    "lapsed": ("unknown", "◇", gettext_lazy("不再出现")),
}
CONTRACTS: Mapping[str, Light] = {
    "draft": ("unknown", "◇", pgettext_lazy("contract", "草稿")),
    "running": ("met", "●", pgettext_lazy("contract", "执行中")),
    "ended": ("behind", "▲", pgettext_lazy("contract", "已终止")),
}
"""Colour, shape and word of where a contract stands."""
LINES: Mapping[str, StrPromise] = {
    LineKind.MEASURED.value: gettext_lazy("测量的节能量"),
    LineKind.ADJUSTMENT.value: gettext_lazy("非常规调整"),
    LineKind.BELOW_ZERO.value: gettext_lazy("节能量为负，按 0 计"),
    LineKind.COUNTED.value: gettext_lazy("认定节能量"),
    LineKind.WORTH.value: gettext_lazy("节能效益"),
    LineKind.SHARE.value: gettext_lazy("按比例分享"),
    LineKind.FEE.value: gettext_lazy("服务费"),
    LineKind.GUARANTEE.value: gettext_lazy("已知天数的保证节能量"),
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
OUTPUT_USES: Mapping[str, StrPromise] = {
    "unnamed": gettext_lazy("项目没有约定以产量为相关变量"),
    "none": gettext_lazy("没有登记产量"),
    "few": gettext_lazy("已知产量的月份不够"),
    "still": gettext_lazy("产量几乎不变"),
    "late": gettext_lazy("报告期的产量还没有登记"),
    "unrelated": gettext_lazy("用能与产量没有可辨认的关系"),
}
"""Why output is no driver."""
TOPICS: Mapping[str, StrPromise] = {
    Topic.NIGHT_BASE.value: gettext_lazy("夜间基础负荷偏高"),
    Topic.REST_BASE.value: gettext_lazy("休息日用能偏高"),
    Topic.PEAK_SHARE.value: gettext_lazy("峰段电量占比偏高，可移至谷段"),
    Topic.POWER_FACTOR.value: gettext_lazy("功率因数偏低"),
    Topic.OVER_NORM.value: gettext_lazy("单位产品能耗超过限额"),
    Topic.COMPLETENESS.value: gettext_lazy("数据完整率不足"),
    Topic.SUB_SHARE.value: gettext_lazy("分表计量覆盖不足"),
}
MEASURED: Mapping[str, StrPromise] = {
    Topic.NIGHT_BASE.value: gettext_lazy("谷段平均功率与全天平均功率之比"),
    Topic.REST_BASE.value: gettext_lazy("休息日与工作日用电之比"),
    Topic.PEAK_SHARE.value: gettext_lazy("尖峰和高峰电量占比"),
    Topic.POWER_FACTOR.value: gettext_lazy("功率因数"),
    Topic.OVER_NORM.value: gettext_lazy("单位产品能耗"),
    Topic.COMPLETENESS.value: gettext_lazy("数据完整率"),
    Topic.SUB_SHARE.value: gettext_lazy("分表合计与总表之比"),
}
"""What the figure of an item is."""
LEFT_OUT: Mapping[str, StrPromise] = {
    LeftOut.EXCLUDED.value: gettext_lazy("与已选措施互斥"),
    LeftOut.LACKS.value: gettext_lazy("前置措施未入选"),
    LeftOut.NO_LOAD.value: gettext_lazy("企业没有相应的用能"),
    LeftOut.NO_SIZE.value: gettext_lazy("规模未知"),
    LeftOut.TOO_DEAR.value: gettext_lazy("超过成本上限"),
    LeftOut.ADDS_CO2.value: gettext_lazy("增加排放"),
    LeftOut.NO_EFFECT.value: gettext_lazy("没有可减的排放"),
    LeftOut.NO_FACTOR.value: gettext_lazy("改用能源的排放因子未知"),
}
ACTIONS: Mapping[str, StrPromise] = {
    "savings.project.open": gettext_lazy("登记节能项目"),
    "savings.project.edit": gettext_lazy("修改草稿"),
    "savings.project.sign": gettext_lazy("合同签订生效"),
    "savings.project.change": gettext_lazy("合同变更"),
    "savings.project.end": gettext_lazy("终止项目"),
    "savings.change.withdraw": gettext_lazy("撤下合同变更"),
    "savings.project.measure": gettext_lazy("计算节能量"),
    "savings.project.withdraw": gettext_lazy("撤下节能项目"),
    "savings.term.add": gettext_lazy("增加合同条款"),
    "savings.term.withdraw": gettext_lazy("撤下合同条款"),
    "savings.adjustment.add": gettext_lazy("登记非常规调整"),
    "savings.stage.enter": gettext_lazy("登记项目阶段"),
    "savings.stage.change": gettext_lazy("更新项目阶段"),
    "savings.stage.withdraw": gettext_lazy("撤下项目阶段"),
    "savings.investment.add": gettext_lazy("登记项目投资"),
    "savings.investment.withdraw": gettext_lazy("撤下项目投资"),
    "savings.settlement.draft": gettext_lazy("生成结算"),
    "savings.settlement.confirm": gettext_lazy("确认结算"),
    "savings.settlement.withdraw": gettext_lazy("撤下结算"),
}
ERRORS: Mapping[str, StrPromise] = {
    "savings.withdrawn": gettext_lazy("这条登记已经撤下或更正过。"),
    "savings.reason": gettext_lazy("请写明理由。"),
    "savings.stale": gettext_lazy("保存期间他人改了这里的内容。请核对后再办理。"),
    "output.future": gettext_lazy("%(month)s 还没有结束，不能登记。"),
    "product.reviewed": gettext_lazy("这条产品能耗已经审核过。"),
    "product.own": gettext_lazy("登记人不能审核自己登记的数据。"),
    "project.point": gettext_lazy("计量点 %(point)s 不属于这家企业。"),
    "project.settled": gettext_lazy("项目已有结算，请先撤下结算。"),
    "project.signed": gettext_lazy("合同已经签订，不能直接修改，请办理合同变更。"),
    "project.draft": gettext_lazy("项目还是草稿，合同签订生效后才能办理。"),
    "project.ended": gettext_lazy("项目已于 %(ended_on)s 终止。"),
    "project.no_terms": gettext_lazy("请先增加合同条款，写明分享比例和单价。"),
    "project.future": gettext_lazy("%(day)s 还没有到。"),
    "project.settled_until": gettext_lazy(
        "已结算至 %(until)s，终止日期不能早于这一天。"
    ),
    "change.settled": gettext_lazy(
        "已结算至 %(until)s，变更须自其后生效；已结算的各期不改。"
    ),
    "change.order": gettext_lazy("变更生效日期须晚于 %(day)s。"),
    "change.nothing": gettext_lazy("没有变更任何内容。"),
    "change.later": gettext_lazy("其后还有合同变更，请先撤下后面的。"),
    "stage.nothing": gettext_lazy("请填写计划或实际日期，或者写明不需要的理由。"),
    "stage.document": gettext_lazy("已经开始的阶段须写明依据文件及文号。"),
    "stage.needed": gettext_lazy("不需要的阶段不写日期；改造和运行阶段不能不需要。"),
    "stage.future": gettext_lazy("实际日期 %(day)s 还没有到。"),
    "stage.end": gettext_lazy("完成日期 %(day)s 早于开始日期，或没有开始日期。"),
    "stage.order": gettext_lazy(
        "%(day)s 早于前一阶段的开始，或前一阶段还没有开始；请先登记前面的阶段。"
    ),
    "stage.retrofit": gettext_lazy(
        "%(day)s 早于改造的完成，或改造还没有完成；改造完成后才能运行。"
    ),
    "investment.future": gettext_lazy("支付日期 %(day)s 还没有到。"),
    "term.overlap": gettext_lazy("%(begin)s 至 %(end)s 与另一条款重叠。"),
    "contract.period": gettext_lazy(
        "%(begin)s 至 %(end)s 不在同一条款的期限内，或其间合同有变更，请分段结算。"
    ),
    "adjustment.settled": gettext_lazy("%(period)s 已经结算，请先撤下结算。"),
    "measure.period": gettext_lazy(
        "%(begin)s 至 %(end)s 不在统计报告期内，还没有结束，或在合同终止以后。"
    ),
    "baseline.short": gettext_lazy("已知的天数太少，不能建立基准。"),
    "baseline.length": gettext_lazy("各序列长度不一致，不能建立基准。"),
    "settlement.output": gettext_lazy(
        "合同约定以产量为相关变量，这一期不能用：%(why)s。请先登记产量。"
    ),
    "settlement.data": gettext_lazy("这一期不能结算：%(doubts)s。"),
    "settlement.period": gettext_lazy(
        "与合同的结算周期不符，这一期应为 %(begin)s 至 %(end)s。"
    ),
    "measure.nothing": gettext_lazy(
        "%(begin)s 至 %(end)s 没有一天同时已知用能、气温和约定的产量。"
    ),
    "measure.size": gettext_lazy("用能数值过大，请核对读数。"),
    "contract.length": gettext_lazy("%(begin)s 至 %(end)s 不在同一结算周期内。"),
    "contract.fields": gettext_lazy(
        "最低、最高和总额上限只用于分享型，保证节能量和服务费只用于保证型。"
    ),
    "contract.floor": gettext_lazy("每期最低不得高于每期最高。"),
    "settlement.overlap": gettext_lazy("%(begin)s 至 %(end)s 与已有结算重叠。"),
    "settlement.confirmed": gettext_lazy("这一方已经确认过。"),
    "settlement.same": gettext_lazy("双方确认须是两个人。"),
    "settlement.document": gettext_lazy("请填写节能服务公司的确认文件。"),
    "settlement.later": gettext_lazy("其后已有结算，请先撤下后面的。"),
    "anomaly.state": gettext_lazy("请选择确认或排除。"),
    "anomaly.decided": gettext_lazy("双碳办已经认定，不能再改。"),
    "weather.future": gettext_lazy("%(day)s 还没有过完，没有日平均气温。"),
    "norm.sign": gettext_lazy("这个产品的限额须大于 0。"),
    "product.negative": gettext_lazy("这个产品的能耗不能为负。"),
    "output.unit": gettext_lazy(
        "这个产品其他月份以 %(wanted)s 计，%(unit)s 是另一种量。"
    ),
    "unit.limit": gettext_lazy(
        "%(unit)s 不是单位产品能耗的计量单位，应如 kgce当量/t。"
    ),
    "unit.output": gettext_lazy("%(unit)s 不是这个产品产量的计量单位。"),
    "weather.file": gettext_lazy(
        "第 %(line)s 行读不出来。应为日期和气温两列，UTF-8 编码的 CSV。"
    ),
    "indicator.baseline": gettext_lazy("基准期止 %(day)s 还没有过完。"),
    "indicator.output": gettext_lazy("还没有登记这个产品的产量，请先登记月产量。"),
    "review.future": gettext_lazy("%(day)s 还没有到。"),
    "review.input": gettext_lazy("没有这项评审输入：%(input)s。"),
    "decision.due": gettext_lazy("不能早于评审日期 %(day)s。"),
    "decision.done": gettext_lazy("这项决定已于 %(day)s 完成。"),
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


DOUBTS: Mapping[str, StrPromise] = {
    Doubt.DAYS.value: gettext_lazy("应计 %(due)s 天，已知 %(known)s 天，不足九成"),
    Doubt.BASELINE_SHORT.value: gettext_lazy("基准期已知 %(baseline)s 天，不足 180 天"),
    Doubt.SCATTER.value: gettext_lazy("基准模型 CV(RMSE) 超过 30%%，或无法计算"),
    Doubt.OUTSIDE.value: gettext_lazy("超出基准期气温或产量范围的日超过一成"),
}
"""Why a period is not settled."""


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    known = ERRORS.get(error.code)
    fields = dict(error.fields)
    doubts = fields.get("doubts")
    if isinstance(doubts, list):
        told = [str(DOUBTS[one]) % fields for one in doubts]
        fields["doubts"] = _("；").join(told)
    if "why" in fields:
        fields["why"] = str(OUTPUT_USES.get(str(fields["why"]), fields["why"]))
    return str(error) if known is None else str(known) % fields


def number_words(value: Decimal | float | None, places: int = 0) -> str:
    """A figure with separators; unknown is ``--``, and a zero has no sign."""
    if value is None:
        return "--"
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def field_words(name: str) -> str:
    """The name of a field of a project or a stage; what is none stays."""
    if name in ("terms", "term"):
        return _("合同条款")
    for model in (SavingProject, ProjectStage):
        try:
            field = model._meta.get_field(name)  # noqa: SLF001 - Django's documented name
        except FieldDoesNotExist:
            continue
        return str(getattr(field, "verbose_name", name))
    return name


def value_words(name: str, value: object) -> str:
    """A value of a field of a project, as the audit or a row keeps it."""
    if value in (None, ""):
        return "--"
    match name:
        case "kind":
            return str(dict(SavingProject.Kind.choices).get(str(value), value))
        case "figure":
            return str(dict(SavingProject.Figure.choices).get(str(value), value))
        case "period":
            return str(dict(SavingProject.Length.choices).get(str(value), value))
        case "state":
            return str(CONTRACTS[str(value)][2]) if value in CONTRACTS else str(value)
        case "measure":
            return measure_id_name(str(value))
        case "product":
            return product_names().get(str(value), str(value))
        case "floor" | "cap" | "cap_total" | "fee" | "guaranteed":
            return f"{without_zeros(Decimal(str(value))):,f}"
    return str(value)


def measure_id_name(code: str) -> str:
    """A measure that is named by its id."""
    try:
        return measure_name(measure_of(code))
    except UnknownMeasureError:
        return code


def carrier_name(code: str) -> str:
    """A carrier by the code of meters, or by that of measures."""
    meters = {theirs: mine for mine, theirs in CARRIERS.items()}
    return carrier_words(meters.get(code, code))


def product_names() -> dict[str, str]:
    """Products that have a norm, in the reader's language."""
    return {norm.product: norm_name(norm) for norm in all_norms()}


def norm_name(norm: Norm) -> str:
    """The product of a norm in the reader's language."""
    return norm.name_en if english() and norm.name_en else norm.name_zh


def standing(gap: GapRow) -> Light:
    """Where a unit consumption stands, in the words of its norm."""
    kind = "" if gap.norm is None else gap.norm.kind.value
    level = gap.level.value
    return OTHER_LEVELS.get((kind, level), LEVELS[level])


def strip_sentence(strip: Strip, year: int) -> str:
    """What the picture of a product shows."""
    levels = [row.gap.level for row in strip.rows]
    number = len(levels)
    facts = {
        "year": year,
        "product": norm_name(strip.norm),
        "n": number,
        "over": levels.count(Level.OVER),
        "best": levels.count(Level.ADVANCED),
    }
    if strip.norm.kind is NormKind.BENCHMARK:
        words = ngettext(
            "%(year)s 年%(product)s：%(n)s 家企业中，%(best)s 家达到标杆水平，"
            "%(over)s 家未达基准水平",
            "%(year)s 年%(product)s：%(n)s 家企业中，%(best)s 家达到标杆水平，"
            "%(over)s 家未达基准水平",
            number,
        )
    else:
        words = ngettext(
            "%(year)s 年%(product)s：%(n)s 家企业中，%(best)s 家达到先进值，"
            "%(over)s 家超过限定值",
            "%(year)s 年%(product)s：%(n)s 家企业中，%(best)s 家达到先进值，"
            "%(over)s 家超过限定值",
            number,
        )
    return words % facts


def basis_sentence(basis: Mapping[str, Any]) -> str:
    """What an expectation follows, and why it does not follow the rest."""
    if not basis:
        return ""
    used = [_("休息日")]
    left = []
    if basis.get("temperature") == "used":
        used.insert(0, _("气温"))
    else:
        left.append(_("气温有缺日"))
    output = str(basis.get("output", ""))
    if output == "used":
        used.append(_output_words(basis))
    else:
        why = str(OUTPUT_USES.get(output, output))
        left.append(_("未用产量：%(why)s") % {"why": why})
    told = _("、").join(used)
    return (
        _("%(told)s（%(left)s）") % {"told": told, "left": _("；").join(left)}
        if left
        else told
    )


def _output_words(basis: Mapping[str, Any]) -> str:
    code = str(basis.get("product", ""))
    facts = {
        "product": product_names().get(code, code),
        "months": basis.get("months"),
        "until": str(basis.get("until") or "")[:7],
    }
    return _("产量（%(product)s，%(months)s 个月，至 %(until)s）") % facts


def anomaly_words(row: EnergyAnomaly) -> str:
    """Why it is told, in a sentence."""
    share = f"{abs(row.size) * 100:.0f}%"
    facts = {"first": row.first, "last": row.last, "share": share}
    if row.kind == EnergyAnomaly.Kind.DAY:
        if row.size > 0:
            return _("比推算的高 %(share)s。") % facts
        return _("比推算的低 %(share)s。") % facts
    if row.kind == EnergyAnomaly.Kind.LEVEL:
        if row.size > 0:
            return _("自 %(first)s 起升高 %(share)s，相关变量和季节不能解释。") % facts
        return _("自 %(first)s 起降低 %(share)s，相关变量和季节不能解释。") % facts
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
        "unit": unit_words(unit),
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
