"""Pages: lists by right, previews, downloads, orders, what the desk says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from dafeng.base.errors import BadInputError
from dafeng.reports.composing import PaperKind
from dafeng.web.core.job_queue import work_off
from dafeng.web.desk.cards import needs_of
from dafeng.web.notices.models import Notice
from dafeng.web.papers.models import OrderScope, Paper, PaperContent, PaperOrder
from dafeng.web.papers.selectors.papers import dispatch_missing
from dafeng.web.papers.services.making import paper_edit
from dafeng.web.papers.services.ordering import orders_work, paper_order
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.layers import layer
from tests.web.papers.building import ON, asked, draft, issued, row, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import User
    from tests.web.papers.conftest import House

pytestmark = pytest.mark.django_db
LIST = "/papers/"
CIRCULAR = (PaperKind.CIRCULAR, "2025")


@layer
def sheet(house: House, result: AssessmentRun) -> House:  # noqa: ARG001 - in the house
    """A house with a result alone."""
    return house


def test_an_empty_house_says_what_to_do(
    house: House, browser: Callable[[User], Client]
) -> None:
    page = browser(house.office).get(LIST)
    assert "编写第一份" in text_of(page)
    page = browser(house.head).get(LIST)
    assert "签发给本单位的任务分工单和考核通报会列在这里" in text_of(page)


def test_the_list_shows_to_each_what_is_theirs(
    house: House, browser: Callable[[User], Client]
) -> None:
    dispatch = row(house, "dispatch", "2026-11", state="issued")
    circular = row(house, "circular", "2025", state="issued")
    own = row(house, "division", "2026", unit=house.nyw, state="issued")
    kept = row(house, "quarter", "2026Q3")
    PaperContent.objects.bulk_create(
        PaperContent(paper=one, facts={}, composed={}) for one in Paper.objects.all()
    )
    everything = [dispatch, circular, own, kept]
    seen = {
        house.office: everything,
        house.leader: everything,
        house.auditor: everything,
        house.head: [circular, own],
        house.clerk: [circular],
        house.stranger: [],
    }
    for user, papers in seen.items():
        client = browser(user)
        listed = client.get(LIST).content.decode()
        for paper in everything:
            there = paper in papers
            assert (paper.get_absolute_url() in listed) is there, (user, paper)
            status = client.get(paper.get_absolute_url()).status_code
            assert status == (200 if there else 404)


def test_the_number_of_queries_does_not_grow_with_the_list(
    house: House,
    browser: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(house.office)
    row(house, "dispatch", "2026-11")
    client.get(LIST)
    with django_assert_max_num_queries(24) as first:
        client.get(LIST)
    for month in range(1, 9):
        row(house, "dispatch", f"2026-0{month}")
    with django_assert_max_num_queries(24) as second:
        client.get(LIST)
    assert len(first.captured_queries) == len(second.captured_queries)


def test_the_list_is_narrowed(house: House, browser: Callable[[User], Client]) -> None:
    row(house, "dispatch", "2026-11")
    row(house, "circular", "2025", state="issued")
    client = browser(house.office)
    page = text_of(client.get(f"{LIST}?kind=circular"))
    assert "文件circular2025" in page
    assert "文件dispatch2026-11" not in page
    assert "没有符合条件的文件" in text_of(client.get(f"{LIST}?state=checked"))
    found = text_of(client.get(f"{LIST}?q=dispatch&year=2026&state=draft"))
    assert "文件dispatch2026-11" in found
    assert client.get(f"{LIST}?kind=nothing&year=1").status_code == 200


def test_a_document_is_previewed_and_downloaded(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper, client = draft(sheet), browser(sheet.office)
    page = client.get(paper.get_absolute_url()).content.decode()
    assert 'alt="《2026年11月碳达峰工作调度单》第 1 页的图像' in page
    assert sheet.plan.assessment_runs.get().get_absolute_url() in page
    address = reverse("papers:page", args=[paper.pk, 1])
    picture = client.get(f"{address}?v={paper.pdf_sha256[:16]}")
    assert picture["Content-Type"] == "image/png"
    assert "immutable" in picture["Cache-Control"]
    assert client.get(reverse("papers:page", args=[paper.pk, 9])).status_code == 404
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        kept = client.get(reverse("papers:file", args=[paper.pk, form]))
        assert kept.content.startswith(begins)
        assert "attachment" in kept["Content-Disposition"]
    assert client.get(reverse("papers:file", args=[paper.pk, "exe"])).status_code == 404


def test_a_link_to_a_version_that_was_composed_anew_says_so(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper, client = draft(sheet), browser(sheet.office)
    shown = client.get(paper.get_absolute_url()).content.decode()
    file = f"{reverse('papers:file', args=[paper.pk, 'pdf'])}?v={paper.pdf_sha256[:16]}"
    page = reverse("papers:page", args=[paper.pk, 1])
    assert f'href="{file}"' in shown
    assert client.get(file).content.startswith(b"%PDF")
    paper_edit(paper=paper, by=sheet.office, texts={"advice": "开会。"}, version=1)
    gone = client.get(file)
    assert gone.status_code == 409
    assert "在您打开页面之后改过" in text_of(gone)
    assert client.get(f"{page}?v={paper.pdf_sha256[:16]}").status_code == 404
    newest = Paper.objects.get(pk=paper.pk)
    assert f"?v={newest.pdf_sha256[:16]}" in gone.content.decode()


def test_files_of_others_are_not_found(
    house: House, browser: Callable[[User], Client]
) -> None:
    paper = row(house, "dispatch", "2026-11", state="issued")
    client = browser(house.clerk)
    for address in (
        reverse("papers:page", args=[paper.pk, 1]),
        reverse("papers:file", args=[paper.pk, "pdf"]),
        reverse("papers:edit", args=[paper.pk]),
        reverse("papers:act", args=[paper.pk, "withdraw"]),
    ):
        assert client.get(address).status_code == 404


def test_a_new_document_says_what_data_is_there_and_what_is_missing(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    client = browser(sheet.office)
    page = text_of(client.get("/papers/new/?kind=quarter"))
    assert "2025 年考核结果" in page
    assert "达峰路径：还没有" in page
    assert "碳账：还没有封存的" in page
    row(sheet, "circular", "2025")
    page = text_of(client.get("/papers/new/?kind=circular&period=2025"))
    assert "再编写即按新数据重写" in page


def test_a_document_is_ordered_made_by_the_worker_and_shown(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    client = browser(sheet.office)
    period = f"{timezone.localdate():%Y-%m}"
    answer = client.post("/papers/new/?kind=dispatch", {"period": period})
    order = PaperOrder.objects.get()
    assert answer["Location"] == order.get_absolute_url()
    waiting = client.get(order.get_absolute_url()).content.decode()
    assert "<progress" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    client.post("/papers/new/?kind=dispatch", {"period": period})
    assert PaperOrder.objects.count() == 1
    assert work_off() == 1
    order.refresh_from_db()
    assert (order.state, order.done, order.of) == ("done", 1, 1)
    shown = text_of(client.get(order.get_absolute_url()))
    assert "已编写 1 份，是草稿" in shown
    assert order.paper is not None
    assert order.paper.made_by == sheet.office
    assert orders_work() == 0
    notice = Notice.objects.get(recipient=sheet.office)
    assert notice.address == order.get_absolute_url()
    assert notice.label.startswith("月度调度单")


def test_every_unit_gets_its_sheet_in_one_order(house: House, tasks: None) -> None:
    paper_order(
        plan=house.plan,
        asked=asked(house, PaperKind.DIVISION, "2026"),
        by=house.office,
        scope=OrderScope.EACH,
    )
    assert orders_work() == 1
    order = PaperOrder.objects.get()
    assert (order.done, order.of) == (3, 3)
    units = Paper.objects.order_by("unit__path").values_list("unit__code", flat=True)
    assert list(units) == ["demo", "fgw", "nyw"]
    del tasks


def test_an_order_that_cannot_be_carried_out_says_why(
    house: House, browser: Callable[[User], Client]
) -> None:
    order = paper_order(plan=house.plan, asked=asked(house, *CIRCULAR), by=house.office)
    assert orders_work() == 1
    page = text_of(browser(house.office).get(order.get_absolute_url()))
    assert "没有写成" in page
    assert "2025年还没有可写的内容" in page


def test_only_division_sheets_are_ordered_for_each_unit(house: House) -> None:
    with pytest.raises(BadInputError) as caught:
        paper_order(
            plan=house.plan,
            asked=asked(house, *CIRCULAR),
            by=house.office,
            scope=OrderScope.EACH,
        )
    assert caught.value.code == "paper.scope"


def test_words_are_edited_on_the_page(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper, client = draft(sheet), browser(sheet.office)
    address = reverse("papers:edit", args=[paper.pk])
    form = {"advice": "请开会研究。", "version": paper.version}
    assert client.post(address, form).status_code == 302
    assert "请开会研究" in text_of(client.get(paper.get_absolute_url()))
    stale = client.post(address, form)
    assert "刚被他人修改" in text_of(stale)
    assert "请开会研究" in stale.content.decode()


def test_a_document_goes_through_its_pages_to_its_number(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper = draft(sheet)
    check = reverse("papers:act", args=[paper.pk, "check"])
    issue = reverse("papers:act", args=[paper.pk, "issue"])
    withdraw = reverse("papers:act", args=[paper.pk, "withdraw"])

    def sent(who: User, address: str, **more: str) -> HttpResponse:
        version = Paper.objects.get(pk=paper.pk).version
        return browser(who).post(address, {"version": version, **more})  # type: ignore[return-value]

    assert "审核人不能再签发" in text_of(browser(sheet.office).get(check))
    assert "没有带页面版本" in text_of(browser(sheet.office).post(check))
    assert sent(sheet.office, check).status_code == 302
    assert browser(sheet.office).get(issue).status_code == 403
    assert sent(sheet.leader, issue).status_code == 302
    page = text_of(browser(sheet.leader).get(paper.get_absolute_url()))
    assert "已签发 · 示双碳办〔" in page
    assert "已经签发" in text_of(sent(sheet.leader, issue))
    assert sent(sheet.leader, withdraw).status_code == 200
    bare = browser(sheet.leader).post(withdraw, {"reason": "数据有误"})
    assert "没有带页面版本" in text_of(bare)
    assert sent(sheet.leader, withdraw, reason="数据有误").status_code == 302
    nowhere = reverse("papers:act", args=[paper.pk, "burn"])
    assert browser(sheet.leader).get(nowhere).status_code == 404


def test_a_corrected_basis_is_said_on_the_page_and_on_the_desk(
    sheet: House, result: AssessmentRun, browser: Callable[[User], Client]
) -> None:
    paper = issued(sheet, *CIRCULAR)
    frozen(result_stored(sheet.plan), seal="f" * 64, replaces=result)
    client = browser(sheet.office)
    assert "依据已更正" in text_of(client.get(LIST))
    page = text_of(client.get(paper.get_absolute_url()))
    assert "请按新数据更正本件，或者撤回" in page
    codes = {need.code for need in needs_of(sheet.leader, ON)}
    assert "paper.correct" in codes


def test_the_desk_tells_what_waits(house: House) -> None:
    def needs(user: User) -> dict[str, int]:
        return {
            one.code: one.count
            for one in needs_of(user, ON)
            if one.code.startswith("paper.")
        }

    assert needs(house.office) == {"paper.write": 1}
    row(house, "dispatch", "2026-11", state="checked")
    row(house, "circular", "2025")
    assert needs(house.office) == {"paper.check": 1}
    assert needs(house.leader) == {"paper.issue": 1}
    assert needs(house.head) == {}


def test_a_sheet_is_missing_from_the_last_week_of_its_month_on(house: House) -> None:
    assert dispatch_missing(house.office, ON) == "2026-11"
    assert dispatch_missing(house.office, ON.replace(day=10)) == "2026-10"
    row(house, "dispatch", "2026-11")
    assert dispatch_missing(house.office, ON) == ""


def test_documents_are_chinese_whatever_the_reader_s_language(
    sheet: House, browser: Callable[[User], Client]
) -> None:
    paper = draft(sheet)
    title, facts = paper.title, paper.content.facts
    client = browser(sheet.office)
    with translation.override("en"):
        for address in (LIST, paper.get_absolute_url(), "/papers/new/"):
            page = client.get(address, headers={"accept-language": "en"})
            assert page.status_code == 200
        again = draft(sheet)
    assert (again.title, again.content.facts) == (title, facts)


def test_who_has_no_right_is_refused(
    house: House, browser: Callable[[User], Client]
) -> None:
    assert browser(house.leader).get("/papers/new/").status_code == 403
    paper = row(house, "dispatch", "2026-11", state="checked")
    PaperContent.objects.create(paper=paper, facts={}, composed={})
    edit = reverse("papers:edit", args=[paper.pk])
    assert browser(house.leader).get(edit).status_code == 403
    order = PaperOrder.objects.create(
        plan=house.plan,
        kind="dispatch",
        period="2026-11",
        unit=house.root,
        asked_by=house.office,
        asked_at=timezone.now(),
    )
    assert browser(house.stranger).get(order.get_absolute_url()).status_code == 404
