"""The core's Chinese sentences in the reader's language.

A sealed result keeps the sentences that the core wrote, so they cannot be written
anew. Each is put together from clauses; the clauses known here are read back and
told in the reader's language. A sentence with a clause that is not known stays as
it was written, whole: half a sentence in each language helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from dafeng.web.assessment.sentence_clauses import CLAUSES, WHOLE

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_SENTENCE = re.compile(r"[^。]+。?")
_PARTS = re.compile(r"(?:“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)|[^，；：])+|[，；：]")
_MARKS = {"，": ", ", "；": "; ", "：": ": "}
_SLOT = re.compile(r"%\\\((\w+)\\\)s")
_WORDS: Mapping[str, StrPromise] = {
    "达标": pgettext_lazy("told", "达标"),
    "未达标": pgettext_lazy("told", "未达标"),
    "不达标": pgettext_lazy("told", "不达标"),
    "按计划": pgettext_lazy("told", "按计划"),
    "有风险": pgettext_lazy("told", "有风险"),
    "滞后": pgettext_lazy("told", "滞后"),
    "未知": pgettext_lazy("told", "未知"),
    "待下达": pgettext_lazy("told", "待下达"),
    "方向正确": pgettext_lazy("told", "方向正确"),
    "方向不符": pgettext_lazy("told", "方向不符"),
    "不低于": pgettext_lazy("told", "不低于"),
    "高于": pgettext_lazy("told", "高于"),
    "不高于": pgettext_lazy("told", "不高于"),
    "低于": pgettext_lazy("told", "低于"),
    "等于": pgettext_lazy("told", "等于"),
    "达到": pgettext_lazy("told", "达到"),
    "约": pgettext_lazy("told", "约"),
    "牵头": pgettext_lazy("told", "牵头"),
    "协同": pgettext_lazy("told", "协同"),
    "优秀": pgettext_lazy("told", "优秀"),
    "良好": pgettext_lazy("told", "良好"),
    "合格": pgettext_lazy("told", "合格"),
    "不合格": pgettext_lazy("told", "不合格"),
    "已实现": pgettext_lazy("told", "已实现"),
    "尚未实现": pgettext_lazy("told", "尚未实现"),
}
"""Words that fill a slot, in the middle of a sentence."""
_SLOTS = {
    "state": "达标|未达标|不达标|按计划|有风险|滞后|未知|待下达|方向正确|方向不符",
    "compared": "不低于|高于|不高于|低于|等于|达到|约",
    "role": "牵头|协同",
    "done": "已实现|尚未实现",
    "year": r"\d{4}",
    "period": r"\d{4}(?:Q\d|H\d|-\d\d|-W?\d+)?",
    "day": r"\d{4}(?:-\d\d-\d\d|年\d+月\d+日)",
    "share": r"(?:[\d.]+%?|--)",
    "n": r"[\d.]+",
}
"""What may stand in a slot; in any other, whatever there is."""


def told(sentence: str) -> str:
    """Tell what the core wrote in the reader's language.

    Examples
    --------
    >>> told("本期进度要求已达到，得满分。")
    '本期进度要求已达到，得满分。'
    """
    if (get_language() or "").startswith("zh"):
        return sentence
    return " ".join(_one(one) for one in _SENTENCE.findall(sentence))


told_lazily = lazy(told, str)
"""The same when it is shown: what several readers share is told to each."""


def _one(sentence: str) -> str:
    body = sentence.removesuffix("。")
    words = _whole(body) or _clauses(body)
    if words is None:
        return sentence
    return f"{words[0].upper()}{words[1:]}{'.' if body != sentence else ''}"


def _whole(body: str) -> str | None:
    for pattern, msgid in _compiled(WHOLE):
        found = pattern.fullmatch(body)
        if found is not None:
            return _filled(msgid, found.groupdict())
    return None


def _clauses(body: str) -> str | None:
    words: list[str] = []
    for part in _PARTS.findall(body):
        if part in _MARKS:
            words.append(_MARKS[part])
            continue
        clause = _clause(part)
        if clause is None:
            return None
        words.append(clause)
    return "".join(words) or None


def _clause(part: str) -> str | None:
    if part in _WORDS:
        return str(_WORDS[part])
    for pattern, msgid in _compiled(CLAUSES):
        found = pattern.fullmatch(part)
        if found is not None:
            return _filled(msgid, found.groupdict())
    return None


def _filled(msgid: str, slots: Mapping[str, str]) -> str:
    return _(msgid) % {name: _slot(name, value) for name, value in slots.items()}


def _slot(name: str, value: str) -> str:
    if value in _WORDS:
        return str(_WORDS[value])
    if name == "rest":
        inner = told(value)
        return inner[:1].lower() + inner[1:]
    if name == "day":
        return "-".join(f"{int(one):02d}" for one in re.findall(r"\d+", value))
    return value


@cache
def _compiled(msgids: Iterable[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(one), one) for one in msgids)


def _pattern(msgid: str) -> re.Pattern[str]:
    def slot(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"(?P<{name}>{_SLOTS.get(name, '.+?')})"

    return re.compile(_SLOT.sub(slot, re.escape(msgid)))
