"""Rows held while something is written to them, with the right checked."""

from __future__ import annotations

from typing import TypeVar

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models.rows import Entered

R = TypeVar("R", bound=Entered)


def held(row: R, by: User | None, right: str, owner: object) -> R:
    """Return a row, locked, after the right was checked and that it stands.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``: somebody took it back.
    """
    if by is not None:
        require(by, right, owner)
    found = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)  # noqa: SLF001 - Django's documented name
    if found.withdrawn_at is not None:
        msg = f"{found} was taken back."
        raise BadInputError(msg, code="savings.withdrawn")
    return found


def held_enterprise(
    enterprise: Organisation, by: User | None, right: str
) -> Organisation:
    """Return an enterprise, locked: what is written for it is written one by one."""
    if by is not None:
        require(by, right, enterprise)
    rows = Organisation.objects.select_for_update(of=("self",))
    return rows.get(pk=enterprise.pk)


def take_back(row: Entered, reason: str) -> None:
    """Mark a locked row as taken back.

    Raises
    ------
    BadInputError
        ``savings.reason``: no reason.
    """
    if not reason.strip():
        msg = "Say why it is taken back."
        raise BadInputError(msg, code="savings.reason")
    row.withdrawn_at = timezone.now()
    row.withdrawn_reason = reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
