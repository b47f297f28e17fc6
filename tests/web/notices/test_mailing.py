"""Mails that leave: to a real server, once, in the reader's language, or not lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.notices.models import Delivery, DeliveryState, MailPace, Notice
from dafeng.web.notices.services.mailing import (
    CLAIM_LAPSES,
    SERVER_REST,
    WAITS,
    Sending,
    delivery_retry,
    digests_send,
    mails_send,
)
from dafeng.web.notices.services.reading import notices_read, pace_set
from dafeng.web.notices.services.reminding import events_told, reminders_send
from tests.web.notices.conftest import DUE, TODAY, House, duty, returned
from tests.web.notices.postbox import Postbox, free_port, server, text_of
from tests.web.plans.building import person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.conf import LazySettings

    from dafeng.work import Duty

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    """A server that is there; the house knows its address."""
    box = Postbox()
    running = server(box)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
    settings.DEFAULT_FROM_EMAIL = "达峰 <office@dafeng.example>"
    running.start()
    yield box
    running.stop()


@pytest.fixture
def nobody_there(settings: LazySettings) -> None:
    """The house knows an address where no server listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()


def now() -> datetime:
    return datetime.now(UTC)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_mail_says_what_is_due_where_when_and_how_to_get_there(
    house: House, owed: list[Duty], postbox: Postbox
) -> None:
    owed.append(duty())
    reminders_send(on=TODAY)
    assert mails_send() == Sending(mails=1, sent=1)
    [mail] = postbox.mails
    assert mail["To"] == "li@example.org"
    assert mail["Subject"].strip() == (
        "[示例数据(合成)] 达峰 · “能耗月报1”还有 3 天到期"
    )
    assert mail["List-Unsubscribe"] == "<https://dafeng.example/inbox/preferences/>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = text_of(mail, "plain")
    for words in ("能耗月报1", "能源局", "2026-03-15", "您是经办人", "示例数据(合成)"):
        assert words in text
        assert words in text_of(mail, "html")
    assert "https://dafeng.example/inbox/go/" in text
    assert house.officer.notices.get().unread


def test_a_mail_is_sent_once(
    house: House,  # noqa: ARG001 - somebody is there to be told
    postbox: Postbox,
) -> None:
    events_told([returned()], on=TODAY)
    mails_send()
    assert mails_send() == Sending()
    assert len(postbox.mails) == 1
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.SENT
    assert delivery.sent_at is not None
    assert delivery.message_id == postbox.mails[0]["Message-ID"]


def test_what_waits_together_leaves_in_one_mail_the_nearest_deadline_first(
    house: House,  # noqa: ARG001
    owed: list[Duty],
    postbox: Postbox,
) -> None:
    owed += [duty(1, DUE + timedelta(days=2)), duty(2, DUE), duty(3, TODAY)]
    reminders_send(on=TODAY)
    assert mails_send() == Sending(mails=1, sent=3)
    [mail] = postbox.mails
    assert "您有 3 条提醒" in mail["Subject"]
    text = text_of(mail, "plain")
    found = [text.index(f"能耗月报{n}") for n in (3, 2, 1)]
    assert found == sorted(found)


def test_the_same_notices_make_the_same_message_id(
    house: House,  # noqa: ARG001
    postbox: Postbox,
) -> None:
    events_told([returned()], on=TODAY)
    mails_send()
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=now() - WAITS[-1])
    mails_send()
    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_an_english_reader_gets_an_english_mail(
    house: House, owed: list[Duty], postbox: Postbox
) -> None:
    house.officer.language = "en"
    house.officer.save()
    owed.append(duty())
    reminders_send(on=TODAY)
    mails_send()
    html = text_of(postbox.mails[0], "html")
    assert '<html lang="en">' in html
    assert "Energy" not in html  # the unit of this test has no English name
    assert '<span lang="zh-Hans">能源局</span>' in html


def test_markup_in_names_is_shown_and_not_run(
    house: House,  # noqa: ARG001
    postbox: Postbox,
) -> None:
    events_told(
        [returned(label="<script>alert(1)</script>\r\nBcc: a@b", note="<b>粗</b>")],
        on=TODAY,
    )
    mails_send()
    [mail] = postbox.mails
    html = text_of(mail, "html")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<b>" not in html
    assert mail["Bcc"] is None
    assert "Bcc: a@b" in mail["Subject"]


@pytest.mark.parametrize(
    ("pace", "on_tuesday", "on_monday"),
    [(MailPace.DAILY, 1, 1), (MailPace.WEEKLY, 0, 1), (MailPace.NONE, 0, 0)],
)
def test_digests_leave_on_their_day(
    house: House, postbox: Postbox, pace: MailPace, on_tuesday: int, on_monday: int
) -> None:
    for day, sent in ((TUESDAY, on_tuesday), (MONDAY, on_monday)):
        Notice.objects.all().delete()
        events_told([returned(mark) for mark in "ab"], on=TODAY)
        pace_set(by=house.officer, mail=pace)
        postbox.mails.clear()
        assert mails_send() == Sending()
        digests_send(on=day)
        assert len(postbox.mails) == sent
        if sent:
            assert "您有 2 条提醒" in postbox.mails[0]["Subject"]


