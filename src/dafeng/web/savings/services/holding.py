"""Rows held while something is written to them, with the right checked."""

from __future__ import annotations

from typing import TypeVar

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models.rows import Entered
from dafeng.web.savings.models import EnergyAnomaly, SavingProject

R = TypeVar("R", bound=Entered)


def held(row: R, by: User | None, right: str, owner: object) -> R:
    """Return a row, locked, after the right was checked and that it stands.

    What a right depends on is read after the lock: see :func:`locked`.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``: somebody took it back.
    """
    found = locked(row)
    if by is not None:
        require(by, right, owner)
    if found.withdrawn_at is not None:
        msg = f"{found} was taken back."
        raise BadInputError(msg, code="savings.withdrawn")
    return found


def locked(row: R) -> R:
    """Return the row as it is now, locked until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(of=("self",))  # noqa: SLF001 - Django's documented name
    return rows.get(pk=row.pk)


def locked_anomaly(row: EnergyAnomaly) -> EnergyAnomaly:
    """The same for an anomaly, which nobody enters."""
    return EnergyAnomaly.objects.select_for_update(of=("self",)).get(pk=row.pk)


def see_version(row: SavingProject, version: int) -> None:
    """Refuse to write over what somebody changed since the page was opened.

    Raises
    ------
    BadInputError
        ``savings.stale``.
    """
    if version != row.version:
        msg = f"{row} was changed: version {row.version} is the newest."
        raise BadInputError(msg, code="savings.stale", version=row.version)


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
