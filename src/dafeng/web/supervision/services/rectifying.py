"""Files behind an answer, and what is done of its plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.supervision import CaseState
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.office.services.papers import Paper, paper_of
from dafeng.web.supervision.models import Case, CaseFile, RectificationItem, Reply
from dafeng.web.supervision.services.moving import case_held, see_it_is_open
from dafeng.web.supervision.services.replying import (
    WRITE,
    answerable_held,
    draft_held,
)


@transaction.atomic
def reply_file_add(
    *, case: Case, by: User, name: str, content: bytes, at: datetime | None = None
) -> CaseFile:
    """Keep a file behind the draft of an answer.

    Raises
    ------
    BadInputError
        ``evidence.empty``, ``.too_large``, ``.type``, ``.disguised``; ``file.twice``;
        ``reply.none``; ``reply.handed``.
    """
    held = answerable_held(case)
    reply = draft_held(held)
    if reply is None:
        msg = "Save the answer first."
        raise BadInputError(msg, code="reply.none")
    require(by, WRITE, reply.unit)
    if reply.handed_at is not None:
        msg = "The head has it."
        raise BadInputError(msg, code="reply.handed")
    return _kept(reply, None, paper_of(name, content), by, moment(at))


@transaction.atomic
def reply_file_remove(*, file: CaseFile, by: User) -> None:
    """Take a file off the draft of an answer; what was confirmed stays."""
    held = answerable_held(file.reply.case)
    require(by, WRITE, file.reply.unit)
    reply = draft_held(held)
    if reply is None or reply.pk != file.reply_id or reply.handed_at is not None:
        msg = "The answer is not in the officer's hand."
        raise BadInputError(msg, code="reply.handed")
    audit.record(
        by=by,
        action="supervision.file.remove",
        target=file,
        data={"sha256": file.sha256, "name": file.name},
    )
    file.delete()


@transaction.atomic
def item_done(
    *,
    item: RectificationItem,
    by: User,
    on: date,
    note: str = "",
    upload: UploadedFile[Any] | None = None,
    at: datetime | None = None,
) -> RectificationItem:
    """Say that a line of the plan is done, with a file behind it.

    Raises
    ------
    BadInputError
        ``item.future``; ``item.done``; ``item.idle``: its plan is not the one that is
        carried out; ``case.closed``, ``case.ended``; those of a file.
    """
    held, now = case_held(item.reply.case), moment(at)
    see_it_is_open(held)
    require(by, WRITE, item.reply.unit)
    row = RectificationItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    running = held.state == CaseState.ACCEPTED.value
    if not running or held.accepted_reply_id != row.reply_id:
        msg = f"{row} is not carried out now."
        raise BadInputError(msg, code="item.idle")
    if row.done_on is not None:
        msg = f"{row} is done."
        raise BadInputError(msg, code="item.done")
    if on > timezone.localdate(now):
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="item.future", day=on)
    row.done_on, row.done_note, row.done_by = on, note.strip(), by
    row.full_clean()
    row.save()
    data: dict[str, object] = {"case": held.number, "done_on": on, "note": note}
    if upload is not None:
        paper = paper_of(upload.name or "", upload.read())
        data["file"] = _kept(item.reply, row, paper, by, now).sha256
    audit.record(by=by, action="supervision.item.done", target=row, data=data)
    return row


def _kept(
    reply: Reply, item: RectificationItem | None, paper: Paper, by: User, at: datetime
) -> CaseFile:
    if reply.files.filter(sha256=paper.sha256).exists():
        msg = f"{paper.name!r} is there already."
        raise BadInputError(msg, code="file.twice", name=paper.name)
    row = CaseFile(
        reply=reply,
        item=item,
        name=paper.name,
        sha256=paper.sha256,
        size=paper.size,
        media=paper.media,
        by=by,
        at=at,
    )
    row.full_clean()
    row.save()
    if item is None:
        audit.record(
            by=by,
            action="supervision.file.add",
            target=row,
            data={"sha256": row.sha256, "name": row.name},
        )
    return row
