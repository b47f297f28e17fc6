"""Compose a document from the results in force, and change the words of people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.lake import canonical_json
from dafeng.reports import Paper as Document
from dafeng.reports import paper_from_json, paper_to_json
from dafeng.reports.composing import FreeText, PaperKind
from dafeng.reports.composing_store import (
    Facts,
    facts_from_json,
    facts_to_json,
    with_texts,
)
from dafeng.reports.composing_texts import FREE_PARTS
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.papers.models import (
    IN_HAND,
    Paper,
    PaperAct,
    PaperContent,
    PaperMove,
    PaperState,
)
from dafeng.web.papers.selectors.facts import facts_of
from dafeng.web.papers.selectors.sources import PERIODS, Sources, sources_of
from dafeng.web.papers.services.setting import (
    SetPaper,
    draft_of,
    issued_of,
    set_to_fit,
    withdrawn_of,
)
from dafeng.web.plans.models import Plan

MAKE = "papers.paper.make"
LONGEST_TITLE = 300


@attrs.frozen(kw_only=True)
class Asked:
    """Which document is asked for."""

    kind: PaperKind
    period: str
    unit: Organisation


@attrs.frozen(kw_only=True)
class _Composed:
    """A document with everything that is kept of it."""

    facts: Facts
    files: SetPaper


@attrs.frozen(kw_only=True)
class _Before:
    """What stood when the composing began.

    Attributes
    ----------
    held : tuple of (int, int) or None
        Key and version of the document in hand.
    """

    held: tuple[int, int] | None
    texts: Mapping[str, str]
    corrects: Paper | None


def period_of(kind: PaperKind, code: str) -> Period:
    """The period of a document.

    Raises
    ------
    BadInputError
        ``paper.period``: it is no period of the kind's length.
    """
    try:
        period = Period.parse(code)
    except BadInputError as error:
        msg = f"{code!r} is no period."
        raise BadInputError(msg, code="paper.period", period=code) from error
    if period.kind is not PERIODS[kind]:
        msg = f"{code!r} is no period of a {kind}."
        raise BadInputError(msg, code="paper.period", period=code)
    return period


def paper_make(*, plan: Plan, asked: Asked, by: User, on: date | None = None) -> Paper:
    """Compose a document; a draft that stands is composed anew from today's data.

    What people wrote into a draft stays.  Where one is in force already, the new one
    corrects it.  The composing is done outside the transaction.

    Raises
    ------
    BadInputError
        ``paper.period``; ``paper.ahead``: the period has not begun;
        ``paper.no_data``: there is nothing to tell yet; ``paper.checked``: a checked
        one waits for its signature; ``paper.stale``: somebody changed the draft while
        it was composed; ``paper.too_long``.
    """
    require(by, MAKE, plan.owner)
    today = on or timezone.localdate()
    period = period_of(asked.kind, asked.period)
    if period.start > today:
        msg = f"{period} has not begun."
        raise BadInputError(msg, code="paper.ahead", period=period.name_zh)
    sources = sources_of(
        kind=asked.kind,
        period=period,
        plan=plan,
        unit=asked.unit,
        reader=by,
        on=today,
    )
    if not sources.enough:
        msg = f"There is nothing to tell of {period} yet."
        raise BadInputError(msg, code="paper.no_data", period=period.name_zh)
    before = _before(plan, asked)
    facts = facts_of(sources)
    if before.corrects is not None:
        frame = attrs.evolve(facts.frame, corrects=before.corrects.number)
        facts = attrs.evolve(facts, frame=frame)
    made = _compose(with_texts(facts, _free(before.texts)), today)
    return _store(made=made, sources=sources, by=by, before=before, on=today)


def _before(plan: Plan, asked: Asked) -> _Before:
    in_hand = _of(plan, asked).filter(state__in=IN_HAND).first()
    in_force = _of(plan, asked).filter(state=PaperState.ISSUED).first()
    # The version is read before the texts: newer texts are then seen as a change.
    return _Before(
        held=_stamp(in_hand),
        texts={} if in_hand is None else dict(in_hand.content.texts),
        corrects=in_force,
    )


def _stamp(paper: Paper | None) -> tuple[int, int] | None:
    return None if paper is None else (paper.pk, paper.version)


def _of(plan: Plan, asked: Asked) -> Any:
    return Paper.objects.filter(
        organisation=plan.owner,
        kind=asked.kind.value,
        period=asked.period,
        unit=asked.unit,
    )


def _compose(facts: Facts, on: date) -> _Composed:
    fitted, files = set_to_fit(facts, on)
    return _Composed(facts=fitted, files=files)


@transaction.atomic
def _store(
    *,
    made: _Composed,
    sources: Sources,
    by: User,
    before: _Before,
    on: date,
) -> Paper:
    asked = Asked(kind=sources.kind, period=sources.period.code, unit=sources.unit)
    rows = _of(sources.plan, asked).select_for_update(of=("self",))
    held = rows.filter(state__in=IN_HAND).first()
    act = PaperAct.MAKE if held is None else PaperAct.REMAKE
    paper = held or Paper(
        organisation=sources.plan.owner,
        unit=sources.unit,
        plan=sources.plan,
        kind=sources.kind.value,
        period=sources.period.code,
    )
    if paper.state == PaperState.CHECKED:
        msg = f"{paper} waits for its signature."
        raise BadInputError(msg, code="paper.checked", paper=paper.title)
    if _stamp(held) != before.held:
        title = made.files.document.title
        msg = f"{title} was changed meanwhile."
        raise BadInputError(msg, code="paper.stale", paper=title)
    paper.assessment_run, paper.outlook_run = sources.run, sources.outlook
    paper.account_run = sources.account
    paper.seals = [[one.what, one.on, one.seal] for one in made.facts.frame.seals]
    paper.data_on, paper.corrects = sources.on, before.corrects
    paper.made_by, paper.made_at = by, timezone.now()
    paper.synthetic = bool(made.facts.frame.marks)
    paper.version += 0 if held is None else 1
    files_laid(paper, made.files)
    paper.full_clean()
    paper.save()
    _keep(paper, made, before.texts)
    note_move(paper, act, by)
    data = {
        "kind": paper.kind,
        "period": paper.period,
        "unit": paper.unit.code,
        "seals": paper.seals,
        "pdf": paper.pdf_sha256,
        "day": on,
    }
    audit.record(by=by, action=f"papers.paper.{act}", target=paper, data=data)
    return paper


def paper_edit(
    *, paper: Paper, by: User, texts: Mapping[str, str], version: int
) -> Paper:
    """Change the words of people in a draft; figures cannot be changed by hand.

    Raises
    ------
    BadInputError
        ``paper.not_draft``: it is checked, issued or withdrawn; ``paper.stale``:
        somebody changed it since the page was opened; ``paper.too_long``;
        ``record.bad``: another version composed it: compose it anew.
    """
    require(by, MAKE, paper.organisation)
    known = {part.code for part in FREE_PARTS[PaperKind(paper.kind)]}
    kept = {
        code: text.strip()
        for code, text in texts.items()
        if code in known and text.strip()
    }
    facts = facts_of_paper(paper)
    made_on = timezone.localdate(paper.made_at)
    made = _compose(with_texts(facts, _free(kept)), made_on)
    return _edited(paper, made, by=by, texts=kept, version=version)


@transaction.atomic
def _edited(
    paper: Paper,
    made: _Composed,
    *,
    by: User,
    texts: Mapping[str, str],
    version: int,
) -> Paper:
    held = locked(paper)
    if held.state != PaperState.DRAFT:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="paper.not_draft", paper=held.title)
    if held.version != version:
        msg = f"{held} was changed meanwhile."
        raise BadInputError(msg, code="paper.stale", paper=held.title)
    before = dict(held.content.texts)
    held.version += 1
    files_laid(held, made.files)
    held.full_clean()
    held.save()
    _keep(held, made, texts)
    note_move(held, PaperAct.EDIT, by)
    data = {"before": before, "after": dict(texts)}
    audit.record(by=by, action="papers.paper.edit", target=held, data=data)
    return held


def facts_of_paper(paper: Paper) -> Facts:
    """The facts that a document was composed from.

    Raises
    ------
    BadInputError
        ``record.bad``: another version of the program wrote them.
    """
    data = canonical_json(paper.content.facts)
    return facts_from_json(PaperKind(paper.kind), data)


def document_of(paper: Paper) -> Document:
    """The composed document, without number and marks of its state.

    Raises
    ------
    BadInputError
        ``record.bad``: another version of the program wrote it.
    """
    return paper_from_json(canonical_json(paper.content.composed))


def shown_document(paper: Paper) -> tuple[Document, date]:
    """The document as its files show it, and the day of the files.

    Raises
    ------
    BadInputError
        ``record.bad``: another version of the program wrote it.
    """
    document = document_of(paper)
    if paper.letter is None:
        return draft_of(document), timezone.localdate(paper.made_at)
    on = paper.letter.dated or paper.letter.registered_on
    if paper.state == PaperState.WITHDRAWN:
        document = withdrawn_of(document)
    return issued_of(document, number=paper.number, on=on), on


def files_laid(paper: Paper, files: SetPaper) -> None:
    """Write on a document which files are its own now."""
    paper.title = files.document.title[:LONGEST_TITLE]
    paper.pages = files.pages
    paper.docx_sha256, paper.pdf_sha256 = files.docx_sha256, files.pdf_sha256
    paper.fonts = [list(pair) for pair in files.fonts]


def locked(paper: Paper) -> Paper:
    """The row, locked, with what its acts look at.

    Raises
    ------
    NotFoundError
        ``paper.none``: it is gone.
    """
    rows = Paper.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "unit", "content", "corrects")
    found = held.filter(pk=paper.pk).first()
    if found is None:
        msg = f"No document {paper.pk}."
        raise NotFoundError(msg, code="paper.none")
    return found


def note_move(paper: Paper, act: PaperAct, by: User | None, note: str = "") -> None:
    """Write down what was done."""
    move = PaperMove(
        paper=paper,
        act=act,
        after=paper.state,
        note=note.strip(),
        by=by,
        at=timezone.now(),
    )
    move.full_clean()
    move.save()


def _free(texts: Mapping[str, str]) -> tuple[FreeText, ...]:
    return tuple(FreeText(code=code, text=text) for code, text in sorted(texts.items()))


def _keep(paper: Paper, made: _Composed, texts: Mapping[str, str]) -> None:
    content = getattr(paper, "content", None) or PaperContent(paper=paper)
    content.facts = json.loads(facts_to_json(made.facts))
    content.composed = json.loads(paper_to_json(made.files.document))
    content.texts = dict(texts)
    content.full_clean()
    content.save()
