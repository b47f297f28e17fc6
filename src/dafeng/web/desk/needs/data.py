"""Workbooks that wait for approval, and numbers that did not reach the lake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.accounts.models import ImportBatch, ImportStatus, OutboxRow
from dafeng.web.core.models import User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.desk.cards import Need


def data_needs(user: Person, _on: date) -> Iterable[Need]:
    """What waits on the way into the lake."""
    paths = paths_where(user, "accounts.import.approve")
    if paths and isinstance(user, User):
        staged = ImportBatch.objects.filter(
            within("organisation__path", paths), status=ImportStatus.STAGED
        ).exclude(uploaded_by=user)
        yield Need(
            code="import.approve",
            label=_("审核数据导入"),
            count=staged.count(),
            url=reverse("accounts:imports"),
            icon="file-import",
        )
    if paths_where(user, "accounts.run.seal"):
        stuck = OutboxRow.objects.filter(done_at__isnull=True).exclude(trouble="")
        yield Need(
            code="outbox.stuck",
            label=_("查看没有入库的数据"),
            count=stuck.count(),
            url=reverse("desk:data"),
            icon="alert-triangle",
        )
