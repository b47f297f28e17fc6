"""Targets in words: the parts of each sentence that no figure has taken.

The rules are tried in order; the first that reads something has the part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.drafts import Draft, Setting
from dafeng.plan.grammar.authority import is_quoted
from dafeng.plan.grammar.phrases import noun_phrase, scoped
from dafeng.plan.grammar.times import TimeRole, due_years, times_in
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Softness, Span, TargetKind
from dafeng.plan.words.delegated import delegated
from dafeng.plan.words.limits import forbidden, starred
from dafeng.plan.words.part import Part, Said
from dafeng.plan.words.states import aimed, kept_in_range, moved, reached
from dafeng.plan.words.wholes import all_done, cleared, covered

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText

_SENTENCE = re.compile(r"[^。!?\n]+")
_PART = re.compile(r"[^,;:]+")
_DONE = re.compile(
    r"已经|已(?:建|达|完|实|形)|目前|截至"
    r"|^(?:20\d\d年,)?全[市区县省].{0,8}(?:完成了|实现了)"
)
_WORKING_ON = re.compile(
    "^"
    + any_of("积极 稳步 有序 参与 推进 推动 开展 加快 实施 启动 谋划 建设 抓好")
    + "+"
)
_WORKS = re.compile("项目|工程")
_SOFTNESS = (
    (Softness.BINDING, re.compile("确保|必须")),
    (Softness.STRIVE, re.compile("力争|争取|努力|力求")),
    (Softness.EXPECTED, re.compile("原则上|研究|预期|预计|鼓励|探索|推动")),
)
_RULES: tuple[Callable[[Part], Iterator[Said]], ...] = (
    starred,
    delegated,
    forbidden,
    cleared,
    covered,
    all_done,
    kept_in_range,
    moved,
    aimed,
    reached,
)
_NO_YEAR_COSTS = 0.2


def read_words(
    body: NormalText, setting: Setting, figures: Sequence[Draft]
) -> tuple[Draft, ...]:
    """Targets in words of one block; words that belong to a figure are left to it."""
    taken = [draft for draft in figures if draft.kind is not TargetKind.THRESHOLD]
    carried = setting.years
    drafts: list[Draft] = []
    for found in _SENTENCE.finditer(body.text):
        text = body.slice(found.start(), found.end())
        sentence = _Sentence(text, setting, carried, taken)
        drafts.extend(sentence.read())
        due = due_years(text.text)
        carried = (due[-1],) if due else carried
    return tuple(drafts)


@attrs.frozen
class _Sentence:
    """A sentence with the years that were carried into it."""

    body: NormalText
    setting: Setting
    carried: tuple[int, ...]
    figures: list[Draft]

    def read(self) -> Iterator[Draft]:
        text = self.body.text
        due = [t for t in times_in(text) if t.role is TimeRole.DUE]
        before: Draft | None = None
        subject = ""
        for found in _PART.finditer(text):
            named = [t.year for t in due if t.start < found.end()]
            part = self._part(found.group(), named[-1] if named else None, subject)
            if before is not None and before.year == part.year:
                part = attrs.evolve(part, subject="")  # it only dates the figure
            figures = self._figures_in(self.body.span(*found.span()))
            if not figures and not self._is_past(part.year, text[: found.end()]):
                yield from (self._draft(said, found) for said in _read_part(part))
            before = figures[-1] if figures else None
            subject = before.indicator if before is not None else _subject(part.text)

    def _figures_in(self, span: Span) -> list[Draft]:
        return [
            draft
            for draft in self.figures
            if span.start < draft.span.end and draft.span.start < span.end
        ]

    def _part(self, text: str, named: int | None, subject: str) -> Part:
        said = named if named is not None else self.setting.default_year
        carried = self.carried[-1] if self.carried else None
        year = said if said is not None else carried
        aims = bool(self.carried) and self.carried == self.setting.years
        return Part(
            text=_without_years(text),
            said=said,
            year=year,
            dated=year if aims else said,
            subject=subject,
        )

    def _is_past(self, year: int | None, before: str) -> bool:
        if year is None and self.setting.history:
            return True
        if year is not None and year < self.setting.made_in:
            return True
        return bool(_DONE.search(before)) or is_quoted(before, self.setting.tier)

    def _draft(self, said: Said, part: re.Match[str]) -> Draft:
        words = part.group()
        own = (soft for soft, pattern in _SOFTNESS if pattern.search(words))
        named = scoped(said.indicator)
        first = part.start() + len(words) - len(words.lstrip("到至 ,"))
        lost = _NO_YEAR_COSTS if said.year is None else 0
        return Draft(
            clause=self.setting.clause,
            indicator=named.noun,
            comparator=said.comparator,
            value=said.value,
            unit=said.unit,
            direction=said.direction,
            year=said.year,
            kind=said.kind,
            softness=next(own, said.softness),
            scope=named.scope,
            span=self.body.span(first, part.end()),
            confidence=round(said.confidence - lost, 2),
            rule=said.rule,
        )


def _read_part(part: Part) -> list[Said]:
    readings = (list(rule(part)) for rule in _RULES)
    return next((found for found in readings if found), [])


def _subject(text: str) -> str:
    """What a part speaks of, without the verb before it: 推进|某风电项目前期工作."""
    noun = noun_phrase(_WORKING_ON.sub("", text))
    return "" if re.search(r"\d", noun) and not _WORKS.search(noun) else noun


def _without_years(text: str) -> str:
    """A part of a sentence without its years: 园区|2025 年底前|全部完成改造."""
    for time in reversed(times_in(text)):
        if time.role is not TimeRole.BASE:
            text = text[: time.start] + text[time.end :]
    return text.strip(" 、")
