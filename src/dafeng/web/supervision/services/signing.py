"""Two signatures: the office checks, somebody else issues; then the paper leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.supervision import AT_UNIT, CaseAct, CaseState, check_case, unsure_days
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import may, require
from dafeng.web.office.services.letter_files import signed_file_laid
from dafeng.web.supervision.convert import draft_of
from dafeng.web.supervision.models import Case, DocumentMark
from dafeng.web.supervision.selectors.cases import GONE, with_days
from dafeng.web.supervision.services.documents import documents_keep
from dafeng.web.supervision.services.moving import (
    case_held,
    case_moved,
    see_it_was_seen,
)
from dafeng.web.supervision.services.registering import (
    letter_entered,
    letter_voided,
)
from dafeng.web.supervision.telling import units_told
from dafeng.work import NoticeKind

CHECK, ISSUE = "supervision.case.check", "supervision.case.issue"


class CaseNotReadyError(BadInputError):
    """Something stands in the way of a signature.

    Attributes
    ----------
    findings : tuple of Finding
    """

    code = "case.not_ready"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        codes = " ".join(one.code for one in findings)
        super().__init__(f"Not ready: {codes}.", codes=codes)


def findings_of(case: Case) -> tuple[Finding, ...]:
    """What is missing in a draft or doubtful about it, if it were issued today."""
    return _findings(case, timezone.localdate())


@transaction.atomic
def case_check(
    *,
    case: Case,
    by: User,
    at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Case:
    """Set the first signature.

    Parameters
    ----------
    version : int, optional
        Version that the person saw.

    Raises
    ------
    CaseNotReadyError
        Something is missing.
    BadInputError
        ``signature.checked``: somebody checked it before. ``case.stale``: somebody
        changed it since the person saw it.
    """
    held, now = case_held(case), moment(at)
    require(by, CHECK, held.organisation)
    held.check_signed(by=by, at=now)
    see_it_was_seen(held, version)
    _see_it_is_ready(held, now)
    case_moved(held, CaseAct.CHECK, by=by, at=now, note=note)
    return held


@transaction.atomic
def case_amend(
    *,
    case: Case,
    by: User,
    note: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Send a checked draft back to be written anew; the first signature falls."""
    held = case_held(case)
    if not may(by, ISSUE, held.organisation):
        require(by, CHECK, held.organisation)
    held.checked_by, held.checked_at = None, None
    case_moved(held, CaseAct.AMEND, by=by, at=moment(at), note=note, seen=version)
    return held


@transaction.atomic
def case_issue(
    *,
    case: Case,
    by: User,
    at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Case:
    """Set the second signature: the case gets its number, its files, and leaves.

    Of two people who sign at once one is told that the other signed.  What it replaces
    is superseded with the same signature.

    Parameters
    ----------
    version : int, optional
        Version that the person saw.

    Raises
    ------
    CaseNotReadyError
        Something is missing.
    BadInputError
        ``signature.unchecked``, ``signature.issued``, ``signature.same_person``;
        ``case.stale``: somebody changed it since the person saw it;
        ``case.corrected``: the result no longer carries it; ``case.answered``: what
        it follows was answered meanwhile; ``case.followed``: another step followed it
        before; ``letter.no_signs``.
    """
    held, now = case_held(case), moment(at)
    require(by, ISSUE, held.organisation)
    held.issue_signed(by=by, at=now)
    see_it_was_seen(held, version)
    _see_it_stands(held)
    _see_the_unit_is_silent(held)
    _see_it_is_ready(held, now)
    letter = letter_entered(held, now)
    held.letter, held.number = letter, letter.number
    case_moved(held, CaseAct.ISSUE, by=by, at=now, note=note)
    kept = documents_keep(held, mark=DocumentMark.ISSUED, by=by, at=now)
    signed_file_laid(letter, sha256=kept.docx_sha256, size=kept.docx_size)
    if held.replaces is not None:
        _superseded(held.replaces, held, by, now)
    units_told(held, NoticeKind.ISSUED, by=by, on=timezone.localdate(now))
    return held


def _superseded(old: Case, fresh: Case, by: User, now: datetime) -> None:
    """Let a new case stand in the place of an old one; the units are told."""
    held = case_held(old)
    note = f"由{fresh.number}取代"
    case_moved(held, CaseAct.SUPERSEDE, by=by, at=now, note=note)
    letter_voided(held, note)
    documents_keep(held, mark=DocumentMark.SUPERSEDED, by=by, at=now)
    units_told(held, NoticeKind.WITHDRAWN, by=by, on=timezone.localdate(now), note=note)


def _see_the_unit_is_silent(held: Case) -> None:
    """Refuse a step after silence once the unit has answered what it follows."""
    if held.follows is None:
        return
    before = case_held(held.follows)
    if CaseState(before.state) not in AT_UNIT:
        msg = f"{before} is {before.state}: nobody waits for its answer."
        raise BadInputError(msg, code="case.answered", case=str(before))
    twins = Case.objects.filter(follows=before, issued_at__isnull=False)
    twin = twins.exclude(state__in=GONE).exclude(pk=held.pk).first()
    if twin is not None:
        msg = f"{twin} followed {before} already."
        raise BadInputError(msg, code="case.followed", case=str(twin))


def _see_it_stands(held: Case) -> None:
    row = with_days(Case.objects.filter(pk=held.pk)).get()
    if row.corrected:  # type: ignore[attr-defined]
        msg = f"The result no longer carries {held}."
        raise BadInputError(msg, code="case.corrected", case=str(held))


def _see_it_is_ready(held: Case, now: datetime) -> None:
    found = _findings(held, timezone.localdate(now))
    wrong = [one for one in found if one.severity is Severity.ERROR]
    if wrong:
        raise CaseNotReadyError(wrong)


def _findings(case: Case, on: date) -> tuple[Finding, ...]:
    found = check_case(draft_of(case), on=on)
    return (*found, *unsure_days(on, case.reply_by))
