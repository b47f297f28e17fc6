"""Two people sign a document; it gets its number; it is withdrawn or corrected."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.accounts.models import RunStatus as AccountStatus
from dafeng.web.assessment.models import RunStatus
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.office.models import Direction, Letter
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import ENDED, letter_register, letter_void
from dafeng.web.papers.models import Paper, PaperAct, PaperState
from dafeng.web.papers.services.making import (
    MAKE,
    document_of,
    files_laid,
    locked,
    note_move,
)
from dafeng.web.papers.services.setting import set_issued, withdrawn_of

CHECK, ISSUE = "papers.paper.check", "papers.paper.issue"


@transaction.atomic
def paper_check(*, paper: Paper, by: User, version: int | None = None) -> Paper:
    """Sign a draft as checked; the version that was read, where it is given.

    Raises
    ------
    BadInputError
        ``paper.not_draft``, ``signature.checked``; ``paper.stale``: somebody changed
        it since the page was opened.
    """
    held = locked(paper)
    require(by, CHECK, held.organisation)
    if held.state != PaperState.DRAFT:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="paper.not_draft", paper=held.title)
    _see_version(held, version)
    held.check_signed(by=by, at=timezone.now())
    held.state = PaperState.CHECKED
    held.full_clean()
    held.save()
    note_move(held, PaperAct.CHECK, by)
    data = {"pdf": held.pdf_sha256, "version": held.version}
    audit.record(by=by, action="papers.paper.check", target=held, data=data)
    return held


@transaction.atomic
def paper_return(
    *, paper: Paper, by: User, reason: str, version: int | None = None
) -> Paper:
    """Give a checked document back to be changed; its first signature goes.

    Raises
    ------
    BadInputError
        ``paper.not_checked``: nobody checked it, or it is issued; ``paper.reason``;
        ``paper.stale``: somebody changed it since the page was opened.
    """
    held = locked(paper)
    right = ISSUE if held.checked_by_id != by.pk else CHECK
    require(by, right, held.organisation)
    if held.state != PaperState.CHECKED:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="paper.not_checked", paper=held.title)
    _see_version(held, version)
    _see_reason(reason)
    held.checked_by, held.checked_at = None, None
    held.state = PaperState.DRAFT
    held.version += 1
    held.full_clean()
    held.save()
    note_move(held, PaperAct.RETURN, by, reason)
    data = {"reason": reason.strip()}
    audit.record(by=by, action="papers.paper.return", target=held, data=data)
    return held


@transaction.atomic
def paper_issue(
    *, paper: Paper, by: User, on: date | None = None, version: int | None = None
) -> Paper:
    """Sign a checked document: it gets its number, and the one it corrects goes.

    Raises
    ------
    BadInputError
        ``signature.unchecked``, ``signature.same_person``, ``signature.issued``;
        ``paper.stale``: somebody changed it since the page was opened;
        ``paper.unsealed``: a result that it rests on can still change;
        ``paper.corrected``: a result that it rests on was corrected: compose it anew;
        ``letter.no_signs``: the office has no characters for its letters yet.
    """
    held = locked(paper)
    require(by, ISSUE, held.organisation)
    if held.state == PaperState.WITHDRAWN:
        msg = f"{held} is withdrawn."
        raise BadInputError(msg, code="paper.withdrawn", paper=held.title)
    held.issue_signed(by=by, at=timezone.now())
    _see_version(held, version)
    _see_sealed(held)
    day = on or timezone.localdate()
    document = document_of(held)
    letter = letter_register(
        organisation=held.organisation,
        by=None,
        direction=Direction.OUT,
        facts=LetterFacts(
            title=_registered_title(held, document.title),
            correspondent="、".join(document.addressees) or "领导小组",
            registered_on=day,
            dated=day,
            note=held.get_kind_display(),
            units=[held.unit] if held.about_unit else [],
        ),
    )
    _take_place_of(held, letter.number, by)
    held.letter, held.number = letter, letter.number
    files_laid(held, set_issued(document, number=letter.number, on=day))
    held.state = PaperState.ISSUED
    held.version += 1
    held.full_clean()
    held.save()
    note_move(held, PaperAct.ISSUE, by, letter.number)
    data = {"number": letter.number, "pdf": held.pdf_sha256, "docx": held.docx_sha256}
    audit.record(by=by, action="papers.paper.issue", target=held, data=data)
    return held


@transaction.atomic
def paper_withdraw(
    *, paper: Paper, by: User, reason: str, version: int | None = None
) -> Paper:
    """Take a document back; its number is never given again.

    The register says so too, and its files bear the mark.

    Raises
    ------
    BadInputError
        ``paper.withdrawn``: it is withdrawn already; ``paper.reason``; ``paper.stale``:
        somebody changed it since the page was opened.
    """
    held = locked(paper)
    require(by, ISSUE if held.number else MAKE, held.organisation)
    if held.state == PaperState.WITHDRAWN:
        msg = f"{held} is withdrawn."
        raise BadInputError(msg, code="paper.withdrawn", paper=held.title)
    _see_version(held, version)
    _see_reason(reason)
    return _withdraw(held, by, reason.strip())


def _withdraw(held: Paper, by: User | None, reason: str) -> Paper:
    before = held.state
    _mark_withdrawn(held)
    held.state, held.reason = PaperState.WITHDRAWN, reason
    held.version += 1
    held.full_clean()
    held.save()
    _void_letter(held, reason)
    note_move(held, PaperAct.WITHDRAW, by, reason)
    data = {
        "before": before,
        "reason": reason,
        "number": held.number,
        "pdf": held.pdf_sha256,
    }
    audit.record(by=by, action="papers.paper.withdraw", target=held, data=data)
    return held


def _mark_withdrawn(held: Paper) -> None:
    """Set the files of a numbered document anew, with the mark."""
    letter = held.letter
    if letter is None:
        return
    try:
        document = document_of(held)
    except BadInputError:
        # Another version wrote it: it is taken back all the same, with its old files.
        return
    on = letter.dated or letter.registered_on
    files_laid(held, set_issued(withdrawn_of(document), number=held.number, on=on))


def _void_letter(held: Paper, reason: str) -> None:
    """Say in the register that the document no longer holds; its place stays."""
    if held.letter_id is None:
        return
    letter = Letter.objects.filter(pk=held.letter_id).exclude(state__in=ENDED).first()
    if letter is not None:
        letter_void(letter=letter, by=None, reason=reason)


def _registered_title(held: Paper, title: str) -> str:
    """The title in the register, which refuses the same letter twice on a day."""
    before = Paper.objects.filter(
        organisation=held.organisation_id,
        kind=held.kind,
        period=held.period,
        unit=held.unit_id,
    ).exclude(number="")
    times = before.count() + 1
    return title if times == 1 else f"{title}（第{times}次印发）"


def _take_place_of(held: Paper, number: str, by: User) -> None:
    """Withdraw the document that this one corrects."""
    standing = Paper.objects.filter(
        organisation=held.organisation_id,
        kind=held.kind,
        period=held.period,
        unit=held.unit_id,
        state=PaperState.ISSUED,
    ).first()
    if standing is None:
        return
    if standing.pk != held.corrects_id:
        msg = f"{standing} was issued meanwhile."
        raise BadInputError(msg, code="paper.other", paper=str(standing))
    _withdraw(locked(standing), by, f"由{number}更正")


def _see_sealed(held: Paper) -> None:
    """Only results that cannot change any more may leave the building."""
    unsealed = [what for what, _on, seal in held.seals if not seal]
    if unsealed:
        msg = f"{held} rests on {unsealed}."
        raise BadInputError(msg, code="paper.unsealed", what="、".join(unsealed))
    run, account = held.assessment_run, held.account_run
    replaced = [
        one
        for one, gone in ((run, RunStatus.REPLACED), (account, AccountStatus.REPLACED))
        if one is not None and one.status == gone
    ]
    if replaced:
        msg = f"{held} rests on a corrected result."
        raise BadInputError(msg, code="paper.corrected", paper=held.title)


def _see_version(held: Paper, version: int | None) -> None:
    if version is not None and held.version != version:
        msg = f"{held} was changed meanwhile."
        raise BadInputError(msg, code="paper.stale", paper=held.title)


def _see_reason(reason: str) -> None:
    if not reason.strip():
        msg = "Say why."
        raise BadInputError(msg, code="paper.reason")
