"""Lock what is written to, and see who may."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.enterprises.models import DisclosureRegister, Enterprise
from dafeng.web.enterprises.models.withdrawn import Withdrawable
from dafeng.web.enterprises.permissions import KEEP, PUBLISH, VERIFY, Publishers


def kept_register(register: DisclosureRegister, by: User | None) -> DisclosureRegister:
    """Lock a register for somebody who keeps it."""
    rows = DisclosureRegister.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "keeper").get(pk=register.pk)
    if by is not None:
        require(by, KEEP, held)
    return held


def held_by_keeper(enterprise: Enterprise, by: User | None) -> Enterprise:
    """Lock an enterprise for somebody who keeps its register."""
    held = _locked(enterprise)
    if by is not None:
        require(by, KEEP, held.register)
    return held


def held_by_publisher(enterprise: Enterprise, by: User | None) -> Enterprise:
    """Lock an enterprise for somebody of its own, or who keeps the register."""
    held = _locked(enterprise)
    if by is not None:
        require(by, PUBLISH, Publishers(held))
    return held


def held_by_verifier(enterprise: Enterprise, by: User | None) -> Enterprise:
    """Lock an enterprise for somebody who may enter verified values."""
    held = _locked(enterprise)
    if by is not None:
        require(by, VERIFY, held.register)
    return held


def see_day(on: date) -> None:
    """Refuse a day that is still to come.

    Raises
    ------
    BadInputError
        ``disclosure.future``.
    """
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="disclosure.future", day=on.isoformat())


def see_standing(row: Withdrawable) -> None:
    """Refuse a row that was taken back: nothing is written to it any more.

    Raises
    ------
    BadInputError
        ``disclosure.withdrawn``.
    """
    if row.withdrawn_at is not None:
        msg = f"{row} was taken back."
        raise BadInputError(msg, code="disclosure.withdrawn")


def _locked(enterprise: Enterprise) -> Enterprise:
    rows = Enterprise.objects.select_for_update(of=("self",))
    related = ("register__organisation", "register__keeper", "unit", "town")
    return rows.select_related(*related).get(pk=enterprise.pk)
