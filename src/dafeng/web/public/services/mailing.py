"""Mail the answers that wait, as notices are mailed.

An answer is claimed before it is sent, outside of any transaction: a slow mail server
holds no table, and no other worker sends the same beside it.  If the worker dies in
between, the claim lapses and the answer waits again, so it may come twice, under the
same message id; it is never lost.
"""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dafeng.web.core.moments import moment
from dafeng.web.notices.services.mailing import CLAIM_LAPSES, SERVER_REST, WAITS
from dafeng.web.notices.services.writing import mail_is_on
from dafeng.web.public.models import Feedback


def answers_mail(*, now: datetime | None = None) -> str:
    """Mail the answers that wait; a second run sends none of them again."""
    if not mail_is_on():
        return "no mail server"
    started = moment(now)
    rows = list(_waiting(started).select_related("organisation").order_by("pk"))
    if not rows:
        return "0 answers sent, 0 not"
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        # That is no fault of the answers: they lose no attempt.
        held = Feedback.objects.filter(pk__in=[row.pk for row in rows])
        held.update(mail_next_at=started + SERVER_REST)
        return f"0 answers sent, {len(rows)} not: no answer from the mail server"
    try:
        done = [_mailed(row, server, started) for row in rows if _claimed(row, started)]
    finally:
        server.close()
    return f"{sum(done)} answers sent, {len(done) - sum(done)} not"


def _waiting(now: datetime) -> QuerySet[Feedback]:
    """What waits now, claims that lapsed among it."""
    return Feedback.objects.filter(
        _free(now),
        Q(mail_next_at=None) | Q(mail_next_at__lte=now),
        answered_at__isnull=False,
        mailed_at=None,
        mail_tries__lte=len(WAITS),
    ).exclude(email="")


def _free(now: datetime) -> Q:
    lapsed = now - CLAIM_LAPSES
    return Q(mail_claimed_at=None) | Q(mail_claimed_at__lt=lapsed)


def _same(row: Feedback) -> QuerySet[Feedback]:
    """The letter, as long as it has the answer that was read, and that not mailed."""
    return Feedback.objects.filter(
        pk=row.pk, answered_at=row.answered_at, mailed_at=None
    )


def _claimed(row: Feedback, now: datetime) -> bool:
    """Take an answer that no other worker took in the meantime."""
    free = _same(row).filter(_free(now)).exclude(email="")
    return bool(free.update(mail_claimed_at=now, mail_tries=row.mail_tries + 1))


def _mailed(row: Feedback, server: BaseEmailBackend, now: datetime) -> bool:
    message = _message(row)
    message.connection = server
    try:
        message.send()
    # An address that no mail can carry is a ValueError: it must not stop the others.
    except (OSError, ValueError, smtplib.SMTPException):
        wait = WAITS[min(row.mail_tries, len(WAITS) - 1)]
        _same(row).update(mail_claimed_at=None, mail_next_at=now + wait)
        return False
    # Nothing else of the row is written: somebody may have changed it meanwhile.
    _same(row).update(mailed_at=now, mail_claimed_at=None)
    return True


def _message(row: Feedback) -> EmailMessage:
    with translation.override(row.language):
        message = EmailMessage(
            subject=_("对您来信 %(number)s 的答复") % {"number": str(row)},
            body=_(
                "您写道：\n%(text)s\n\n答复：\n%(answer)s\n\n%(unit)s\n本邮件不能回复。"
            )
            % {
                "text": row.text,
                "answer": row.answer,
                "unit": row.organisation.name_zh,
            },
            to=[row.email],
        )
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2] or "localhost"
    at = 0 if row.answered_at is None else int(row.answered_at.timestamp())
    message.extra_headers["Message-ID"] = f"<letter-{row.pk}-{at}@{domain}>"
    return message
