"""Send the mails that wait, each person's together, and know what became of them.

A mail is claimed before it is sent, outside of any transaction: a slow mail server
holds no table.  If the worker dies in between, the claim lapses and the mail waits
again, so it may come twice, under the same message id; it is never lost.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import attrs
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.notices.mails import notices_mail
from dafeng.web.notices.models import Delivery, DeliveryState, MailPace

TROUBLE_LENGTH = 300
CLAIM_LAPSES = timedelta(minutes=15)
SERVER_REST = timedelta(minutes=5)
"""How long a server that does not answer is left alone; its mails lose no attempt."""
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))
"""Between two attempts at one mail; after the last of them it has failed."""
_PERMANENT = 500
_MONDAY = 0
_PACE = "notice__recipient__notice_preference__mail"


@attrs.frozen(kw_only=True)
class Sending:
    """What one round of sending came to, counted in notices; ``mails`` in mails."""

    mails: int = 0
    sent: int = 0
    failed: int = 0
    trouble: str = ""


def mails_send(*, now: datetime | None = None) -> Sending:
    """Send what waits for people who want mail at once."""
    now = now or timezone.now()
    pace = Q(**{_PACE: MailPace.AT_ONCE}) | Q(**{f"{_PACE}__isnull": True})
    return _send(_waiting(now).filter(pace), now)


def digests_send(*, on: date, now: datetime | None = None) -> Sending:
    """Send the day's digests, and on Monday those of the week."""
    now = now or timezone.now()
    paces = [MailPace.DAILY]
    if on.weekday() == _MONDAY:
        paces.append(MailPace.WEEKLY)
    return _send(_waiting(now).filter(**{f"{_PACE}__in": paces}), now)


@transaction.atomic
def delivery_retry(*, by: User, delivery: Delivery) -> Delivery:
    """Let a mail that failed wait again, with all its attempts."""
    require(by, "core.jobs.manage")
    kept = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if kept.state != DeliveryState.FAILED:
        return kept
    kept.state, kept.attempts = DeliveryState.WAITING, 0
    kept.next_try_at = timezone.now()
    kept.save(update_fields=["state", "attempts", "next_try_at"])
    audit.record(
        by=by,
        action="notices.mail.retry",
        target=kept.notice,
        data={"to": kept.notice.recipient.username, "trouble": kept.trouble},
    )
    return kept


def _waiting(now: datetime) -> QuerySet[Delivery]:
    """What waits now; lapsed claims wait again, and what nobody wants is dropped."""
    rows = Delivery.objects.all()
    rows.filter(state=DeliveryState.SENDING, claimed_at__lt=now - CLAIM_LAPSES).update(
        state=DeliveryState.WAITING
    )
    waiting = rows.filter(state=DeliveryState.WAITING)
    unwanted = waiting.filter(
        Q(notice__read_at__isnull=False)
        | Q(notice__recipient__is_active=False)
        | Q(notice__recipient__email="")
        | Q(**{_PACE: MailPace.NONE})
    )
    rows.filter(pk__in=list(unwanted.values_list("pk", flat=True))).update(
        state=DeliveryState.DROPPED
    )
    return waiting.filter(next_try_at__lte=now)


def _send(waiting: QuerySet[Delivery], now: datetime) -> Sending:
    ordered = waiting.order_by("notice__recipient_id", "pk").select_related(
        "notice__recipient__organisation", "notice__unit"
    )
    by_person = [
        list(rows) for _pk, rows in groupby(ordered, lambda row: row.notice.recipient)
    ]
    if not by_person:
        return Sending()
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        everything = [row for rows in by_person for row in rows]
        return _server_is_gone(everything, error, now)
    try:
        return _sum(_send_to(rows, server, now) for rows in by_person)
    finally:
        server.close()


def _send_to(
    rows: Sequence[Delivery], server: BaseEmailBackend, now: datetime
) -> Sending:
    """Send one person what waits, in one mail."""
    mine = _claim(rows, now)
    if not mine:
        return Sending()
    person: User = mine[0].notice.recipient
    message = notices_mail(
        person, [row.notice for row in mine], on=timezone.localdate(now)
    )
    message.connection = server
    try:
        message.send()
    # An address that no mail can carry is a ValueError: it must not stop the others.
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return _not_sent(mine, error, now)
    _rows(mine).update(
        state=DeliveryState.SENT,
        sent_at=now,
        message_id=message.extra_headers["Message-ID"],
        trouble="",
    )
    return Sending(mails=1, sent=len(mine))


def _claim(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Take those that no other worker took in the meantime."""
    with transaction.atomic():
        free = _rows(rows).select_for_update().filter(state=DeliveryState.WAITING)
        taken = set(free.values_list("pk", flat=True))
        _rows([row for row in rows if row.pk in taken]).update(
            state=DeliveryState.SENDING, claimed_at=now
        )
    return [row for row in rows if row.pk in taken]


def _not_sent(rows: Sequence[Delivery], error: Exception, now: datetime) -> Sending:
    """Let the mails wait for another attempt, or give them up."""
    failed, trouble = 0, _reason(error)
    for row in rows:
        row.attempts += 1
        row.trouble = trouble
        if _is_permanent(error) or row.attempts > len(WAITS):
            row.state, failed = DeliveryState.FAILED, failed + 1
        else:
            row.state = DeliveryState.WAITING
            row.next_try_at = now + WAITS[row.attempts - 1]
        row.save(update_fields=["state", "attempts", "trouble", "next_try_at"])
    return Sending(failed=failed, trouble=trouble)


def _server_is_gone(
    rows: Sequence[Delivery], error: Exception, now: datetime
) -> Sending:
    """Leave the server alone for a while; that is no fault of the mails."""
    trouble = _reason(error)
    _rows(rows).update(trouble=trouble, next_try_at=now + SERVER_REST)
    return Sending(trouble=trouble)


def _is_permanent(error: Exception) -> bool:
    """Whether the server will refuse the mail for ever (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= _PERMANENT
    return False


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:TROUBLE_LENGTH]


def _rows(rows: Iterable[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__in=[row.pk for row in rows])


def _sum(parts: Iterable[Sending]) -> Sending:
    done = list(parts)
    return Sending(
        mails=sum(part.mails for part in done),
        sent=sum(part.sent for part in done),
        failed=sum(part.failed for part in done),
        trouble=next((part.trouble for part in done if part.trouble), ""),
    )
