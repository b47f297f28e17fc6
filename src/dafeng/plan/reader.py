"""Read a whole plan: text to clauses, targets, tasks, units, projects and findings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from pathlib import Path

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.indicators import indicator_register
from dafeng.plan.authority import Tier, tier_in_words, tier_of
from dafeng.plan.checks import check_plan
from dafeng.plan.documents import read_document
from dafeng.plan.drafts import Draft
from dafeng.plan.figures import Setting, read_figures
from dafeng.plan.layout import Block, BlockKind, blocks_of
from dafeng.plan.metadata import Papers, papers_of
from dafeng.plan.milestones import read_milestones
from dafeng.plan.normal import NormalText, normal_text
from dafeng.plan.phrases import ends_with_measure
from dafeng.plan.projects import read_projects
from dafeng.plan.records import (
    ClauseKind,
    Direction,
    Document,
    Plan,
    Project,
    Target,
    TargetKind,
    Task,
)
from dafeng.plan.responsibility import Duty, LeadRule, duties_in, merged, units_of
from dafeng.plan.structure import Section, Structure, structure_of
from dafeng.plan.tables import TaskRow, read_table, tables_of, task_rows
from dafeng.plan.times import TimeRole, times_in
from dafeng.plan.words import read_words

_HISTORY = re.compile(r"现状|基础$|发展基础|成效|回顾|形势|背景|问题|挑战|机遇|工作进展|主要成绩|取得的?成就|存在的")
_AIMS = re.compile(r"目标|指标")


@attrs.frozen(kw_only=True)
class ReadingRules:
    """Choices that the law leaves open.

    Attributes
    ----------
    lead : LeadRule
        Who leads where a bracket only lists units.
    """

    lead: LeadRule = LeadRule.FIRST_LISTED


def read_plan(path: Path, rules: ReadingRules | None = None) -> Plan:
    """Read a document (.txt, .md, .docx, .pdf with text, .html) as a plan.

    Raises
    ------
    BadInputError
        The file cannot be opened as text, or it is no plan.
    """
    return read_text(read_document(path).text, rules)


def read_text(text: str, rules: ReadingRules | None = None) -> Plan:
    """Read a plan from its text; spans are code points of ``text``.

    Raises
    ------
    BadInputError
        ``plan.not_plan``: neither clauses nor targets were found.
    """
    return _Reader(text, rules or ReadingRules()).plan()


class _Reader:
    """One reading of one text; every step only adds to what the steps before found."""

    def __init__(self, text: str, rules: ReadingRules) -> None:
        self.text = text
        self.rules = rules
        self.blocks = blocks_of(normal_text(text))
        self.structure: Structure = structure_of(self.blocks)
        self.papers: Papers = papers_of(self.blocks, self.structure)
        named = tier_of(self.papers.title, self.papers.issuer)
        self.tier: Tier | None = named if named is not None else tier_in_words(text)
        self.made_in = _made_in(self.papers, self.blocks)

    def plan(self) -> Plan:
        drafts = self._drafts()
        duties = {s.id: self._duties(s) for s in self.structure.sections}
        self.rows = self._rows()
        answering = [*duties.values(), *self.rows.values()]
        names = [r.name for d in answering for x in d for r in x.responsible]
        units, canonical = units_of(names)
        projects = read_projects(self.structure, self.text)
        targets = self._targets(drafts, duties, canonical)
        tasks = self._tasks(duties, canonical, targets, projects)
        clauses = self.structure.clauses()
        if not targets and not duties_found(duties) and len(clauses) < 3:
            msg = (
                "This document is no plan: no numbered clauses and no targets were found. "
                "Give a plan's full text (实施方案, 行动方案, 规划)."
            )
            raise BadInputError(msg, code="plan.not_plan")
        read = Plan(
            document=self._document(),
            text=self.text,
            clauses=self._with_preamble(clauses, targets),
            targets=targets,
            tasks=tasks,
            units=units,
            projects=projects,
            milestones=read_milestones(self.structure, self.text),
            findings=(),
        )
        return attrs.evolve(read, findings=check_plan(read, self.structure))

    def _document(self) -> Document:
        return Document(
            title=self.papers.title,
            number=self.papers.number,
            issuer=self.papers.issuer,
            date=self.papers.date,
            text_sha256=hashlib.sha256(self.text.encode()).hexdigest(),
        )

    def _with_preamble(self, clauses: tuple, targets: Sequence[Target]) -> tuple:  # type: ignore[type-arg]
        preamble = self.structure.sections[0]
        used = any(t.clause == preamble.id for t in targets)
        return (preamble.as_clause(), *clauses) if used else clauses

    # -- targets

    def _drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        lead: dict[str, tuple[int, ...]] = {}
        for section in self.structure.sections:
            drafts.extend(self._section_drafts(section, lead))
        drafts.sort(key=lambda d: d.span)
        return _without_repeats(drafts)

    def _section_drafts(
        self, section: Section, lead: dict[str, tuple[int, ...]]
    ) -> Iterable[Draft]:
        setting = self._setting(section, lead)
        tables, texts = tables_of(section.blocks)
        years = setting.years
        for block in texts:
            body = _without_duty(block.body, self.rules.lead)
            preamble = section.mark is None and section.heading is None
            if preamble and not years and not _promises(body.text):
                continue
            here = attrs.evolve(setting, years=years)
            reading = read_figures(body, here)
            words = read_words(body, here, reading.drafts)
            yield from reading.drafts
            yield from words
            aims = any(_AIMS.search(s.title) for s in section.chain())
            kept = reading.years if aims else setting.years
            years = _leading_years(body.text, reading.drafts) or kept
            lead[section.id] = years
            if _leading_years(body.text, reading.drafts) and body.text.endswith(":"):
                setting = attrs.evolve(setting, years=years)
        for table in tables:
            yield from read_table(table, attrs.evolve(setting, years=years))

    def _setting(self, section: Section, lead: dict[str, tuple[int, ...]]) -> Setting:
        years: tuple[int, ...] = ()
        titles = [s.title for s in section.chain()]
        for node in section.chain():
            found = [
                t.year
                for t in times_in(node.title)
                if t.role is TimeRole.DUE and t.year >= self.made_in
            ]
            if found and len(set(found)) == 1:
                years = (found[-1],)
            elif node is not section:
                years = lead.get(node.id, ())
            if years:
                break
        return Setting(
            clause=section.id,
            tier=self.tier,
            made_in=self.made_in,
            years=years,
            default_year=_title_year(self.papers.title),
            in_box=any(s.kind is ClauseKind.BOX for s in section.chain()),
            subject=section.title if ends_with_measure(section.title) else "",
            history=any(_HISTORY.search(t) and not _AIMS.search(t) for t in titles),
        )

    def _targets(
        self,
        drafts: Sequence[Draft],
        duties: dict[str, list[Duty]],
        canonical: dict[str, str],
    ) -> tuple[Target, ...]:
        register = indicator_register()
        targets = []
        for number, draft in enumerate(drafts, start=1):
            indicator = register.match(draft.indicator)
            start, end = draft.span
            targets.append(
                Target(
                    id=f"T{number:03d}",
                    clause=draft.clause,
                    indicator=draft.indicator,
                    indicator_code=indicator.code if indicator else None,
                    comparator=draft.comparator,
                    value=draft.value,
                    value_max=draft.value_max,
                    unit=draft.unit,
                    direction=draft.direction,
                    year=draft.year,
                    base_year=draft.base_year,
                    kind=draft.kind,
                    softness=draft.softness,
                    scope=draft.scope,
                    responsible=self._answerable(draft, duties, canonical),
                    quote=self.text[start:end],
                    span=draft.span,
                    confidence=draft.confidence,
                    rule=draft.rule,
                )
            )
        return tuple(targets)

    def _answerable(
        self, draft: Draft, duties: dict[str, list[Duty]], canonical: dict[str, str]
    ) -> tuple[str, ...]:
        """Units of the bracket that closes the draft's clause, or the one it stands under."""
        for row in self.rows.get(draft.clause, []):
            if row.span.start <= draft.span[0] < row.span.end:
                return tuple(dict.fromkeys(canonical[r.name] for r in row.responsible))
        section = next(s for s in self.structure.sections if s.id == draft.clause)
        for node in section.chain():
            found = duties.get(node.id, [])
            if not found:
                continue
            after = [d for d in found if d.span.start >= draft.span[0]]
            duty = after[0] if after else found[-1]
            return tuple(dict.fromkeys(canonical[r.name] for r in duty.responsible))
        return ()

    # -- tasks

    def _duties(self, section: Section) -> list[Duty]:
        found = [
            duty
            for block in section.blocks
            if block.kind is BlockKind.TEXT
            for duty in duties_in(block.body, self.rules.lead)
        ]
        return merged(found)

    def _rows(self) -> dict[str, list[TaskRow]]:
        return {
            section.id: [
                row
                for table in tables_of(section.blocks)[0]
                for row in task_rows(table, self.rules.lead)
            ]
            for section in self.structure.sections
        }

    def _tasks(
        self,
        duties: dict[str, list[Duty]],
        canonical: dict[str, str],
        targets: Sequence[Target],
        projects: Sequence[Project],
    ) -> tuple[Task, ...]:
        tasks = []
        for section in self.structure.sections:
            tasks.extend(self._table_tasks(section, canonical, targets))
            if not self._is_task(section, duties):
                continue
            found = duties[section.id]
            responsible = {
                canonical[r.name]: attrs.evolve(r, name=canonical[r.name])
                for duty in reversed(found)
                for r in duty.responsible
            }
            inside = {section.id, *self._boxes_of(section)}
            clause = section.as_clause()
            tasks.append(
                Task(
                    clause=section.id,
                    title=section.title,
                    action=section.parent.title if section.parent else None,
                    responsible=tuple(
                        responsible[canonical[r.name]]
                        for d in found[:1]
                        for r in d.responsible
                    )
                    + tuple(
                        r
                        for name, r in responsible.items()
                        if name
                        not in {canonical[x.name] for d in found[:1] for x in d.responsible}
                    ),
                    targets=tuple(t.id for t in targets if t.clause in inside),
                    projects=tuple(p.id for p in projects if p.clause in inside),
                    span=clause.span,
                    confidence=0.95 if found else 0.6,
                    rule=found[0].rule if found else "task.no_unit",
                )
            )
        return tuple(tasks)

    def _table_tasks(
        self, section: Section, canonical: dict[str, str], targets: Sequence[Target]
    ) -> Iterable[Task]:
        for row in self.rows[section.id]:
            inside = [t.id for t in targets if row.span.start <= t.span.start < row.span.end]
            yield Task(
                clause=section.id,
                title=row.title.text,
                action=section.title or None,
                responsible=tuple(
                    attrs.evolve(r, name=canonical[r.name]) for r in row.responsible
                ),
                targets=tuple(inside),
                projects=(),
                span=row.span,
                confidence=0.9,
                rule=row.rule,
            )

    def _is_task(self, section: Section, duties: dict[str, list[Duty]]) -> bool:
        """A clause with a duty bracket, or an undivided item among such clauses."""
        if section.kind in (ClauseKind.BOX, ClauseKind.ATTACHMENT) or section.mark is None:
            return False
        if duties[section.id]:
            return True
        kin = [s for s in self.structure.sections if s.parent is section.parent]
        children = [s for s in self.structure.sections if s.parent is section]
        return not children and any(duties[s.id] for s in kin)

    def _boxes_of(self, section: Section) -> list[str]:
        return [
            s.id
            for s in self.structure.sections
            if s.kind is ClauseKind.BOX and s.parent is section
        ]


