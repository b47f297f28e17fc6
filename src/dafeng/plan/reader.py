"""Read a whole plan: text to clauses, targets, tasks, units, projects and findings."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.plan.answers import Answers, read_answers
from dafeng.plan.checks import check_plan
from dafeng.plan.circumstances import circumstances_of
from dafeng.plan.clauses.tree import structure_of
from dafeng.plan.documents import read_document
from dafeng.plan.duties.roles import LeadRule
from dafeng.plan.layout.blocks import blocks_of
from dafeng.plan.layout.normal import normal_text
from dafeng.plan.metadata import Papers, papers_of
from dafeng.plan.milestones import read_milestones
from dafeng.plan.printed import Print, as_printed
from dafeng.plan.projects.reading import read_projects
from dafeng.plan.records import Clause, Document, Plan, Target
from dafeng.plan.targets import draft_targets, number_targets
from dafeng.plan.tasks import read_tasks

if TYPE_CHECKING:
    from dafeng.plan.clauses.section import Structure

_MIN_CLAUSES = 3  # a text with fewer, and without targets and duties, is no plan


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

    Parameters
    ----------
    path : Path
    rules : ReadingRules, optional
        By default the first-listed unit leads.

    Raises
    ------
    BadInputError
        The file cannot be opened as text, or it is no plan.
    """
    return read_text(read_document(path).text, rules)


def read_text(text: str, rules: ReadingRules | None = None) -> Plan:
    r"""Read a plan from its text; spans are code points of ``text``.

    Parameters
    ----------
    text : str
        As :func:`dafeng.plan.documents.read_document` gives it.
    rules : ReadingRules, optional

    Raises
    ------
    BadInputError
        ``plan.not_plan``: neither clauses nor targets were found.

    Examples
    --------
    >>> plan = read_text("一、目标\n到2025年，全区绿色出行比例达到70%以上。")
    >>> [(t.clause, t.indicator, t.comparator, str(t.value)) for t in plan.targets]
    [('一', '绿色出行比例', '>=', '70')]
    """
    lead = (rules or ReadingRules()).lead
    blocks = blocks_of(normal_text(text))
    structure = structure_of(blocks)
    papers = papers_of(blocks, structure)
    answers = read_answers(structure, lead)
    known = circumstances_of(text, papers, blocks)
    drafts = draft_targets(structure, known, lead)
    targets = number_targets(drafts, answers, text)
    _require_plan(structure, targets, answers)
    projects = read_projects(answers, text)
    plan = Plan(
        document=_document(papers, text),
        text=text,
        clauses=_clauses(structure, targets),
        targets=targets,
        tasks=read_tasks(answers, targets, projects),
        units=answers.units.records,
        projects=projects,
        milestones=read_milestones(answers, text),
        findings=(),
    )
    printed = as_printed(plan, Print.of(text, blocks))
    return attrs.evolve(printed, findings=check_plan(printed, structure))


def _require_plan(
    structure: Structure, targets: tuple[Target, ...], answers: Answers
) -> None:
    if targets or answers.any or len(structure.clauses()) >= _MIN_CLAUSES:
        return
    msg = (
        "This document is no plan: no numbered clauses and no targets were found. "
        "Give a plan's full text (实施方案, 行动方案, 规划)."
    )
    raise BadInputError(msg, code="plan.not_plan")


def _document(papers: Papers, text: str) -> Document:
    return Document(
        title=papers.title,
        number=papers.number,
        issuer=papers.issuer,
        date=papers.date,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _clauses(structure: Structure, targets: tuple[Target, ...]) -> tuple[Clause, ...]:
    """Clauses, with the preamble before them if it promises something."""
    clauses = structure.clauses()
    preamble = structure.preamble
    if any(target.clause == preamble.id for target in targets):
        return (preamble.as_clause(), *clauses)
    return clauses
