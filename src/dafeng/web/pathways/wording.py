"""An outlook in words: the answer first, with its probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.pathways import Outlook, Pathway, PeakChance
from dafeng.web.core.languages import english

HALF = Decimal("0.5")
LIKELY, UNLIKELY = Decimal("0.8"), Decimal("0.2")
FIELDS: Mapping[str, str | Promise] = {
    "industry": gettext_lazy("工业"),
    "power": gettext_lazy("电力"),
    "buildings": gettext_lazy("建筑"),
    "transport": gettext_lazy("交通"),
    "farming": gettext_lazy("农业"),
    "circular": gettext_lazy("循环经济"),
    "waste": gettext_lazy("废弃物"),
    "sinks": gettext_lazy("碳汇"),
    "public": gettext_lazy("公共机构"),
}
ERRORS: Mapping[str, str | Promise] = {
    "outlook.no_plan": gettext_lazy("还没有方案，无法计算达峰路径。"),
    "outlook.no_model": gettext_lazy("数据目录中没有区域模型，无法计算达峰路径。"),
    "outlook.no_account": gettext_lazy(
        "模型的基年是 %(year)s 年，该年碳账尚未封存，无法计算达峰路径。"
    ),
    "outlook.no_seal": gettext_lazy("这次计算封存的输入不在，重新计算后可用。"),
    "outlook.seal": gettext_lazy(
        "这次计算封存的输入与校验值不符，请从备份恢复，或者重新计算。"
    ),
    "scenario.name": gettext_lazy("您已有名为“%(name)s”的情景，请换一个名称。"),
    "scenario.withdrawn": gettext_lazy("情景“%(name)s”已撤回，不能再修改。"),
    "record.bad": gettext_lazy(
        "这次计算由旧版本封存，现在的版本不能读取，重新计算后可用。"
    ),
    "model.bad": gettext_lazy("区域模型有错，不能计算：%(found)s"),
    "measure.bad": gettext_lazy("措施库或潜力表有错，不能计算：%(found)s"),
}
"""What a person reads for an error, by its code."""
FOUND = 3
"""Faults of a model that a message names; the command line names all."""


NOTICED: Mapping[str, str | Promise] = {
    "model.excluded": gettext_lazy("与已采用的措施互斥，没有计入"),
    "model.idle_measure": gettext_lazy("在本口径下不起作用，没有计入"),
    "model.prerequisite": gettext_lazy("缺少前置措施，没有计入"),
    "model.overlap": gettext_lazy("合计超出可用的能源，按比例缩减"),
    "model.unknown_measure": gettext_lazy("措施库中没有，没有计入"),
    "model.unknown_carrier": gettext_lazy("模型中没有这种能源，没有计入"),
    "model.no_sector": gettext_lazy("碳账中有明细不属于模型的任何行业，保持不变"),
    "model.no_carrier": gettext_lazy("碳账中有明细不属于模型的任何能源，保持不变"),
    "model.empty_sector": gettext_lazy("基年碳账中没有这个行业的明细"),
    "model.other_year": gettext_lazy("碳账的年份不是模型的基年"),
    "model.empty_account": gettext_lazy("基年碳账中没有本口径的明细"),
}
"""What a run noticed, in words; the code itself where a new one has none."""


class Named(Protocol):
    """Something with a name in both languages."""

    @property
    def name_zh(self) -> str:
        """In Chinese."""
        ...

    @property
    def name_en(self) -> str:
        """In English."""
        ...


def named(one: Named) -> str:
    """Its name in the reader's language."""
    return (one.name_en or one.name_zh) if english() else one.name_zh


def field_name(code: str) -> str:
    """Name of a field of measures."""
    return str(FIELDS.get(code, code))


def percent(share: Decimal) -> str:
    """A probability for people: whole percent; draws make nothing certain.

    Examples
    --------
    >>> percent(Decimal("0.826")), percent(Decimal(1)), percent(Decimal("0.0001"))
    ('83%', '>99%', '<1%')
    """
    whole = round(share * 100)
    if whole >= 100:
        return ">99%"
    return f"{whole}%" if whole else "<1%"


def answer(outlook: Outlook, path: Pathway) -> str:
    """Will it peak by the promised year? One sentence, the probability first."""
    words = _("按“%(scenario)s”情景，%(year)s 年前达峰的概率是 %(share)s。") % {
        "scenario": scenario_name(outlook, path.scenario),
        "year": outlook.by,
        "share": percent(path.peak.by(outlook.by)),
    }
    return f"{words}{_when(outlook, path)}"


def _when(outlook: Outlook, path: Pathway) -> str:
    peak = path.peak
    if peak.year_p50 is None or peak.year_p95 is None:
        return _("在展望期内看不到峰值。")
    if peak.year_p95 <= outlook.base_year:
        return _("最高点是已经过去的 %(year)s 年，此后不再超过它。") % {
            "year": peak.year_p50
        }
    if peak.year_p05 == peak.year_p95:
        return _("峰值在 %(year)s 年。") % {"year": peak.year_p50}
    return _("最可能在 %(year)s 年前后（90%% 在 %(low)s 到 %(high)s 年之间）。") % {
        "year": peak.year_p50,
        "low": peak.year_p05,
        "high": peak.year_p95,
    }


