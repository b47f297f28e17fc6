"""Whose goal is it?  A plan quotes the goals of governments above its own."""

from __future__ import annotations

import re
from enum import IntEnum

from dafeng.plan.grammar.wordlists import any_of


class Tier(IntEnum):
    """Levels of government; a smaller number stands above a larger one."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    LOCAL = 4


_SAID = any_of("提出 明确 要求 规定 确定 承诺 宣布 宣示 指出 部署 强调 下达给? 规划")
_NATIONAL_BODY = any_of(
    """
    习近平 党中央 国务院 中共中央 国家 我国 (?<!其)中国 中央(?:政府)? 生态环境部
    国家发展改革委 国家发改委 国家能源局
    """
)
_MINISTRY = (
    r"(?:部|委员会|总局)(?:等[^,。;]{0,6}部门)?(?:《[^》]*》)?(?:提出|明确|要求)"
)
_NATION = re.compile(
    rf"{_NATIONAL_BODY}[^。;,]{{0,30}}{_SAID}|{_MINISTRY}"
    r"|全国|我国|(?<!其)中国(?!-|—)|国家层面|国家(?:将|力争|提出)"
)
_PROVINCE = re.compile(
    r"全省|我省|全自治区|我区全区|省委、省政府|省级层面|省(?:里)?(?:提出|要求|明确|确定)"
)
_CITY = re.compile(r"全市|我市|市委、市政府|市级层面|市(?:里)?(?:提出|要求|明确|确定)")
# A measure taken from above, or a comparison with it, does not make the goal theirs.
_OWN_GOAL = re.compile(
    any_of(
        """
        (?:达到?|符合|执行)国家 下达 高于 低于 好于 优于 达到全[国省市] 位居 居全 前列
        先进水平 平均水平 排名 占全[国省市]
        """
    )
)
# Words by which a plan comes back from what it quotes to itself.
_OURS: dict[Tier, str] = {
    Tier.NATION: "我国",
    Tier.PROVINCE: "我省|本省|全省|全自治区",
    Tier.CITY: "我市|本市|全市|我州|全州",
    Tier.COUNTY: "我区|本区|全区|我县|本县|全县|我旗|全旗",
    Tier.LOCAL: "我镇|本镇|全镇|我乡|全乡|我街|园区",
}
_OF_OUR_OWN = "自加压力|自我加压|主动加压|结合实际"
_MUNICIPALITY = re.compile(r"^(?:北京|天津|上海|重庆)市?")
_ISSUER_END = re.compile(r"关于|人民政府|委员会|\d|\"")
_BEHIND_MUNICIPALITY = re.compile(r"(?:人民政府|关于|\"|\d|碳|节能|.{0,6}委|.{0,6}局)")
_HEADS: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    (
        Tier.LOCAL,
        re.compile(r"(?:镇|乡|街道|开发区|园区|产业园|高新区|新城)$"),
    ),
    (Tier.COUNTY, re.compile(r"(?:(?<!自治)(?<!地)(?<!行政)区|县|旗)$")),
    (Tier.PROVINCE, re.compile(r"(?:自治区|省)$")),
)
_NAMES: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    (Tier.COUNTY, re.compile(r"[\u4e00-\u9fff]{2,4}(?:县|旗)")),
    (Tier.COUNTY, re.compile(r"[\u4e00-\u9fff]{2,5}(?:市|州)[\u4e00-\u9fff]{1,4}区")),
    (Tier.CITY, re.compile(r"[\u4e00-\u9fff]{2,5}(?:市|州|盟)")),
    (Tier.PROVINCE, re.compile(r"[\u4e00-\u9fff]{2,4}(?:省|自治区)")),
    (Tier.COUNTY, re.compile(r"[\u4e00-\u9fff]{2,4}区")),
)
# Words by which a document speaks of its own whole.
_WHOLES: tuple[tuple[Tier, str], ...] = (
    (Tier.NATION, "我国"),
    (Tier.PROVINCE, "全省|我省|全自治区"),
    (Tier.CITY, "全市|我市|全州"),
    (Tier.COUNTY, "全区|我区|全县|我县|全旗"),
)
_NATIONAL_TITLE = re.compile(r"\d{4}年前碳达峰|全国")
_NATIONAL_ISSUER = re.compile(r"国务院|中共中央|国家")


def tier_of(title: str | None, issuer: str | None) -> Tier | None:
    """Tier of the government that made the plan, from its title and issuer.

    Examples
    --------
    >>> tier_of("某某市某某区碳达峰实施方案", None).name
    'COUNTY'
    """
    name = f"{issuer or ''}{title or ''}"
    if not name:
        return None
    if _NATIONAL_ISSUER.match(name) or _NATIONAL_TITLE.match(title or ""):
        return Tier.NATION
    head = _ISSUER_END.split(name, maxsplit=1)[0]
    for tier, pattern in _HEADS:
        if pattern.search(head):
            return tier
    rest = _MUNICIPALITY.sub("", name)
    if rest != name and _BEHIND_MUNICIPALITY.match(rest):
        return Tier.PROVINCE
    return next((tier for tier, p in _NAMES if p.match(name[:24])), None)


def tier_in_words(text: str) -> Tier | None:
    """Tier that a document speaks of as its whole: most often 全省, 全市 or 全区."""
    counts = {tier: len(re.findall(words, text)) for tier, words in _WHOLES}
    best = max(counts, key=lambda tier: counts[tier])
    return best if counts[best] else None


def is_quoted(before: str, tier: Tier | None) -> bool:
    """Whether the words before a figure give it to a government above the plan's own.

    A plan may quote and then speak of itself: 按照全省…的部署,我市自加压力,….

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
    ours = list(re.finditer(f"{_OURS[own]}|{_OF_OUR_OWN}", before))
    said = before[ours[-1].end() :] if ours else before
    if own > Tier.NATION and _NATION.search(said):
        return True
    if own > Tier.PROVINCE and _PROVINCE.search(said):
        return True
    return own > Tier.CITY and tier is not None and bool(_CITY.search(said))
