"""Passes for wall screens: made and revoked by the office, each with an audit row."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.desk.models import WallPass


@transaction.atomic
def wall_make(
    *, by: User, organisation: Organisation, name: str, valid_to: date
) -> WallPass:
    """Let a screen show the overview until a day.

    Raises
    ------
    RightMissingError
        The person may not.
    ValidationError
        No name, or a last day that is over.
    """
    require(by, "desk.wall.make", organisation)
    if valid_to < timezone.localdate():
        raise ValidationError({"valid_to": _("终止日已经过去，请选今天或以后。")})
    made = WallPass(
        organisation=organisation,
        name=name.strip(),
        made_by=by,
        made_at=timezone.now(),
        valid_to=valid_to,
    )
    made.full_clean()
    made.save()
    audit.record(
        by=by,
        action="desk.wall.make",
        target=made,
        data={"organisation": organisation.code, "valid_to": valid_to.isoformat()},
    )
    return made


@transaction.atomic
def wall_revoke(*, by: User, wall: WallPass) -> WallPass:
    """Stop a screen; the pass stays in the list, with who stopped it.

    Raises
    ------
    RightMissingError
        The person may not.
    ValidationError
        It was stopped before.
    """
    require(by, "desk.wall.make", wall.organisation)
    held = WallPass.objects.select_for_update(of=("self",)).get(pk=wall.pk)
    if held.revoked_at is not None:
        raise ValidationError(_("这块大屏已经停用。"))
    held.revoked_by, held.revoked_at = by, timezone.now()
    held.full_clean()
    held.save(update_fields=["revoked_by", "revoked_at"])
    audit.record(
        by=by,
        action="desk.wall.revoke",
        target=held,
        data={"organisation": held.organisation.code},
    )
    return held
