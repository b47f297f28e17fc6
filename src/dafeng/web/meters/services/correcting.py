"""What is found afterwards corrects a stretch of days, when somebody confirms it.

A calibration that failed corrects by a factor; an exchange that was forgotten in a
closed month lets the meter be reckoned again. Both are proposed by one person and
confirmed by another where a closed month changes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.meters.closing import closed_months, months_between
from dafeng.web.meters.convert import exchanges_in_force
from dafeng.web.meters.jobs import SETTLE
from dafeng.web.meters.models import Calibration, MeterCorrection, MeterPoint
from dafeng.web.meters.permissions import CONFIRM, KEEP, VIEW
from dafeng.web.meters.selectors.corrections import (
    changes_ahead,
    days_changed,
    other_that_waits,
    told,
)
from dafeng.web.meters.services.calibrating import CalibrationFacts, calibration_enter
from dafeng.web.meters.services.holding import held_point, see_reason
from dafeng.web.meters.services.replacing import (
    ExchangeFacts,
    exchange_keep,
    see_exchange,
)
from dafeng.web.office.services.papers import Paper


@attrs.frozen(kw_only=True)
class CorrectionFacts:
    """For which days, and what was used for each unit that the meter showed."""

    first: date
    last: date
    factor: Decimal
    reason: str


@transaction.atomic
def calibration_late(
    *,
    point: MeterPoint,
    by: User | None,
    facts: CalibrationFacts,
    correction: CorrectionFacts,
    paper: Paper | None,
) -> MeterCorrection:
    """Enter a calibration that failed, and propose the correction that follows.

    Raises
    ------
    BadInputError
        ``correction.passed``: it did not fail; ``correction.file``: no certificate is
        attached; others as :func:`correction_propose`.
    ValidationError
        A field cannot be.
    """
    if facts.result != Calibration.Result.FAILED:
        msg = "A calibration that was passed corrects nothing."
        raise BadInputError(msg, code="correction.passed")
    if paper is None:
        msg = "A correction rests on a certificate: attach it."
        raise BadInputError(msg, code="correction.file")
    row = calibration_enter(point=point, by=by, facts=facts, paper=paper)
    return correction_propose(calibration=row, by=by, facts=correction)


@transaction.atomic
def exchange_late(
    *,
    point: MeterPoint,
    by: User | None,
    facts: ExchangeFacts,
    reason: str,
    paper: Paper | None,
) -> MeterCorrection:
    """Enter an exchange that was forgotten, and propose what follows for its days.

    Raises
    ------
    BadInputError
        ``correction.file``: no slip is attached; ``correction.multiplier``: the new
        device has another one; ``meter.reason``; others as
        :func:`~dafeng.web.meters.services.replacing.point_replace`.
    ValidationError
        A field cannot be, or an exchange of that moment stands already.
    """
    held = held_point(point, by)
    see_exchange(held, facts)
    if facts.multiplier is not None and facts.multiplier != held.multiplier:
        msg = f"{held.code} was replaced by a device with another multiplier."
        raise BadInputError(msg, code="correction.multiplier", name=held.code)
    if paper is None:
        msg = "A correction rests on a slip: attach it."
        raise BadInputError(msg, code="correction.file")
    exchange = exchange_keep(held, by, facts, paper)
    first, last = days_changed(exchange)
    row = MeterCorrection(
        exchange=exchange,
        point=held,
        first=first,
        last=last,
        reason=see_reason(reason),
        entered_by=by,
    )
    return _proposed(row, by)


@transaction.atomic
def correction_propose(
    *, calibration: Calibration, by: User | None, facts: CorrectionFacts
) -> MeterCorrection:
    """Propose a correction; nothing is counted otherwise until it is confirmed.

    Raises
    ------
    BadInputError
        ``correction.later``: it ends after the calibration; ``correction.life``: the
        meter was not in use then; ``correction.same``: the factor is 1;
        ``correction.overlap``: another one stands for some of these days.
    """
    held = held_point(calibration.point, by)
    _see(held, calibration, facts)
    row = MeterCorrection(
        calibration=calibration,
        point=held,
        entered_by=by,
        **attrs.asdict(attrs.evolve(facts, reason=facts.reason.strip())),
    )
    return _proposed(row, by)


def _proposed(row: MeterCorrection, by: User | None) -> MeterCorrection:
    row.full_clean()
    row.save()
    data = {
        "meter": row.point.code,
        "correction": str(row),
        "first": row.first,
        "last": row.last,
        "reason": row.reason,
    }
    audit.record(by=by, action="meters.correction.propose", target=row, data=data)
    return row


def _see(held: MeterPoint, calibration: Calibration, facts: CorrectionFacts) -> None:
    if facts.last > calibration.on:
        msg = f"The calibration is of {calibration.on}: it knows nothing after it."
        raise BadInputError(
            msg, code="correction.later", day=calibration.on.isoformat()
        )
    if not held.lives_on(facts.first) or not held.lives_on(facts.last):
        msg = f"{held.code} was not in use in all of these days."
        raise BadInputError(msg, code="correction.life", name=held.code)
    if facts.factor == 1:
        msg = "A factor of 1 changes nothing."
        raise BadInputError(msg, code="correction.same")
    other = MeterCorrection.objects.filter(
        point=held,
        factor__isnull=False,
        withdrawn_at=None,
        first__lte=facts.last,
        last__gte=facts.first,
    ).first()
    if other is not None:
        msg = f"{other} stands for some of these days."
        raise BadInputError(msg, code="correction.overlap", other=str(other))


@transaction.atomic
def correction_confirm(
    *, correction: MeterCorrection, by: User | None
) -> MeterCorrection:
    """Let a correction count; hours and days follow in a moment.

    What it changes by month, as it is known now, is kept with it.

    Raises
    ------
    BadInputError
        ``correction.done``: it was confirmed or taken back before;
        ``correction.same_person``: it touches a closed month, and who proposed it
        cannot confirm it; ``correction.waiting``: another one of the meter was moved
        and is not reckoned yet, so nobody can say what this one changes.
    RightMissingError
    """
    row = _held(correction, by)
    if not row.proposed:
        msg = f"{row} waits for nobody."
        raise BadInputError(msg, code="correction.done")
    if row.exchange is not None:  # readings may have come since it was proposed
        row.first, row.last = days_changed(row.exchange)
    closed = _see_second(row, by)
    other = other_that_waits(row)
    if other is not None:
        msg = f"{other} is not reckoned yet: confirm {row} when it is."
        raise BadInputError(msg, code="correction.waiting", other=str(other))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.closed = " ".join(f"{month:%Y-%m}" for month in closed)
    row.shown = told(changes_ahead(row))
    row.full_clean()
    row.save()
    _name_device(row)
    _touch(row)
    data = {"meter": row.point.code, "correction": str(row), "closed": row.closed}
    audit.record(by=by, action="meters.correction.confirm", target=row, data=data)
    return row


@transaction.atomic
def correction_withdraw(
    *, correction: MeterCorrection, by: User | None, reason: str
) -> MeterCorrection:
    """Take a correction back, with a reason; what the meter showed counts again.

    Raises
    ------
    BadInputError
        ``meter.reason``; ``meter.withdrawn``; ``correction.same_person``: it touches
        a closed month and counts, and who proposed or confirmed it cannot take it back.
    RightMissingError
    """
    row = _held(correction, by)
    why = see_reason(reason)
    if row.withdrawn_at is not None:
        msg = f"{row} was taken back before."
        raise BadInputError(msg, code="meter.withdrawn")
    if row.holds:
        _see_second(row, by)
        _touch(row)
    elif by is not None:
        require(by, KEEP, row)
    grounds = () if row.exchange is None else (row.exchange,)
    for one in (row, *grounds):  # an exchange of a moment may be entered anew
        one.withdrawn_at, one.withdrawn_reason = timezone.now(), why
        one.full_clean()
        one.save()
    data = {"meter": row.point.code, "correction": str(row), "reason": why}
    audit.record(by=by, action="meters.correction.withdraw", target=row, data=data)
    return row


def months_closed(row: MeterCorrection) -> tuple[date, ...]:
    """Months of a correction that are closed now."""
    months = months_between(row.first, row.last)
    return closed_months(row.point.enterprise, months, on=timezone.localdate())


def _held(correction: MeterCorrection, by: User | None) -> MeterCorrection:
    held_point(correction.point, by, VIEW)
    rows = MeterCorrection.objects.select_for_update(of=("self",))
    found = rows.select_related("point__enterprise", "exchange__point", "entered_by")
    return found.get(pk=correction.pk)


def _see_second(row: MeterCorrection, by: User | None) -> tuple[date, ...]:
    """Refuse who may not move it; return its closed months."""
    closed = months_closed(row)
    if by is None:
        return closed
    require(by, CONFIRM if closed else KEEP, row)
    if closed and by in {row.entered_by, row.confirmed_by}:
        msg = f"{row} touches closed months: another person has to do it."
        raise BadInputError(msg, code="correction.same_person")
    return closed


def _name_device(row: MeterCorrection) -> None:
    """Write the number of the device in the register, unless it was replaced since."""
    exchange = row.exchange
    if exchange is None or not exchange.serial:
        return
    if not exchanges_in_force().filter(point=row.point, at__gt=exchange.at).exists():
        row.point.serial = exchange.serial
        row.point.save(update_fields=["serial"])


def _touch(row: MeterCorrection) -> None:
    """Another version of the meter, and a round that looks at it."""
    row.point.version += 1
    row.point.save(update_fields=["version"])
    job_enqueue(SETTLE)
