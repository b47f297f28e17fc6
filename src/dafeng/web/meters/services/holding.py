"""Lock what is written to, and see who may."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import KEEP


def held_enterprise(
    enterprise: Organisation, by: User | None, right: str
) -> Organisation:
    """Lock an enterprise for somebody with a right on it.

    Its meters hang on each other, so one at a time writes to them.

    Raises
    ------
    BadInputError
        ``meter.enterprise``: the unit is no enterprise.
    """
    rows = Organisation.objects.select_for_update(of=("self",))
    held = rows.get(pk=enterprise.pk)
    if by is not None:
        require(by, right, held)
    if held.kind != OrganisationKind.ENTERPRISE:
        msg = f"{held} is no enterprise."
        raise BadInputError(msg, code="meter.enterprise", unit=str(held))
    return held


def held_point(point: MeterPoint, by: User | None, right: str = KEEP) -> MeterPoint:
    """Lock a meter, with all of its enterprise, for somebody with a right on it."""
    held_enterprise(point.enterprise, by, right)
    rows = MeterPoint.objects.select_for_update(of=("self",))
    return rows.select_related("enterprise", "parent", "replaces").get(pk=point.pk)


def see_day(on: date) -> None:
    """Refuse a day that is still to come.

    Raises
    ------
    BadInputError
        ``meter.future``.
    """
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="meter.future", day=on.isoformat())


def see_reason(reason: str) -> str:
    """Return a reason without blanks around; refuse an empty one.

    Raises
    ------
    BadInputError
        ``meter.reason``.
    """
    if not reason.strip():
        msg = "Say why."
        raise BadInputError(msg, code="meter.reason")
    return reason.strip()
