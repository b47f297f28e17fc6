"""Large chains: asked for on a page, written by a worker, fetched by who asked."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dafeng.base.errors import DafengError, NotFoundError
from dafeng.proofs import Proof, proof_pieces
from dafeng.proofs.packing import Progress
from dafeng.web.assessment.models import (
    OrderState,
    ProofKind,
    ProofOrder,
    TargetStanding,
    UnitScore,
)
from dafeng.web.assessment.selectors.proving import owners_of_target
from dafeng.web.assessment.services.proving import (
    EXPORT,
    proof_exported,
    proof_of_score,
    proof_of_target,
)
from dafeng.web.assessment.wording import error_words
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import User
from dafeng.web.core.permissions import RightMissingError, require
from dafeng.web.notices.services.writing import notices_write
from dafeng.work import Channel, NoticeKind, Post, Recipient, Reminder, Why

logger = logging.getLogger(__name__)

JOB = "assessment.proofs-write"
LARGE = 32 * 1024 * 1024
"""From so many bytes on a worker writes the archive."""
TROUBLES = (DafengError, RightMissingError, OSError, LookupError, ValueError)
"""What may stand in the way of one chain, and must not of the others."""
FOLDER = "proofs"
FOLDER_MODE = 0o700
KEPT = timedelta(days=7)
"""So long a written archive can be fetched."""
LONGEST = 500


def is_large(proof: Proof) -> bool:
    """Whether writing the archive takes longer than somebody waits for a page."""
    return proof.size > LARGE


@transaction.atomic
def proof_order(*, subject: UnitScore | TargetStanding, by: User) -> ProofOrder:
    """Ask for a chain; one that the person waits for already is not asked for twice."""
    is_score = isinstance(subject, UnitScore)
    order, is_new = ProofOrder.objects.get_or_create(
        run=subject.run,
        kind=ProofKind.SCORE if is_score else ProofKind.FIGURE,
        subject=subject.unit if isinstance(subject, UnitScore) else subject.key,
        asked_by=by,
        state=OrderState.WAITING,
        defaults={"asked_at": timezone.now()},
    )
    if is_new:
        order.full_clean()
        data = {"kind": order.kind, "subject": order.subject}
        audit.record(by=by, action="assessment.proof.order", target=order, data=data)
        job_enqueue(JOB)
    return order


def proof_orders_work() -> int:
    """Write every chain that waits, clear old files; return how many orders ended."""
    _clear_old()
    waiting = ProofOrder.objects.filter(state=OrderState.WAITING)
    rows = waiting.select_related("run__plan", "run__organisation", "asked_by")
    return sum(_carry_out(order) for order in rows)


def proof_file(order: ProofOrder) -> Path | None:
    """Where the written archive lies; None while it is not written, or gone."""
    if order.state != OrderState.DONE or not order.file:
        return None
    path = Path(settings.MEDIA_ROOT) / FOLDER / order.file
    return path if path.is_file() else None


def proof_order_allowed(order: ProofOrder) -> None:
    """Refuse somebody who asked and has lost the right since.

    Raises
    ------
    RightMissingError
        The person may not export what the order is about.
    """
    run, by = order.run, order.asked_by
    if order.kind == ProofKind.SCORE:
        score = run.scores.filter(unit=order.subject).first()
        require(by, EXPORT, score or run.organisation)
        return
    standing = run.standings.filter(key=order.subject).first()
    owners = owners_of_target(run, standing) if standing else run.organisation
    require(by, EXPORT, owners)


def _carry_out(order: ProofOrder) -> bool:
    try:
        proof = _gathered(order)
        _write(order, proof)
    except TROUBLES as error:
        if not isinstance(error, DafengError | RightMissingError):
            # A file is gone, or a seal is of an older form: other orders go on.
            logger.exception("The chain of order %s was not written.", order.pk)
        with translation.override(order.asked_by.language):
            return _end(order, None, _words(error))
    return _end(order, proof, "")


def _words(trouble: Exception) -> str:
    """The sentence that a person reads for what stood in the way."""
    match trouble:
        case DafengError():
            return error_words(trouble)
        case RightMissingError():
            return str(trouble)
    return _("写出证据链时出错：%(error)s") % {"error": type(trouble).__name__}


def _write(order: ProofOrder, proof: Proof) -> None:
    """Write beside, then put in place: others may write the same, or read it."""
    path = Path(settings.MEDIA_ROOT) / FOLDER / f"{order.pk}.zip"
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    beside = path.with_name(f"{order.pk}.{uuid4().hex}.part")
    try:
        with beside.open("wb") as file:
            for piece in proof_pieces(proof, progress=_progress(order)):
                file.write(piece)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _gathered(order: ProofOrder) -> Proof:
    """Gather the chain as the person who asked may see it now."""
    run, by = order.run, order.asked_by
    if order.kind == ProofKind.SCORE:
        score = run.scores.filter(unit=order.subject).first()
        if score is not None:
            return proof_of_score(run=run, score=score, by=by)
    standing = run.standings.filter(key=order.subject).first()
    if standing is not None:
        return proof_of_target(run=run, standing=standing, by=by)
    msg = f"{run} has no {order.subject!r} any more."
    raise NotFoundError(msg, code="proof.no_unit", subject=order.subject)


def _progress(order: ProofOrder) -> Progress:
    """Write down how far an archive is, so that the page can say so."""
    rows = ProofOrder.objects.filter(pk=order.pk)

    def told(done: int, total: int) -> None:
        rows.update(done=done, total=total)

    return told


@transaction.atomic
def _end(order: ProofOrder, proof: Proof | None, trouble: str) -> bool:
    """Keep what came of an order; False when another worker was faster."""
    rows = ProofOrder.objects.select_for_update(of=("self",))
    held = rows.select_related("run__organisation", "asked_by").get(pk=order.pk)
    if held.state != OrderState.WAITING:
        return False
    held.ended_at, held.trouble = timezone.now(), trouble[:LONGEST]
    held.state = OrderState.FAILED
    if proof is not None:
        held.state, held.file = OrderState.DONE, f"{held.pk}.zip"
        held.size = (Path(settings.MEDIA_ROOT) / FOLDER / held.file).stat().st_size
        proof_exported(run=held.run, proof=proof, by=held.asked_by)
    held.save()
    _tell(held)
    return True


def _clear_old() -> None:
    """Remove archives that nobody fetches any more; the order stays."""
    over = ProofOrder.objects.filter(
        state=OrderState.DONE, ended_at__lt=timezone.now() - KEPT
    ).exclude(file="")
    for order in over:
        path = proof_file(order)
        if path is not None:
            path.unlink()
        ProofOrder.objects.filter(pk=order.pk).update(file="")


def _tell(order: ProofOrder) -> None:
    """Let the person who asked know that it is there, or why it is not."""
    notice = Reminder(
        key=f"proof-order:{order.pk}",
        kind=NoticeKind.COMPUTED,
        object=f"assessment.prooforder/{order.pk}",
        label=str(order),
        address=order.get_absolute_url(),
        unit=order.run.organisation.code,
        recipient=Recipient(
            person=order.asked_by.username, post=Post.OFFICE, why=Why.IN_CHARGE
        ),
        channels=(Channel.SITE,),
        note=order.trouble,
    )
    notices_write([notice], on=timezone.localdate())
