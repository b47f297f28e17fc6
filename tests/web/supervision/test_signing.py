"""From a proposal to a signed paper: two people, one number, two files."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from docx import Document

from dafeng.assessment.consequences import Ruling
from dafeng.base.errors import BadInputError
from dafeng.supervision import CaseMoveRefusedError, reply_day
from dafeng.web.assessment.services.deciding import proposal_decide
from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, House, RoleCode
from dafeng.web.notices.models import Notice
from dafeng.web.office.models import Letter, Registry
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    Origin,
    UnitLine,
    from_proposal,
    from_run,
    in_place_of,
)
from dafeng.web.supervision.services.documents import docx_of, pdf_of, pictures_of
from dafeng.web.supervision.services.drafting import (
    StaleCaseError,
    case_change,
    case_draft,
)
from dafeng.web.supervision.services.signing import (
    CaseNotReadyError,
    case_amend,
    case_check,
    case_issue,
)
from dafeng.web.supervision.wording import error_words
from tests.web.supervision.building import (
    checked,
    drafted,
    facts,
    issued,
    seen,
)

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun, ProposalRow
    from dafeng.web.core.models import User
    from tests.web.supervision.building import Hall


DAY = date(2026, 11, 16)


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def pdf_words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def refused(code: str, act: Any, **how: Any) -> BadInputError:
    with pytest.raises(BadInputError) as caught:
        act(**how)
    assert caught.value.code == code
    assert not error_words(caught.value).isascii()
    return caught.value


# Drafts -------------------------------------------------------------------------------


def test_a_confirmed_proposal_becomes_a_draft_with_its_basis_copied(
    hall: Hall, proposal: ProposalRow
) -> None:
    begun, origin = from_proposal(proposal, on=timezone.localdate())
    case = case_draft(
        organisation=hall.district, by=hall.office, facts=begun, origin=origin
    )
    assert (case.step, case.state, case.number) == ("circular", "draft", "")
    [unit], [line] = case.units.all(), case.basis.all()
    assert unit.organisation == hall.bureau
    assert (line.clause, line.figure, line.seal) == ("五(三)", "18.2 %", "e" * 64)
    assert case.target is not None
    assert case.target.key == "T002"
    row = AuditRow.objects.get(action="supervision.case.draft")
    assert row.data["units"] == ["nyw"]


def test_a_proposal_that_nobody_confirmed_is_no_ground(
    hall: Hall, result: AssessmentRun
) -> None:
    row = result.proposals.get(step="circular")
    begun, origin = from_proposal(row, on=timezone.localdate())
    refused(
        "case.proposal_open",
        case_draft,
        organisation=hall.district,
        by=hall.office,
        facts=begun,
        origin=origin,
    )


@pytest.mark.database
def test_a_proposal_gets_one_case_whoever_sends_the_form_again(
    hall: Hall, proposal: ProposalRow
) -> None:
    begun, origin = from_proposal(proposal, on=timezone.localdate())
    how = {
        "organisation": hall.district,
        "by": hall.office,
        "facts": begun,
        "origin": origin,
    }
    case = case_draft(**how)
    refused("case.twice", case_draft, **how)
    twin = Case(
        organisation=hall.district, proposal=proposal, drafted_at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert Case.objects.get() == case


def test_a_draft_by_hand_that_is_sent_twice_is_kept_once(hall: Hall) -> None:
    case = drafted(hall)
    error = refused(
        "case.twice",
        case_draft,
        organisation=hall.district,
        by=hall.office,
        facts=facts(hall),
    )
    assert str(case) in error_words(error)


def test_a_stale_change_is_refused_with_both_versions(hall: Hall) -> None:
    case = drafted(hall)
    case_change(case=case, by=hall.office, facts=facts(hall, item="甲"), version=1)
    mine = facts(hall, item="乙")
    with pytest.raises(StaleCaseError) as caught:
        case_change(case=case, by=hall.office, facts=mine, version=1)
    error = caught.value
    assert (error.mine.item, error.theirs.item, error.version) == ("乙", "甲", 2)
    row = AuditRow.objects.get(action="supervision.case.change")
    assert row.data["before"]["item"] == "森林覆盖率提升工作"


def test_what_was_checked_is_changed_only_after_it_was_sent_back(hall: Hall) -> None:
    case = checked(hall)
    refused(
        "case.fixed",
        case_change,
        case=case,
        by=hall.office,
        facts=facts(hall),
        version=1,
    )
    refused("case.reason", case_amend, case=case, by=hall.leader, note=" ")
    back = case_amend(case=case, by=hall.leader, note="数据不准")
    assert (back.state, back.checked_by) == ("draft", None)
    fresh = case_change(case=back, by=hall.office, facts=facts(hall), version=3)
    assert fresh.version == 4


def test_only_the_office_drafts_and_checks_and_only_a_signer_issues(
    hall: Hall, auditor: User, stranger: User
) -> None:
    for nobody in (hall.leader, hall.officer, hall.head, auditor, stranger):
        with pytest.raises(PermissionDenied):
            case_draft(organisation=hall.district, by=nobody, facts=facts(hall))
    case = drafted(hall)
    for nobody in (hall.leader, hall.head, auditor, stranger):
        with pytest.raises(PermissionDenied):
            case_check(case=case, by=nobody)
    case = case_check(case=case, by=hall.office)
    for nobody in (hall.office, hall.officer, hall.head, auditor, stranger):
        with pytest.raises(PermissionDenied):
            case_issue(case=case, by=nobody)


# Signatures ---------------------------------------------------------------------------


def test_two_people_sign_and_the_register_gives_the_number(hall: Hall) -> None:
    case = issued(hall)
    year = timezone.localdate().year
    assert case.state == "issued"
    assert case.number == f"示双碳办〔{year}〕1号"
    assert (case.checked_by, case.issued_by) == (hall.office, hall.leader)
    letter = Letter.objects.get()
    assert (case.letter, letter.number, letter.reply_by) == (
        letter,
        case.number,
        case.reply_by,
    )
    assert list(letter.units.all()) == [hall.bureau]
    [move, last] = case.moves.all()
    assert (move.act, last.act, last.by) == ("check", "issue", hall.leader)


def test_the_signed_files_say_what_the_case_says_and_never_change(hall: Hall) -> None:
    case = issued(hall)
    kept = case.documents.get()
    docx, pdf = paper_bytes(kept.docx_sha256), paper_bytes(kept.pdf_sha256)
    assert hashlib.sha256(pdf).hexdigest() == kept.pdf_sha256
    for words in (words_of(docx), pdf_words(pdf)):
        for said in (case.number, "区农业农村委", "18.2%", "报送补救措施"):
            assert said in words
        assert "草稿" not in words
    Case.objects.filter(pk=case.pk).update(facts="后来改的")
    assert docx_of(seen(hall.office, case)).content == docx
    assert pdf_of(seen(hall.office, case)).content == pdf


def test_a_draft_says_on_its_paper_that_it_is_one(hall: Hall) -> None:
    case = seen(hall.office, drafted(hall))
    assert "草稿" in pdf_words(pdf_of(case).content)
    assert pictures_of(case)[0].startswith(b"\x89PNG")


def test_a_paper_is_chinese_whatever_language_its_signer_reads(hall: Hall) -> None:
    House.objects.create(
        name_zh="示范区", synthetic=True, data_version="1", data_date=DAY
    )
    with translation.override("en"):
        case = issued(hall)
        assert Letter.objects.get().note == "督办单"
        words = pdf_words(pdf_of(seen(hall.office, case)).content)
    assert "示例数据" in words
    assert "Sample" not in words


def test_who_checked_does_not_issue(hall: Hall) -> None:
    services.membership_grant(
        by=None,
        user=hall.office,
        organisation=hall.district,
        role=services.role_of(RoleCode.LEADER),
    )
    case = checked(hall)
    refused("signature.same_person", case_issue, case=case, by=hall.office)
    refused(
        "signature.unchecked", case_issue, case=drafted(hall, item="乙"), by=hall.leader
    )


def test_the_second_of_two_signers_is_told_who_was_first(hall: Hall) -> None:
    case = checked(hall)
    case_issue(case=case, by=hall.leader)
    error = refused("signature.issued", case_issue, case=case, by=hall.second)
    assert str(hall.leader) in error_words(error)
    refused("signature.checked", case_check, case=case, by=hall.office)
    assert Letter.objects.count() == 1


def test_nobody_signs_a_text_that_was_not_seen(hall: Hall) -> None:
    case = drafted(hall)
    case_change(case=case, by=hall.office, facts=facts(hall, item="甲"), version=1)
    refused("case.stale", case_check, case=case, by=hall.office, version=1)
    case_check(case=case, by=hall.office, version=2)
    refused("case.stale", case_issue, case=case, by=hall.leader, version=2)
    assert case_issue(case=case, by=hall.leader, version=3).number


def test_without_characters_for_letters_nothing_is_signed(hall: Hall) -> None:
    case = checked(hall)
    Registry.objects.update(signs="")
    refused("letter.no_signs", case_issue, case=case, by=hall.leader)
    case.refresh_from_db()
    assert (case.state, case.issued_by) == ("checked", None)


def test_a_draft_that_lacks_something_is_not_signed(hall: Hall) -> None:
    case = drafted(hall, step="interview", basis=())
    with pytest.raises(CaseNotReadyError) as caught:
        case_check(case=case, by=hall.office)
    codes = [one.code for one in caught.value.findings]
    assert codes == ["case.no_basis", "case.no_meeting"]
    assert "没有写依据" in error_words(caught.value)


def test_the_unit_is_told_when_a_case_is_issued_and_not_before(hall: Hall) -> None:
    case = checked(hall)
    assert not Notice.objects.exists()
    case_issue(case=case, by=hall.leader)
    told = Notice.objects.filter(kind="issued")
    assert {one.recipient for one in told} == {hall.officer, hall.head}
    assert told[0].address == case.get_absolute_url()


# Circulars ----------------------------------------------------------------------------


def test_a_circular_carries_the_ranking_of_the_result(
    hall: Hall, result: AssessmentRun
) -> None:
    begun, origin = from_run(result)
    case = case_draft(
        organisation=hall.district,
        by=hall.office,
        facts=begun,
        origin=origin,
    )
    ranked = [(u.rank, u.organisation.name_zh, u.figure) for u in case.units.all()]
    assert ranked == [(1, "区发改委", "91.25"), (2, "区农业农村委", "55.50")]
    assert case.asks == "nothing"
    words = words_of(docx_of(seen(hall.office, case)).content)
    for said in ("区发改委", "91.25", "55.50"):
        assert said in words


def test_a_circular_says_how_many_were_assessed_and_how_many_it_shows(
    result: AssessmentRun,
) -> None:
    begun, _origin = from_run(result)
    assert begun.facts == "2025年共考核3个单位，其中2个单位的得分和名次见下表。"
    result.scores.filter(rank__isnull=True).delete()
    begun, _origin = from_run(result)
    assert begun.facts == "2025年共考核2个单位，得分和名次见下表。"


def test_a_new_paper_takes_the_place_of_the_old_one_with_its_signature(
    hall: Hall,
) -> None:
    old = issued(hall)
    begun, origin = in_place_of(old, on=timezone.localdate())
    fresh = case_draft(
        organisation=hall.district,
        by=hall.office,
        facts=begun,
        origin=origin,
    )
    case_check(case=fresh, by=hall.office)
    old.refresh_from_db()
    assert old.state == "issued"
    fresh = case_issue(case=fresh, by=hall.leader)
    old.refresh_from_db()
    assert (old.state, fresh.number != old.number) == ("superseded", True)
    assert "已被取代" in pdf_words(pdf_of(seen(hall.officer, old)).content)
    assert Notice.objects.filter(kind="withdrawn").count() == 2
    with pytest.raises(CaseMoveRefusedError):
        case_issue(case=_unsigned(old), by=hall.second)


def _unsigned(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(issued_by=None)
    return case


def test_a_transfer_has_a_letter_of_its_own(hall: Hall) -> None:
    case = issued(hall, step="transfer", reply_by=None)
    words = words_of(docx_of(seen(hall.office, case)).content)
    assert "问责移交函" in words
    assert case.asks == "nothing"


def test_an_interview_says_when_and_where(hall: Hall) -> None:
    day = reply_day("interview", timezone.localdate())
    case = issued(
        hall,
        step="interview",
        meets_on=day,
        meets_at="9:30",
        place="区政府一楼会议室",
        attendants="主要负责同志、分管负责同志",
    )
    words = words_of(docx_of(seen(hall.office, case)).content)
    for said in ("9:30", "区政府一楼会议室", "分管负责同志"):
        assert said in words


def test_the_basis_is_as_it_was_drafted_when_the_proposal_changes(
    hall: Hall, proposal: ProposalRow
) -> None:
    begun, origin = from_proposal(proposal, on=timezone.localdate())
    case = case_draft(
        organisation=hall.district, by=hall.office, facts=begun, origin=origin
    )
    proposal.figure = "19.9 %"
    proposal.save()
    assert case.basis.get().figure == "18.2 %"


def test_a_declined_proposal_is_no_ground(hall: Hall, result: AssessmentRun) -> None:
    row = result.proposals.get(step="commend")
    proposal_decide(
        proposal=row, by=hall.leader, ruling=Ruling.DECLINED, reason="另行表彰"
    )
    begun, origin = from_proposal(row, on=timezone.localdate())
    assert begun.units == [UnitLine(organisation=hall.other)]
    assert begun.basis == [BasisLine(clause="五(三)", figure="91.25", seal="e" * 64)]
    assert origin == Origin(proposal=row, run=result)
    refused(
        "case.proposal_open",
        case_draft,
        organisation=hall.district,
        by=hall.office,
        facts=begun,
        origin=origin,
    )
