"""What happens to a document while somebody else looks at it, and after it is gone."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.reports import as_pdf
from dafeng.web.office.models import Letter
from dafeng.web.office.services.letters import letter_void
from dafeng.web.papers.models import Paper, PaperContent
from dafeng.web.papers.services.making import paper_edit, shown_document
from dafeng.web.papers.services.setting import kept_file
from dafeng.web.papers.services.signing import (
    paper_check,
    paper_issue,
    paper_withdraw,
)
from tests.web.layers import layer
from tests.web.papers.building import checked, draft, issued, row, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import User
    from tests.web.papers.conftest import House

pytestmark = pytest.mark.django_db


@layer
def sheet(house: House, result: AssessmentRun) -> House:  # noqa: ARG001 - in the house
    """A house with a result alone: enough for a dispatch sheet."""
    return house


def before_storing(act: Callable[[], object]) -> AbstractContextManager[None]:
    """Do something once, just before the first transaction opens inside."""
    waiting = [act]

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        if sql.startswith("SAVEPOINT") and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(watch)


def test_words_that_are_saved_while_a_draft_is_composed_anew_stay(
    sheet: House,
) -> None:
    paper = draft(sheet)

    def edit() -> None:
        paper_edit(
            paper=paper,
            by=sheet.second,
            texts={"advice": "请开会研究。"},
            version=paper.version,
        )

    with before_storing(edit), pytest.raises(BadInputError) as caught:
        draft(sheet)
    assert caught.value.code == "paper.stale"
    kept = PaperContent.objects.get(paper=paper)
    assert kept.texts == {"advice": "请开会研究。"}


def test_two_first_drafts_at_once_leave_one(sheet: House) -> None:
    with before_storing(lambda: draft(sheet)), pytest.raises(BadInputError) as caught:
        draft(sheet)
    assert caught.value.code == "paper.stale"
    assert Paper.objects.get().version == 1


def test_another_version_than_the_one_that_was_read_is_not_signed(
    house: House,
) -> None:
    paper = row(house, "dispatch", "2026-11")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    Paper.objects.filter(pk=paper.pk).update(version=3)
    with pytest.raises(BadInputError) as caught:
        paper_check(paper=paper, by=house.office, version=2)
    assert caught.value.code == "paper.stale"
    paper_check(paper=paper, by=house.office, version=3)
    with pytest.raises(BadInputError) as caught:
        paper_issue(paper=paper, by=house.leader, version=2)
    assert caught.value.code == "paper.stale"
    paper.refresh_from_db()
    assert (paper.state, paper.issued_by) == ("checked", None)


def test_the_page_of_a_signature_is_about_the_version_that_it_shows(
    house: House, browser: Callable[[User], Client]
) -> None:
    paper, client = row(house, "dispatch", "2026-11"), browser(house.office)
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    address = reverse("papers:act", args=[paper.pk, "check"])
    asks = client.get(address).content.decode()
    assert '<input type="hidden" name="version" value="1"' in asks
    Paper.objects.filter(pk=paper.pk).update(version=2)
    assert "刚被他人修改" in text_of(client.post(address, {"version": "1"}))
    assert client.post(address, {"version": "2"}).status_code == 302


def test_a_withdrawn_document_is_void_in_the_register_and_marked_in_its_files(
    sheet: House,
) -> None:
    paper = issued(sheet)
    gone = paper_withdraw(paper=paper, by=sheet.leader, reason="数据有误")
    letter = Letter.objects.get()
    assert (letter.state, letter.number) == ("void", gone.number)
    document, on = shown_document(Paper.objects.get(pk=gone.pk))
    assert document.marks[-1] == "已撤回"
    assert kept_file(gone.pdf_sha256) == as_pdf(document, made_on=on).content
    assert gone.pdf_sha256 != paper.pdf_sha256
    assert gone.docx_sha256 != paper.docx_sha256
    assert gone.pages == 1


def test_a_document_whose_letter_is_void_already_is_withdrawn_all_the_same(
    sheet: House,
) -> None:
    paper = issued(sheet)
    letter_void(letter=Letter.objects.get(), by=None, reason="登记有误")
    PaperContent.objects.filter(paper=paper).update(composed={"blocks": 1})
    gone = paper_withdraw(paper=paper, by=sheet.leader, reason="数据有误")
    assert (gone.state, gone.pdf_sha256) == ("withdrawn", paper.pdf_sha256)


def test_the_words_of_a_signed_document_have_no_page_to_change_them(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper, client = checked(sheet), browser(sheet.office)
    paper = paper_issue(paper=paper, by=sheet.leader)
    address = reverse("papers:edit", args=[paper.pk])
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(paper.get_absolute_url(), 302)]
    assert "不是草稿，不能这样办理" in text_of(answer)
    sent = {"advice": "改一改。", "version": paper.version}
    refused = client.post(address, sent)
    assert refused.status_code == 200
    assert "不是草稿，不能这样办理" in text_of(refused)
    assert PaperContent.objects.get(paper=paper).texts == {}
