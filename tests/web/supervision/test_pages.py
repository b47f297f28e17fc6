"""The pages of supervision: who sees which, what they say, what they cost."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dafeng.web.assessment.offers import offers_of
from dafeng.web.core.models import RoleCode
from dafeng.web.desk.cards import needs_of
from dafeng.web.desk.needs.supervision import supervision_needs
from dafeng.web.plans.panels import target_panels, unit_panels
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.prefilling import UnitLine
from dafeng.web.supervision.services.replying import (
    reply_confirm,
    reply_hand_in,
    reply_take_back,
)
from dafeng.web.supervision.services.reviewing import reply_return
from tests.web.plans.building import organisation, person
from tests.web.supervision.building import (
    accepted,
    checked,
    closed,
    drafted,
    issued,
    received,
    replied,
    written,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun, ProposalRow
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan
    from tests.web.supervision.building import Hall

LIST = "/supervision/"
PDF = b"%PDF-1.4 evidence"
VERSION = re.compile(r'name="version" value="(\d+)"')


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(user: User, address: str, status: int = 200) -> str:
    answer = browser(user).get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def send(user: User, address: str, **data: Any) -> Any:
    return browser(user).post(address, data, follow=True)


def do(user: User, case: Case, deed: str, **data: Any) -> Any:
    """Send the form of an act as its page shows it."""
    address = act(case, deed)
    shown = VERSION.search(page(user, address))
    assert shown is not None
    return send(user, address, version=shown[1], **data)


def act(case: Case, deed: str) -> str:
    return reverse("supervision:act", args=[case.pk, deed])


PLAN = {
    "plan-TOTAL_FORMS": "3",
    "plan-INITIAL_FORMS": "0",
    "plan-0-what": "完成补植500亩",
    "plan-0-who": "林业站",
}


# The list -----------------------------------------------------------------------------


def test_the_list_says_how_many_are_open_and_narrows_by_the_address(hall: Hall) -> None:
    received(hall)
    drafted(hall, item="节水")
    assert "2 件未办结，其中 0 件已逾期。" in page(hall.office, LIST)
    for query, shown in (
        ("?q=节水", ["节水"]),
        ("?state=received", ["森林覆盖率提升工作"]),
        ("?step=circular", []),
        ("?unit=nyw&due=open", ["节水", "森林覆盖率提升工作"]),
        ("?wait=check", ["节水"]),
        ("?wait=nothing&sort=nothing&step=nothing", ["节水", "森林覆盖率提升工作"]),
    ):
        text = page(hall.office, LIST + query).split("<tbody>")[1]
        found = [one for one in ("节水", "森林覆盖率提升工作") if f">{one}</a>" in text]
        assert found == shown, query


def test_an_empty_list_says_what_to_do(hall: Hall) -> None:
    assert "考核的处置建议同意后可以起草" in page(hall.office, LIST)
    assert "清除筛选" in page(hall.office, f"{LIST}?q=无")


def test_the_list_is_exported_as_it_is_seen(hall: Hall) -> None:
    case = received(hall)
    drafted(hall, item="节水")
    answer = browser(hall.office).get("/supervision/cases.csv?state=received")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{case.number},督办单,区农业农村委")
    book = browser(hall.office).get("/supervision/cases.xlsx").content
    rows = list(load_workbook(io.BytesIO(book)).active.values)
    assert {row[3] for row in rows[-2:]} == {"节水", "森林覆盖率提升工作"}


def test_a_unit_sees_its_own_cases_once_they_are_issued(
    hall: Hall, clerk: User, auditor: User, reader: User, stranger: User
) -> None:
    case = checked(hall)
    for user, status in (
        (hall.office, 200),
        (hall.leader, 200),
        (auditor, 200),
        (hall.officer, 404),
        (hall.head, 404),
        (stranger, 404),
    ):
        page(user, case.get_absolute_url(), status)
    do(hall.leader, case, "issue")
    for user, status in (
        (hall.officer, 200),
        (hall.head, 200),
        (reader, 200),
        (clerk, 404),
        (stranger, 404),
    ):
        page(user, case.get_absolute_url(), status)
        assert (case.item in page(user, LIST)) is (status == 200)


def test_a_signer_sends_the_version_of_the_page(hall: Hall) -> None:
    case = drafted(hall)
    shown = '<input type="hidden" name="version" value="1">'
    assert shown in page(hall.office, case.get_absolute_url())
    Case.objects.filter(pk=case.pk).update(version=2)
    answer = send(hall.office, act(case, "check"), version="1")
    assert "他人改了" in answer.text
    assert 'name="version" value="1"' in answer.text
    answer = send(hall.office, act(case, "check"))
    assert "没有带页面版本" in answer.text
    case.refresh_from_db()
    assert case.state == "draft"
    send(hall.office, act(case, "check"), version="2")
    case.refresh_from_db()
    assert case.state == "checked"


def test_a_head_confirms_no_answer_that_was_changed_after_the_page_was_opened(
    hall: Hall,
) -> None:
    case = received(hall)
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    shown = VERSION.search(page(hall.head, act(case, "reply")))
    assert shown is not None
    reply_take_back(case=case, by=hall.officer)
    written(hall, case, text="改写过。", version=2)
    reply_hand_in(case=case, by=hall.officer)
    answer = send(hall.head, act(case, "reply"), version=shown[1])
    assert "他人改了这份回复" in answer.text
    do(hall.head, case, "reply")
    case.refresh_from_db()
    assert case.state == "replied"


def test_an_opinion_is_about_the_answer_that_was_read(hall: Hall) -> None:
    case = replied(hall)
    shown = VERSION.search(page(hall.office, act(case, "accept")))
    assert shown is not None
    reply_return(case=case, by=hall.office, opinion="没有写明责任人。")
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    reply_confirm(case=case, by=hall.head)
    answer = send(hall.office, act(case, "accept"), words="可行", version=shown[1])
    assert "他人办理过" in answer.text
    case.refresh_from_db()
    assert case.state == "replied"


def test_who_has_two_units_of_a_circular_receives_it_for_both(hall: Hall) -> None:
    below = organisation("nyw-lc", "林场", parent=hall.bureau)
    both = [UnitLine(organisation=one) for one in (hall.bureau, below)]
    case = issued(hall, step="circular", units=both, reply_by=None)
    for state in ("issued", "received"):
        do(hall.head, case, "receive")
        case.refresh_from_db()
        assert case.state == state
    assert not case.units.filter(received_at__isnull=True).exists()


@pytest.mark.parametrize("role", [RoleCode.ANALYST, RoleCode.VERIFIER])
def test_who_has_no_part_in_supervision_is_told_which_right_is_missing(
    hall: Hall, role: RoleCode
) -> None:
    somebody = person("somebody", hall.district, role)
    assert "查看印发的督办件" in page(somebody, LIST, 403)


# One case -----------------------------------------------------------------------------


def test_the_page_says_where_a_case_stands_and_who_may_do_what(hall: Hall) -> None:
    case = drafted(hall, contact="")
    text = page(hall.office, case.get_absolute_url())
    assert "草稿，等双碳办审核" in text
    assert "没有写联系人和电话" in text
    assert act(case, "check") in text
    assert act(case, "issue") not in text
    do(hall.office, case, "check")
    assert act(case, "issue") not in page(hall.office, case.get_absolute_url())
    text = page(hall.leader, case.get_absolute_url())
    assert "已审核，等另一人签发" in text
    assert act(case, "issue") in text


def test_a_case_is_walked_over_its_pages_from_the_draft_to_the_closure(
    hall: Hall, proposal: ProposalRow
) -> None:
    address = f"/supervision/new/?proposal={proposal.pk}"
    text = page(hall.office, address)
    assert "森林覆盖率 2025 年为 18.2%" in text
    answer = send(
        hall.office,
        address,
        step="supervise",
        units=[hall.bureau.pk],
        item="森林覆盖率",
        basis="五(三)｜通报批评和约谈｜18.2 %｜" + "e" * 64,
        facts=proposal.facts,
        demand="报送原因。",
        reply_by=(timezone.localdate() + timedelta(days=14)).isoformat(),
        contact="王同志",
    )
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == case.get_absolute_url()
    assert case.basis.get().words == "通报批评和约谈"
    do(hall.office, case, "check")
    assert "文号" in do(hall.leader, case, "issue").content.decode()
    do(hall.officer, case, "receive")
    reply = reverse("supervision:reply", args=[case.pk])
    today = timezone.localdate().isoformat()
    plan = PLAN | {"plan-0-due_on": today}
    upload = SimpleUploadedFile("照片.pdf", PDF)
    said = {"text": "已补植。", "version": "0", **plan}
    answer = send(hall.officer, reply, **said, upload=upload)
    assert "草稿已保存" in answer.content.decode()
    again = said | {"version": "1", "plan-INITIAL_FORMS": "1", "hand_in": "1"}
    answer = send(hall.officer, reply, **again)
    assert "已呈负责人确认" in answer.content.decode()
    text = page(hall.head, case.get_absolute_url())
    assert "照片.pdf" in text
    assert "照片.pdf" not in page(hall.office, case.get_absolute_url())
    do(hall.head, case, "reply")
    assert "照片.pdf" in page(hall.office, case.get_absolute_url())
    do(hall.office, case, "accept", words="可行")
    case.refresh_from_db()
    assert case.accepted_reply is not None
    item = case.accepted_reply.items.get()
    line = reverse("supervision:item", args=[case.pk, item.pk])
    send(hall.officer, line, on=today, note="已验收")
    do(hall.office, case, "review", words="到位")
    text = do(hall.office, case, "close", words="同意销号").content.decode()
    assert "销号，不再办理" in text
    assert "同意销号" in text


def test_an_act_without_words_shows_what_is_missing_and_keeps_the_page(
    hall: Hall,
) -> None:
    case = replied(hall)
    text = do(hall.office, case, "return", words="").content.decode()
    assert "请写明理由或意见" in text
    case.refresh_from_db()
    assert case.state == "replied"


def test_an_act_of_others_is_forbidden_and_one_that_is_none_is_not_there(
    hall: Hall, clerk: User, reader: User
) -> None:
    case = checked(hall)
    assert browser(hall.office).post(act(case, "issue")).status_code == 403
    assert browser(hall.leader).post(act(case, "check")).status_code == 403
    do(hall.leader, case, "issue")
    assert browser(reader).post(act(case, "receive")).status_code == 403
    assert browser(clerk).post(act(case, "receive")).status_code == 404
    assert browser(hall.office).get(act(case, "burn")).status_code == 404
    assert browser(hall.office).get(act(case, "supersede")).status_code == 404
    reply = reverse("supervision:reply", args=[case.pk])
    assert browser(hall.office).get(reply).status_code == 403
    assert browser(hall.head).get(reply).status_code == 403


def test_a_second_signer_reads_who_was_first(hall: Hall) -> None:
    case = checked(hall)
    do(hall.leader, case, "issue")
    text = do(hall.second, case, "issue").content.decode()
    assert f"{hall.leader} 已经签发，没有再签发一次。" in text


def test_a_reply_after_closure_is_refused_on_the_page_with_what_was_written(
    hall: Hall,
) -> None:
    case = closed(hall)
    reply = reverse("supervision:reply", args=[case.pk])
    text = send(hall.officer, reply, text="补充", version="1", **PLAN).content.decode()
    assert "请写明完成时限" in text
    plan = PLAN | {"plan-0-due_on": timezone.localdate().isoformat()}
    text = send(hall.officer, reply, text="补充", version="1", **plan).content.decode()
    assert "这件已销号，不再收回复" in text
    assert "补充</textarea>" in text


def test_a_stale_reply_shows_both_versions(hall: Hall) -> None:
    case = received(hall)
    written(hall, case)
    reply = reverse("supervision:reply", args=[case.pk])
    plan = PLAN | {"plan-0-due_on": timezone.localdate().isoformat()}
    text = send(hall.officer, reply, text="乙", version="0", **plan).content.decode()
    assert "两个版本" in text
    assert "已组织补植。" in text
    assert 'name="version" value="1"' in text


def test_the_officer_reads_why_the_answer_was_returned_while_writing_anew(
    hall: Hall,
) -> None:
    case = replied(hall)
    do(hall.office, case, "return", words="没有写明责任人")
    text = page(hall.officer, reverse("supervision:reply", args=[case.pk]))
    assert "没有写明责任人" in text
    assert "已组织补植。</textarea>" in text


def test_the_head_sends_the_answer_back_to_the_officer(hall: Hall) -> None:
    case = received(hall)
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    back = reverse("supervision:reply-back", args=[case.pk])
    text = send(hall.head, back).content.decode()
    assert "已退给经办人修改" in text
    assert "这个" not in send(hall.head, back).content.decode()


def test_files_are_downloads_of_those_who_may_see_them(hall: Hall, clerk: User) -> None:
    case = received(hall)
    written(hall, case)
    reply = reverse("supervision:reply", args=[case.pk])
    plan = PLAN | {"plan-0-due_on": timezone.localdate().isoformat()}
    send(
        hall.officer,
        reply,
        text="甲",
        version="1",
        upload=SimpleUploadedFile("a.pdf", PDF),
        **plan,
    )
    kept = case.replies.get().files.get()
    place = reverse("supervision:file", args=[case.pk, kept.pk])
    answer = browser(hall.head).get(place)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser(hall.office).get(place).status_code == 404
    assert browser(clerk).get(place).status_code == 404
    remove = reverse("supervision:file-remove", args=[case.pk, kept.pk])
    assert browser(hall.head).post(remove).status_code == 403
    assert "文件已移除" in send(hall.officer, remove).content.decode()


def test_the_paper_comes_as_docx_as_pdf_and_as_a_picture(hall: Hall) -> None:
    case = issued(hall)
    client = browser(hall.officer)
    docx = client.get(reverse("supervision:case-docx", args=[case.pk]))
    pdf = client.get(reverse("supervision:case-pdf", args=[case.pk]))
    assert docx.content.startswith(b"PK")
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]
    first = reverse("supervision:case-page", args=[case.pk, 1])
    picture = client.get(first)
    assert picture.content.startswith(b"\x89PNG")
    known = client.get(first, headers={"if-none-match": picture["ETag"]})
    assert known.status_code == 304
    beyond = reverse("supervision:case-page", args=[case.pk, 99])
    assert client.get(beyond).status_code == 404


def test_a_draft_is_changed_and_a_stale_change_shows_both_versions(hall: Hall) -> None:
    case = drafted(hall)
    place = reverse("supervision:case-edit", args=[case.pk])
    assert "森林覆盖率提升工作" in page(hall.office, place)
    fields = {
        "step": "supervise",
        "units": [hall.bureau.pk],
        "item": "甲",
        "basis": "三(三)1",
        "facts": "滞后。",
        "demand": "整改。",
        "version": "1",
    }
    assert "草稿已修改" in send(hall.office, place, **fields).content.decode()
    text = send(hall.office, place, **fields | {"item": "乙"}).content.decode()
    assert "两个版本" in text
    bad = fields | {"basis": "甲｜乙｜丙｜丁｜戊", "version": "2"}
    assert "不是“条款" in send(hall.office, place, **bad).content.decode()


def test_a_draft_begins_with_what_the_address_names_or_with_nothing(
    hall: Hall, result: AssessmentRun
) -> None:
    text = page(hall.office, "/supervision/new/")
    assert f"?run={result.pk}" in text
    assert "91.25" not in page(hall.office, f"/supervision/new/?run={result.pk}")
    case = issued(hall)
    assert "签发后取代" in page(hall.office, f"/supervision/new/?replaces={case.pk}")
    for query in ("follows", "proposal", "run", "replaces"):
        page(hall.office, f"/supervision/new/?{query}=0", 404)
        page(hall.office, f"/supervision/new/?{query}=x", 404)
    page(hall.office, f"/supervision/new/?follows={case.pk}", 404)
    page(hall.officer, "/supervision/new/", 403)


def test_silence_is_said_on_the_page_with_the_step_that_is_proposed(hall: Hall) -> None:
    case = received(hall, step="remind")
    Case.objects.filter(pk=case.pk).update(
        reply_by=timezone.localdate() - timedelta(days=1)
    )
    text = page(hall.office, case.get_absolute_url())
    assert "建议下一步：督办单" in text
    assert f"?follows={case.pk}" in text
    assert "?follows=" not in page(hall.officer, case.get_absolute_url())
    begun = page(hall.office, f"/supervision/new/?follows={case.pk}")
    assert "至今未收到" in begun


def test_the_ladder_shows_its_rules_with_their_sources(hall: Hall) -> None:
    text = page(hall.officer, "/supervision/ladder/")
    assert "10 个工作日" in text
    assert "约谈通知书" in text


# Other rooms --------------------------------------------------------------------------


def test_the_desk_says_what_waits_for_whom(hall: Hall) -> None:
    today = timezone.localdate()

    def codes(user: User) -> list[str]:
        found = needs_of(user, today)
        return [one.code for one in found if one.code.startswith("case.")]

    case = drafted(hall)
    assert (codes(hall.office), codes(hall.leader)) == (["case.check"], [])
    do(hall.office, case, "check")
    assert (codes(hall.office), codes(hall.leader)) == ([], ["case.issue"])
    do(hall.leader, case, "issue")
    assert codes(hall.officer) == ["case.receive"]
    do(hall.officer, case, "receive")
    assert codes(hall.officer) == ["case.reply"]
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    assert (codes(hall.officer), codes(hall.head)) == ([], ["case.confirm"])
    do(hall.head, case, "reply")
    assert codes(hall.office) == ["case.review"]
    do(hall.office, case, "accept", words="可行")
    assert codes(hall.officer) == ["case.rectify"]


def test_a_confirmed_proposal_offers_its_paper_and_then_shows_it(
    hall: Hall, proposal: ProposalRow, result: AssessmentRun
) -> None:
    [offer] = offers_of(hall.office, proposal)
    assert offer.url == f"/supervision/new/?proposal={proposal.pk}"
    assert offer.url in page(hall.office, proposal.get_absolute_url())
    assert offers_of(hall.head, proposal) == []
    waiting = result.proposals.get(step="commend")
    assert offers_of(hall.office, waiting) == []
    case = drafted(hall)
    Case.objects.filter(pk=case.pk).update(proposal=proposal)
    [offer] = offers_of(hall.office, proposal)
    assert offer.url == case.get_absolute_url()
    answer = browser(hall.office).get(f"/supervision/new/?proposal={proposal.pk}")
    assert answer["Location"] == case.get_absolute_url()


def test_targets_and_units_show_their_cases_to_who_may_see_them(
    hall: Hall, plan: Plan, clerk: User
) -> None:
    target = plan.targets.get(key="T002")
    unit = plan.planunits.get(organisation=hall.bureau)
    case = issued(hall)
    Case.objects.filter(pk=case.pk).update(target=target)

    def shown(user: User) -> list[list[Case]]:
        panels = target_panels(user, target) + unit_panels(user, unit)
        return [
            list(one.content.cases)
            for one in panels
            if one.template == "supervision/_cases.html"
        ]

    assert shown(hall.office) == [[case], [case]]
    assert shown(hall.officer) == [[case], [case]]
    assert shown(clerk) == []
    assert case.item in page(hall.office, target.get_absolute_url())


def test_the_desk_asks_twice_for_all_that_waits(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafted(hall)
    needs_of(hall.office, timezone.localdate())
    with django_assert_max_num_queries(2):
        found = list(supervision_needs(hall.office, timezone.localdate()))
    [need] = [one for one in found if one.count]
    assert (need.code, need.count, need.late) == ("case.check", 1, 0)


# Costs --------------------------------------------------------------------------------


def test_the_list_asks_the_same_of_the_database_however_long_it_is(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        drafted(hall, item=f"事项{number}")
    client = browser(hall.office)
    client.get(LIST)
    with django_assert_max_num_queries(15):
        client.get(LIST)


def test_a_case_with_everything_costs_a_fixed_number_of_queries(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = accepted(hall)
    client = browser(hall.officer)
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(27):
        client.get(case.get_absolute_url())
