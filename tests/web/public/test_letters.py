"""Letters in: taken with consent, answered, published as agreed, forgotten in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RateWindow
from dafeng.web.public.models import Feedback, FeedbackState
from dafeng.web.public.services.feedback import (
    contacts_forget,
    feedback_answer,
    feedback_close,
    feedback_publish,
)
from dafeng.web.public.services.mailing import CLAIM_LAPSES, answers_mail
from dafeng.web.sign_in_settings import Rate

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.core.mail import EmailMessage
    from django.test import Client

    from dafeng.web.core.models import Organisation, User

SENT = {
    "about": "figure",
    "text": "<b>森林覆盖率</b>怎么算的？",
    "name": "张先生",
    "email": "reader@example.org",
    "consent": "on",
}
WRITE = "public:write"


@pytest.fixture
def visitor(browser: Callable[..., Client]) -> Client:
    return browser()


def write(visitor: Client, **facts: str) -> int:
    return visitor.post(reverse(WRITE), SENT | facts).status_code


def refused(code: str) -> pytest.RaisesExc[BadInputError]:
    return pytest.raises(BadInputError, check=lambda error: error.code == code)


def letter(district: Organisation, **facts: object) -> Feedback:
    return Feedback.objects.create(
        **{
            "organisation": district,
            "about": "plan",
            "text": "为什么？",
            "name": "李女士",
            "email": "li@example.org",
            "received_at": timezone.now(),
        }
        | facts
    )


class Meanwhile(BaseEmailBackend):
    """A mail server so slow that the office answers anew while a mail goes out."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        feedback_answer(feedback=Feedback.objects.get(), by=None, answer="改稿")
        return len(messages)


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        msg = f"{len(messages)}"
        raise SMTPServerDisconnected(msg)


class OtherRun(BaseEmailBackend):
    """A mail server so slow that another worker runs beside while a mail goes out."""

    told: ClassVar[list[str]] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if not self.told:
            self.told.append("")
            self.told[0] = answers_mail()
        return len(messages)


def test_a_letter_arrives_and_says_so(district: Organisation, visitor: Client) -> None:
    response = visitor.post(reverse(WRITE), SENT, follow=True)
    assert "来信已收到" in response.content.decode()
    row = Feedback.objects.get()
    assert row.organisation == district
    assert row.state == FeedbackState.NEW
    assert not row.may_publish
    audited = AuditRow.objects.get(action="public.feedback.receive")
    told = f"{audited.data}{audited.target_label}"
    for private in ("张先生", "reader@example.org", "森林覆盖率"):
        assert private not in told


def test_without_consent_or_words_nothing_is_taken(
    district: Organisation, visitor: Client
) -> None:
    assert district.pk
    response = visitor.post(
        reverse(WRITE), {key: SENT[key] for key in SENT if key != "consent"}
    )
    text = response.content.decode()
    assert "不同意使用时无法受理" in text
    assert "怎么算的？" in text, "what was written stays"
    assert "<b>" not in text
    assert write(visitor, text="") == 200
    assert write(visitor, text="长" * 2001) == 200
    assert write(visitor, email="no address") == 200
    assert write(visitor, email="a@" + "b." * 130 + "org") == 200
    assert not Feedback.objects.exists()


def test_a_program_in_the_trap_is_thanked_and_dropped(
    district: Organisation, visitor: Client
) -> None:
    assert district.pk
    assert write(visitor, homepage="https://spam.example") == 302
    assert not Feedback.objects.exists()
    page = visitor.get(reverse(WRITE)).content.decode()
    assert 'name="homepage"' in page
    assert 'aria-hidden="true"' in page


def test_too_many_letters_from_one_address_are_refused_without_keeping_it(
    district: Organisation, visitor: Client, settings: LazySettings
) -> None:
    assert district.pk
    settings.RATES = settings.RATES | {"feedback": Rate(acts=2, seconds=60)}
    assert [write(visitor) for _n in range(3)] == [302, 302, 429]
    assert Feedback.objects.count() == 2
    assert "127.0.0.1" not in RateWindow.objects.get(key__startswith="feedback").key


def test_only_the_office_reads_and_answers(
    district: Organisation,
    browser: Callable[..., Client],
    office: User,
    leader: User,
    officer: User,
    stranger: User,
) -> None:
    row = letter(district)
    where = row.get_absolute_url()
    assert browser(office).get(where).status_code == 200
    assert browser(stranger).get(where).status_code == 404
    for who in (leader, officer):
        assert browser(who).get(where).status_code == 403
    bare = browser(office).post(where, {"answer": "按统计口径。"})
    assert "没有带页面版本" in bare.content.decode()
    sent = {"answer": "按统计口径。", "version": row.revision}
    answered = browser(office).post(where, sent)
    assert answered.status_code == 302
    row.refresh_from_db()
    assert row.state == FeedbackState.ANSWERED
    assert row.answered_by == office
    close = reverse("public:letter-act", args=[row.pk, "close"])
    assert "没有带页面版本" in browser(office).post(close, follow=True).content.decode()
    seen = {"version": row.revision}
    browser(office).post(close, seen)
    row.refresh_from_db()
    assert row.state == FeedbackState.CLOSED
    late = browser(office).post(close, seen, follow=True)
    assert "有人办理过" in late.content.decode()
    assert AuditRow.objects.filter(action="public.feedback.close").count() == 1
    unknown = reverse("public:letter-act", args=[row.pk, "burn"])
    assert browser(office).post(unknown).status_code == 404


