"""Inspections: record, evidence, signatures, the unit's own words, closure."""

from __future__ import annotations

from datetime import date, datetime

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.inspections import rules_on
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.inspections.convert import record_digest
from dafeng.web.inspections.models import (
    Inspection,
    InspectionState,
    PlanState,
    RecordFile,
    RecordSignature,
)
from dafeng.web.inspections.services.moves import (
    StaleTextError,
    given_reason,
    noted,
    refuse_state,
)
from dafeng.web.office.services.papers import Paper

WRITE = "inspections.record.write"
STATEMENT = "inspections.statement.give"
PLANNED, VISITED = InspectionState.PLANNED, InspectionState.VISITED
SIGNED, CLOSED = InspectionState.SIGNED, InspectionState.CLOSED
AT_WORK = (PlanState.DRAWN, PlanState.PUBLISHED)


@attrs.frozen(kw_only=True)
class RecordFacts:
    """What the inspectors write down."""

    visited_on: date
    facts: str
    place: str = ""


@transaction.atomic
def record_write(
    *,
    inspection: Inspection,
    by: User | None,
    facts: RecordFacts,
    version: int,
    at: datetime | None = None,
) -> Inspection:
    """Write the record, or correct it while nobody has signed.

    Raises
    ------
    BadInputError
        ``inspection.not_yours``: somebody else was drawn. ``inspection.state``: it is
        signed, closed or cancelled. ``inspection.stale``: somebody changed it since
        the person saw it. ``inspection.future``: the day is still to come.
        ``inspection.dated``: findings rest on the day of the visit.
    NotFoundError
        ``rules.none``: there are no rules for the day.
    """
    held = held_inspection(inspection, by, WRITE, PLANNED, VISITED)
    _see_it_is_theirs(held, by)
    see_it_is_unsigned(held)
    if held.version != version:
        raise StaleTextError(
            name=str(held),
            mine=_shown(facts.visited_on, facts.place, facts.facts),
            theirs=_shown(held.visited_on, held.place, held.facts),
            version=held.version,
        )
    if facts.visited_on > timezone.localdate():
        msg = f"{facts.visited_on} is still to come."
        raise BadInputError(msg, code="inspection.future")
    _see_the_day_stands(held, facts.visited_on)
    before = {"visited_on": held.visited_on, "facts": held.facts, "place": held.place}
    held.visited_on, held.place = facts.visited_on, facts.place.strip()
    held.facts, held.state = facts.facts.strip(), VISITED
    held.version += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": attrs.asdict(facts)}
    noted(held, "record", by=by, at=moment(at), data=data)
    return held


@transaction.atomic
def record_file_add(
    *,
    inspection: Inspection,
    by: User | None,
    paper: Paper,
    at: datetime | None = None,
) -> RecordFile:
    """Lay evidence into a record that nobody has signed yet."""
    held = held_inspection(inspection, by, WRITE, VISITED)
    _see_it_is_theirs(held, by)
    see_it_is_unsigned(held)
    row = RecordFile(
        inspection=held, added_by=by, added_at=moment(at), **attrs.asdict(paper)
    )
    row.full_clean()
    row.save()
    data = {"name": paper.name, "sha256": paper.sha256}
    noted(held, "file", by=by, at=moment(at), note=paper.name, data=data)
    return row


@transaction.atomic
def record_sign(
    *,
    inspection: Inspection,
    by: User,
    at: datetime | None = None,
    digest: str | None = None,
) -> Inspection:
    """Sign the record as it stands; with the last inspector it is signed.

    Parameters
    ----------
    digest : str, optional
        ``record_digest`` of what the person saw.

    Raises
    ------
    BadInputError
        ``inspection.not_yours``: somebody else was drawn. ``inspection.signed``: the
        person signed before. ``inspection.state``: there is nothing to sign.
        ``inspection.stale``: somebody changed it since the person saw it.
    """
    held = held_inspection(inspection, by, WRITE, VISITED)
    _see_it_is_theirs(held, by)
    if held.signatures.filter(user=by).exists():
        msg = f"{by} has signed {held} before."
        raise BadInputError(msg, code="inspection.signed")
    stands = record_digest(held)
    if digest is not None and digest != stands:
        raise _stale(held)
    RecordSignature.objects.create(
        inspection=held, user=by, signed_at=moment(at), digest=stands
    )
    wanted = set(held.sent.values_list("user_id", flat=True))
    if wanted <= set(held.signatures.values_list("user_id", flat=True)):
        held.state = SIGNED
        held.full_clean()
        held.save()
    noted(held, "sign", by=by, at=moment(at), data={"digest": stands})
    return held


