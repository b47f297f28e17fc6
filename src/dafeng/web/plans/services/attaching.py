"""Attach the document's text to a plan whose facts came without it.

Where the text is the very one that the facts were made from (same SHA-256), the spans
hold as they are.  Else the text is read anew and each object of the plan is looked up
in that reading by clause, indicator and figure; the facts stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

import attrs
from django.core.files.base import ContentFile
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.plan import DocumentText, records
from dafeng.plan.records import Span
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans import facts as read
from dafeng.web.plans.convert import MODELS, facts_of
from dafeng.web.plans.matching import Item, Pair, pairs_of
from dafeng.web.plans.models import (
    Clause,
    Plan,
    PlanFinding,
    PlanText,
    Proposal,
    ProposalKind,
    Target,
)
from dafeng.web.plans.selectors.proposals import proposals_of
from dafeng.web.plans.selectors.text import find_words, passage_of

SPANNED = (
    ProposalKind.TARGET,
    ProposalKind.TASK,
    ProposalKind.PROJECT,
    ProposalKind.MILESTONE,
)
NAME_LENGTH = 200  # as the column has it
LEAST_LOCATED = 0.6


@attrs.frozen(kw_only=True)
class AttachReport:
    """What became of the spans.

    Attributes
    ----------
    same_text : bool
        The text is the one that the facts were made from.
    located : int
        Objects whose place in the text is known now.
    missing : tuple of str
        Keys of objects that were not found in the text.
    """

    same_text: bool
    located: int
    missing: tuple[str, ...]


@transaction.atomic
def plan_attach_text(
    *,
    plan: Plan,
    document: DocumentText,
    by: User | None,
    original: bytes,
    reader: Callable[[str], records.Plan],
) -> AttachReport:
    """Bind a document to the plan and locate every object in its text.

    Parameters
    ----------
    document : DocumentText
        What ``read_document`` gave for the uploaded file.
    original : bytes
        The uploaded file, kept beside the text.
    reader : callable
        ``dafeng.plan.read_text``.

    Raises
    ------
    BadInputError
        ``plan.other_text``: too few of the plan's objects are in the text.
    """
    if by is not None:
        require(by, "plans.plan.attach", plan)
    sha256 = hashlib.sha256(document.text.encode()).hexdigest()
    if sha256 == plan.text_sha256 and not _holds_other_text(plan):
        report = _quote_by_spans(plan, document.text)
    else:
        report = _locate(plan, document.text, reader(document.text))
    _text_keep(plan, document, sha256, by, original)
    audit.record(
        by=by,
        action="plans.plan.attach",
        target=plan,
        data={
            "sha256": sha256,
            "same_text": report.same_text,
            "located": report.located,
            "missing": report.missing,
        },
    )
    return report


def _holds_other_text(plan: Plan) -> bool:
    """Whether the spans were moved to another copy's text since they were made."""
    others = PlanText.objects.filter(plan=plan).exclude(sha256=plan.text_sha256)
    return others.exists()


def _text_keep(
    plan: Plan, document: DocumentText, sha256: str, by: User | None, original: bytes
) -> None:
    kept, _new = PlanText.objects.update_or_create(
        plan=plan,
        defaults={
            "text": document.text,
            "sha256": sha256,
            "name": document.name[-NAME_LENGTH:],
            "media": document.media,
            "attached_by": by,
        },
    )
    if original:
        suffix = PurePath(document.name).suffix
        kept.file.save(f"document{suffix}", ContentFile(original))


def _quote_by_spans(plan: Plan, text: str) -> AttachReport:
    """Cut the quotes out of the text that the spans were made for."""
    located, missing = 0, []
    for kind in SPANNED:
        rows = list(MODELS[kind]._default_manager.filter(plan=plan))
        for row in rows:
            passage = passage_of(text, row.start, row.end)
            if passage is None:
                missing.append(row.key)
            else:
                row.quote = passage.marked
                located += 1
        MODELS[kind]._default_manager.bulk_update(rows, ["quote"])
    return AttachReport(same_text=True, located=located, missing=tuple(missing))