def flip_words(outlook: Outlook, scenario: str) -> str:
    """Say that the convention of the grid decides; empty when it does not."""
    if not outlook.flips(scenario):
        return ""
    shares = [
        _("%(name)s %(share)s")
        % {
            "name": convention_name(outlook, one.convention),
            "share": percent(one.peak.by(outlook.by)),
        }
        for one in outlook.paths
        if one.scenario == scenario
    ]
    return _("结论取决于电力排放因子的口径：%(shares)s。") % {
        "shares": _("；").join(shares)
    }


def noticed(outlook: Outlook, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What the run noticed, one line a kind, with what it is about.

    Parameters
    ----------
    names : mapping of str to str
        Words for the places of findings: measures, sectors.
    """
    kinds: dict[str, dict[str, None]] = {}
    for one in outlook.findings:
        place = names.get(one.place, one.place)
        kinds.setdefault(one.code, {})[place] = None
    return [(str(NOTICED.get(code, code)), list(held)) for code, held in kinds.items()]


def scenario_name(outlook: Outlook, code: str) -> str:
    """Name of a scenario; the code where the outlook does not know it."""
    return next((named(one) for one in outlook.scenarios if one.code == code), code)


def convention_name(outlook: Outlook, code: str) -> str:
    """Name of a convention of the grid factor."""
    return next((named(one) for one in outlook.conventions if one.code == code), code)


def fan_title(outlook: Outlook, path: Pathway) -> str:
    """What the fan shows."""
    last = path.fan[-1]
    base = dict(outlook.history).get(outlook.base_year)
    if not base:
        return _("排放展望")
    change = round(100 * (last.p50_g - base) / base)
    if change < 0:
        return _("到 %(year)s 年，中位数比 %(base)s 年低 %(share)s%%") % {
            "year": last.year,
            "base": outlook.base_year,
            "share": -change,
        }
    return _("到 %(year)s 年，中位数比 %(base)s 年高 %(share)s%%") % {
        "year": last.year,
        "base": outlook.base_year,
        "share": change,
    }


def years_title(path: Pathway) -> str:
    """What the distribution of peak years shows."""
    likely = max(path.peak.at_year, key=lambda one: one[1], default=None)
    if likely is None or likely[1] < path.peak.not_peaked:
        return _("多数抽样在展望期内没有达峰")
    return _("%(year)s 年最可能是峰值年，概率 %(share)s") % {
        "year": likely[0],
        "share": percent(likely[1]),
    }


def source(outlook: Outlook, path: Pathway) -> str:
    """What stands under every picture: model, base year, scenario, draws."""
    return _(
        "区域模型，以 %(base)s 年碳账为起点；%(scenario)s，%(convention)s；"
        "%(draws)s 次抽样，种子 %(seed)s"
    ) % {
        "base": outlook.base_year,
        "scenario": scenario_name(outlook, path.scenario),
        "convention": convention_name(outlook, path.convention),
        "draws": outlook.draws,
        "seed": outlook.seed,
    }


def compare_title(rows: Sequence[tuple[str, PeakChance]], by: int) -> str:
    """What the comparison of scenarios shows.

    Parameters
    ----------
    rows : sequence of (str, PeakChance)
        Name and peak of each scenario.
    by : int
    """
    if not rows:
        return _("没有可以比较的情景")
    best = max(rows, key=lambda one: one[1].by(by))
    worst = min(rows, key=lambda one: one[1].by(by))
    return _("“%(best)s”%(best_share)s，“%(worst)s”%(worst_share)s") % {
        "best": best[0],
        "best_share": percent(best[1].by(by)),
        "worst": worst[0],
        "worst_share": percent(worst[1].by(by)),
    }


def wedge_title(outlook: Outlook) -> str:
    """Which measure takes off most in the promised year."""
    years = outlook.headline.years
    at = years.index(outlook.by)
    largest = max(outlook.wedges, key=lambda one: one.grams[at], default=None)
    if largest is None:
        return _("方案中没有可以计算的措施")
    return _("到 %(year)s 年，减排最多的措施是“%(name)s”") % {
        "year": outlook.by,
        "name": named(largest),
    }


def cost_title(outlook: Outlook) -> str:
    """How much of it pays for itself."""
    free = sum(one.grams for one in outlook.steps if one.yuan_per_tonne <= 0)
    whole = sum(one.grams for one in outlook.steps)
    if not whole:
        return _("没有可以计算成本的措施")
    return _("%(share)s%% 的减排量不增加净成本") % {"share": round(100 * free / whole)}


def sensitivity_title(outlook: Outlook) -> str:
    """Which unknown explains most of the spread."""
    if not outlook.sensitivity:
        return _("没有不确定的输入")
    first = max(outlook.sensitivity, key=lambda one: one.total)
    return _("最影响 %(year)s 年排放的是“%(name)s”") % {
        "year": outlook.by,
        "name": named(first),
    }


def error_words(error: DafengError) -> str:
    """The sentence that a person reads for an error."""
    words = ERRORS.get(error.code)
    if words is None:
        return str(error)
    fields = dict(error.fields)
    findings = getattr(error, "findings", ())
    fields["found"] = _("；").join(
        f"{one.place} {one.rule} ({one.value})" for one in findings[:FOUND]
    )
    return str(words) % fields