@transaction.atomic
def statement_give(
    *, inspection: Inspection, by: User, text: str, at: datetime | None = None
) -> Inspection:
    """Say what the unit itself says to a signed record; once.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is not signed, or closed. ``inspection.stated``: the
        unit has spoken. ``inspection.reason``: nothing is said.
    """
    held = held_inspection(inspection, None, "", SIGNED)
    require(by, STATEMENT, held.subject)
    if held.statement_at is not None:
        msg = f"{held.subject} has given its statement."
        raise BadInputError(msg, code="inspection.stated")
    held.statement = given_reason(text)
    held.statement_by, held.statement_at = by, moment(at)
    held.full_clean()
    held.save()
    data = {"statement": held.statement}
    noted(held, "statement", by=by, at=moment(at), note=held.statement, data=data)
    return held


@transaction.atomic
def inspection_close(
    *,
    inspection: Inspection,
    by: User | None,
    note: str = "",
    at: datetime | None = None,
) -> Inspection:
    """Close an inspection; its findings go on until they are cleared.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is not signed. ``inspection.unserved``: a finding was
        put into no notice yet.
    """
    held = held_inspection(inspection, by, WRITE, SIGNED)
    if held.findings.filter(notice__issued_at__isnull=True).exists():
        msg = f"Some findings of {held} were not handed over."
        raise BadInputError(msg, code="inspection.unserved")
    held.state = CLOSED
    held.full_clean()
    held.save()
    noted(held, "close", by=by, at=moment(at), note=note.strip())
    return held


@transaction.atomic
def inspection_cancel(
    *,
    inspection: Inspection,
    by: User | None,
    reason: str,
    at: datetime | None = None,
) -> Inspection:
    """Cancel an inspection that has not begun; a row stays, with the reason."""
    held = held_inspection(inspection, by, "inspections.plan.draft", PLANNED)
    held.reason, held.state = given_reason(reason), InspectionState.CANCELLED
    held.full_clean()
    held.save()
    data = {"reason": held.reason}
    noted(held, "cancel", by=by, at=moment(at), note=held.reason, data=data)
    return held


def held_inspection(
    inspection: Inspection, by: User | None, right: str, *states: InspectionState
) -> Inspection:
    """Return the locked row, when the person has the right and the state allows it.

    Raises
    ------
    BadInputError
        ``inspection.state``: it, or its plan, is in another state.
    """
    rows = Inspection.objects.select_for_update(of=("self",))
    held = rows.select_related("subject", "plan__organisation", "plan__lead").get(
        pk=inspection.pk
    )
    if by is not None:
        require(by, right, held.plan)
    if held.state not in states:
        raise refuse_state(held, str(held.get_state_display()))
    if held.plan.state not in AT_WORK:
        raise refuse_state(held.plan, str(held.plan.get_state_display()))
    return held


def see_it_is_unsigned(inspection: Inspection) -> None:
    """Refuse a change of what somebody has signed.

    Raises
    ------
    BadInputError
        ``inspection.has_signature``: it carries a signature.
    """
    if inspection.signatures.exists():
        msg = f"{inspection} carries a signature and is changed no more."
        raise BadInputError(msg, code="inspection.has_signature")


def _shown(visited_on: date | None, place: str, facts: str) -> dict[str, str]:
    day = "" if visited_on is None else visited_on.isoformat()
    return {"visited_on": day, "place": place.strip(), "facts": facts.strip()}


def _stale(inspection: Inspection) -> BadInputError:
    msg = f"{inspection} was changed by somebody else."
    return BadInputError(msg, code="inspection.stale", name=str(inspection))


def _see_the_day_stands(inspection: Inspection, day: date) -> None:
    """Refuse a day without rules, and another day once findings rest on it."""
    rules_on(day)
    if inspection.visited_on != day and inspection.findings.exists():
        msg = f"Findings of {inspection} rest on {inspection.visited_on}."
        raise BadInputError(msg, code="inspection.dated", day=inspection.visited_on)


def _see_it_is_theirs(inspection: Inspection, by: User | None) -> None:
    if by is not None and not inspection.sent.filter(user=by).exists():
        msg = f"{by} was not drawn for {inspection}."
        raise BadInputError(msg, code="inspection.not_yours")
