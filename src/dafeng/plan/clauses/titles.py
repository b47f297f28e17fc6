"""Where a clause's title ends and its text begins: (一)指导思想。以…."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText

_TITLE_END = re.compile(r"[。:;!?]")
_PART_END = re.compile(r"[,、]")
# Titles that web pages run into their text without any mark between.
_KNOWN_TITLE = re.compile(
    r"(?:总体要求|指导思想|基本原则|工作原则|主要目标|工作目标|总体目标|建设目标|发展目标"
    r"|目标任务|重点任务|主要任务|保障措施|组织实施)(?![和与及、])"
)
_MAX_TITLE = 40
_MIN_TEXT = 8  # characters behind a known title that are a text, not its rest


def split_title(body: NormalText, start: int) -> tuple[str, NormalText]:
    """Title after a mark, and the text that runs on behind it.

    A first sentence with figures is both: it names the clause and promises something.

    Parameters
    ----------
    body : NormalText
        The block that opens the clause.
    start : int
        Where its mark ends.
    """
    text = body.text
    known = _KNOWN_TITLE.match(text, start)
    runs_on = known and len(text) - known.end() >= _MIN_TEXT
    if known and runs_on and text[known.end()] not in "。:;!?":
        return known.group(), _after(body, known.end())
    found = _TITLE_END.search(text, start)
    if found is None:
        if len(text) - start <= _MAX_TITLE and not _has_figure(text[start:]):
            return text[start:].strip(" 、."), body.slice(len(text), len(text))
        return _first_part(text[start:]).strip(), _after(body, start)
    title = text[start : found.start()].strip()
    if len(title) > _MAX_TITLE or _has_figure(title):
        return _first_part(title), _after(body, start)
    if found.end() >= len(text):
        return title, _after(body, start)
    return title, _after(body, found.end())


def _after(body: NormalText, start: int) -> NormalText:
    return body.slice(start, len(body.text)).stripped()


def _first_part(title: str) -> str:
    return _PART_END.split(title, maxsplit=1)[0][:_MAX_TITLE]


def _has_figure(title: str) -> bool:
    return bool(re.search(r"\d", title))
