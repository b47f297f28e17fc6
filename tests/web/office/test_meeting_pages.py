"""Pages of the meetings: who sees them, what they say, what forms refuse."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dafeng.web.office import agenda
from dafeng.web.office.agenda import AgendaItem, register_agenda
from dafeng.web.office.models import Decision, Meeting, MeetingState
from dafeng.web.office.services.agendas import agenda_add
from dafeng.web.office.services.meetings import (
    MeetingFacts,
    meeting_hold,
    meeting_invite,
    meeting_plan,
)
from tests.web.layers import layer

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User

TODAY = timezone.localdate()
NEXT = TODAY + timedelta(days=20)
FORM = {
    "title": "领导小组第四次会议",
    "planned_on": NEXT.isoformat(),
    "starts_at": "14:30",
    "place": "第一会议室",
    "chair": "区长",
    "participants": "区长\n分管副区长",
}


@pytest.fixture(autouse=True)
def one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    item = AgendaItem(title="研究某事", url="/tasks/", why="拖了很久。", key="some:1")
    monkeypatch.setattr(agenda, "_sources", {})
    register_agenda("some", lambda _district, _day: [item], label="某来源")


@layer
def meeting(district: Organisation, office: User, bureau: Organisation) -> Meeting:
    facts = MeetingFacts(
        title="领导小组第四次会议",
        planned_on=NEXT,
        participants="区长\n分管副区长",
        units=[bureau],
    )
    return meeting_plan(organisation=district, by=office, facts=facts)


@pytest.fixture
def opened(client: Client, office: User) -> Client:
    client.force_login(office)
    return client


def past(meeting: Meeting, office: User) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=TODAY - timedelta(days=1))
    return meeting_hold(meeting=meeting, by=office, on=TODAY - timedelta(days=1))


def test_the_office_plans_a_meeting_and_fills_its_agenda(
    opened: Client, district: Organisation, bureau: Organisation
) -> None:
    assert "还没有登记过会议" in opened.get("/office/meetings/").content.decode()
    answer = opened.post("/office/meetings/new/", FORM | {"units": [bureau.pk]})
    made = Meeting.objects.get(organisation=district)
    assert answer.headers["Location"] == made.get_absolute_url()
    page = opened.get(made.get_absolute_url()).content.decode()
    assert "研究某事" in page
    assert "还没有议题。从下面选取" in page
    opened.post(f"{made.get_absolute_url()}agenda/", {"item": ["some:1", "no:such"]})
    row = made.agenda.get()
    page = opened.get(made.get_absolute_url()).content.decode()
    assert "没有其他待决定的事项" in page
    answer = opened.post(
        f"{made.get_absolute_url()}agenda/new/", {"title": "另一议题", "why": ""}
    )
    assert answer.status_code == 302
    opened.post(f"{made.get_absolute_url()}agenda/{row.pk}/down/")
    assert [one.title for one in made.agenda.order_by("order")] == [
        "另一议题",
        "研究某事",
    ]
    opened.post(
        f"{made.get_absolute_url()}agenda/{row.pk}/",
        {"title": "研究某事的办法", "why": "拖了很久。", "presenter": bureau.pk},
    )
    row.refresh_from_db()
    assert (row.title, row.presenter) == ("研究某事的办法", bureau)
    opened.post(f"{made.get_absolute_url()}agenda/{row.pk}/drop/")
    assert made.agenda.count() == 1
    listed = opened.get("/office/meetings/").content.decode()
    assert "下一次会议定于" in listed


def test_nothing_ticked_changes_nothing_and_says_so(
    opened: Client, meeting: Meeting
) -> None:
    url = f"{meeting.get_absolute_url()}agenda/"
    answer = opened.post(url, {}, follow=True)
    assert "没有选中事项" in answer.content.decode()
    assert not meeting.agenda.exists()


def test_a_form_says_what_it_refuses_and_keeps_what_was_written(
    opened: Client, meeting: Meeting
) -> None:
    gone = (TODAY - timedelta(days=1)).isoformat()
    page = opened.post("/office/meetings/new/", FORM | {"planned_on": gone})
    assert "已经过去" in page.content.decode()
    assert "第一会议室" in page.content.decode()
    twice = opened.post("/office/meetings/new/", FORM).content.decode()
    assert "同一天的同名会议已经登记过" in twice
    empty = opened.post(f"{meeting.get_absolute_url()}agenda/new/", {"title": ""})
    assert empty.status_code == 200
    refused = opened.post(f"{meeting.get_absolute_url()}invite/", {"go": "1"})
    assert "还没有议题" in refused.content.decode()
    stale = opened.post(f"{meeting.get_absolute_url()}edit/", FORM | {"version": "7"})
    assert "保存期间他人改了" in stale.content.decode()
    assert "两个版本" in stale.text
    bare = opened.post(f"{meeting.get_absolute_url()}edit/", FORM)
    assert "没有带页面版本" in bare.text


def test_a_plan_is_changed_called_held_and_called_off_on_its_pages(
    opened: Client, meeting: Meeting, bureau: Organisation, office: User
) -> None:
    at = meeting.get_absolute_url()
    opened.post(f"{at}edit/", FORM | {"units": [bureau.pk], "version": "1"})
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("第一会议室", 2)
    agenda_add(meeting=meeting, by=office, title="甲")
    assert bureau.name_zh in opened.get(f"{at}invite/").content.decode()
    opened.post(f"{at}invite/", {"go": "1"})
    future = opened.post(f"{at}held/", {"on": NEXT.isoformat()}).content.decode()
    assert "召开日期还没有到" in future
    assert opened.get(f"{at}nothing/").status_code == 404
    assert (
        "请写明理由" in opened.post(f"{at}cancel/", {"reason": "  "}).content.decode()
    )
    opened.post(f"{at}cancel/", {"reason": "改期"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert "改期" in opened.get(at).content.decode()


def test_minutes_take_every_point_and_become_a_decision(
    opened: Client, meeting: Meeting, office: User
) -> None:
    first = agenda_add(meeting=meeting, by=office, title="甲")
    second = agenda_add(meeting=meeting, by=office, title="乙")
    at = meeting.get_absolute_url()
    early = opened.get(f"{at}minutes/", follow=True).content.decode()
    assert "登记已召开后，才能记录纪要" in early
    past(meeting, office)
    frame = {"number": "示纪要〔2026〕9号", "text": "研究两项议题。"}
    one, two = f"p{first.pk}", f"p{second.pk}"
    lacking = opened.post(
        f"{at}minutes/",
        frame | {f"{one}-outcome": "decided", f"{one}-effect": "urge"},
    ).content.decode()
    assert "请写明决定了什么" in lacking
    assert "请选择这一议题的结果" in lacking
    contrary = opened.post(
        f"{at}minutes/",
        frame
        | {
            f"{one}-outcome": "noted",
            f"{one}-text": "同意。",
            f"{one}-effect": "urge",
            f"{two}-outcome": "noted",
            f"{two}-effect": "urge",
        },
    ).content.decode()
    assert "结果应选“已决定”" in contrary
    assert not Decision.objects.exists()
    good = frame | {
        f"{one}-outcome": "decided",
        f"{one}-text": "同意。",
        f"{one}-effect": "set",
        f"{two}-outcome": "deferred",
        f"{two}-effect": "urge",
        "paper": SimpleUploadedFile("纪要.csv", "\ufeff纪要\n".encode()),
    }
    opened.post(f"{at}minutes/", good)
    decision = Decision.objects.get(number="示纪要〔2026〕9号")
    assert decision.file_name == "纪要.csv"
    page = opened.get(decision.get_absolute_url()).content.decode()
    assert meeting.get_absolute_url() in page
    page = opened.get(at).content.decode()
    assert "未决定，转下次会议" in page
    assert f"{decision.get_absolute_url()}#item-1" in page
    assert "有 1 项议题上次没有决定" in opened.get("/office/meetings/").content.decode()
    new = opened.get("/office/meetings/new/").content.decode()
    assert "上次没有决定的 1 项议题会自动列入议程" in new


def test_units_see_what_they_are_invited_to_and_never_the_proposals(
    client: Client,
    meeting: Meeting,
    office: User,
    officer: User,
    clerk: User,
) -> None:
    client.force_login(officer)
    at = meeting.get_absolute_url()
    assert client.get(at).status_code == 404
    agenda_add(meeting=meeting, by=office, title="甲")
    meeting_invite(meeting=meeting, by=office)
    page = client.get(at).content.decode()
    assert "甲" in page
    assert "待决定的事项" not in page
    assert client.get(f"{at}edit/").status_code == 403
    assert client.post(f"{at}agenda/", {"item": "some:1"}).status_code == 403
    client.force_login(clerk)
    assert client.get(at).status_code == 404
    assert client.get(f"{at}agenda.docx").status_code == 404


def test_the_agenda_sheet_and_its_document_say_the_same(
    opened: Client, meeting: Meeting, office: User, bureau: Organisation
) -> None:
    empty = opened.get(f"{meeting.get_absolute_url()}sheet/").content.decode()
    assert "还没有议题" in empty
    agenda_add(meeting=meeting, by=office, title="资金安排", why="等意见。")
    agenda_add(meeting=meeting, by=office, title="任务分工", presenter=bureau)
    page = opened.get(f"{meeting.get_absolute_url()}sheet/").content.decode()
    answer = opened.get(f"{meeting.get_absolute_url()}agenda.docx")
    again = opened.get(f"{meeting.get_absolute_url()}agenda.docx")
    assert answer.content == again.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as document:
        text = document.read("word/document.xml").decode()
    for words in ("资金安排", "等意见。", "任务分工", bureau.name_zh, "区长"):
        assert words in page
        assert words in text


def test_a_point_of_another_meeting_is_not_found(
    opened: Client, meeting: Meeting, office: User, district: Organisation
) -> None:
    other = meeting_plan(
        organisation=district,
        by=office,
        facts=MeetingFacts(title="另一次会议", planned_on=NEXT),
    )
    row = agenda_add(meeting=other, by=office, title="甲")
    at = meeting.get_absolute_url()
    assert opened.get(f"{at}agenda/{row.pk}/").status_code == 404
    assert opened.post(f"{at}agenda/{row.pk}/up/").status_code == 404
    assert opened.post(f"{at}agenda/{row.pk}/drop/").status_code == 404
    mine = agenda_add(meeting=meeting, by=office, title="乙")
    assert opened.post(f"{at}agenda/{mine.pk}/sideways/").status_code == 404


def test_the_list_can_be_narrowed_and_asks_the_same_number_of_questions(
    opened: Client,
    meeting: Meeting,
    office: User,
    district: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    nothing = opened.get("/office/meetings/?state=minuted").content.decode()
    assert "没有符合条件的会议" in nothing
    assert (
        meeting.title in opened.get("/office/meetings/?state=planned").content.decode()
    )
    for number in range(6):
        more = meeting_plan(
            organisation=district,
            by=office,
            facts=MeetingFacts(title=f"会议 {number}", planned_on=NEXT),
        )
        agenda_add(meeting=more, by=office, title="甲")
        agenda_add(meeting=meeting, by=office, title=f"议题 {number}")
    with django_assert_max_num_queries(26):
        opened.get("/office/meetings/")
    with django_assert_max_num_queries(26):
        opened.get(meeting.get_absolute_url())
