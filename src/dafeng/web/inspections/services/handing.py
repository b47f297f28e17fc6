"""Where a finding that is not put right goes: a draft in the room of supervision."""

from __future__ import annotations

from dafeng.supervision import CaseStep
from dafeng.web.core.models import User
from dafeng.web.inspections.models import InspectionFinding
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    DraftFacts,
    UnitLine,
)
from dafeng.web.supervision.services.drafting import case_draft


def hand_over(finding: InspectionFinding, by: User) -> str:
    """Draft a supervision order (督办单) for a finding; return the address of its page.

    Nothing is sent: the draft is checked and issued there, by two people.

    Raises
    ------
    BadInputError
        ``case.twice``: there is such a draft.
    """
    inspection = finding.inspection
    letter = finding.notice.letter if finding.notice else None
    rule = BasisLine(clause=finding.rule, words=letter.number if letter else "")
    facts = DraftFacts(
        step=CaseStep.SUPERVISE,
        units=[UnitLine(organisation=inspection.subject)],
        item=f"{inspection.plan.title}：{finding.fact[:60]}",
        period=str(inspection.plan.year),
        facts=finding.fact,
        demand=finding.demand,
        basis=[rule],
    )
    made = case_draft(organisation=inspection.plan.organisation, by=by, facts=facts)
    return made.get_absolute_url()
