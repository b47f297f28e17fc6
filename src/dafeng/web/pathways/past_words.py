"""The past and the gap in words: what a page says before its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.rounding import round_half_even
from dafeng.pathways import LevelGap, Outlook, PastSaid, Review, ToldYear, WeatherYear
from dafeng.web.pathways.wording import named

TEN_THOUSAND_TONNES = Decimal(10**10)
STANDINGS: Mapping[str, str | Promise] = {
    "rising": gettext_lazy("仍在上升，尚未出现峰值"),
    "plateau": gettext_lazy("处于平台期"),
    "falling": gettext_lazy("已回落，年数还不足以认定"),
    "settled": gettext_lazy("已回落并稳定"),
}
CAUSES: Mapping[str, str | Promise] = {
    "structural": gettext_lazy("结构和强度变化"),
    "output": gettext_lazy("产出减少，产出恢复后可能反弹"),
    "none": gettext_lazy("没有回落"),
    "unknown": gettext_lazy("缺少两年的驱动因素，无法判断"),
}
DRIVERS: Mapping[str, str | Promise] = {
    "activity": gettext_lazy("活动水平"),
    "intensity": gettext_lazy("能源强度"),
    "mix": gettext_lazy("能源结构"),
    "factor": gettext_lazy("燃料排放因子"),
    "grid": gettext_lazy("电网因子"),
    "supply": gettext_lazy("供热和损耗随用能变化"),
    "generation": gettext_lazy("本地发电"),
    "unknown": gettext_lazy("驱动因素未知"),
}
REVIEWED: Mapping[str, str | Promise] = {
    "history.gap": gettext_lazy("碳账缺这些年份，此前的年份没有计入趋势"),
    "review.driver": gettext_lazy("首年的数值未知，检验时用模型自己的增速代替"),
    "weather.gap": gettext_lazy("序列缺这些年份，没有补齐"),
    "weather.unknown": gettext_lazy("这些年份没有采暖度日数，没有校正"),
    "weather.normal": gettext_lazy("已知的年份少于 10 年，常年值不可靠"),
    "weather.short": gettext_lazy("年份不足，无法由序列求出采暖比重，没有校正"),
    "weather.slope": gettext_lazy("由序列求出的采暖比重不合理，已限制在 0 到 1 之间"),
    "weather.empty": gettext_lazy("没有可以校正的年份"),
}


def standing(past: PastSaid) -> str:
    """Where the last year stands."""
    return str(STANDINGS.get(past.standing, past.standing))


def cause(past: PastSaid) -> str:
    """What a fall is due to."""
    return str(CAUSES.get(past.cause, past.cause))


def driver(code: str) -> str:
    """Name of a factor of the identity."""
    return str(DRIVERS.get(code, code))


def amount(grams: int) -> str:
    """Grams as 10,000 tonnes in a sentence."""
    return f"{round_half_even(Decimal(grams) / TEN_THOUSAND_TONNES, 2):,}"


def in_percent(share: Decimal) -> str:
    """A share in percent with one decimal."""
    return f"{round_half_even(share * 100, 1)}"


def past_answer(past: PastSaid | None) -> str:
    """Has it peaked already? One sentence."""
    if past is None:
        return _("还没有碳账，历史目前未知。")
    head = _("%(first)s—%(last)s 年碳账的最高点是 %(year)s 年（%(level)s 万吨）") % {
        "first": past.first,
        "last": past.last,
        "year": past.year,
        "level": amount(past.level_g),
    }
    if past.fall <= 0:
        return _("%(head)s，%(standing)s。") % {
            "head": head,
            "standing": standing(past),
        }
    return _(
        "%(head)s，%(last)s 年比它低 %(fall)s%%，%(standing)s；回落的原因：%(cause)s。"
    ) % {
        "head": head,
        "last": past.last,
        "fall": in_percent(past.fall),
        "standing": standing(past),
        "cause": cause(past),
    }


def trend_words(past: PastSaid) -> str:
    """Whether the years have a trend, with its test."""
    trend = past.trend
    if trend is None:
        return _("只有一年，谈不上趋势。")
    slope = round_half_even(Decimal(trend.slope_g) / TEN_THOUSAND_TONNES, 2)
    fields = {"n": trend.n, "slope": f"{slope:+,}", "p": f"{trend.p:.3f}"}
    if trend.significant:
        return (
            _("%(n)s 年有显著趋势，每年 %(slope)s 万吨（Mann-Kendall，p=%(p)s）。")
            % fields
        )
    return _("%(n)s 年没有显著趋势，Sen 斜率每年 %(slope)s 万吨（p=%(p)s）。") % fields


def mean_error(years: Iterable[ToldYear]) -> Decimal | None:
    """Mean of the errors without their signs; None where nothing was tested."""
    errors = [abs(one.error) for one in years if one.error is not None]
    return sum(errors, Decimal(0)) / len(errors) if errors else None


def tested_title(review: Review) -> str:
    """How well the model tells the past."""
    seeing = mean_error(review.tested("drivers"))
    blind = mean_error(review.tested("nothing"))
    if seeing is None or blind is None:
        return _("只有一年碳账，还不能检验模型")
    return _(
        "已知驱动因素时模型与碳账平均相差 %(seeing)s%%，不知道时相差 %(blind)s%%"
    ) % {"seeing": in_percent(seeing), "blind": in_percent(blind)}


def weather_words(year: WeatherYear | None, normal: Decimal | None) -> str:
    """What the winter of a year did to its account; empty where nobody knows."""
    if year is None or year.degree_days is None or year.corrected_g is None:
        return ""
    if not normal:
        return ""
    moved = year.corrected_g - year.counted_g
    share = year.degree_days / normal - 1
    told = _("暖") if share < 0 else _("冷")
    return _(
        "%(year)s 年冬季比常年%(told)s %(share)s%%，按常年气温排放为 %(level)s 万吨"
        "（%(moved)s 万吨）。"
    ) % {
        "year": year.year,
        "told": told,
        "share": in_percent(abs(share)),
        "level": amount(year.corrected_g),
        "moved": f"{'+' if moved >= 0 else ''}{amount(moved)}",
    }


def gap_answer(level: LevelGap | None) -> str:
    """What half delivery leaves open, and against what."""
    if level is None:
        return _("这次计算没有分解差距，重新计算后可见。")
    opened = level.expected_g - level.planned_g
    head = _(
        "若措施只落实一半，%(year)s 年排放 %(expected)s 万吨，比方案全部落实高"
        " %(opened)s 万吨"
    ) % {
        "year": level.year,
        "expected": amount(level.expected_g),
        "opened": amount(opened),
    }
    if not level.target:
        return _("%(head)s。") % {"head": head}
    if level.gap_g > 0:
        return _("%(head)s，比目标高 %(gap)s 万吨。") % {
            "head": head,
            "gap": amount(level.gap_g),
        }
    return _("%(head)s，仍在目标之内。") % {"head": head}


def gap_title(outlook: Outlook) -> str:
    """Which undelivered measure opens most of the gap."""
    if not outlook.gap or outlook.gap[0].grams <= 0:
        return _("没有措施造成差距")
    whole = sum(one.grams for one in outlook.gap)
    first = outlook.gap[0]
    return _("差距最大的一项是“%(name)s”，占 %(share)s%%") % {
        "name": named(first),
        "share": round(100 * first.grams / whole) if whole else 0,
    }


def reviewed(review: Review, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What was noticed while looking back, one line a kind."""
    kinds: dict[str, dict[str, None]] = {}
    for one in review.findings:
        by_value = one.code.startswith("weather.")
        place = one.value if by_value else names.get(one.place, one.place)
        kinds.setdefault(one.code, {})[place] = None
    return [(str(REVIEWED.get(code, code)), list(held)) for code, held in kinds.items()]
