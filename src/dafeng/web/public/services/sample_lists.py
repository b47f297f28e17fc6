"""Fill a sample house with released disclosure lists: one in force, one withdrawn."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.enterprises.models import DisclosureRegister
from dafeng.web.public.models import DisclosureList
from dafeng.web.public.services.lists import (
    list_check,
    list_draft,
    list_issue,
    list_withdraw,
)
from dafeng.web.work.services.sample_hands import at_hour

MADE, CHECKED, ISSUED = 9, 10, 16
LAST_YEARS, THIS_YEARS = timedelta(days=90), timedelta(days=20)
WHY = "登记簿漏登两家企业的披露类别，名单重新拟定。（示例）"


def load_sample_lists(root: Organisation, office: User, leader: User) -> None:
    """Release the list of last year, withdraw one of this year, draft the next."""
    today = timezone.localdate()
    if not DisclosureRegister.objects.filter(organisation=root).exists():
        return
    _issued(root, office, leader, year=today.year - 1, before=LAST_YEARS)
    wrong = _issued(root, office, leader, year=today.year, before=THIS_YEARS)
    list_withdraw(row=wrong, by=leader, reason=WHY)
    row = list_draft(organisation=root, year=today.year, on=today, by=None)
    DisclosureList.objects.filter(pk=row.pk).update(made_by=office)
    list_check(row=row, by=office)


def _issued(
    root: Organisation, office: User, leader: User, *, year: int, before: timedelta
) -> DisclosureList:
    day = timezone.localdate() - before
    at = at_hour(day, MADE)
    row = list_draft(organisation=root, year=year, on=day, by=None, at=at)
    DisclosureList.objects.filter(pk=row.pk).update(made_by=office)
    list_check(row=row, by=office, at=at_hour(day, CHECKED))
    return list_issue(row=row, by=leader, at=at_hour(day, ISSUED))
