"""Work of this room that nobody waits for: answers by mail, contacts forgotten."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import DailyAt, EveryMinutes, register_job
from dafeng.web.public.services.feedback import contacts_forget
from dafeng.web.public.services.mailing import answers_mail

register_job(
    "public.answers-mail",
    answers_mail,
    EveryMinutes(minutes=5),
    label=_("向来信人发送答复"),
)
register_job(
    "public.contacts-forget",
    contacts_forget,
    DailyAt(at=time(3, 40)),
    label=_("删除来信人的联系方式"),
)
