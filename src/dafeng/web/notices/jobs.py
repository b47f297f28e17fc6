"""Jobs of this room: the reminders of the day, the mails, and tidying up."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.models import Failure

from dafeng.web.core.jobs import DailyAt, EveryMinutes, register_job
from dafeng.web.notices.services.mailing import Sending, digests_send, mails_send
from dafeng.web.notices.services.reminding import reminders_send

FAILURES_STAY = timedelta(days=90)


def remind() -> str:
    """Write the reminders of today."""
    made = reminders_send(on=timezone.localdate())
    nobody = {finding.place for finding in made.findings}
    told = f"{len(made.notices)} notices"
    return f"{told}; nobody to tell in {', '.join(sorted(nobody))}" if nobody else told


def send_mails() -> str:
    """Send what waits for people who want mail at once."""
    return _told(mails_send())


def send_digests() -> str:
    """Send the digests of today."""
    return _told(digests_send(on=timezone.localdate()))


def tidy() -> str:
    """Remove sessions that are over, and failures that are old."""
    now = timezone.now()
    sessions, _what = Session.objects.filter(expire_date__lt=now).delete()
    old = Failure.objects.filter(stopped__lt=now - FAILURES_STAY)
    failures, _what = old.delete()
    return f"{sessions} sessions, {failures} old failures"


def _told(sending: Sending) -> str:
    told = f"{sending.mails} mails with {sending.sent} notices"
    if sending.failed:
        told += f", {sending.failed} given up"
    return f"{told}; {sending.trouble}" if sending.trouble else told


register_job("notices.remind", remind, DailyAt(at=time(8)), label=_("每日提醒"))
register_job(
    "notices.digests-send",
    send_digests,
    DailyAt(at=time(8, 10)),
    label=_("发送汇总邮件"),
)
register_job(
    "notices.mails-send", send_mails, EveryMinutes(minutes=1), label=_("发送邮件")
)
register_job(
    "core.tidy", tidy, DailyAt(at=time(3, 30)), label=_("清理过期会话和旧记录")
)
