"""Sign for an unverified factor row, or take the word back; the lake is told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book
from dafeng.web.accounts.models import FactorSignature, OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver_later
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require

TABLE = "signatures"


@transaction.atomic
def factor_sign(*, factor_id: str, by: User, reason: str) -> FactorSignature:
    """Record that a person checked a row that nobody had verified.

    Raises
    ------
    UnknownFactorError
        No row has that id.
    BadInputError
        ``factor.verified``: the row needs no signature.
    """
    require(by, "accounts.factor.sign")
    factor = factor_book().get(factor_id)
    if factor.verified:
        msg = f"{factor_id} was read in a public copy; it needs no signature."
        raise BadInputError(msg, code="factor.verified", factor=factor_id)
    signature = FactorSignature(
        factor_id=factor_id,
        person=by,
        signed_on=timezone.localdate(),
        reason=reason,
    )
    signature.full_clean()
    signature.save()
    _promise(signature, "sign")
    audit.record(
        by=by,
        action="accounts.factor.sign",
        target=signature,
        data={"factor": factor_id, "reason": reason},
    )
    return signature


@transaction.atomic
def factor_withdraw(
    *, signature: FactorSignature, by: User, reason: str
) -> FactorSignature:
    """Take a signature back; accounts made after this no longer have it."""
    require(by, "accounts.factor.sign")
    held = FactorSignature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    if held.withdrawn_on is not None:
        msg = f"The signature under {held.factor_id} was withdrawn before."
        raise BadInputError(msg, code="signature.withdrawn", factor=held.factor_id)
    held.withdrawn_on, held.withdrawn_by = timezone.localdate(), by
    held.withdrawn_reason = reason
    held.full_clean()
    held.save()
    _promise(held, "withdraw")
    audit.record(
        by=by,
        action="accounts.factor.withdraw",
        target=held,
        data={"factor": held.factor_id, "reason": reason},
    )
    return held


def _promise(signature: FactorSignature, act: str) -> None:
    OutboxRow.objects.create(
        key=f"signature-{signature.pk}-{act}",
        table=TABLE,
        signature=signature,
        learned_at=timezone.now(),
    )
    outbox_deliver_later()
