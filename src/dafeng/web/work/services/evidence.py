"""Put evidence behind a report or a task, and withdraw it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.sheets import write_file
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.work.models import Evidence, EvidenceKind, Report, Task
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import right_to_carry
from dafeng.web.work.selectors.reports import TO_FILL
from dafeng.web.work.services.evidence_kinds import file_name, kind_of_file
from dafeng.web.work.services.tasks import locked

FOLDER = "evidence"
FOLDER_MODE = 0o700


def evidence_path(sha256: str) -> Path:
    """Where the file with this SHA-256 lies; no name of anybody's is in it."""
    root = Path(settings.MEDIA_ROOT) / FOLDER
    return root / sha256[:2] / sha256[2:]


@transaction.atomic
def evidence_add_file(
    *, owner: Report | Task, by: User | None, name: str, content: bytes
) -> Evidence:
    """Keep a file as evidence, under its SHA-256.

    Raises
    ------
    BadInputError
        ``evidence.empty``, ``.too_large``, ``.type``, ``.disguised``;
        ``evidence.duplicate``: the report or task has the same file already;
        ``evidence.fixed``: the report is not in the officer's hand;
        ``evidence.ended``: the task has ended.
    """
    held = _open_owner(owner, by)
    shown = file_name(name)
    kind = kind_of_file(content, shown)
    sha256 = hashlib.sha256(content).hexdigest()
    same = held.evidence.filter(sha256=sha256, withdrawn_at__isnull=True).first()
    if same is not None:
        msg = f"{shown!r} is the same file as {same.name!r}."
        raise BadInputError(msg, code="evidence.duplicate", name=shown, other=same.name)
    _keep(sha256, content)
    return _add(
        held,
        by,
        Evidence(
            kind=EvidenceKind.FILE,
            name=shown,
            sha256=sha256,
            size=len(content),
            media=kind.media,
        ),
    )


@transaction.atomic
def evidence_add_link(
    *, owner: Report | Task, by: User | None, name: str, url: str
) -> Evidence:
    """Point at a page as evidence; only https.

    Raises
    ------
    BadInputError
        ``evidence.link``: it is no https address; ``evidence.fixed``, ``.ended``.
    """
    held = _open_owner(owner, by)
    parts = urlsplit(url.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        msg = f"{url!r} is no https address."
        raise BadInputError(msg, code="evidence.link", url=url[:100])
    shown = name.strip() or parts.hostname
    return _add(held, by, Evidence(kind=EvidenceKind.LINK, name=shown, url=url.strip()))


@transaction.atomic
def evidence_add_document(
    *, owner: Report | Task, by: User | None, name: str, number: str, dated: date
) -> Evidence:
    """Name an official document by its number and date.

    Raises
    ------
    BadInputError
        ``evidence.future``: it is dated after today; ``evidence.fixed``, ``.ended``.
    """
    held = _open_owner(owner, by)
    if dated > timezone.localdate():
        msg = f"{number} is dated {dated}, which is still to come."
        raise BadInputError(msg, code="evidence.future", dated=dated.isoformat())
    return _add(
        held,
        by,
        Evidence(
            kind=EvidenceKind.DOCUMENT,
            name=name.strip() or number.strip(),
            number=number.strip(),
            dated=dated,
        ),
    )


@transaction.atomic
def evidence_withdraw(*, evidence: Evidence, by: User, reason: str) -> Evidence:
    """Take evidence back; it stays in the history with the reason.

    Raises
    ------
    BadInputError
        ``evidence.no_reason``; ``evidence.fixed``, ``.ended``.
    """
    held = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    owner = held.report or held.task
    if owner is None:
        return held
    _open_owner(owner, by)
    if held.withdrawn_at is not None:
        return held
    if not reason.strip():
        msg = "Say why the evidence is withdrawn."
        raise BadInputError(msg, code="evidence.no_reason")
    held.withdrawn_at, held.withdrawn_reason = timezone.now(), reason.strip()
    held.full_clean()
    held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record(
        by=by,
        action="evidence.withdraw",
        target=held,
        data={"reason": reason, "sha256": held.sha256},
    )
    return held


def _open_owner(owner: Report | Task, by: User | None) -> Report | Task:
    """Take the report or task, and see that the person may add to it now."""
    if isinstance(owner, Task):
        task = locked(owner)
        if by is not None:
            require(by, *right_to_carry(task))
        if by is not None and task.state in ENDED:
            msg = f"The task {task.number} has ended and is changed no more."
            raise BadInputError(msg, code="evidence.ended", number=task.number)
        return task
    held = Report.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if by is not None:
        require(by, "work.report.fill", held.unit)
    if by is not None and held.state not in TO_FILL:
        msg = "The report was handed in; recall it, or have it returned."
        raise BadInputError(msg, code="evidence.fixed")
    return held


def _keep(sha256: str, content: bytes) -> None:
    path = evidence_path(sha256)
    if path.exists():
        return
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    write_file(path, content)


def _add(owner: Report | Task, by: User | None, one: Evidence) -> Evidence:
    if isinstance(owner, Task):
        one.task = owner
    else:
        one.report = owner
    one.added_by, one.added_at = by, timezone.now()
    one.full_clean()
    one.save()
    audit.record(
        by=by,
        action="evidence.add",
        target=one,
        data={
            "kind": one.kind,
            "sha256": one.sha256,
            "url": one.url,
            "number": one.number,
            "of": f"{owner._meta.label_lower}:{owner.pk}",
        },
    )
    return one
