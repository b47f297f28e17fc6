"""What comes after a case as documents: answer, minutes of an interview, closure form.

They are composed from what was confirmed or signed, which nobody changes: the same
rows give the same bytes.
"""

from __future__ import annotations

from django.utils import formats, timezone, translation

from dafeng.reports import (
    ClosureFacts,
    MinutesFacts,
    Paper,
    Rectification,
    ReplyFacts,
    Signed,
    closure_paper,
    interview_minutes,
    reply_paper,
)
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.supervision.convert import is_gone, paragraphs
from dafeng.web.supervision.models import (
    Case,
    Closure,
    DocumentMark,
    Interview,
    InterviewSignature,
    Outcome,
    RectificationItem,
    Reply,
)
from dafeng.web.supervision.services.documents import (
    LANGUAGE,
    MARKS,
    CaseFile,
    FileKind,
    file_written,
    paper_of_case,
)
from dafeng.web.supervision.services.interviewing import minutes_digest
from dafeng.web.supervision.wording import DRAFT_MARK


def reply_file(case: Case, reply: Reply, kind: FileKind) -> CaseFile:
    """A confirmed answer as a file."""
    on = timezone.localdate(reply.confirmed_at)
    paper = paper_of_reply(case, reply)
    return file_written(paper, name=f"{case.number}回复{reply.turn}", on=on, kind=kind)


def closure_file(case: Case, closure: Closure, kind: FileKind) -> CaseFile:
    """The closure form as a file."""
    on = timezone.localdate(closure.at)
    paper = paper_of_closure(case, closure)
    return file_written(paper, name=f"{case.number}整改销号表", on=on, kind=kind)


def minutes_file(case: Case, interview: Interview, kind: FileKind) -> CaseFile:
    """The minutes of an interview as a file; a draft until they stand."""
    paper = paper_of_minutes(case, interview)
    name, on = f"{case.number}约谈记录", interview.held_on
    return file_written(paper, name=name, on=on, kind=kind)


def paper_of_reply(case: Case, reply: Reply) -> Paper:
    """Compose a confirmed answer of the unit, as a letter to who issued the case."""
    at = reply.confirmed_at
    return reply_paper(
        ReplyFacts(
            unit=reply.unit.name_zh,
            organ=case.organisation.name_zh,
            case_title=paper_of_case(case).title,
            case_number=case.number,
            progress=paragraphs(reply.text),
            problems=paragraphs(reply.problems),
            measures=tuple(
                Rectification(text=one.what, unit=one.who, due=one.due_on)
                for one in reply.items.all()
            ),
            contact=reply.contact,
            signed_on=None if at is None else timezone.localdate(at),
            marks=_marks(case),
        )
    )


def paper_of_minutes(case: Case, interview: Interview) -> Paper:
    """Compose the minutes of an interview, with who signed them."""
    draft = () if interview.stands else (DRAFT_MARK,)
    return interview_minutes(
        MinutesFacts(
            organ=case.organisation.name_zh,
            case_title=paper_of_case(case).title,
            case_number=case.number,
            held_on=interview.held_on,
            hour=interview.starts_at,
            place=interview.place,
            hosts=paragraphs(interview.hosts),
            guests=paragraphs(interview.guests),
            recorder=interview.recorder,
            said=paragraphs(interview.said),
            promises=paragraphs(interview.promises),
            signatures=tuple(_signed(one) for one in interview.signatures.all()),
            marks=(*_marks(case), *draft),
            basis=f"记录校验值：{minutes_digest(interview)}",
        )
    )


def _signed(one: InterviewSignature) -> Signed:
    at = formats.date_format(timezone.localtime(one.at), "Y-m-d H:i")
    with translation.override(LANGUAGE):
        side = str(one.get_side_display())
    return Signed(side=side, name=one.user.display_name, at=at)


def paper_of_closure(case: Case, closure: Closure) -> Paper:
    """Compose the closure form of a case, on one page."""
    accepted = case.accepted_reply
    items = [] if accepted is None else list(accepted.items.all())
    seals = dict.fromkeys(line.seal for line in case.basis.all() if line.seal)
    return closure_paper(
        ClosureFacts(
            organ=case.organisation.name_zh,
            task_number=case.number,
            problem=case.facts,
            units=tuple(unit.organisation.name_zh for unit in case.units.all()),
            goal=case.demand,
            measures=tuple(one.what for one in items),
            completion=tuple(_done(one) for one in items),
            acceptance=_acceptance(case),
            opinion=closure.opinion,
            signed_on=timezone.localdate(closure.at),
            marks=_marks(case),
            basis=f"结果封存号：{'、'.join(seals)}" if seals else "",
        )
    )


def _done(item: RectificationItem) -> str:
    day = "未完成" if item.done_on is None else f"{item.done_on.isoformat()}完成"
    return f"{day}，{item.done_note}" if item.done_note else day


def _acceptance(case: Case) -> str:
    """The opinion with which the rectification was found to be done."""
    said = [one for one in case.reviews.all() if one.outcome == Outcome.RECTIFIED]
    return said[-1].opinion if said else ""


def _marks(case: Case) -> tuple[str, ...]:
    gone = MARKS[DocumentMark(case.state)] if is_gone(case) else ""
    with translation.override(LANGUAGE):
        return tuple(one for one in (synthetic_mark(), gone) if one)