def duties_found(duties: dict[str, list[Duty]]) -> bool:
    """Whether any clause names answerable units."""
    return any(duties.values())


def _made_in(papers: Papers, blocks: Sequence[Block]) -> int:
    """Year of the plan: its number, its date, else what its targets allow."""
    number = re.search(r"〔(\d{4})〕", papers.number or "")
    if papers.date:
        return int(papers.date[:4])
    if number:
        return int(number.group(1))
    due = [
        t.year
        for block in blocks
        for t in times_in(block.text)
        if t.role is TimeRole.DUE and re.match(r"到|至", t.text) and t.explicit
    ]
    if due:
        return min(max(due) - 1, max(min(due) - 4, 2000))
    return 0


def _title_year(title: str | None) -> int | None:
    """Year of a plan for one year: 2018年度实施计划."""
    named = [t for t in times_in(f"{title or ''}。") if t.role is TimeRole.DUE]
    whole = [t for t in named if not re.search(r"前|[-—~至]", t.text)]
    return whole[0].year if len(named) == len(whole) == 1 and whole[0].explicit else None


def _promises(text: str) -> bool:
    """Whether a paragraph before the first clause promises something by a year."""
    return bool(re.search(r"(?:到|至)(?:19|20)\d\d年|(?:19|20)\d\d年(?:底|末|前)|十[四五]五\"?(?:末|期间)", text)) and not (
        re.match(r"[^。]{0,30}(?:根据|按照|为深入|为贯彻|为全面)", text)
    )


def _leading_years(text: str, drafts: Sequence[Draft]) -> tuple[int, ...]:
    """Years that a lead sentence gives to the list behind it."""
    due = [t.year for t in times_in(text) if t.role is TimeRole.DUE]
    if due and (text.rstrip().endswith((":", "如下。", "目标。")) or not drafts):
        return (due[-1],) if len(set(due)) == 1 else ()
    return ()


def _without_duty(body: NormalText, lead: LeadRule) -> NormalText:
    """A paragraph without its closing duty bracket, whose names are no nouns of targets."""
    from dafeng.plan.responsibility import duty_in

    found = duty_in(body, lead)
    if found is None:
        return body
    _, start = found
    return body.slice(0, start) if start > len(body.text) * 0.3 or start > 60 else body


def _without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop a second reading of the same words; the same promise elsewhere stays."""
    kept: list[Draft] = []
    seen: set[tuple[object, ...]] = set()
    for draft in drafts:
        key = (draft.clause, draft.indicator, draft.value, draft.value_max, draft.unit, draft.year, draft.kind)
        if key in seen:
            continue
        seen.add(key)
        kept.append(draft)
    return kept


__all__ = ["Direction", "ReadingRules", "TargetKind", "read_plan", "read_text"]
