"""Shared cases of a sample house, taken as far as their rows say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from dafeng.sample.inspections import SampleCase, SamplePart
from dafeng.web.core.models import Organisation, User
from dafeng.web.inspections.models import (
    CasePart,
    Inspection,
    PartKind,
    PartState,
    SharedCase,
)
from dafeng.web.inspections.services.cases import (
    CaseFacts,
    PartAsked,
    PartDecision,
    case_close,
    case_open,
    case_withdraw,
    part_accept,
    part_decide,
    part_done,
)
from dafeng.web.work.services.sample_hands import Hands, at_hour

ENDED = PartState.DONE.value


def load_cases(
    cases: Sequence[SampleCase],
    known: Mapping[tuple[int, int], Inspection],
    units: Mapping[str, Organisation],
    hands: Hands,
) -> None:
    """Open every case and let its offices act."""
    for one in cases:
        _case(one, known[one.finding], units, hands)


def _case(
    one: SampleCase,
    inspection: Inspection,
    units: Mapping[str, Organisation],
    hands: Hands,
) -> None:
    root = inspection.plan.organisation
    opened = at_hour(one.opened_on, 10)
    case = case_open(
        organisation=root,
        by=hands.of_office(0),
        facts=CaseFacts(
            subject=inspection.subject,
            title=one.title,
            summary=one.summary,
            finding=inspection.findings.first(),
        ),
        parts=[
            PartAsked(office=units[row.office], kind=PartKind(row.kind), ask=row.ask)
            for row in one.parts
        ],
        at=opened,
    )
    SharedCase.objects.filter(pk=case.pk).update(synthetic=True)
    for row in one.parts:
        part = case.parts.get(office=units[row.office], kind=row.kind)
        _act(part, row, hands.officer(units[row.office]), opened)
    if all(row.states and row.states[-1] == ENDED for row in one.parts):
        latest = max(row.decided_on for row in one.parts if row.decided_on)
        closed = at_hour(latest + timedelta(days=14), 15)
        case_close(case=case, by=hands.of_office(0), at=closed)
    if one.withdrawn_on is not None:
        case_withdraw(
            case=case,
            by=hands.of_office(0),
            reason=one.reason,
            at=at_hour(one.withdrawn_on, 11),
        )


def _act(part: CasePart, row: SamplePart, by: User | None, opened: datetime) -> None:
    if "accepted" in row.states:
        part_accept(part=part, by=by, at=opened + timedelta(days=2))
    if "decided" in row.states and row.decided_on is not None:
        decision = PartDecision(
            measure=row.measure,
            number=row.number,
            decided_on=row.decided_on,
            amount=row.amount,
            holds_from=row.holds_from,
            holds_to=row.holds_to,
        )
        part_decide(part=part, by=by, decision=decision, at=at_hour(row.decided_on, 14))
    if "done" in row.states and row.decided_on is not None:
        done = at_hour(row.decided_on + timedelta(days=7), 14)
        part_done(part=part, by=by, at=done)
