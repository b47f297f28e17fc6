"""Which year a figure is for: before it, behind it, or carried on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dafeng.plan.grammar.times import Time, TimeRole

if TYPE_CHECKING:
    from dafeng.plan.figures.sentence import Figure, Sentence

_THIS_YEAR = re.compile(r"今年|年内|本年度|当年|全年(?!度)")
_AND = re.compile(r"[、,和与及]|以及")
_ALL_DONE = re.compile(
    r"(?:全部|基本)?(?:完成|完工|建成|投产|投用|投运|竣工|达产|实现)(?:投产|投用)?[。;]?"
)


def take_base_year(sentence: Sentence) -> None:
    """Carry the first base year that the sentence names."""
    named = (t.year for t in sentence.times if t.role is TimeRole.BASE)
    sentence.carried.base_year = next(named, None)


def take_years(sentence: Sentence, until: int) -> None:
    """Let the years that stand before ``until`` govern what follows."""
    setting, carried = sentence.setting, sentence.carried
    passed = [t for t in sentence.times if t.end <= until]
    due = [t for t in passed if t.role is TimeRole.DUE]
    if due:
        carried.years = _main_years(sentence, due, until)
        carried.explicit = True
    elif setting.made_in and _THIS_YEAR.search(sentence.text[:until]):
        carried.years = (setting.made_in,)
        carried.explicit = True
    elif any(t.role is TimeRole.START for t in passed):
        carried.years = ()


def years_of(figure: Figure, sentence: Sentence) -> tuple[int | None, ...]:
    """Years of a figure; several for a list of figures; None where nothing says."""
    carried = sentence.carried
    if carried.explicit and carried.years:
        return carried.years
    behind = year_behind(figure, sentence)
    return (behind,) if behind is not None else carried.years or (None,)


def known_years(figure: Figure, sentence: Sentence) -> list[int]:
    """Years of a figure that the text or its heading names."""
    return [year for year in years_of(figure, sentence) if year is not None]


def is_dated(figure: Figure, sentence: Sentence) -> bool:
    """Whether anything, be it the document's title, gives the figure a year."""
    default = sentence.setting.default_year
    return default is not None or bool(known_years(figure, sentence))


def base_year_of(figure: Figure, sentence: Sentence) -> int | None:
    """Base year that stands nearest before a figure, else the sentence's first."""
    before = [
        t.year
        for t in sentence.times
        if t.role is TimeRole.BASE and t.end <= figure.quantity.start
    ]
    return before[-1] if before else sentence.carried.base_year


def year_behind(figure: Figure, sentence: Sentence) -> int | None:
    """Year right behind a figure: 面积 2.3 万亩 2025 年完成.

    A last part that only says when all of it is done, is for every figure before it.
    """
    end = figure.quantity.end
    for time in sentence.times:
        if time.role is not TimeRole.DUE or time.start < end:
            continue
        between = sentence.text[end : time.start]
        if ";" in between:
            return None
        if between.endswith(",") and _ALL_DONE.fullmatch(sentence.text, time.end):
            return time.year
        taken = any(end <= q.start < time.start for q in sentence.quantities)
        return None if taken or "," in between else time.year
    return None


def _main_years(sentence: Sentence, due: list[Time], until: int) -> tuple[int, ...]:
    """Years of the last group; behind an aside (…,2023 年达到 69.8%;) the main year.

    A semicolon closes the aside.
    """
    text = sentence.text
    group = _last_group(text, due)
    first = group[0]
    closed = ";" in text[group[-1].end : until]
    aside = text[: first.start].endswith(",") and first.text[0].isdigit()
    if closed and aside:
        led = [t for t in due if t.start < first.start and not t.text[0].isdigit()]
        if led:
            return (led[-1].year,)
        if sentence.carried.before:
            return sentence.carried.before
    return tuple(t.year for t in group)


def _last_group(text: str, due: list[Time]) -> list[Time]:
    """Years that stand together at the end: 到 2025 年、2030 年."""
    group = [due[-1]]
    for time in reversed(due[:-1]):
        if not _AND.fullmatch(text[time.end : group[0].start]):
            break
        group.insert(0, time)
    return group
