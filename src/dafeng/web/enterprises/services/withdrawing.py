"""Take back what was entered by mistake: it stays to be read, and counts no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.enterprises.models import (
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.services.holding import (
    held_by_keeper,
    held_by_publisher,
    held_by_verifier,
)

Row: TypeAlias = DutyClass | Occasion | Publication | SecrecyClaim | VerifiedValue
_Holder: TypeAlias = Callable[[Enterprise, User | None], Enterprise]
_HOLDERS: Mapping[type[Row], _Holder] = {
    DutyClass: held_by_keeper,
    Occasion: held_by_keeper,
    Publication: held_by_publisher,
    SecrecyClaim: held_by_keeper,
    VerifiedValue: held_by_verifier,
}
_NOUNS: Mapping[type[Row], str] = {
    DutyClass: "class",
    Occasion: "occasion",
    Publication: "publication",
    SecrecyClaim: "claim",
    VerifiedValue: "verified",
}


@transaction.atomic
def row_withdraw(*, row: Row, by: User | None, reason: str) -> Row:
    """Take a row back, with a reason; what it took the place of holds again.

    Raises
    ------
    BadInputError
        ``disclosure.reason``: no reason is given; ``disclosure.withdrawn``: it was
        taken back or corrected before.
    """
    _HOLDERS[type(row)](row.enterprise, by)
    held: Row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not reason.strip():
        msg = "Say why the row is taken back."
        raise BadInputError(msg, code="disclosure.reason")
    replaced = isinstance(held, Publication) and held.replaced_by_id is not None
    if held.withdrawn_at is not None or replaced:
        msg = f"{held} was taken back or corrected before."
        raise BadInputError(msg, code="disclosure.withdrawn")
    held.withdrawn_at, held.withdrawn_reason = timezone.now(), reason.strip()
    if isinstance(held, VerifiedValue):
        held.standing = False
    held.full_clean()
    held.save()
    data = {
        "enterprise": held.enterprise_id,
        "reason": held.withdrawn_reason,
        "holds_again": _restore(held),
    }
    noun = _NOUNS[type(held)]
    audit.record(by=by, action=f"enterprises.{noun}.withdraw", target=held, data=data)
    return held


def _restore(held: Row) -> int | None:
    """Let what a row took the place of hold again; return its key."""
    before: Publication | VerifiedValue | None = None
    match held:
        case Publication():
            before = Publication.objects.filter(replaced_by=held).first()
            if before is not None:
                before.replaced_by, before.reason = None, ""
        case VerifiedValue():
            same = VerifiedValue.objects.filter(
                enterprise=held.enterprise_id, rule=held.rule, period=held.period
            )
            newest = same.filter(withdrawn_at=None).order_by("pk").last()
            if newest is not None and not newest.standing:
                newest.standing, before = True, newest
    if before is None:
        return None
    before.full_clean()
    before.save()
    return before.pk