def test_the_list_does_not_ask_more_for_more_letters(
    district: Organisation,
    browser: Callable[..., Client],
    office: User,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _n in range(12):
        letter(district)
    client = browser(office)
    where = reverse("public:letters")
    client.get(where)
    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        text = client.get(where, {"state": "new"}).content.decode()
    assert "有 12 封来信待答复" in text


def test_an_answer_is_published_as_agreed_and_names_nobody(
    district: Organisation, office: User, visitor: Client
) -> None:
    silent, open_one = letter(district), letter(district, may_publish=True)
    for row in (silent, open_one):
        feedback_answer(feedback=row, by=office, answer="按年度统计。")
    with refused("feedback.not_agreed"):
        feedback_publish(feedback=silent, by=office)
    feedback_publish(feedback=open_one, by=office)
    text = visitor.get(reverse(WRITE)).content.decode()
    assert text.count("按年度统计。") == 1
    assert "李女士" not in text
    assert "li@example.org" not in text


def test_acts_out_of_turn_are_refused(district: Organisation, office: User) -> None:
    row = letter(district, may_publish=True)
    with refused("feedback.no_answer"):
        feedback_publish(feedback=row, by=office)
    with refused("feedback.no_answer"):
        feedback_answer(feedback=row, by=office, answer="  ")
    with refused("feedback.reason"):
        feedback_close(feedback=row, by=office)
    feedback_close(feedback=row, by=office, reason="与本平台无关")
    with refused("feedback.closed"):
        feedback_answer(feedback=row, by=office, answer="迟了")
    with refused("feedback.closed"):
        feedback_close(feedback=row, by=office)


def test_an_answer_is_mailed_once_in_the_writers_language(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row = letter(district)
    letter(district, email="")
    for one in Feedback.objects.all():
        feedback_answer(feedback=one, by=office, answer="按年度统计。")
    assert answers_mail() == "1 answers sent, 0 not"
    assert answers_mail() == "0 answers sent, 0 not"
    assert mail.outbox[0].to == ["li@example.org"]
    assert "按年度统计。" in mail.outbox[0].body
    row.refresh_from_db()
    assert row.mailed_at


def test_what_changes_while_a_mail_goes_out_is_kept(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Meanwhile"
    row = letter(district)
    feedback_answer(feedback=row, by=office, answer="初稿")
    assert answers_mail() == "1 answers sent, 0 not"
    row.refresh_from_db()
    assert (row.answer, row.mailed_at, row.mail_tries) == ("改稿", None, 0)


@pytest.mark.database
def test_two_workers_send_each_answer_once(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.OtherRun"
    OtherRun.told.clear()
    for row in (letter(district), letter(district)):
        feedback_answer(feedback=row, by=office, answer="答复")
    # The other worker leaves alone what is being sent, and takes what waits behind.
    assert answers_mail() == "1 answers sent, 0 not"
    assert OtherRun.told == ["1 answers sent, 0 not"]
    assert not Feedback.objects.exclude(mail_tries=1).exists()
    assert not Feedback.objects.filter(mailed_at=None).exists()


def test_the_claim_of_a_worker_that_died_lapses(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row = letter(district)
    feedback_answer(feedback=row, by=office, answer="答复")
    now = timezone.now()
    Feedback.objects.update(mail_claimed_at=now, mail_tries=1)
    assert answers_mail() == "0 answers sent, 0 not"
    assert answers_mail(now=now + CLAIM_LAPSES * 2) == "1 answers sent, 0 not"
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"].startswith(f"<letter-{row.pk}-")


def test_while_no_server_answers_an_answer_waits_and_loses_no_attempt(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    feedback_answer(feedback=letter(district), by=office, answer="答复")
    assert "1 not: no answer from the mail server" in answers_mail()
    assert answers_mail() == "0 answers sent, 0 not"
    assert Feedback.objects.get().mail_tries == 0


def test_an_answer_that_is_refused_is_tried_seven_times_and_then_left(
    district: Organisation, office: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    feedback_answer(feedback=letter(district), by=office, answer="答复")
    now = timezone.now()
    for number in range(7):
        told = answers_mail(now=now + timedelta(days=number))
        assert told == "0 answers sent, 1 not"
    assert answers_mail(now=now + timedelta(days=9)) == "0 answers sent, 0 not"


def test_names_and_addresses_are_forgotten_in_time(
    district: Organisation, office: User
) -> None:
    row, old, kept = (letter(district) for _n in range(3))
    feedback_close(feedback=row, by=office, reason="无关")
    moment = timezone.now()
    Feedback.objects.filter(pk=old.pk).update(received_at=moment - timedelta(days=400))
    assert contacts_forget(now=moment) == "1 contacts wiped"
    assert contacts_forget(now=moment + timedelta(days=91)) == "1 contacts wiped"
    for one in (row, old):
        one.refresh_from_db()
        assert (one.name, one.email) == ("", "")
        assert one.text == "为什么？"
    kept.refresh_from_db()
    assert kept.email == "li@example.org"
    assert AuditRow.objects.filter(action="public.feedback.wipe").count() == 2


@pytest.mark.database
def test_the_database_publishes_nothing_that_was_not_agreed(
    district: Organisation,
) -> None:
    row = letter(district, answer="答复", answered_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=row.pk).update(published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=row.pk).update(wiped_at=timezone.now())
