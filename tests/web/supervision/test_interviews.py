"""Minutes of an interview: two who held it sign; papers that follow a case."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.supervision.services.interviewing import (
    MinutesContent,
    interview_sign,
    interview_write,
    minutes_digest,
)
from dafeng.web.supervision.services.reviewing import (
    case_close,
    case_withdraw,
)
from tests.web.supervision.building import closed, issued, reviewed

if TYPE_CHECKING:
    from dafeng.web.core.models import User
    from dafeng.web.supervision.models import Case
    from tests.web.supervision.building import Hall

MEETING = {
    "step": "interview",
    "meets_on": timezone.localdate(),
    "meets_at": "9:30",
    "place": "二楼会议室",
    "attendants": "主要负责同志",
}
VERSION = re.compile(r'name="(version|digest)" value="(\w+)"')


def minutes(**change: Any) -> MinutesContent:
    base: dict[str, Any] = {
        "held_on": timezone.localdate(),
        "place": "二楼会议室",
        "hosts": "甲（主任）\n乙（科长）",
        "guests": "丙（主任）",
        "recorder": "丁",
        "said": "指出森林覆盖率滞后。",
        "promises": "年底前补植500亩。",
    }
    return MinutesContent(**(base | change))


def refused(act: Any, **how: Any) -> str:
    with pytest.raises(BadInputError) as caught:
        act(**how)
    return str(caught.value.code)


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        texts = [package.read(name).decode() for name in parts]
    return "".join(re.sub(r"<[^>]+>", "", text) for text in texts)


def held(hall: Hall) -> Case:
    case = issued(hall, **MEETING)
    interview_write(case=case, by=hall.office, content=minutes())
    return case


def test_an_interview_is_closed_only_with_minutes_that_two_signed(hall: Hall) -> None:
    case = reviewed(hall, **MEETING)
    close = {"case": case, "by": hall.office, "opinion": "同意销号。"}
    assert refused(case_close, **close) == "interview.unsigned"
    interview_write(case=case, by=hall.office, content=minutes())
    interview_sign(case=case, by=hall.office)
    interview_sign(case=case, by=hall.head)
    assert refused(case_close, **close) == "interview.unsigned"
    interview_sign(case=case, by=hall.leader)
    assert case_close(**close).state == "closed"
    late = {"case": case, "by": hall.second}
    assert refused(interview_sign, **late) == "case.closed"


def test_minutes_name_two_hosts_and_a_day_between_summons_and_today(
    hall: Hall,
) -> None:
    case = issued(hall, **MEETING)
    today = timezone.localdate()
    how = {"case": case, "by": hall.office}
    for code, change in (
        ("interview.hosts", {"hosts": "甲（主任）"}),
        ("interview.future", {"held_on": today + timedelta(days=1)}),
        ("interview.early", {"held_on": today - timedelta(days=1)}),
    ):
        assert refused(interview_write, **how, content=minutes(**change)) == code
    order = issued(hall)
    assert refused(interview_write, case=order, by=hall.office, content=minutes()) == (
        "interview.none"
    )
    with pytest.raises(PermissionDenied):
        interview_write(case=case, by=hall.officer, content=minutes())
    case_withdraw(case=case, by=hall.leader, reason="改期。")
    assert refused(interview_write, **how, content=minutes()) == "case.ended"


def test_what_was_signed_is_not_changed_and_nobody_signs_twice(hall: Hall) -> None:
    case = held(hall)
    seen = minutes_digest(case.interview)
    how = {"case": case, "by": hall.office}
    stale = interview_write(**how, content=minutes(said="改写。"), version=1)
    assert refused(interview_sign, **how, digest=seen) == "interview.stale"
    interview_sign(**how, digest=minutes_digest(stale))
    assert refused(interview_sign, **how) == "interview.twice"
    assert refused(interview_write, **how, content=minutes(), version=2) == (
        "interview.signed"
    )
    with pytest.raises(PermissionDenied):
        interview_sign(case=case, by=hall.officer)
    row = AuditRow.objects.get(action="supervision.interview.sign")
    assert row.data["digest"] == minutes_digest(stale)
    assert AuditRow.objects.filter(action="supervision.interview.write").count() == 2


def test_minutes_are_written_signed_and_carried_away_over_the_pages(
    hall: Hall,
) -> None:
    case = issued(hall, **MEETING)
    at = reverse("supervision:minutes", args=[case.pk])
    sign = reverse("supervision:minutes-sign", args=[case.pk])
    page = browser(hall.office).get(case.get_absolute_url()).text
    assert "还没有填写约谈记录" in page
    assert at in page
    form = browser(hall.office).get(at).text
    assert "主要负责同志</textarea>" in form
    said = {
        "held_on": timezone.localdate().isoformat(),
        "place": "二楼会议室",
        "hosts": "甲\n乙",
        "guests": "丙",
        "recorder": "丁",
        "said": "指出问题。",
    }
    assert "没有带页面版本" in browser(hall.office).post(at, said).text
    assert browser(hall.office).post(at, said | {"version": 0}).status_code == 302
    both = browser(hall.office).post(at, said | {"version": 0, "said": "另写。"}).text
    assert "两个版本" in both
    assert browser(hall.officer).get(at).status_code == 403
    assert browser(hall.officer).get(sign).status_code == 403
    for user in (hall.office, hall.head, hall.leader):
        shown = VERSION.search(browser(user).get(sign).text)
        assert shown is not None
        assert browser(user).post(sign, {}).status_code == 200
        answer = browser(user).post(sign, {shown[1]: shown[2]})
        assert answer.status_code == 302
        assert "您已经签过字" in browser(user).get(sign).text
    assert "</textarea>" not in browser(hall.office).get(at).text
    page = browser(hall.officer).get(case.get_absolute_url()).text
    assert "指出问题。" in page
    assert at not in browser(hall.office).get(case.get_absolute_url()).text
    paper = reverse("supervision:minutes-paper", args=[case.pk, "docx"])
    first = browser(hall.officer).get(paper).content
    assert first == browser(hall.office).get(paper).content
    text = words_of(first)
    for word in ("约谈记录", case.number, "指出问题", str(hall.leader.display_name)):
        assert word in text
    assert "草稿" not in text


def test_minutes_that_do_not_stand_are_a_draft_on_paper(hall: Hall) -> None:
    case = held(hall)
    paper = reverse("supervision:minutes-paper", args=[case.pk, "docx"])
    assert "草稿" in words_of(browser(hall.office).get(paper).content)
    order = issued(hall)
    none = reverse("supervision:minutes-paper", args=[order.pk, "docx"])
    assert browser(hall.office).get(none).status_code == 404
    at = reverse("supervision:minutes", args=[order.pk])
    assert browser(hall.office).get(at).status_code == 404


def test_answer_and_closure_are_documents_once_they_exist(
    hall: Hall, clerk: User
) -> None:
    case = issued(hall)
    answer = reverse("supervision:reply-paper", args=[case.pk, 1, "docx"])
    closure = reverse("supervision:closure-paper", args=[case.pk, "docx"])
    assert browser(hall.office).get(answer).status_code == 404
    assert browser(hall.office).get(closure).status_code == 404
    case = closed(hall, item="节水")
    answer = reverse("supervision:reply-paper", args=[case.pk, 1, "docx"])
    closure = reverse("supervision:closure-paper", args=[case.pk, "docx"])
    page = browser(hall.officer).get(case.get_absolute_url()).text
    assert answer in page
    assert closure in page
    first = browser(hall.officer).get(answer).content
    assert first == browser(hall.office).get(answer).content
    text = words_of(first)
    for word in ("已组织补植", "完成补植500亩", case.number, "办理情况的回复"):
        assert word in text
    text = words_of(browser(hall.office).get(closure).content)
    for word in ("整改销号表", "同意销号", "到位。", "完成补植500亩"):
        assert word in text
    for address in (answer, closure):
        as_pdf = browser(hall.office).get(address.replace(".docx", ".pdf"))
        assert as_pdf.content.startswith(b"%PDF")
        assert browser(clerk).get(address).status_code == 404
        other = address.replace(".docx", ".txt")
        assert browser(hall.office).get(other).status_code == 404
