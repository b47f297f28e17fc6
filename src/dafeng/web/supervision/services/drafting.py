"""Drafts: from a proposal, a ranking, an unanswered case, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.supervision import Asks, CaseState, rung_on
from dafeng.web.assessment.models import ProposalRow, RunStatus, Stand
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.supervision.models import Case, CaseBasis, CaseUnit
from dafeng.web.supervision.selectors.cases import GONE
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    DraftFacts,
    Origin,
    UnitLine,
    facts_of_case,
)
from dafeng.web.supervision.services.moving import case_held

DRAFT = "supervision.case.draft"


class StaleCaseError(BadInputError):
    """The draft was changed since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : DraftFacts
        What the person wanted to write, and what the draft says now.
    version : int
        The newest version.
    """

    code = "case.stale"

    def __init__(self, *, mine: DraftFacts, theirs: DraftFacts, version: int) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", version=version)


@transaction.atomic
def case_draft(
    *,
    organisation: Organisation,
    by: User | None,
    facts: DraftFacts,
    origin: Origin | None = None,
    at: datetime | None = None,
) -> Case:
    """Write a draft.

    Raises
    ------
    BadInputError
        ``case.proposal_open``: nobody confirmed the proposal. ``case.proposal_gone``:
        the result no longer carries it. ``case.twice``: there is such a draft, or a
        case of this proposal.
    """
    if by is not None:
        require(by, DRAFT, organisation)
    origin = origin or Origin()
    if origin.proposal is not None:
        _see_it_is_confirmed(origin.proposal)
    _see_it_is_new(organisation, facts, origin)
    now = moment(at)
    case = Case(
        organisation=organisation,
        proposal=origin.proposal,
        run=origin.run,
        target=origin.target,
        follows=origin.follows,
        replaces=origin.replaces,
        drafted_by=by,
        drafted_at=now,
    )
    _write(case, facts, now)
    case.full_clean()
    case.save()
    _lines(case, facts)
    audit.record(by=by, action="supervision.case.draft", target=case, data=_told(facts))
    return case


@transaction.atomic
def case_change(*, case: Case, by: User, facts: DraftFacts, version: int) -> Case:
    """Change a draft.

    Parameters
    ----------
    version : int
        Version that the person saw.

    Raises
    ------
    StaleCaseError
        Somebody changed it since then.
    BadInputError
        ``case.fixed``: it was checked or issued.
    """
    held = case_held(case)
    require(by, DRAFT, held.organisation)
    if held.state != CaseState.DRAFT.value:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="case.fixed")
    standing = facts_of_case(held)
    if version != held.version:
        raise StaleCaseError(mine=facts, theirs=standing, version=held.version)
    held.version += 1
    _write(held, facts, held.drafted_at)
    held.full_clean()
    held.save()
    held.units.all().delete()
    held.basis.all().delete()
    _lines(held, facts)
    data = {"before": _told(standing), "after": _told(facts)}
    audit.record(by=by, action="supervision.case.change", target=held, data=data)
    return held


def _write(case: Case, facts: DraftFacts, now: datetime) -> None:
    case.step = facts.step.value
    case.item, case.period = facts.item.strip(), facts.period.strip()
    case.facts, case.demand = facts.facts.strip(), facts.demand.strip()
    case.reply_by, case.contact = facts.reply_by, facts.contact.strip()
    case.meets_on, case.meets_at = facts.meets_on, facts.meets_at.strip()
    case.place, case.attendants = facts.place.strip(), facts.attendants.strip()
    asks = rung_on(facts.step, timezone.localdate(now)).asks
    if len(facts.units) > 1:
        asks = Asks.NOTHING
    case.asks = asks.value


def _lines(case: Case, facts: DraftFacts) -> None:
    rows = [_unit(case, order, one) for order, one in enumerate(facts.units, start=1)]
    for row in rows:
        row.full_clean(exclude=["case"])
    CaseUnit.objects.bulk_create(rows)
    lines = [_basis(case, order, one) for order, one in enumerate(facts.basis, start=1)]
    for line in lines:
        line.full_clean(exclude=["case"])
    CaseBasis.objects.bulk_create(lines)


def _unit(case: Case, order: int, line: UnitLine) -> CaseUnit:
    return CaseUnit(
        case=case,
        order=order,
        organisation=line.organisation,
        rank=line.rank,
        figure=line.figure,
    )


def _basis(case: Case, order: int, line: BasisLine) -> CaseBasis:
    return CaseBasis(
        case=case,
        order=order,
        clause=line.clause.strip(),
        words=line.words.strip(),
        figure=line.figure.strip(),
        seal=line.seal.strip(),
    )


def _see_it_is_confirmed(proposal: ProposalRow) -> None:
    held = (
        ProposalRow.objects.select_for_update(of=("self",))
        .select_related("run")
        .get(pk=proposal.pk)
    )
    gone = held.stand in (Stand.TO_WITHDRAW, Stand.WITHDRAWN)
    if gone or held.run.status == RunStatus.REPLACED:
        msg = f"The result no longer carries {held}."
        raise BadInputError(msg, code="case.proposal_gone", proposal=str(held))
    if held.stand != Stand.CONFIRMED:
        msg = f"{held} is {held.stand}; confirm it first."
        raise BadInputError(msg, code="case.proposal_open", proposal=str(held))


def _see_it_is_new(
    organisation: Organisation, facts: DraftFacts, origin: Origin
) -> None:
    """Refuse a form that was sent twice."""
    rows = Case.objects.filter(organisation=organisation).exclude(state__in=GONE)
    if origin.proposal is not None:
        rows = rows.filter(proposal=origin.proposal)
    else:
        rows = rows.filter(
            state=CaseState.DRAFT.value,
            step=facts.step.value,
            item=facts.item.strip(),
            facts=facts.facts.strip(),
            units__organisation__in=[one.organisation for one in facts.units],
        )
    twin = rows.first()
    if twin is not None:
        msg = f"{twin} says the same already."
        raise BadInputError(msg, code="case.twice", case=str(twin))


def _told(facts: DraftFacts) -> dict[str, object]:
    """What the audit keeps of a draft."""
    return {
        "step": facts.step.value,
        "units": _codes(facts.units),
        "item": facts.item,
        "facts": facts.facts,
        "demand": facts.demand,
        "reply_by": facts.reply_by,
        "meets_on": facts.meets_on,
        "basis": [f"{one.clause} {one.figure} {one.seal}" for one in facts.basis],
    }


def _codes(units: Sequence[UnitLine]) -> list[str]:
    return [one.organisation.code for one in units]
