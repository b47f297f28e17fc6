"""Approvals of a project: entered with their file, withdrawn with a reason."""

from __future__ import annotations

from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.office.services.papers import Paper
from dafeng.web.projects.models import Approval, Project
from dafeng.web.projects.services.holding import (
    held_by_keeper,
    keep_version,
    see_day,
)


@attrs.frozen(kw_only=True)
class ApprovalFacts:
    """What an approval says; ``until`` only where the paper itself gives it."""

    kind: str
    number: str
    dated: date
    until: date | None = None
    issuer: str = ""


@transaction.atomic
def approval_add(
    *,
    project: Project,
    by: User | None,
    facts: ApprovalFacts,
    paper: Paper | None = None,
) -> Approval:
    """Enter an approval.

    Raises
    ------
    BadInputError
        ``project.future``: it is dated after today; ``project.merged``.
    """
    held = held_by_keeper(project, by)
    see_day(facts.dated)
    row = Approval(
        project=held,
        kind=facts.kind,
        number=facts.number.strip(),
        issuer=facts.issuer.strip(),
        dated=facts.dated,
        until=facts.until,
        added_by=by,
        added_at=timezone.now(),
    )
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256
        row.file_size, row.file_media = paper.size, paper.media
    row.full_clean()
    row.save()
    keep_version(held, facts.dated)
    data = {"project": held.code, "file": row.file_sha256, **attrs.asdict(facts)}
    audit.record(by=by, action="projects.approval.add", target=row, data=data)
    return row


@transaction.atomic
def approval_withdraw(*, approval: Approval, by: User | None, reason: str) -> Approval:
    """Take an approval back that was entered by mistake, or that was revoked.

    Raises
    ------
    BadInputError
        ``project.reason``; ``project.merged``.
    """
    held = held_by_keeper(approval.project, by)
    row = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        msg = "Say why the approval is withdrawn."
        raise BadInputError(msg, code="project.reason")
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason.strip()
    row.full_clean()
    row.save()
    keep_version(held, timezone.localdate())
    data = {"project": held.code, "reason": reason.strip()}
    audit.record(by=by, action="projects.approval.withdraw", target=row, data=data)
    return row
