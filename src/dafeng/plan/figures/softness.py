"""How firmly a figure binds: its own word, or the word that opens its list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dafeng.plan.records import Softness

if TYPE_CHECKING:
    from dafeng.plan.figures.sentence import Figure, Sentence

_STRIVING = ("力争", "争取", "努力", "力求")
_EXPECTED = (
    "预期",
    "预计",
    "原则上",
    "研究",
    "鼓励",
    "推动",
    "探索",
    "有望",
)
_SOFT = re.compile("|".join([*_STRIVING, "确保", *_EXPECTED]))
_REACHING_FAR = ("原则上", "研究")
_YEAR = r"(?:到|至|在|于)?(?:\d{4}|\"?十)"
_OWN_FIGURE = re.compile(r"(?:达到?|超过|提高[到至]|下降|控制在|以上|\d)")
_NEW_VERB = re.compile(r",(?:建成|完成|实现|达到|确保|新建|培育|(?:到|至)?\d{4}年)")
_NEW_YEAR = re.compile(r",(?:到|至)?\d{4}年")
_FIGURE_DONE = re.compile(r"\d[^,]*,")
_OWN_VERB = re.compile(r"[^,]{0,3}(?:达|实现|超)")


def softness_of(figure: Figure, sentence: Sentence) -> Softness:
    """Softness of a figure; binding where no word says otherwise."""
    if figure.predicate.softness is not None:
        return figure.predicate.softness
    before = sentence.text[: figure.left_start + figure.predicate.noun_end]
    before = before[before.rfind(";") + 1 :]
    for match in reversed(list(_SOFT.finditer(before))):
        softness = _reach(match.group(), before[match.end() :])
        if softness is not None:
            return softness
    return Softness.BINDING


def _reach(word: str, rest: str) -> Softness | None:
    """Softness of a word at a list's head, if it still reaches what follows it."""
    softness = _softness(word)
    if re.match(_YEAR, rest):
        return softness
    if _OWN_FIGURE.search(rest[:2]):
        return None
    if softness is Softness.EXPECTED and word not in _REACHING_FAR:
        far = _NEW_VERB.search(rest) or rest.count(",") > 2
        return None if far else softness
    if _NEW_YEAR.search(rest):
        return None  # 力争 reaches over its list until a new year opens another one
    own = word in _STRIVING and _OWN_VERB.match(rest)
    return None if own and _FIGURE_DONE.search(rest) else softness


def _softness(word: str) -> Softness:
    if word == "确保":
        return Softness.BINDING
    return Softness.STRIVE if word in _STRIVING else Softness.EXPECTED
