"""When the result is corrected: the case proposes its withdrawal, a person decides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import attrs
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.assessment.services.storing import decisions_carry
from dafeng.web.core.models import AuditRow
from dafeng.web.notices.models import Notice
from dafeng.web.office.models import Letter
from dafeng.web.supervision.selectors.cases import (
    CaseFilter,
    cases_narrowed,
    to_withdraw,
)
from dafeng.web.supervision.selectors.prefilling import (
    from_case,
    from_proposal,
    from_run,
    proposals_visible,
)
from dafeng.web.supervision.services.documents import pdf_of
from dafeng.web.supervision.services.drafting import case_draft
from dafeng.web.supervision.services.replying import reply_confirm, reply_hand_in
from dafeng.web.supervision.services.reviewing import case_withdraw
from dafeng.web.supervision.services.signing import case_check, case_issue
from dafeng.web.supervision.wording import error_words
from tests.web.assessment.building import frozen, proposals, stored
from tests.web.supervision.building import (
    closed,
    drafted,
    issued,
    received,
    seen,
    written,
)

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun, ProposalRow
    from dafeng.web.plans.models import Plan
    from dafeng.web.supervision.models import Case
    from tests.web.supervision.building import Hall


def of_proposal(hall: Hall, proposal: ProposalRow) -> Case:
    begun, origin = from_proposal(proposal, on=timezone.localdate())
    begun = attrs.evolve(begun, contact="王同志 88880000")
    case = case_draft(
        organisation=hall.district, by=hall.office, facts=begun, origin=origin
    )
    return case_check(case=case, by=hall.office)


def correct(plan: Plan, old: AssessmentRun, **facts: Any) -> AssessmentRun:
    """A correction of the result takes the place of the old one."""
    fresh = stored(plan, **facts)
    decisions_carry(old, fresh)
    return frozen(fresh, seal="f" * 64, replaces=old)


def waiting(hall: Hall) -> list[Case]:
    return list(to_withdraw(hall.leader))


def test_a_correction_that_says_the_same_leaves_the_case_alone(
    hall: Hall, plan: Plan, result: AssessmentRun, proposal: ProposalRow
) -> None:
    case_issue(case=of_proposal(hall, proposal), by=hall.leader)
    correct(plan, result)
    assert waiting(hall) == []


@pytest.mark.parametrize("change", ["gone", "facts", "figure"])
def test_a_correction_that_says_otherwise_proposes_the_withdrawal(
    hall: Hall, plan: Plan, result: AssessmentRun, proposal: ProposalRow, change: str
) -> None:
    case = case_issue(case=of_proposal(hall, proposal), by=hall.leader)
    first, *rest = proposals()
    if change != "gone":
        rest = [attrs.evolve(first, **{change: "更正后"}), *rest]
    correct(plan, result, proposals=tuple(rest))
    assert waiting(hall) == [case]
    rows = cases_narrowed(
        hall.office, CaseFilter(due="corrected"), on=timezone.localdate()
    )
    assert list(rows) == [case]
    case.refresh_from_db()
    assert case.state == "issued"  # nobody but a person takes it back


def test_a_signer_cannot_issue_what_the_result_no_longer_carries(
    hall: Hall, plan: Plan, result: AssessmentRun, proposal: ProposalRow
) -> None:
    case = of_proposal(hall, proposal)
    correct(plan, result, proposals=proposals()[1:])
    with pytest.raises(BadInputError) as caught:
        case_issue(case=case, by=hall.leader)
    assert caught.value.code == "case.corrected"
    assert list(to_withdraw(hall.office)) == [case]
    begun, origin = from_proposal(proposal, on=timezone.localdate())
    case_withdraw(case=case, by=hall.office, reason="结果已更正")
    with pytest.raises(BadInputError) as caught:
        case_draft(
            organisation=hall.district, by=hall.office, facts=begun, origin=origin
        )
    assert caught.value.code == "case.proposal_gone"


def test_a_circular_on_a_corrected_result_is_to_be_withdrawn(
    hall: Hall, plan: Plan, result: AssessmentRun
) -> None:
    begun, origin = from_run(result)
    begun = attrs.evolve(begun, contact="王同志 88880000")
    case = case_draft(
        organisation=hall.district, by=hall.office, facts=begun, origin=origin
    )
    case_check(case=case, by=hall.office)
    case = case_issue(case=case, by=hall.leader)
    assert waiting(hall) == []
    correct(plan, result)
    assert waiting(hall) == [case]


def test_a_withdrawal_keeps_the_number_marks_the_files_and_tells_the_unit(
    hall: Hall,
) -> None:
    case = received(hall)
    number, signed = case.number, case.documents.get().pdf_sha256
    case = case_withdraw(case=case, by=hall.leader, reason="数据有误")
    assert (case.state, case.number) == ("withdrawn", number)
    letter = Letter.objects.get()
    assert (letter.number, letter.state) == (number, "void")
    marks = [one.mark for one in case.documents.all()]
    assert marks == ["issued", "withdrawn"]
    assert case.documents.first().pdf_sha256 == signed
    document = pypdfium2.PdfDocument(
        io.BytesIO(pdf_of(seen(hall.officer, case)).content)
    )
    for page in document:
        assert "已撤回" in page.get_textpage().get_text_bounded()
    told = Notice.objects.filter(kind="withdrawn")
    assert {one.recipient for one in told} == {hall.officer, hall.head}
    assert told[0].note == "数据有误"


def test_what_was_issued_is_withdrawn_by_a_signer_with_a_reason(hall: Hall) -> None:
    case = issued(hall)
    with pytest.raises(PermissionDenied):
        case_withdraw(case=case, by=hall.office, reason="数据有误")
    with pytest.raises(BadInputError) as caught:
        case_withdraw(case=case, by=hall.leader, reason=" ")
    assert caught.value.code == "case.reason"
    draft = drafted(hall, item="另一件")
    done = case_withdraw(case=draft, by=hall.office, reason="不再需要")
    assert (done.state, done.number) == ("withdrawn", "")
    assert not done.documents.exists()


def test_even_a_closed_case_is_withdrawn_when_its_ground_is_gone(hall: Hall) -> None:
    case = case_withdraw(case=closed(hall), by=hall.leader, reason="结果已更正")
    assert case.state == "withdrawn"


def test_the_proposal_is_taken_back_with_the_case(
    hall: Hall, plan: Plan, result: AssessmentRun, proposal: ProposalRow
) -> None:
    case = case_issue(case=of_proposal(hall, proposal), by=hall.leader)
    correct(plan, result, proposals=proposals()[1:])
    proposal.stand = "to-withdraw"
    proposal.save()
    case_withdraw(case=case, by=hall.leader, reason="结果已更正")
    proposal.refresh_from_db()
    assert (proposal.stand, proposal.reason) == ("withdrawn", "结果已更正")


def test_a_withdrawn_case_frees_its_proposal_for_another(
    hall: Hall, proposal: ProposalRow
) -> None:
    case = of_proposal(hall, proposal)
    assert proposals_visible(hall.office) == []
    case_withdraw(case=case, by=hall.office, reason="写错单位")
    assert proposals_visible(hall.office) == [proposal]
    assert of_proposal(hall, proposal).state == "checked"


def test_silence_proposes_the_next_step_with_the_unanswered_paper_as_ground(
    hall: Hall,
) -> None:
    case = received(hall, step="remind")
    assert from_case(case, on=case.reply_by) is None
    later = case.reply_by + timezone.timedelta(days=1)
    made = from_case(case, on=later)
    assert made is not None
    begun, origin = made
    assert (begun.step, origin.follows) == ("supervise", case)
    assert case.number in begun.facts
    assert begun.basis[-1].clause == f"{case.number}未按期回复"


@pytest.mark.parametrize("unit", ["silent", "answered"])
def test_a_step_after_silence_is_issued_only_while_the_unit_is_silent(
    hall: Hall, unit: str
) -> None:
    case = received(hall, step="remind")
    made = from_case(case, on=case.reply_by + timezone.timedelta(days=1))
    assert made is not None
    begun, origin = made
    fresh = case_draft(
        organisation=hall.district, by=hall.office, facts=begun, origin=origin
    )
    case_check(case=fresh, by=hall.office)
    if unit == "silent":
        again = attrs.evolve(begun, facts="另一份。")
        twin = case_draft(
            organisation=hall.district, by=hall.office, facts=again, origin=origin
        )
        case_check(case=twin, by=hall.office)
        first = case_issue(case=fresh, by=hall.leader)
        with pytest.raises(BadInputError) as caught:
            case_issue(case=twin, by=hall.leader)
        assert caught.value.code == "case.followed"
        assert first.number in error_words(caught.value)
        kept = AuditRow.objects.filter(action="supervision.document.keep")
        newest = first.documents.get()
        assert kept.order_by("number").last().data["docx"] == newest.docx_sha256
        return
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    reply_confirm(case=case, by=hall.head)
    with pytest.raises(BadInputError) as caught:
        case_issue(case=fresh, by=hall.leader)
    assert caught.value.code == "case.answered"
    assert case.number in error_words(caught.value)
