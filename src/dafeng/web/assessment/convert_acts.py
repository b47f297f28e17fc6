"""What people did about a result, as the core's records."""

from __future__ import annotations

from django.utils import timezone

from dafeng.assessment import Decision, ProposalStand, records
from dafeng.assessment import Objection as CoreObjection
from dafeng.assessment.consequences import Ruling
from dafeng.assessment.consequences import Stand as CoreStand
from dafeng.assessment.objections import Filing, Move
from dafeng.web.assessment.models import Objection, ProposalRow, Stand


def proposal_record(row: ProposalRow) -> records.Proposal:
    """The core's record of a proposal."""
    return records.Proposal(
        id=row.core_id,
        step=records.Step(row.step),
        unit=row.unit,
        subject=row.subject,
        rule=row.rule,
        clause=row.clause,
        facts=row.facts,
        figure=row.figure,
        demand=row.demand,
        reply_by=row.reply_by,
    )


_RULINGS = {
    Stand.CONFIRMED: Ruling.CONFIRMED,
    Stand.TO_WITHDRAW: Ruling.CONFIRMED,
    Stand.DECLINED: Ruling.DECLINED,
}


def decision_record(row: ProposalRow) -> Decision | None:
    """A person's word on a proposal; fetch ``decided_by`` along."""
    ruling = _RULINGS.get(Stand(row.stand))
    if ruling is None or row.decided_by is None or row.decided_at is None:
        return None
    return Decision(
        proposal=row.core_id,
        ruling=ruling,
        by=row.decided_by.username,
        decided_on=timezone.localdate(row.decided_at),
        reason=row.reason,
    )


def stand_record(row: ProposalRow) -> ProposalStand:
    """Where a proposal stands, as the core's record; fetch ``decided_by`` along."""
    return ProposalStand(
        proposal=proposal_record(row),
        stand=CoreStand(row.stand),
        decision=decision_record(row),
        reason=row.reason,
        changed=row.changed,
    )


def objection_record(row: Objection) -> CoreObjection:
    """The core's record of an objection; fetch ``score__run`` and ``by`` along."""
    return CoreObjection(
        filing=Filing(
            id=str(row),
            unit=row.score.unit,
            period=row.score.run.period,
            subject=row.subject,
            ground=row.text,
            by=row.by.username,
            filed_on=timezone.localdate(row.filed_at),
            published_on=row.told_on,
        ),
        stage=row.stage,
        moves=tuple(
            Move(
                act=move.act,
                by=move.by.username,
                on=timezone.localdate(move.at),
                reason=move.reason,
                document=move.document,
            )
            for move in row.moves.select_related("by").order_by("order")
        ),
    )
