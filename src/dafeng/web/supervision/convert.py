"""Between rows of this room and the core's records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from dafeng.reports import Align, Column, Table
from dafeng.reports.letters import CaseFacts, Ground
from dafeng.reports.letters import Step as PaperStep
from dafeng.supervision import (
    Asks,
    CaseDays,
    CaseDone,
    CaseDraft,
    CaseState,
    CaseStep,
    Subject,
    Turn,
    turn_of,
)
from dafeng.web.supervision.models import Case, CaseMove

UNKNOWN = "--"


def days_of(case: Case) -> CaseDays:
    """A case as its days are reckoned; read it with ``with_days``."""
    return CaseDays(
        state=case.state,
        asks=Asks(case.asks),
        reply_by=case.reply_by,
        review_by=case.review_by,
        rectify_by=getattr(case, "rectify_by", None),
    )


def turn_of_case(case: Case) -> Turn | None:
    """Whose turn it is, by when."""
    return turn_of(days_of(case))


def draft_of(case: Case) -> CaseDraft:
    """A draft as the core checks it; fetch ``units__organisation``, ``basis`` along."""
    meets = " ".join(part for part in (case.meets_at, case.place) if part)
    return CaseDraft(
        step=case.step,
        subjects=tuple(
            Subject(unit=unit.organisation.name_zh, rank=unit.rank)
            for unit in case.units.all()
        ),
        item=case.item,
        basis=tuple(str(line) for line in case.basis.all()),
        facts=case.facts,
        demand=case.demand,
        reply_by=case.reply_by,
        contact=case.contact,
        meets_at=meets if case.meets_on is not None else "",
    )


def trail_of(moves: Iterable[CaseMove]) -> tuple[CaseDone, ...]:
    """The trail as the core walks it: one receipt of several moves nothing."""
    return tuple(
        CaseDone(act=move.act, before=move.before, after=move.after)
        for move in moves
        if move.before != move.after
    )


def paper_facts(case: Case, *, marks: tuple[str, ...] = ()) -> CaseFacts:
    """What the paper of a case says; fetch ``units__organisation``, ``basis`` along."""
    units = list(case.units.all())
    ranked = any(unit.rank is not None for unit in units)
    return CaseFacts(
        step=PaperStep(case.step),
        organ=case.organisation.name_zh,
        units=tuple(unit.organisation.name_zh for unit in units) or (UNKNOWN,),
        item=case.item or UNKNOWN,
        period=case.period,
        facts=paragraphs(case.facts) or (UNKNOWN,),
        demands=paragraphs(case.demand),
        grounds=tuple(
            Ground(
                clause=line.clause, words=line.words, figure=line.figure, seal=line.seal
            )
            for line in case.basis.all()
        ),
        number=case.number,
        reply_by=reply_by_signed(case),
        contact=case.contact,
        signed_on=signed_on(case),
        data_date=None if case.run is None else case.run.as_of,
        marks=marks,
        meets_on=case.meets_on,
        meets_at=case.meets_at,
        place=case.place,
        attendants=paragraphs(case.attendants.replace("、", "\n")),
        ranking=_ranking(case) if ranked else None,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def reply_by_signed(case: Case) -> date | None:
    """The deadline that the paper names: as signed, whatever a return allowed since."""
    return case.reply_by if case.letter is None else case.letter.reply_by


def signed_on(case: Case) -> date | None:
    """Day on which a case was issued."""
    return None if case.issued_at is None else timezone.localdate(case.issued_at)


def is_transfer(case: Case) -> bool:
    """Whether it hands a matter over to others, which has a letter of its own."""
    return CaseStep(case.step) is CaseStep.TRANSFER


def is_out(case: Case) -> bool:
    """Whether the paper left the building, whatever became of it."""
    return case.issued_at is not None


def is_gone(case: Case) -> bool:
    """Whether it no longer holds."""
    return CaseState(case.state) in (CaseState.WITHDRAWN, CaseState.SUPERSEDED)


def _ranking(case: Case) -> Table:
    rows = tuple(
        (
            UNKNOWN if unit.rank is None else str(unit.rank),
            unit.organisation.name_zh,
            unit.figure or UNKNOWN,
        )
        for unit in case.units.all()
    )
    return Table(
        title="各单位排名",
        columns=(
            Column(title="名次", align=Align.CENTRE, share=1),
            Column(title="单位", share=4),
            Column(title="得分", align=Align.RIGHT, share=2),
        ),
        rows=rows,
    )
