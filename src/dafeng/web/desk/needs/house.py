"""What the administrators look after: jobs, sign-in, the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.job_queue import jobs_failed
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.desk.selectors.house import accounts_locked, audit_checked_before


def house_needs(user: Person, _on: date) -> Iterable[Need]:
    """What waits for each of the three administrators."""
    if paths_where(user, "core.jobs.manage"):
        yield Need(
            code="job.look",
            label=_("查看失败的后台作业"),
            count=len(jobs_failed()),
            url=reverse("jobs:jobs"),
            icon="clock",
        )
    if paths_where(user, "core.security.manage"):
        yield Need(
            code="account.unlock",
            label=_("处理暂停登录的账户"),
            count=accounts_locked(),
            url=reverse("core:security"),
            icon="shield-lock",
        )
    if paths_where(user, "core.audit.retire"):
        yield Need(
            code="audit.verify",
            label=_("查验审计记录"),
            count=0 if audit_checked_before() else 1,
            url=reverse("core:audit"),
            icon="shield-check",
        )
