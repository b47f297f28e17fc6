"""Wording of an indicator's name, brought to one form so that two ways to say it meet.

The words that are equal (``比重`` and ``比例``), that stand before a name without
changing it (``全市``) and that stand after it (``达到``) are rows of
``data/wording.csv``; this file only applies them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows

_SIGNS = re.compile(r"[^\w.]+|_|(?<!\d)\.|\.(?!\d)")
_BRACKETS = re.compile(r"[（(\[【〔][^（）()\[\]【】〔〕]*[）)\]】〕]")
_SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.+)占比")
_WHOLE_TAIL = re.compile(r"(?:总量|总数|总额|总面积|总)$")
_PART_TAIL = re.compile(r"消费(?:总量|量)?$")

# "比2020年", "较十三五末", "在2020年基础上": the base of a change, not part of a name.
_YEAR = r"(?:(?:19|20)\d\d年?|十?[一二三四五六]五)"
_BASE = (
    rf"(?:较|比|相比|与|和|在)?(?:上年|{_YEAR})"
    r"(?:年?[底末]|期?末|水平|基础上|同期|时期)*(?:相比)?"
)
_TIME = rf"(?:截至|截止|到|至|自)?{_YEAR}(?:[底末前起]|以前|期间|时期|期末)*"
# A place or park by its class noun; "小区" and the like are no places of this kind.
_PLACE = (
    r"(?!.{0,7}(?:农村|农业|工业|建筑|交通|企业|公共|居民|居住|重点|行业|新建|既有"
    r"|服务))"
    r"[\u4e00-\u9fff]{1,12}?"
    r"(?:省|市|(?<![小社灌库景山牧林矿湖地务护])区|县|自治州|旗|镇|乡|街道)"
    r"|(?:市域|市郊|城际)郊?铁路[\u4e00-\u9fff]{0,6}?线"
)


@attrs.frozen
class Wording:
    """The rows of ``data/wording.csv``, compiled.

    Attributes
    ----------
    words : dict of str to str
        Word and the word that stands for it.
    replace : pattern
        Any key of ``words``, longest first.
    lead, tail : pattern
        What may stand before or after a name without changing what it names.
    """

    words: dict[str, str]
    replace: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def wording() -> Wording:
    """Return the packaged rules, read once."""
    rows: dict[str, dict[str, str]] = {"replace": {}, "lead": {}, "tail": {}}
    for row in packaged_rows("dafeng.base", "wording.csv"):
        rows[row["kind"]][row["word"]] = row["becomes"]
    replace = re.compile(_either(rows["replace"]))
    lead, tail = (
        _either(
            replace.sub(lambda hit: rows["replace"][hit.group()], word)
            for word in rows[kind]
        )
        for kind in ("lead", "tail")
    )
    return Wording(
        words=rows["replace"],
        replace=replace,
        lead=re.compile(f"(?:{lead}|{_TIME}|{_PLACE})+"),
        tail=re.compile(f"(?:{tail}|{_BASE})$"),
    )


def without_brackets(name: str) -> str:
    """Return ``name`` without what stands in brackets."""
    return _BRACKETS.sub("", name)


def equal_words(name: str) -> str:
    """Return ``name`` in half width, without signs, equal words made one.

    Examples
    --------
    >>> equal_words("“十四五”末 万元 GDP 能源消耗")
    '十四五末单位GDP能耗'
    """
    rules = wording()
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).upper()
    return rules.replace.sub(lambda hit: rules.words[hit.group()], text)


def share_form(words: str) -> str:
    """Turn ``甲占乙占比`` into ``乙中甲占比``; any other wording stays.

    Parameters
    ----------
    words : str
        As :func:`equal_words` returns them.
    """
    share = _SHARE.fullmatch(words)
    if share is None:
        return words
    whole = _WHOLE_TAIL.sub("", share["whole"].replace("建筑面积", "建筑"))
    part = share["part"].replace("建筑面积", "建筑")
    if whole.endswith("消费"):
        part = _PART_TAIL.sub("", part) or part
    return f"{whole}中{part}占比"


def canonical_wording(name: str) -> str:
    """Return the one form of an indicator's name that its synonyms share.

    Blanks, quotes and punctuation go, full width becomes half width, equal words
    become one word, and ``甲占乙比重`` becomes ``乙中甲占比``.

    Examples
    --------
    >>> canonical_wording("绿色建筑占城镇新建建筑的比重")
    '城镇新建建筑中绿色建筑占比'
    """
    return share_form(equal_words(name))