def _locate(plan: Plan, text: str, reading: records.Plan) -> AttachReport:
    """Find each object of the plan in a reading of the text."""
    located: list[str] = []
    missing: list[str] = []
    clauses = {clause.id: clause.span for clause in reading.clauses}
    for kind, (items, spans) in _read_items(reading).items():
        rows = {row.pk: row for row in proposals_of(plan, kind)}
        pairs = pairs_of(kind, _stored_items(rows), items)
        found = {pair.old.id: spans[pair.new.id] for pair in pairs if _agree(pair)}
        for pk, row in rows.items():
            span = found.get(pk) or _by_words(row, text, clauses)
            _place(row, span, text)
            (missing if span is None else located).append(row.key)
        MODELS[kind]._default_manager.bulk_update(
            rows.values(), ["start", "end", "quote"]
        )
    if len(located) < LEAST_LOCATED * (len(located) + len(missing)):
        msg = (
            f"Only {len(located)} of {len(located) + len(missing)} objects of the plan "
            "are in this text; it is another document."
        )
        raise BadInputError(
            msg,
            code="plan.other_text",
            located=len(located),
            total=len(located) + len(missing),
        )
    _clauses_place(plan, reading)
    PlanFinding.objects.filter(plan=plan).update(start=None, end=None)
    return AttachReport(same_text=False, located=len(located), missing=tuple(missing))


def _by_words(row: Any, text: str, clauses: Mapping[str, Span]) -> Span | None:
    """Where the words of an object without a figure stand in its own clause, once."""
    if isinstance(row, Target):
        words = row.indicator if row.value is None else ""
    else:
        words = getattr(row, "name", "") or getattr(row, "text", "")
    within = clauses.get(row.clause.ref)
    return find_words(text, words, within) if words and within else None


def _agree(pair: Pair) -> bool:
    """Whether the text says the same figure or name; a near relative does not."""
    names = ("value", "value_max", "year", "title", "name", "ends")
    return all(pair.old.facts.get(name) == pair.new.facts.get(name) for name in names)


def _stored_items(rows: Mapping[int, Proposal]) -> list[Item]:
    return [
        Item(id=pk, facts=row.original or facts_of(row)) for pk, row in rows.items()
    ]


def _place(row: Proposal, span: Span | None, text: str) -> None:
    row.start, row.end = (None, None) if span is None else span
    row.quote = "" if span is None else text[span.start : span.end]


def _read_items(
    reading: records.Plan,
) -> dict[ProposalKind, tuple[list[Item], list[Span]]]:
    """Facts and spans of everything in a reading, by kind."""
    return {
        ProposalKind.TARGET: (
            _numbered([read.target_facts(one) for one in reading.targets]),
            [one.span for one in reading.targets],
        ),
        ProposalKind.TASK: (
            _numbered([read.task_facts(one) for one in reading.tasks]),
            [one.span for one in reading.tasks],
        ),
        ProposalKind.PROJECT: (
            _numbered([read.project_facts(one) for one in reading.projects]),
            [one.span for one in reading.projects],
        ),
        ProposalKind.MILESTONE: (
            _numbered([read.milestone_facts(one) for one in reading.milestones]),
            [one.span for one in reading.milestones],
        ),
    }


def _numbered(facts: Sequence[read.Facts]) -> list[Item]:
    return [Item(id=number, facts=one) for number, one in enumerate(facts)]


def _clauses_place(plan: Plan, reading: records.Plan) -> None:
    spans = {clause.id: clause.span for clause in reading.clauses}
    rows = list(Clause.objects.filter(plan=plan))
    for clause in rows:
        span = spans.get(clause.ref)
        clause.start, clause.end = (None, None) if span is None else span
    Clause.objects.bulk_update(rows, ["start", "end"])
