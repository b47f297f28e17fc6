"""A document from draft to number: two people, corrections, one right outcome each."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.reports import as_pdf
from dafeng.reports.composing import PaperKind
from dafeng.web.core.models import AuditRow
from dafeng.web.office.models import Letter
from dafeng.web.papers.models import Paper, PaperContent
from dafeng.web.papers.selectors.freshness import (
    Freshness,
    freshness_by_paper,
    strange_figures,
)
from dafeng.web.papers.services.making import (
    document_of,
    paper_edit,
    paper_make,
    shown_document,
)
from dafeng.web.papers.services.setting import kept_file, page_pictures
from dafeng.web.papers.services.signing import (
    paper_check,
    paper_issue,
    paper_return,
    paper_withdraw,
)
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.layers import layer
from tests.web.papers.building import ON, asked, checked, draft, issued, row

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from tests.web.papers.conftest import House

pytestmark = pytest.mark.django_db
CIRCULAR = (PaperKind.CIRCULAR, "2025")


def fresh(paper: Paper) -> Freshness:
    return freshness_by_paper([Paper.objects.get(pk=paper.pk)])[paper.pk]


@layer
def sheet(house: House, result: AssessmentRun) -> House:  # noqa: ARG001 - in the house
    """A house with a result alone: enough for a dispatch sheet and a circular."""
    return house


def test_a_document_is_drafted_checked_and_issued_with_a_number_of_the_register(
    sheet: House,
) -> None:
    paper = issued(sheet)
    letter = Letter.objects.get()
    assert paper.number == letter.number == f"示双碳办〔{letter.year}〕1号"
    assert letter.title == paper.title == "2026年11月碳达峰工作调度单"
    assert paper.checked_by == sheet.office
    assert paper.issued_by == sheet.leader
    assert [move.act for move in paper.moves.all()] == ["make", "check", "issue"]
    actions = list(
        AuditRow.objects.filter(action__startswith="papers.").values_list(
            "action", flat=True
        )
    )
    assert sorted(actions) == [
        "papers.paper.check",
        "papers.paper.issue",
        "papers.paper.make",
    ]


def test_the_kept_files_are_what_the_kept_content_gives_again(sheet: House) -> None:
    paper = issued(sheet)
    document, on = shown_document(Paper.objects.get(pk=paper.pk))
    assert document.number == paper.number
    again = as_pdf(document, made_on=on).content
    assert kept_file(paper.pdf_sha256) == again
    assert hashlib.sha256(again).hexdigest() == paper.pdf_sha256
    assert kept_file(paper.docx_sha256).startswith(b"PK")
    assert paper.pages == 1


def test_a_file_that_is_gone_is_said_to_be_gone() -> None:
    with pytest.raises(NotFoundError) as caught:
        kept_file("0" * 64)
    assert caught.value.code == "paper.gone"


def test_pages_are_drawn_once(sheet: House) -> None:
    paper = draft(sheet)
    document, on = shown_document(paper)
    first = page_pictures(document, paper.pdf_sha256, on)
    drawn = [path.stat().st_mtime_ns for path in first]
    again = page_pictures(document, paper.pdf_sha256, on)
    assert [path.stat().st_mtime_ns for path in again] == drawn
    assert first[0].read_bytes().startswith(b"\x89PNG")


def test_who_checked_a_document_does_not_issue_it(house: House) -> None:
    paper = row(house, "dispatch", "2026-11", state="checked")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    Paper.objects.filter(pk=paper.pk).update(checked_by=house.leader)
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=paper, by=house.leader)
    assert caught.value.code == "signature.same_person"
    assert not Letter.objects.exists()


def test_an_unchecked_document_is_not_issued(house: House) -> None:
    paper = row(house, "dispatch", "2026-11")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=paper, by=house.leader)
    assert caught.value.code == "signature.unchecked"


def test_content_that_another_version_wrote_is_refused_whole(house: House) -> None:
    paper = row(house, "dispatch", "2026-11", state="checked")
    PaperContent.objects.create(paper=paper, facts={}, composed={"blocks": 1})
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=paper, by=house.leader)
    assert caught.value.code == "record.bad"
    assert not Letter.objects.exists()


def test_two_people_who_sign_at_once_leave_one_number(sheet: House) -> None:
    paper = checked(sheet)
    seen = Paper.objects.get(pk=paper.pk)
    paper_issue(paper=paper, by=sheet.leader)
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=seen, by=sheet.leader)
    assert caught.value.code == "signature.issued"
    with pytest.raises(BadInputError) as caught:
        paper_check(paper=seen, by=sheet.second)
    assert caught.value.code == "paper.not_draft"
    assert Letter.objects.count() == 1


def test_the_office_does_not_issue_and_the_leader_does_not_write(house: House) -> None:
    paper = row(house, "dispatch", "2026-11", state="checked")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    for stranger in (house.second, house.head, house.stranger):
        with pytest.raises(PermissionDenied):
            paper_issue(paper=paper, by=stranger)
    with pytest.raises(PermissionDenied):
        paper_make(plan=house.plan, asked=asked(house), by=house.leader)
    with pytest.raises(PermissionDenied):
        paper_edit(paper=paper, by=house.leader, texts={}, version=paper.version)


def test_words_of_people_are_edited_and_figures_are_not(sheet: House) -> None:
    paper = draft(sheet)
    before = document_of(paper)
    edited = paper_edit(
        paper=paper,
        by=sheet.second,
        texts={"advice": "请召开调度会。", "figures": "8"},
        version=paper.version,
    )
    after = document_of(edited)
    assert "请召开调度会。" in str(after.blocks)
    changed = [
        (one, other)
        for one, other in zip(before.blocks, after.blocks, strict=True)
        if one != other
    ]
    assert len(changed) == 1
    assert edited.content.texts == {"advice": "请召开调度会。"}
    assert edited.pdf_sha256 != paper.pdf_sha256
    with pytest.raises(BadInputError) as caught:
        paper_edit(
            paper=paper, by=sheet.second, texts={"advice": "乙"}, version=paper.version
        )
    assert caught.value.code == "paper.stale"


def test_words_that_do_not_fit_on_the_sheet_are_refused(sheet: House) -> None:
    paper = draft(sheet)
    with pytest.raises(BadInputError) as caught:
        paper_edit(
            paper=paper,
            by=sheet.office,
            texts={"advice": "请逐项落实整改措施。" * 400},
            version=paper.version,
        )
    assert caught.value.code == "paper.too_long"


def test_a_checked_document_is_not_edited_until_it_is_given_back(sheet: House) -> None:
    paper = checked(sheet)
    with pytest.raises(BadInputError) as caught:
        paper_edit(paper=paper, by=sheet.office, texts={}, version=paper.version)
    assert caught.value.code == "paper.not_draft"
    with pytest.raises(BadInputError) as caught:
        draft(sheet)
    assert caught.value.code == "paper.checked"
    with pytest.raises(BadInputError) as caught:
        paper_return(paper=paper, by=sheet.leader, reason=" ")
    assert caught.value.code == "paper.reason"
    back = paper_return(paper=paper, by=sheet.leader, reason="补充原因")
    assert (back.state, back.checked_by) == ("draft", None)
    with pytest.raises(BadInputError) as caught:
        paper_return(paper=paper, by=sheet.leader, reason="补充原因")
    assert caught.value.code == "paper.not_checked"


def test_a_figure_in_own_words_that_the_data_does_not_hold_is_pointed_out(
    house: House,
) -> None:
    paper = row(house, "dispatch", "2026-11")
    told = "非化石比重已达 35.2%，目标 2030 年。"
    paper.content = PaperContent(
        paper=paper,
        facts={"answer": "2030 年的 2 项目标", "texts": [told]},
        texts={"advice": told},
    )
    assert strange_figures(paper) == ("35.2%",)


def test_writing_a_draft_again_keeps_the_words_and_takes_new_data(sheet: House) -> None:
    paper = draft(sheet)
    paper_edit(
        paper=paper, by=sheet.office, texts={"advice": "照办。"}, version=paper.version
    )
    again = draft(sheet)
    assert again.pk == paper.pk
    assert again.content.texts == {"advice": "照办。"}
    assert [move.act for move in again.moves.all()] == ["make", "edit", "remake"]
    assert Paper.objects.count() == 1


def test_a_correction_takes_the_place_of_what_it_corrects(sheet: House) -> None:
    first = issued(sheet)
    second = draft(sheet)
    assert second.corrects == first
    assert second.title.endswith("（更正）")
    paper_check(paper=second, by=sheet.office)
    second = paper_issue(paper=second, by=sheet.leader)
    first.refresh_from_db()
    assert (first.state, first.reason) == ("withdrawn", f"由{second.number}更正")
    assert second.number.endswith("2号")
    assert Paper.objects.filter(state="issued").count() == 1


def test_a_document_on_a_corrected_result_is_marked_and_not_issued(
    sheet: House, result: AssessmentRun
) -> None:
    standing, waiting = issued(sheet, *CIRCULAR), checked(sheet)
    assert fresh(standing) is Freshness.FRESH
    frozen(result_stored(sheet.plan), seal="f" * 64, replaces=result)
    assert fresh(standing) is Freshness.CORRECTED
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=waiting, by=sheet.leader)
    assert caught.value.code == "paper.corrected"
    new = draft(sheet, *CIRCULAR)
    assert new.corrects == standing
    assert fresh(new) is Freshness.FRESH


def test_a_newer_result_is_told(sheet: House, result: AssessmentRun) -> None:
    paper = row(sheet, "dispatch", "2026-11", state="issued")
    paper.assessment_run = result
    paper.save()
    frozen(result_stored(sheet.plan, period="2026"), seal="f" * 64)
    assert fresh(paper) is Freshness.NEWER


def test_a_result_that_can_still_change_leaves_no_document(house: House) -> None:
    result_stored(house.plan)
    paper = checked(house)
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=paper, by=house.leader)
    assert caught.value.code == "paper.unsealed"
    assert not Letter.objects.exists()


def test_a_withdrawn_document_keeps_its_number_and_frees_its_place(
    sheet: House,
) -> None:
    paper = issued(sheet)
    with pytest.raises(PermissionDenied):
        paper_withdraw(paper=paper, by=sheet.office, reason="数据有误")
    gone = paper_withdraw(paper=paper, by=sheet.leader, reason="数据有误")
    assert (gone.state, gone.number) == ("withdrawn", paper.number)
    with pytest.raises(BadInputError) as caught:
        paper_withdraw(paper=gone, by=sheet.leader, reason="再来")
    assert caught.value.code == "paper.withdrawn"
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=gone, by=sheet.leader)
    assert caught.value.code == "paper.withdrawn"
    assert issued(sheet).number.endswith("2号")


def test_a_document_needs_a_reason_to_be_withdrawn(house: House) -> None:
    paper = row(house, "dispatch", "2026-11")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    with pytest.raises(BadInputError) as caught:
        paper_withdraw(paper=paper, by=house.office, reason="")
    assert caught.value.code == "paper.reason"


@pytest.mark.parametrize(
    ("kind", "period", "code"),
    [
        (PaperKind.DISPATCH, "2026Q3", "paper.period"),
        (PaperKind.QUARTER, "甲", "paper.period"),
        (PaperKind.DISPATCH, "2027-01", "paper.ahead"),
        (PaperKind.DIVISION, "2026", "paper.no_data"),
        (PaperKind.CIRCULAR, "2024", "paper.no_data"),
    ],
)
def test_a_document_of_nothing_is_not_written(
    sheet: House, kind: PaperKind, period: str, code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        draft(sheet, kind, period)
    assert caught.value.code == code
    assert not Paper.objects.exists()


def test_what_is_not_there_is_unknown_in_the_document(sheet: House) -> None:
    words = str(document_of(draft(sheet, PaperKind.QUARTER, "2026Q3")))
    assert "能否如期达峰：--，还没有达峰路径。" in words
    assert "碳排放总量：--，还没有封存的碳账。" in words


def test_a_unit_s_sheet_is_dispatched_to_the_unit(house: House, tasks: None) -> None:
    paper = issued(house, PaperKind.DIVISION, "2026", house.nyw)
    assert list(Letter.objects.get().units.all()) == [house.nyw]
    assert paper.title == "关于下达区农业农村委2026年碳达峰任务分工的通知"
    assert ON - timedelta(days=1) < paper.data_on
    del tasks
