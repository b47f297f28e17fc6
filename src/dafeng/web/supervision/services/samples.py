"""Fill a sample house with cases in every state, walked there by its own people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeAlias

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.assessment.consequences import Ruling
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.interviews import sample_interviews
from dafeng.sample.supervision import (
    BY_HAND_UNIT,
    CASE_CONTACT,
    SampleCase,
    sample_cases,
)
from dafeng.supervision import CaseStep, reply_day
from dafeng.web.assessment.models import AssessmentRun, ProposalRow, RunStatus, Stand
from dafeng.web.assessment.services.deciding import proposal_decide
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, RoleCode, User
from dafeng.web.core.selectors import first_holder
from dafeng.web.notices.models import Notice
from dafeng.web.office.models import Letter
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    DraftFacts,
    Origin,
    UnitLine,
    from_proposal,
    from_run,
)
from dafeng.web.supervision.services.drafting import case_draft
from dafeng.web.supervision.services.rectifying import item_done
from dafeng.web.supervision.services.replying import (
    PlanLine,
    ReplyContent,
    case_receive,
    reply_confirm,
    reply_hand_in,
    reply_save,
)
from dafeng.web.supervision.services.reviewing import (
    case_close,
    case_withdraw,
    rectification_review,
    reply_accept,
    reply_return,
)
from dafeng.web.supervision.services.sample_interviews import interview_hold, summoned
from dafeng.web.supervision.services.signing import case_check, case_issue
from dafeng.web.work.services.sample_hands import Hands, at_hour

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "supervision.sample.fill"
MORNING, NOON, EVENING = 9, 11, 16
RANKING = "ranking"
CLOSING = "整改事项已核实，同意销号。"
PRAISE = "已按程序传达。"


@attrs.frozen(kw_only=True)
class _Cast:
    """Who acts in the house."""

    root: Organisation
    office: User
    leader: User
    hands: Hands


def load_sample_supervision(progress: Progress) -> None:
    """Fill the room; call it after the assessment and the office; once."""
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    cast = _cast(plan.owner)
    if cast is None:
        return
    with transaction.atomic():
        rows = sample_cases()
        known: dict[str, Case] = {}
        for number, one in enumerate(rows):
            progress(one.key, number, len(rows))
            case = _case(plan, one, cast, known)
            if case is not None:
                known[one.key] = case
        _settle(list(known.values()))
        data = {"cases": sorted(known)}
        audit.record(by=None, action=FILLED, target=plan, data=data)


def _cast(root: Organisation) -> _Cast | None:
    hands = Hands.read()
    office = hands.of_office(0)
    leader = first_holder(RoleCode.LEADER, root=root)
    if office is None or leader is None:
        return None
    return _Cast(root=root, office=office, leader=leader, hands=hands)


def _case(
    plan: Plan, one: SampleCase, cast: _Cast, known: dict[str, Case]
) -> Case | None:
    begun = _begun(plan, one, cast, known)
    if begun is None:
        return None
    facts, origin = begun
    case = case_draft(
        organisation=cast.root,
        by=cast.office,
        facts=attrs.evolve(facts, contact=CASE_CONTACT),
        origin=origin,
        at=at_hour(one.drafted_on, MORNING),
    )
    if one.until == "draft":
        return case
    case = case_check(case=case, by=cast.office, at=at_hour(one.drafted_on, NOON))
    if one.issued_on is None:
        return case
    case = case_issue(case=case, by=cast.leader, at=at_hour(one.issued_on, EVENING))
    case = _received(case, one, cast)
    held = sample_interviews().get(one.key)
    if held is not None:
        interview_hold(case, held, cast.office)
    return _answered(case, one, cast)


def _begun(
    plan: Plan, one: SampleCase, cast: _Cast, known: dict[str, Case]
) -> tuple[DraftFacts, Origin] | None:
    """What a case rests on: a proposal, a ranking, or what somebody saw."""
    on = one.issued_on or one.drafted_on
    if not one.period:
        return _by_hand(one, on, known)
    run = AssessmentRun.objects.filter(
        plan=plan, period=one.period, status=RunStatus.FROZEN
    ).first()
    if run is None:
        return None
    if one.step == RANKING:
        return from_run(run)
    fitting = list(_fitting(run, one.step, cast.hands))
    if one.nth >= len(fitting):
        return None
    proposal = _confirmed(fitting[one.nth], cast, one.drafted_on)
    return from_proposal(proposal, on=on)


def _fitting(run: AssessmentRun, step: str, hands: Hands) -> Iterator[ProposalRow]:
    """Proposals of a step whose unit has an officer and a head."""
    rows = run.proposals.filter(step=step, organisation__isnull=False)
    for row in rows.select_related("organisation", "run__plan").order_by("order"):
        unit = row.organisation
        if unit is not None and hands.officer(unit) and hands.head(unit):
            yield row


def _confirmed(proposal: ProposalRow, cast: _Cast, on: date) -> ProposalRow:
    if proposal.stand == Stand.CONFIRMED:
        return proposal
    row = proposal_decide(proposal=proposal, by=cast.leader, ruling=Ruling.CONFIRMED)
    row.decided_at = at_hour(on, MORNING)
    row.save(update_fields=["decided_at"])
    return row


def _by_hand(
    one: SampleCase, on: date, known: dict[str, Case]
) -> tuple[DraftFacts, Origin] | None:
    unit = Organisation.objects.filter(code=BY_HAND_UNIT).first()
    if unit is None:
        return None
    step = CaseStep(one.step)
    facts = DraftFacts(
        step=step,
        units=[UnitLine(organisation=unit)],
        item=one.item,
        facts=one.facts,
        demand=one.demand,
        reply_by=reply_day(step, on),
        basis=[BasisLine(clause=one.basis)],
    )
    held = sample_interviews().get(one.key)
    facts = facts if held is None else summoned(facts, held)
    return facts, Origin(replaces=known.get(one.follows))


def _received(case: Case, one: SampleCase, cast: _Cast) -> Case:
    """Let the units sign; of a circular to all, every second one has."""
    if one.received_on is None:
        return case
    units = [row.organisation for row in case.units.select_related("organisation")]
    signing = units if len(units) == 1 else units[::2]
    for unit in signing:
        officer = cast.hands.officer(unit)
        if officer is not None:
            case = case_receive(
                case=case, unit=unit, by=officer, at=at_hour(one.received_on, MORNING)
            )
    return case


def _answered(case: Case, one: SampleCase, cast: _Cast) -> Case:
    if one.until == "withdrawn" and one.closed_on is not None:
        at = at_hour(one.closed_on, NOON)
        return case_withdraw(case=case, by=cast.leader, reason=one.opinion, at=at)
    if one.replied_on is None:
        return case
    unit = case.units.select_related("organisation").get().organisation
    officer, head = cast.hands.officer(unit), cast.hands.head(unit)
    if officer is None or head is None or officer == head:
        return case
    reply_save(
        case=case,
        unit=unit,
        by=officer,
        content=_content(one),
        at=at_hour(one.replied_on, MORNING),
    )
    reply_hand_in(case=case, by=officer, at=at_hour(one.replied_on, NOON))
    case = reply_confirm(case=case, by=head, at=at_hour(one.replied_on, EVENING))
    return _reviewed(case, one, cast, officer)


def _reviewed(case: Case, one: SampleCase, cast: _Cast, officer: User) -> Case:
    if one.reviewed_on is None:
        return case
    at = at_hour(one.reviewed_on, NOON)
    judge = reply_return if one.until == "returned" else reply_accept
    case = judge(case=case, by=cast.office, opinion=one.opinion, at=at)
    if one.done_on is None or one.closed_on is None or case.accepted_reply is None:
        return case
    for item in case.accepted_reply.items.all():
        day = min(item.due_on, one.done_on)
        item_done(item=item, by=officer, on=day, at=at_hour(one.done_on, NOON))
    return _closed(case, cast, at_hour(one.closed_on, NOON))


def _closed(case: Case, cast: _Cast, at: datetime) -> Case:
    case = rectification_review(case=case, by=cast.office, opinion=CLOSING, at=at)
    return case_close(case=case, by=cast.office, opinion=CLOSING, at=at)


def _content(one: SampleCase) -> ReplyContent:
    return ReplyContent(
        text=one.reply,
        problems=one.problems,
        items=[
            PlanLine(what=line.what, who=line.who, due_on=line.due_on)
            for line in one.plan
        ],
    )


def _settle(cases: list[Case]) -> None:
    """Mark all of it as invented; what was told long ago has been read."""
    keys = [case.pk for case in cases]
    Case.objects.filter(pk__in=keys).update(synthetic=True)
    Letter.objects.filter(supervision_case__in=keys).update(synthetic=True)
    for case in Case.objects.filter(pk__in=keys).select_related("letter"):
        if case.letter is not None and case.issued_at is not None:
            case.letter.moves.update(at=case.issued_at)
    told = Notice.objects.filter(
        object_type="supervision.case", object_id__in=[str(key) for key in keys]
    )
    ended = Case.objects.filter(pk__in=keys).values_list("pk", "state")
    over = [str(key) for key, state in ended if state in ("closed", "withdrawn")]
    told.filter(object_id__in=over).update(read_at=timezone.now())
