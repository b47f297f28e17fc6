"""Units as plans print them, and how the contract spells those that it lists."""

from __future__ import annotations

import re

import attrs

from dafeng.plan.grammar.wordlists import longest_of, words

_PRINTED = """
千瓦时 千瓦·时 千瓦小时 兆瓦时 吉瓦时 千伏安 度电 千瓦 兆瓦 吉瓦
吨二氧化碳当量 吨二氧化碳 吨标准煤 吨标煤 吨油当量
千克标准煤 克标准煤 克标煤 公斤标准煤 吨 千克 公斤 毫克 微克 克
标准立方米 立方米 标方 立方 平方公里 平方千米 平方米 平米 公里 千米 米 公顷 亩次 亩
蒸吨 美元 元 吉焦 分钟 小时 人次 车位 标准箱 标箱 TEU 千伏 摄氏度 ℃
个百分点 百分点 台(套) 台套 个(座) 座(个) 家(个)
kWh MWh GWh TWh kW KW MW Mw GW MV kV km2 km m2 m3 min μg ug mg kg tce GJ t % ‰ L
升 星 分 岁 倍 天 日 车公里 户次 班次 株 人
"""
_SPELLED = {
    "千瓦": "kW",
    "KW": "kW",
    "兆瓦": "MW",
    "Mw": "MW",
    "立方米": "m3",
    "公里": "km",
    "千米": "km",
    "吨": "t",
    "分钟": "min",
    "个百分点": "百分点",
    "平米": "平方米",
    "台(套)": "台",
    "台套": "台",
    "μg": "ug",
}
_CLASSIFIERS = (
    "个家台条项种座处所辆户人套艘只株件批支片口类名对根间栋幢场门篇位轮"
    "棵期次站村镇乡层档把组头羽尾架艇吊孔眼道宗例张册本份届团桩班区县街课师校院亩"
)
MEASURES = frozenset(words(_PRINTED))
_BASE = longest_of(_PRINTED)
# 吨/日, 元/人, 个/百户: what a unit is counted by, up to a mark or a word like 以上.
_PER = (
    r"(?:(?:/|每)(?:万|亿|百|千|十)?"
    r"(?:h|d|a|年|日|天|小时|时|人|次|台|辆|户|"
    rf"[\u4e00-\u9fff]{{1,5}}?(?=[以,、;。)左及]|$)|{_BASE}))"
)
UNIT = (
    r"(?P<mag>万亿|百万|千万|[万亿千百])?"
    rf"(?P<base>{_BASE}|[{_CLASSIFIERS}])(?P<per>{_PER}{{1,2}})?"
)
_TONNES_A_DAY = ("吨/日", "吨/天", "t/d")
_MICROGRAMS = re.compile(r"(?:微克|μg|ug)/(?:立方米|m3)")
_SQUARE_METRES = ("平方米", "平米")
_LARGE_POWERS = (("亿", "千瓦"), ("百万", "千瓦"))


@attrs.frozen
class Measure:
    """A unit of a figure.

    Attributes
    ----------
    name : str or None
        In the contract's spelling; None for a bare number.
    printed : str
        As it is printed.
    counts : bool
        Whether it is a word that counts things.
    """

    name: str | None
    printed: str
    counts: bool


def measure(mag: str, base: str | None, per: str | None) -> Measure:
    """Unit of a magnitude (万), a base (千瓦) and what it is counted by (/日).

    Examples
    --------
    >>> measure("万", "千瓦", None).name, measure("", "吨", "/日").name
    ('万kW', 't/d')
    """
    if base is None:
        return Measure(mag or None, mag, counts=False)
    printed = f"{mag}{base}{per or ''}"
    counts = base not in MEASURES or "(" in base
    name = _spelled(mag, base) if per is None else _rate(mag, base, per)
    return Measure(name, printed, counts)


def without_magnitude(unit: str | None) -> str:
    """Unit without 万 or 亿: kW of 万kW."""
    return (unit or "").lstrip("万亿千百")


def _rate(mag: str, base: str, per: str) -> str:
    rate = f"{base}{per}".replace("每", "/")
    if rate in _TONNES_A_DAY and not mag:
        return "t/d"
    if _MICROGRAMS.fullmatch(rate) and not mag:
        return "ug/m3"
    return f"{mag}{rate}"


def _spelled(mag: str, base: str) -> str:
    """The contract's spelling: 万千瓦 is 万kW, 平方米 alone stays as it is printed."""
    if base in _SQUARE_METRES:
        return "万m2" if mag == "万" else f"{mag}平方米"
    if (mag, base) in _LARGE_POWERS:
        return mag + base
    return mag + _SPELLED.get(base, base)