def test_a_new_choice_holds_for_mails_that_wait(house: House, postbox: Postbox) -> None:
    pace_set(by=house.officer, mail=MailPace.WEEKLY)
    events_told([returned()], on=TODAY)
    assert mails_send() == Sending()
    pace_set(by=house.officer, mail=MailPace.AT_ONCE)
    assert mails_send() == Sending(mails=1, sent=1)
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("why", ["read", "left", "no address"])
def test_what_nobody_needs_by_mail_is_dropped(
    house: House, postbox: Postbox, why: str
) -> None:
    events_told([returned()], on=TODAY)
    if why == "read":
        notices_read(by=house.officer)
    elif why == "left":
        house.officer.is_active = False
    else:
        house.officer.email = ""
    house.officer.save()
    assert mails_send() == Sending()
    assert states() == [DeliveryState.DROPPED]
    assert not postbox.mails


def test_while_no_server_answers_mails_wait_and_lose_no_attempt(
    house: House,  # noqa: ARG001
    nobody_there: None,  # noqa: ARG001
) -> None:
    events_told([returned()], on=TODAY)
    at = now()
    sending = mails_send(now=at)
    assert sending.sent == 0
    assert "refused" in sending.trouble
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    assert delivery.next_try_at == at + SERVER_REST
    assert "refused" in delivery.trouble
    assert mails_send(now=at + timedelta(minutes=1)) == Sending()


def test_a_mail_that_the_server_puts_off_is_tried_again_and_given_up_in_the_end(
    house: House,  # noqa: ARG001
    postbox: Postbox,
) -> None:
    postbox.answers["li@example.org"] = "451 try later"
    events_told([returned()], on=TODAY)
    at = now()
    for attempt, wait in enumerate(WAITS, start=1):
        mails_send(now=at)
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, attempt)
        assert delivery.next_try_at == at + wait
        at = delivery.next_try_at
    assert mails_send(now=at).failed == 1
    assert states() == [DeliveryState.FAILED]
    assert "try later" in Delivery.objects.get().trouble
    assert mails_send(now=at + timedelta(days=9)) == Sending()


def test_an_address_that_does_not_exist_is_given_up_at_once_and_stops_no_other(
    house: House, owed: list[Duty], postbox: Postbox
) -> None:
    postbox.answers["li@example.org"] = "550 no such person"
    owed.append(duty(due_on=TODAY - timedelta(days=7)))
    reminders_send(on=TODAY)
    sending = mails_send()
    assert (sending.mails, sending.failed) == (1, 1)
    assert [mail["To"] for mail in postbox.mails] == ["wang@example.org"]
    assert set(states()) == {DeliveryState.FAILED, DeliveryState.SENT}
    assert Delivery.objects.get(state="failed").notice.recipient == house.officer


def test_an_address_that_no_mail_can_carry_stops_no_other(
    house: House, owed: list[Duty], postbox: Postbox
) -> None:
    house.officer.email = "li@@example.org"
    house.officer.save(update_fields=["email"])
    owed.append(duty(due_on=TODAY - timedelta(days=7)))
    reminders_send(on=TODAY)
    assert mails_send().mails == 1
    assert [mail["To"] for mail in postbox.mails] == ["wang@example.org"]
    assert set(states()) == {DeliveryState.WAITING, DeliveryState.SENT}


def test_the_claim_of_a_worker_that_died_lapses(
    house: House,  # noqa: ARG001
    postbox: Postbox,
) -> None:
    events_told([returned()], on=TODAY)
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=now())
    assert mails_send() == Sending()
    assert mails_send(now=now() + CLAIM_LAPSES * 2) == Sending(mails=1, sent=1)
    assert len(postbox.mails) == 1


def test_the_administrator_lets_a_failed_mail_go_again(
    house: House, postbox: Postbox
) -> None:
    admin = person("root", house.root, RoleCode.SYSTEM_ADMIN)
    events_told([returned()], on=TODAY)
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=7, trouble="550 no")
    failed = Delivery.objects.get()
    with pytest.raises(PermissionDenied):
        delivery_retry(by=house.office, delivery=failed)
    delivery_retry(by=admin, delivery=failed)
    delivery_retry(by=admin, delivery=failed)
    row = AuditRow.objects.get(action="notices.mail.retry")
    assert row.data == {"to": "li", "trouble": "550 no"}
    assert mails_send() == Sending(mails=1, sent=1)
    assert len(postbox.mails) == 1
