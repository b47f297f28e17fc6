"""Whose goal is it?  A plan quotes the goals of governments above its own."""

from __future__ import annotations

import re
from enum import IntEnum


class Tier(IntEnum):
    """Levels of government; a smaller number stands above a larger one."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    LOCAL = 4


_MUNICIPALITIES = "北京|天津|上海|重庆"
_SAID = r"(?:提出|明确|要求|规定|确定|承诺|宣布|宣示|指出|部署|强调|下达给?|规划)"
_BY_NAME = re.compile(
    r"(?:习近平|党中央|国务院|中共中央|国家|我国|(?<!其)中国|中央(?:政府)?|生态环境部|国家发展改革委|国家发改委|国家能源局)"
    r"[^。;,]{0,30}" + _SAID + r"|(?:部|委员会|总局)(?:等[^,。;]{0,6}部门)?(?:《[^》]*》)?(?:提出|明确|要求)"
)
_NATION = re.compile(r"全国|我国|(?<!其)中国(?!-|—)|国家层面|国家(?:将|力争|提出)")
_PROVINCE = re.compile(r"全省|我省|全自治区|我区全区|省委、省政府|省级层面|省(?:里)?(?:提出|要求|明确|确定)")
_CITY = re.compile(r"全市|我市|市委、市政府|市级层面|市(?:里)?(?:提出|要求|明确|确定)")
_OWN_GOAL = re.compile(r"(?:达到?|符合|执行)国家|下达|高于|低于|好于|优于|达到全[国省市]|位居|居全|前列|先进水平|平均水平|排名|占全[国省市]")


def tier_of(title: str | None, issuer: str | None) -> Tier | None:
    """Tier of the government that made the plan, from its title and issuer."""
    name = f"{issuer or ''}{title or ''}"
    if not name:
        return None
    if re.match(r"国务院|中共中央|国家", name) or re.match(r"\d{4}年前碳达峰|全国", title or ""):
        return Tier.NATION
    rest = re.sub(rf"^(?:{_MUNICIPALITIES})市?", "", name)
    head = re.split(r"关于|人民政府|委员会|\d|\"", name, maxsplit=1)[0]
    if re.search(r"(?:镇|乡|街道|开发区|园区|产业园|高新区|新城)$", head):
        return Tier.LOCAL
    if re.search(r"[区县旗]$", head) and not head.endswith(("自治区", "地区", "行政区")):
        return Tier.COUNTY
    if re.search(r"(?:自治区|省)$", head) or (
        rest != name and re.match(r"(?:人民政府|关于|\"|\d|碳|节能|.{0,6}委|.{0,6}局)", rest)
    ):
        return Tier.PROVINCE
    return _tier_in(name)


def tier_in_words(text: str) -> Tier | None:
    """Tier that a document speaks of as the whole: the commonest of 全省, 全市, 全区, 全县."""
    counts = {
        Tier.NATION: len(re.findall("我国", text)),
        Tier.PROVINCE: len(re.findall("全省|我省|全自治区", text)),
        Tier.CITY: len(re.findall("全市|我市|全州", text)),
        Tier.COUNTY: len(re.findall("全区|我区|全县|我县|全旗", text)),
    }
    best = max(counts, key=lambda tier: counts[tier])
    return best if counts[best] else None


def _tier_in(name: str) -> Tier | None:
    head = name[:24]
    for pattern, tier in (
        (r"[\u4e00-\u9fff]{2,4}(?:县|旗)", Tier.COUNTY),
        (r"(?:市|州)[\u4e00-\u9fff]{1,4}区", Tier.COUNTY),
        (r"[\u4e00-\u9fff]{2,5}(?:市|州|盟)", Tier.CITY),
        (r"[\u4e00-\u9fff]{2,4}(?:省|自治区)", Tier.PROVINCE),
        (r"[\u4e00-\u9fff]{2,4}区", Tier.COUNTY),
    ):
        if re.match(pattern, head):
            return tier
    return None


def is_quoted(before: str, tier: Tier | None) -> bool:
    """Whether the words before a figure give it to a government above the plan's own.

    Parameters
    ----------
    before : str
        The sentence from its beginning to the figure.
    tier : Tier or None
        The plan's own tier; None when the document does not say.
    """
    if _OWN_GOAL.search(before):
        return False
    own = tier if tier is not None else Tier.CITY
    if own > Tier.NATION and (_BY_NAME.search(before) or _NATION.search(before)):
        return True
    if own > Tier.PROVINCE and _PROVINCE.search(before):
        return True
    return own > Tier.CITY and tier is not None and bool(_CITY.search(before))
