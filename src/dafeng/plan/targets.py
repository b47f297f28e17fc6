"""From clauses to targets.

Every clause gives its blocks a setting (years, whether it tells of the past, whether it
is a box). Three readers go over each block: figures, then the words that no figure has
taken, then tables. What they find is numbered, matched with the register of indicators
and given to the units that answer for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.base.indicators import indicator_register
from dafeng.plan.drafts import Draft, Setting
from dafeng.plan.duties.brackets import duties_in
from dafeng.plan.figures.reading import read_figures
from dafeng.plan.grammar.phrases import ends_with_measure
from dafeng.plan.grammar.times import due_years
from dafeng.plan.records import ClauseKind, Target
from dafeng.plan.tables.reading import read_table
from dafeng.plan.tables.table import parted
from dafeng.plan.words.reading import read_words

if TYPE_CHECKING:
    from dafeng.plan.answers import Answers
    from dafeng.plan.circumstances import Circumstances
    from dafeng.plan.clauses.section import Section, Structure
    from dafeng.plan.duties.roles import LeadRule
    from dafeng.plan.layout.normal import NormalText

_HISTORY = re.compile(
    r"现状|基础$|发展基础|成效|回顾|形势|背景|问题|挑战|机遇|工作进展|主要成绩"
    r"|取得的?成就|存在的"
)
_AIMS = re.compile(r"目标|指标")
_PROMISING = re.compile(
    r"(?:到|至)(?:19|20)\d\d年|(?:19|20)\d\d年(?:底|末|前)|十[四五]五\"?(?:末|期间)"
)
# A first paragraph that only says on what papers the plan stands.
_GROUNDS = re.compile(r"[^。]{0,30}(?:根据|按照|为深入|为贯彻|为全面)")
_LEADS_LIST = (":", "如下。", "目标。")
_MIN_TEXT = 60  # characters; a longer text before a bracket is no list of units


def draft_targets(
    structure: Structure, known: Circumstances, lead: LeadRule
) -> list[Draft]:
    """Targets of a document in its order, not yet numbered."""
    drafting = _Drafting(structure, known, lead)
    drafts = [d for section in structure.sections for d in drafting.section(section)]
    return _without_repeats(sorted(drafts, key=lambda draft: draft.span))


def number_targets(
    drafts: Sequence[Draft], answers: Answers, text: str
) -> tuple[Target, ...]:
    """Records of drafts: with an id, a register code, a quote and answerable units."""
    return tuple(
        _target(f"T{number:03d}", draft, answers, text)
        for number, draft in enumerate(drafts, start=1)
    )


def _target(name: str, draft: Draft, answers: Answers, text: str) -> Target:
    indicator = indicator_register().match(draft.indicator)
    start, end = draft.span
    return Target(
        id=name,
        clause=draft.clause,
        indicator=draft.indicator,
        indicator_code=indicator.code if indicator else None,
        comparator=draft.comparator.value if draft.comparator else None,
        value=draft.value,
        value_max=draft.value_max,
        unit=draft.unit,
        direction=draft.direction,
        year=draft.year,
        base_year=draft.base_year,
        kind=draft.kind,
        softness=draft.softness,
        scope=draft.scope,
        responsible=answers.names_for(draft.clause, start),
        quote=text[start:end],
        span=draft.span,
        confidence=draft.confidence,
        rule=draft.rule,
    )


@attrs.frozen
class _Drafting:
    """Goes through the clauses; ``led`` keeps the years that each one ends with."""

    structure: Structure
    known: Circumstances
    lead: LeadRule
    led: dict[str, tuple[int, ...]] = attrs.Factory(dict)

    def section(self, section: Section) -> Iterator[Draft]:
        setting = self._setting(section)
        aims = any(_AIMS.search(s.title) for s in section.chain())
        here = parted(section.blocks)
        years = setting.years
        for block in here.texts:
            body = _without_duty(block.body, self.lead)
            if section.heading is None and not years and not _promises(body.text):
                continue
            setting_here = attrs.evolve(setting, years=years)
            reading = read_figures(body, setting_here)
            yield from reading.drafts
            yield from read_words(body, setting_here, reading.drafts)
            given = _leading_years(body.text, reading.drafts)
            years = given or (reading.years if aims else setting.years)
            self.led[section.id] = years
            if given and body.text.endswith(":"):
                setting = setting_here = attrs.evolve(setting, years=given)
        if section is self.structure.preamble:
            return  # an index of the page, not of the plan
        for table in here.tables:
            yield from read_table(table, attrs.evolve(setting, years=years))

    def _setting(self, section: Section) -> Setting:
        titles = [s.title for s in section.chain()]
        return Setting(
            clause=section.id,
            tier=self.known.tier,
            made_in=self.known.made_in,
            years=self._years_of_titles(section),
            default_year=self.known.default_year,
            in_box=any(s.kind is ClauseKind.BOX for s in section.chain()),
            subject=section.title if ends_with_measure(section.title) else "",
            history=any(_HISTORY.search(t) and not _AIMS.search(t) for t in titles),
        )

    def _years_of_titles(self, section: Section) -> tuple[int, ...]:
        """Year that a title gives, or years that a clause above has led to its list."""
        for node in section.chain():
            due = set(due_years(node.title))
            ahead = {year for year in due if year >= self.known.made_in}
            if len(ahead) == 1:
                return tuple(ahead)
            led = self.led.get(node.id, ()) if node is not section else ()
            if led:
                return led
        return ()


def _promises(text: str) -> bool:
    """Whether a paragraph before the first clause promises something by a year."""
    return bool(_PROMISING.search(text)) and not _GROUNDS.match(text)


def _leading_years(text: str, drafts: Sequence[Draft]) -> tuple[int, ...]:
    """Year that a lead sentence gives to the list behind it."""
    due = set(due_years(text))
    leads = text.rstrip().endswith(_LEADS_LIST) or not drafts
    return tuple(due) if leads and len(due) == 1 else ()


def _without_duty(body: NormalText, lead: LeadRule) -> NormalText:
    """A paragraph without its closing duty bracket: units are no nouns of targets."""
    found = duties_in(body, lead)
    if not found:
        return body
    start = found[-1].start
    closes = start > len(body.text) * 0.3 or start > _MIN_TEXT
    return body.slice(0, start) if closes else body


def _without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop a second reading of the same words; the same promise elsewhere stays."""
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        figure = (draft.value, draft.value_max, draft.unit, draft.year)
        key = (draft.clause, draft.indicator, *figure, draft.kind)
        kept.setdefault(key, draft)
    return list(kept.values())
