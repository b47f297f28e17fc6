"""Figures with their units: 280 万千瓦, 2—3 个, 500、800 万千瓦, 一条, 三分之一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import attrs
import cn2an

# Units as they are printed, and how the contract spells those that it lists.
_PRINTED = (
    "千瓦时 千瓦·时 千瓦小时 兆瓦时 吉瓦时 千伏安 度电 千瓦 兆瓦 吉瓦 吨二氧化碳当量 吨二氧化碳 吨标准煤 吨标煤 吨油当量 "
    "千克标准煤 克标准煤 克标煤 公斤标准煤 吨 千克 公斤 毫克 微克 克 标准立方米 立方米 标方 立方 平方公里 平方千米 平方米 平米 "
    "公里 千米 米 公顷 亩次 亩 蒸吨 美元 元 吉焦 分钟 小时 人次 车位 标准箱 标箱 TEU 千伏 摄氏度 ℃ 个百分点 百分点 "
    "台(套) 台套 个(座) 座(个) 家(个) kWh MWh GWh TWh kW KW MW Mw GW MV kV km2 km m2 m3 min μg ug mg kg tce GJ t % ‰ L 升 星 倍 天 日 "
    "车公里 户次 班次 株 人"
).split()
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
    "棵期次站村镇乡层分档把组头羽尾架艇艘吊孔眼道宗例张册本份届团桩组班区县街课师所校院亩"
)
_UNIT_WORDS = frozenset(_PRINTED)
_BASE = "|".join(re.escape(word) for word in sorted(_PRINTED, key=len, reverse=True))
_PER = r"(?:(?:/|每)(?:万|亿|百|千|十)?(?:h|d|a|年|日|天|小时|时|人|次|台|辆|户|[\u4e00-\u9fff]{1,5}?(?=[以,、;。)左及]|$)|" + _BASE + "))"
_UNIT = rf"(?P<mag>万亿|百万|千万|[万亿千百])?(?P<base>{_BASE}|[{_CLASSIFIERS}])(?P<per>{_PER}{{1,2}})?"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千]+"
_DASH = r"[-—~至到]{1,2}"
_DIGIT_QUANTITY = re.compile(
    rf"(?<![A-Za-z\d.])(?P<low>{_NUMBER})(?P<lowunit>万|亿|%|‰)?"
    rf"(?:(?P<dash>{_DASH})(?P<high>{_NUMBER}))?"
    rf"(?:{_UNIT})?"
)
_PER_HUNDRED = re.compile(rf"百分之(?P<han>{_HAN_NUMBER}(?:点{_HAN_NUMBER})?|{_NUMBER})(?P<pp>点)?")
_FRACTION = re.compile(r"(?P<under>[二三四五六七八九十])分之(?P<over>[一二两三四五六七八九])")
_RATIO = re.compile(r"(?<![\d/.])(?P<over>[1-9])/(?P<under>[2-9])(?![\d/])")
_TENTHS = re.compile(r"(?<![一二两三四五六七八九])(?P<han>[一二两三四五六七八九])成(?P<half>[一二三四五六七八九]?)(?![本员功果立长效分熟绩为品都交就])")
_HALF = re.compile(r"一半|半数")
_DOUBLED = re.compile(r"翻(?P<times>[一两二])?番")
_HAN_QUANTITY = re.compile(
    r"(?<![第之一二两三四五六七八九十百千万])(?P<han>[一二两三四五六七八九十百千万]+)(?:[至到、-](?P<hanhigh>[一二两三四五六七八九十]+))?"
    r"(?P<mag>[万亿])?(?P<base>星|条|家|座|处|所|套|台|个|项|批|亩|辆|艘|名|吨|千瓦|公里|平方米|立方米|人次|户|种|株)"
    r"(?!级|次|体|性|化|别|龙|方面|重|层|中全会|五|年|月)"
)


@attrs.frozen(kw_only=True)
class Quantity:
    """A figure in a sentence.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the sentence, unit included.
    value, value_max : Decimal, Decimal or None
        As printed; ``value_max`` only for a range.
    unit : str or None
        In the contract's spelling; None for a bare number.
    printed : str
        Unit as it is printed.
    counted : bool
        Whether the unit is a word that counts things.
    worded : bool
        Whether the figure is written in words.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    printed: str
    counted: bool
    worded: bool


def quantities_in(text: str) -> list[Quantity]:
    """All figures of a normal text in order, without dates, ordinals and names."""
    found = [*_digit_quantities(text), *_worded_quantities(text)]
    found.sort(key=lambda q: q.start)
    return _without_overlaps(_with_shared_units(text, found))


