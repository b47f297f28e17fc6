"""Figures that tell of the past, and figures where a way begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dafeng.plan.figures.years import known_years, year_behind
from dafeng.plan.grammar.phrases import BASE_MASK, last_segment, noun_phrase

if TYPE_CHECKING:
    from dafeng.plan.figures.sentence import Figure, Sentence

# Words of what is done; 已有建筑 and 已建成区 are names.
_DONE = re.compile(
    r"已(?!有建筑|建成区)(?:经|建|达|完|累|实|形|有|成|超|提|下|获|创|培|推)"
    r"|目前|截至|截止|现有|近年来|去年|上年|达到了|完成了|下降了|提高了|增长了|实现了|取得了|建成了"
    r"|居全[国省市]|位居|同比(?:增|下|降|提)"
)
_FROM = re.compile(r"(?:由|从)[^,;。]{0,12}$")
_BASE_STATE = re.compile(rf"{BASE_MASK}的?(?:约|为|是)?$")
_ON_THE_WAY = re.compile(
    r"[^。;]{0,12}?(?:提高|提升|增加|增长|下降|降低|降|减少|上升|升|扩大|压减|到|至)"
)
_BASELINE = re.compile(rf"(?:由|从)?{BASE_MASK}+.*$|(?:由|从)[^,;]*$")


def is_history(figure: Figure, sentence: Sentence) -> bool:
    """Whether the figure tells of the past."""
    setting = sentence.setting
    known = known_years(figure, sentence)
    latest = max(known, default=None)
    explicit = sentence.carried.explicit
    if latest is not None and latest < setting.made_in:
        return True
    before = sentence.before(figure)
    clause = before[max(before.rfind(";"), before.rfind("。")) + 1 :]
    told = explicit or year_behind(figure, sentence) is not None
    ahead = latest is not None and told and latest > setting.made_in
    return not ahead and (setting.history or bool(_DONE.search(clause)))


def is_baseline(figure: Figure) -> bool:
    """由 2020 年的 15% 提高到…: the first figure is where the way begins."""
    if _BASE_STATE.search(figure.left):
        return True
    leaves = _FROM.search(last_segment(figure.left))
    return bool(leaves and _ON_THE_WAY.match(figure.right))


def begin(figure: Figure, sentence: Sentence) -> None:
    """Keep the noun of a baseline for the figure that it leads to."""
    noun = noun_phrase(last_segment(_BASELINE.sub("", figure.left)))
    last = sentence.carried.last
    sentence.carried.begun = noun or (last.indicator if last is not None else None)
