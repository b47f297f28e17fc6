"""Enter the kinds of hours that a notice sets, and take an edition back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import HoursEdition, HoursRow
from dafeng.web.meters.permissions import TARIFF
from dafeng.web.meters.services.holding import see_reason


@attrs.frozen(kw_only=True)
class HoursFacts:
    """Some hours in some months; ``period`` is a kind of ``Tariff.Period``."""

    first_month: int
    last_month: int
    from_hour: int
    to_hour: int
    period: str


@transaction.atomic
def hours_enter(
    *,
    organisation: Organisation,
    by: User | None,
    valid_from: date,
    document: str,
    rows: Sequence[HoursFacts],
    synthetic: bool = False,
) -> HoursEdition:
    """Enter the hours that hold from a day on; the open edition ends the day before.

    Energy of days that are reckoned already is told apart anew at the next settlement.

    Raises
    ------
    BadInputError
        ``hours.empty``: no row; ``hours.overlap``: a later edition holds at that time.
    """
    held = _locked(organisation.pk)
    if by is not None:
        require(by, TARIFF, held)
    if not rows:
        msg = "Name the hours of at least one kind."
        raise BadInputError(msg, code="hours.empty")
    edition = HoursEdition(
        organisation=held,
        entered_by=by,
        valid_from=valid_from,
        document=document.strip(),
        synthetic=synthetic,
    )
    edition.full_clean()
    ended = _end_before(held, valid_from)
    edition.save()
    for place, facts in enumerate(rows):
        row = HoursRow(edition=edition, place=place, **attrs.asdict(facts))
        row.full_clean()
        row.save()
    data = {
        "organisation": held.code,
        "valid_from": valid_from,
        "document": edition.document,
        "rows": [attrs.asdict(one) for one in rows],
        "ended": None if ended is None else ended.pk,
    }
    audit.record(by=by, action="meters.hours.enter", target=edition, data=data)
    return edition


@transaction.atomic
def hours_withdraw(*, edition: HoursEdition, by: User, reason: str) -> HoursEdition:
    """Take an edition back, with a reason; the one that it ended holds again.

    Raises
    ------
    BadInputError
        ``meter.reason``: no reason is given; ``meter.withdrawn``: it was taken back
        before.
    """
    _locked(edition.organisation_id)
    rows = HoursEdition.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation").get(pk=edition.pk)
    require(by, TARIFF, held)
    why = see_reason(reason)
    if held.withdrawn_at is not None:
        msg = f"{held} was taken back before."
        raise BadInputError(msg, code="meter.withdrawn")
    held.withdrawn_at, held.withdrawn_reason = timezone.now(), why
    held.save()
    before = _standing(held.organisation).filter(
        valid_to=held.valid_from - timedelta(days=1)
    )
    again = before.first()
    if again is not None:
        again.valid_to = held.valid_to
        again.save()
    data = {"reason": why, "holds_again": None if again is None else again.pk}
    audit.record(by=by, action="meters.hours.withdraw", target=held, data=data)
    return held


def _locked(unit: int) -> Organisation:
    """Lock a district: its editions end each other, so one at a time moves them."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=unit)


def _end_before(unit: Organisation, day: date) -> HoursEdition | None:
    """End what is open the day before; refuse where a later edition holds."""
    later = _standing(unit).filter(Q(valid_from__gte=day)).first()
    if later is not None:
        msg = f"From {later.valid_from} on another edition holds."
        since = later.valid_from.isoformat()
        raise BadInputError(msg, code="hours.overlap", since=since)
    open_one = _standing(unit).filter(valid_to=None).first()
    if open_one is not None:
        open_one.valid_to = day - timedelta(days=1)
        open_one.save()
    return open_one


def _standing(unit: Organisation) -> QuerySet[HoursEdition]:
    return HoursEdition.objects.filter(organisation=unit, withdrawn_at=None)