def _digit_quantities(text: str) -> Iterator[Quantity]:
    for match in _DIGIT_QUANTITY.finditer(text):
        if _is_name(text, match):
            continue
        quantity = _digit_quantity(match)
        if quantity is not None:
            yield quantity


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Numbers that are parts of names, dates, ordinals or references."""
    before, after = text[: match.start()], text[match.end() :]
    if re.search(r"(?:第|No\.|GB/?T?|DB|号|[A-Za-z]-?|专栏|附件|附表|表|图|PM)$", before):
        return True
    if re.match(r"年|月|号|世纪|届|周年|条例|\)号|时\d|个工作日|个月|个年|日(?!/)|级|级及|#", after):
        return True
    if match.group("base") in ("日", "d") and not match.group("per"):
        return True
    printed = match.group()
    if re.match(r"(?:19|20)\d\d(?:[-—~至到](?:19|20)?\d\d)?$", printed) and (
        after.startswith(("年", "-", "—")) or not match.group("base")
    ):
        return True
    if match.group("base") is None and re.match(r"[A-Za-z]{1,3}(?![a-z])|\+", after):
        return True  # 5G, 2+3, 5A
    if match.group("base") in ("千伏", "kV", "千伏安"):
        return match.group("base") != "千伏安"  # a voltage is part of a line's name
    if match.group("base") == "个" and re.match(r"(?:工作日|月|小时|年|方面)", after):
        return True
    return bool(match.group("base") == "次" and re.match(r"(?:党代会|会议|全会)", after))


def _digit_quantity(match: re.Match[str]) -> Quantity | None:
    low, high = _decimal(match.group("low")), _decimal(match.group("high"))
    if low is None:
        return None
    base, mag = match.group("base"), match.group("mag") or ""
    end = match.end()
    shared = match.group("lowunit") or ""
    if base is None:
        if shared in ("%", "‰"):
            base, mag = shared, ""
        elif high is not None and re.match(r"[-—]", match.group("dash") or ""):
            pass
        if base is None and shared in ("万", "亿"):
            mag = shared
        if base is None and not mag and match.group("dash") and high is None:
            return None
    elif shared in ("万", "亿") and not mag and high is None:
        mag = shared
    unit, printed = _unit(mag, base, match.group("per"))
    return Quantity(
        start=match.start(),
        end=end,
        value=low,
        value_max=high,
        unit=unit,
        printed=printed,
        counted=base is not None and base not in _UNIT_WORDS or "(" in (base or ""),
        worded=False,
    )


def _unit(mag: str, base: str | None, per: str | None) -> tuple[str | None, str]:
    """Unit in the contract's spelling, and as printed."""
    if base is None:
        return (f"{mag}" or None, mag)
    printed = f"{mag}{base}{per or ''}"
    if per is None:
        return _spelled(mag, base), printed
    rate = f"{base}{per}".replace("每", "/")
    if rate in ("吨/日", "吨/天", "t/d") and not mag:
        return "t/d", printed
    if re.fullmatch(r"(?:微克|μg|ug)/(?:立方米|m3)", rate) and not mag:
        return "ug/m3", printed
    return printed.replace("每", "/"), printed


def _spelled(mag: str, base: str) -> str:
    """The contract's spelling: 万千瓦 is 万kW, 平方米 alone stays as it is printed."""
    if base in ("平方米", "平米"):
        return "万m2" if mag == "万" else f"{mag}平方米"
    if (mag, base) in (("亿", "千瓦"), ("百万", "千瓦")):
        return mag + base
    return mag + _SPELLED.get(base, base)


def _worded_quantities(text: str) -> Iterator[Quantity]:
    for match in _PER_HUNDRED.finditer(text):
        value = _han_decimal(match.group("han"))
        if value is not None:
            yield _worded(match, value, None, "%")
    for match in _FRACTION.finditer(text):
        over, under = _han_decimal(match.group("over")), _han_decimal(match.group("under"))
        if over is not None and under:
            share = (over * 100 / under).quantize(Decimal("0.1"))
            yield _worded(match, share.normalize(), None, "%")
    for match in _RATIO.finditer(text):
        share = Decimal(int(match.group("over")) * 100) / int(match.group("under"))
        yield _worded(match, share.quantize(Decimal("0.1")).normalize(), None, "%")
    for match in _TENTHS.finditer(text):
        tens = (_han_decimal(match.group("han")) or Decimal(0)) * 10
        ones = _han_decimal(match.group("half") or None) or Decimal(0)
        yield _worded(match, tens + ones, None, "%")
    for match in _HALF.finditer(text):
        yield _worded(match, Decimal(50), None, "%")
    for match in _DOUBLED.finditer(text):
        times = 2 if match.group("times") in ("两", "二") else 1
        yield _worded(match, Decimal(2**times - 1) * 100, None, "%")
    for match in _HAN_QUANTITY.finditer(text):
        value = _han_decimal(match.group("han"))
        high = _han_decimal(match.group("hanhigh"))
        if value is not None:
            unit, _ = _unit(match.group("mag") or "", match.group("base"), None)
            yield _worded(match, value, high, unit)


def _worded(
    match: re.Match[str], value: Decimal, high: Decimal | None, unit: str | None
) -> Quantity:
    return Quantity(
        start=match.start(),
        end=match.end(),
        value=value,
        value_max=high,
        unit=unit,
        printed=match.group(),
        counted=unit not in ("%",),
        worded=True,
    )


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give 500 in 500、800 万千瓦 the unit of its neighbour."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        this, then = result[i], result[i + 1]
        bare = this.unit in (None, "万", "亿")
        between = text[this.end : then.start]
        if not bare or then.unit is None or this.worded:
            continue
        if re.fullmatch(r"[、,和及]|以及", between):
            mag, unit = this.unit or "", then.unit
            if mag and unit.startswith(mag):
                mag = ""
            result[i] = attrs.evolve(
                this, unit=mag + unit, printed=then.printed, counted=then.counted
            )
    return result


def _without_overlaps(found: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _han_decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    direct = _decimal(text)
    if direct is not None:
        return direct
    try:
        return Decimal(str(cn2an.cn2an(text.replace("两", "二"), "smart")))
    except ValueError:
        return None
