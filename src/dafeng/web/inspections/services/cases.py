"""Cases shared across offices: opened, acted on by each, withdrawn for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.inspections.models import (
    CasePart,
    CaseState,
    InspectionFinding,
    PartKind,
    PartState,
    SharedCase,
)
from dafeng.web.inspections.services.moves import (
    StaleTextError,
    given_reason,
    noted,
    refuse_state,
)
from dafeng.web.inspections.telling import tell_opened, tell_withdrawn

OPEN, ACT = "inspections.case.open", "inspections.part.act"
MOVES: dict[PartState, tuple[PartState, ...]] = {
    PartState.SENT: (PartState.ACCEPTED, PartState.DECLINED),
    PartState.ACCEPTED: (PartState.DECIDED, PartState.DECLINED),
    PartState.DECIDED: (PartState.DONE,),
}
"""From where to where an office may go; what is not named here is the end."""
ENDED = (PartState.DONE, PartState.DECLINED)


@attrs.frozen(kw_only=True)
class PartAsked:
    """An office, and what it is asked for."""

    office: Organisation
    kind: PartKind
    ask: str = ""


@attrs.frozen(kw_only=True)
class CaseFacts:
    """What every office of the case reads."""

    subject: Organisation
    title: str
    summary: str
    finding: InspectionFinding | None = None


@attrs.frozen(kw_only=True)
class PartDecision:
    """What an office decided; nobody else reads it."""

    measure: str
    decided_on: date
    number: str = ""
    amount: Decimal | None = None
    holds_from: date | None = None
    holds_to: date | None = None


@transaction.atomic
def case_open(
    *,
    organisation: Organisation,
    by: User | None,
    facts: CaseFacts,
    parts: Sequence[PartAsked],
    at: datetime | None = None,
) -> SharedCase:
    """Share one breach with offices; each is told.

    Raises
    ------
    BadInputError
        ``case.no_part``: no office is asked. ``case.subject``: the finding is one of
        another unit.
    """
    if by is not None:
        require(by, OPEN, organisation)
    if not parts:
        msg = "A shared case asks at least one office."
        raise BadInputError(msg, code="case.no_part")
    found = facts.finding
    if found is not None and found.inspection.subject_id != facts.subject.pk:
        msg = f"{found} was not found at {facts.subject}."
        raise BadInputError(msg, code="case.subject", unit=str(facts.subject))
    case = SharedCase(
        organisation=organisation,
        subject=facts.subject,
        finding=facts.finding,
        title=facts.title.strip(),
        summary=facts.summary.strip(),
        opened_by=by,
        opened_at=moment(at),
    )
    case.full_clean()
    case.save()
    for asked in parts:
        part = CasePart(
            case=case, office=asked.office, kind=asked.kind, ask=asked.ask.strip()
        )
        part.full_clean()
        part.save()
    data = {
        "subject": facts.subject.code,
        "parts": [[one.office.code, one.kind] for one in parts],
    }
    noted(case, "open", by=by, at=moment(at), data=data)
    tell_opened(case, by=by)
    return case


@transaction.atomic
def part_accept(
    *, part: CasePart, by: User | None, at: datetime | None = None
) -> CasePart:
    """Take a part on."""
    held = _moved(part, by, PartState.ACCEPTED)
    held.save()
    noted(held, "accept", by=by, at=moment(at))
    return held


@transaction.atomic
def part_decline(
    *, part: CasePart, by: User | None, reason: str, at: datetime | None = None
) -> CasePart:
    """Say that the office does not act, and why; the reason stays in the office."""
    held = _moved(part, by, PartState.DECLINED)
    why = given_reason(reason)
    held.save()
    noted(held, "decline", by=by, at=moment(at), note=why, data={"reason": why})
    return held


@transaction.atomic
def part_decide(
    *,
    part: CasePart,
    by: User | None,
    decision: PartDecision,
    at: datetime | None = None,
) -> CasePart:
    """Enter what the office decided.

    Raises
    ------
    BadInputError
        ``inspection.future``: the day is still to come.
    """
    held = _moved(part, by, PartState.DECIDED)
    if decision.decided_on > timezone.localdate():
        msg = f"{decision.decided_on} is still to come."
        raise BadInputError(msg, code="inspection.future")
    for name, value in attrs.asdict(decision).items():
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    held.full_clean()
    held.save()
    data = attrs.asdict(decision)
    noted(held, "decide", by=by, at=moment(at), note=decision.measure, data=data)
    return held


@transaction.atomic
def part_done(
    *, part: CasePart, by: User | None, note: str = "", at: datetime | None = None
) -> CasePart:
    """Say that the decision was carried out."""
    held = _moved(part, by, PartState.DONE)
    held.save()
    noted(held, "done", by=by, at=moment(at), note=note.strip())
    return held


@transaction.atomic
def part_note(*, part: CasePart, by: User, text: str, version: int) -> CasePart:
    """Keep a note that only the office reads.

    Raises
    ------
    BadInputError
        ``inspection.stale``: somebody of the office wrote since.
    """
    held = held_part(part, by)
    if held.version != version:
        raise StaleTextError(
            name=str(held),
            mine={"text": text.strip()},
            theirs={"text": held.note},
            version=held.version,
        )
    before, held.note = held.note, text.strip()
    held.version += 1
    held.save()
    data = {"before": before, "after": held.note}
    noted(held, "change", by=by, at=moment(None), data=data)
    return held


@transaction.atomic
def case_close(
    *, case: SharedCase, by: User | None, at: datetime | None = None
) -> SharedCase:
    """Close a case of which every part has come to an end.

    Raises
    ------
    BadInputError
        ``case.unfinished``: some office has not.
    """
    held = held_case(case, by)
    left = held.parts.exclude(state__in=ENDED).count()
    if left:
        msg = f"{left} parts of {held} are not finished."
        raise BadInputError(msg, code="case.unfinished", left=left)
    held.state = CaseState.CLOSED
    held.save()
    noted(held, "close", by=by, at=moment(at))
    return held


@transaction.atomic
def case_withdraw(
    *, case: SharedCase, by: User | None, reason: str, at: datetime | None = None
) -> SharedCase:
    """Take a case back, a closed one too: it reaches every part, and all are told.

    Nothing is deleted: what an office decided stays in its part for it to undo.

    Raises
    ------
    BadInputError
        ``inspection.reason``: no reason is given. ``inspection.state``: it was
        withdrawn before.
    """
    held = held_case(case, by, CaseState.OPEN, CaseState.CLOSED)
    why = given_reason(reason)
    held.state, held.reason = CaseState.WITHDRAWN, why
    held.save()
    when = moment(at)
    noted(held, "withdraw", by=by, at=when, note=why, data={"reason": why})
    for part in held.parts.select_for_update(of=("self",)).select_related("office"):
        stood, part.state = part.state, PartState.WITHDRAWN
        part.save()
        data = {"before": stood, "after": part.state}
        noted(part, "withdraw", by=by, at=when, note=why, data=data)
    tell_withdrawn(held, by=by)
    return held


@transaction.atomic
def part_seen(*, part: CasePart, by: User, at: datetime | None = None) -> CasePart:
    """Say that the office knows of the withdrawal and has done what it asks for."""
    held = _locked(part)
    require(by, ACT, held.office)
    if held.state != PartState.WITHDRAWN or held.withdrawn_seen_at is not None:
        raise refuse_state(held, str(held.get_state_display()))
    held.withdrawn_seen_at = moment(at)
    held.save()
    noted(held, "seen", by=by, at=moment(at))
    return held


def held_case(case: SharedCase, by: User | None, *states: CaseState) -> SharedCase:
    """Return the locked case for its opener; open, where no state is named.

    Raises
    ------
    BadInputError
        ``inspection.state``: the case is in another state.
    """
    rows = SharedCase.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "subject").get(pk=case.pk)
    if by is not None:
        require(by, OPEN, held.organisation)
    if held.state not in (states or (CaseState.OPEN,)):
        raise refuse_state(held, str(held.get_state_display()))
    return held


def held_part(part: CasePart, by: User | None) -> CasePart:
    """Return the locked part for its office.

    Raises
    ------
    BadInputError
        ``inspection.state``: the case is no longer open.
    """
    held = _locked(part)
    if by is not None:
        require(by, ACT, held.office)
    if held.case.state != CaseState.OPEN:
        raise refuse_state(held.case, str(held.case.get_state_display()))
    return held


def _locked(part: CasePart) -> CasePart:
    # The case first, as a withdrawal does: else two people could wait for each other.
    SharedCase.objects.select_for_update().get(pk=part.case_id)
    rows = CasePart.objects.select_for_update(of=("self",))
    return rows.select_related("office", "case__organisation").get(pk=part.pk)


def _moved(part: CasePart, by: User | None, state: PartState) -> CasePart:
    held = held_part(part, by)
    if state not in MOVES.get(PartState(held.state), ()):
        raise refuse_state(held, str(held.get_state_display()))
    held.state = state
    held.version += 1
    return held
