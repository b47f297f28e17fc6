"""Names as the document prints them.

The reader works on simplified, half-width text without blanks. Names go back to the
document's own characters: its script, its quotes, its brackets; blanks inside a word
stay out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.layout.normal import NormalText, joined

if TYPE_CHECKING:
    from dafeng.plan.layout.blocks import Block
    from dafeng.plan.records import Document, Plan, Project, Responsible, Target, Task


@attrs.frozen
class Print:
    """The characters of a document before they were folded.

    Attributes
    ----------
    original : str
    body : NormalText
        All blocks of the document in one.
    script : dict of int to str
        For a simplified character the one that the document mostly has for it; empty
        for a document in simplified script.
    """

    original: str
    body: NormalText
    script: dict[int, str]

    @classmethod
    def of(cls, original: str, blocks: Sequence[Block]) -> Print:
        """Look through a document's blocks."""
        body = joined(block.body for block in blocks)
        return cls(original, body, _script(original, body))

    def name(self, name: str, start: int = 0) -> str:
        """Name as it is printed, looked for from the offset ``start`` on."""
        first = bisect_left(self.body.origin, start)
        at = self.body.text.find(name, first)
        if at < 0:
            return self.words(name)
        places = groupby(self.body.origin[at : at + len(name)])
        return "".join(self.original[place] for place, _ in places)

    def words(self, text: str) -> str:
        """Words in the document's script; for names that were put together."""
        return text.translate(self.script)


def as_printed(plan: Plan, document: Print) -> Plan:
    """Plan with its names in the document's own characters."""
    units = {name: document.name(name) for name in _unit_names(plan)}
    titles = {c.title: document.name(c.title, c.span.start) for c in plan.clauses}
    return attrs.evolve(
        plan,
        document=_papers(plan.document, document),
        clauses=tuple(attrs.evolve(c, title=titles[c.title]) for c in plan.clauses),
        targets=tuple(_target(target, document, units) for target in plan.targets),
        tasks=tuple(_task(task, document, units, titles) for task in plan.tasks),
        units=tuple(
            attrs.evolve(
                unit,
                name=units[unit.name],
                variants=tuple(units[variant] for variant in unit.variants),
            )
            for unit in plan.units
        ),
        projects=tuple(_project(project, document) for project in plan.projects),
        milestones=tuple(
            attrs.evolve(step, text=document.name(step.text, step.span.start))
            for step in plan.milestones
        ),
    )


def _script(original: str, body: NormalText) -> dict[int, str]:
    """Commonest printed character for every character that was simplified."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for char, at in zip(body.text, body.origin, strict=True):
        if char >= "\u4e00":
            seen[char][original[at]] += 1
    commonest = {char: found.most_common(1)[0][0] for char, found in seen.items()}
    return {ord(char): was for char, was in commonest.items() if was != char}


def _unit_names(plan: Plan) -> list[str]:
    return [name for unit in plan.units for name in (unit.name, *unit.variants)]


def _papers(papers: Document, document: Print) -> Document:
    return attrs.evolve(
        papers,
        title=papers.title and document.name(papers.title),
        number=papers.number and document.words(papers.number),
        issuer=papers.issuer and document.name(papers.issuer),
    )


def _target(target: Target, document: Print, units: Mapping[str, str]) -> Target:
    return attrs.evolve(
        target,
        indicator=document.words(target.indicator),
        scope=target.scope and document.words(target.scope),
        responsible=tuple(units[name] for name in target.responsible),
    )


def _task(
    task: Task, document: Print, units: Mapping[str, str], titles: Mapping[str, str]
) -> Task:
    def named(unit: Responsible) -> Responsible:
        return attrs.evolve(unit, name=units[unit.name])

    return attrs.evolve(
        task,
        title=document.name(task.title, task.span.start),
        action=task.action and titles.get(task.action, task.action),
        responsible=tuple(map(named, task.responsible)),
    )


def _project(project: Project, document: Print) -> Project:
    start = project.span.start
    return attrs.evolve(
        project,
        name=document.name(project.name, start),
        type=project.type and document.words(project.type),
        place=project.place and document.name(project.place, start),
        period=project.period and document.name(project.period, start),
    )
