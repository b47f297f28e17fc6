"""A meter is replaced: one act, and the series goes on without a break."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.meters import read_formula
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.meters.closing import is_closed
from dafeng.web.meters.models import Exchange, Kind, MeterPoint, Role
from dafeng.web.meters.services.holding import held_point
from dafeng.web.meters.services.points import (
    facts_of,
    point_register,
    see_tree,
)
from dafeng.web.office.services.papers import Paper


@attrs.frozen(kw_only=True)
class ExchangeFacts:
    """What was done at the meter.

    Attributes
    ----------
    at : datetime
        Aware.
    final, initial : Decimal
        What the old dial showed last, and the new one first.
    evidence : str
        Number of the slip.
    serial : str
        Of the new device.
    multiplier : Decimal or None
        Of the new device, where it is another one; None is the same.
    code : str
        Of the new meter, where the multiplier is another one.
    most_per_hour : Decimal or None
        Of the new dial; None is the same amount of energy.
    digits : int or None
        Of the new dial; None is as before.
    """

    at: datetime
    final: Decimal
    initial: Decimal
    evidence: str
    serial: str = ""
    multiplier: Decimal | None = None
    code: str = ""
    most_per_hour: Decimal | None = None
    digits: int | None = None


@transaction.atomic
def point_replace(
    *,
    point: MeterPoint,
    by: User | None,
    facts: ExchangeFacts,
    paper: Paper | None = None,
) -> MeterPoint:
    """Enter that a register was replaced; return the meter that is read from then on.

    A dial with the same multiplier goes on under the same code. With another one the
    old meter ends, a new one follows at its place, and both values are kept as readings
    of that moment, so that not a kilowatt-hour is lost between them.

    Raises
    ------
    BadInputError
        ``meter.future``; ``meter.interval``: it has no register; ``meter.dial``: a
        value that the dial cannot show; ``meter.life``: it was not in use then;
        ``meter.evidence``; ``meter.closed``: it would change a closed month, which
        two persons do by a correction; ``meter.new_code``: another multiplier without
        a code;
        ``meter.multiplier``: not above 0; ``meter.succeeded``: another meter stands in
        its place already.
    """
    held = held_point(point, by)
    see_exchange(held, facts)
    day = timezone.localdate(facts.at)
    if by is not None and is_closed(held.enterprise, day):
        msg = f"{day:%Y-%m} is closed: what was used then is changed by a correction."
        raise BadInputError(msg, code="meter.closed", month=f"{day:%Y-%m}")
    if facts.multiplier is not None and facts.multiplier != held.multiplier:
        return _succeed(held, by, facts)
    row = exchange_keep(held, by, facts, paper)
    if row.serial:
        held.serial = row.serial
    held.version += 1
    held.full_clean()
    held.save()
    see_tree(held.enterprise)
    return held


def exchange_keep(
    held: MeterPoint, by: User | None, facts: ExchangeFacts, paper: Paper | None
) -> Exchange:
    """Keep an exchange of a meter that is locked, with its slip."""
    row = Exchange(
        point=held,
        at=facts.at,
        final=facts.final,
        initial=facts.initial,
        serial=facts.serial.strip(),
        evidence=facts.evidence.strip(),
        entered_by=by,
    )
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256
    row.full_clean()
    row.save()
    data = _told(held, facts) | {"file": row.file_sha256}
    audit.record(by=by, action="meters.exchange.enter", target=row, data=data)
    return row


def _succeed(held: MeterPoint, by: User | None, facts: ExchangeFacts) -> MeterPoint:
    """Let another meter follow at the same place."""
    if not facts.code.strip() or facts.multiplier is None:
        msg = "A meter with another multiplier needs a code of its own."
        raise BadInputError(msg, code="meter.new_code")
    next_one = MeterPoint.objects.filter(replaces=held).first()
    if next_one is not None:
        msg = f"{next_one.code} stands in the place of {held.code}."
        raise BadInputError(
            msg, code="meter.succeeded", name=held.code, heir=next_one.code
        )
    day = timezone.localdate(facts.at)
    most = facts.most_per_hour
    if facts.multiplier <= 0:
        msg = f"A multiplier of {facts.multiplier} measures nothing."
        raise BadInputError(msg, code="meter.multiplier")
    if most is None and held.most_per_hour is not None:
        most = round(held.most_per_hour * held.multiplier / facts.multiplier, 3)
    heir = point_register(
        enterprise=held.enterprise,
        by=by,
        facts=attrs.evolve(
            facts_of(held),
            code=facts.code.strip(),
            serial=facts.serial,
            multiplier=facts.multiplier,
            digits=facts.digits if facts.digits is not None else held.digits,
            most_per_hour=most,
            replaces=held,
            valid_from=day,
        ),
    )
    held.valid_to, held.retired_reason = day, facts.evidence.strip()
    held.version += 1
    held.full_clean()
    held.save()
    _move_children(held, heir)
    see_tree(held.enterprise)
    data = _told(held, facts) | {"heir": heir.code}
    audit.record(by=by, action="meters.point.replace", target=held, data=data)
    # Before the commit: killed between the two, the act is done again, and the same
    # batch is stored once. After it nobody would know that the values are missing.
    _keep_values(held, heir, by, facts)
    return heir


def _move_children(held: MeterPoint, heir: MeterPoint) -> None:
    """What stood behind the old meter stands behind the new one; sums name both."""
    MeterPoint.objects.filter(parent=held).exclude(pk=heir.pk).update(parent=heir)
    sums = MeterPoint.objects.filter(enterprise=held.enterprise, role=Role.VIRTUAL)
    for one in sums:
        more = "".join(
            f" {'-' if term.share < 0 else '+'} {abs(term.share)}*{heir.code}"
            for term in read_formula(one.formula)
            if term.meter == held.code
        )
        if more:
            one.formula += more
            one.version += 1
            one.full_clean()
            one.save()


def _keep_values(
    held: MeterPoint, heir: MeterPoint, by: User | None, facts: ExchangeFacts
) -> None:
    """Keep both values as readings of the moment, as a person who read them."""
    from dafeng.web.meters.stores import house_meters

    at = facts.at.isoformat()
    rows = [
        {"meter": held.code, "at": at, "value": str(facts.final)},
        {"meter": heir.code, "at": at, "value": str(facts.initial)},
    ]
    house_meters().accept(
        json.dumps({"readings": rows}).encode(),
        Envelope(
            sender=held.enterprise.code,
            form=BatchForm.JSON,
            received_at=timezone.now(),
            channel=f"hand:{'' if by is None else by.pk}",
            manual=True,
        ),
    )


def see_exchange(held: MeterPoint, facts: ExchangeFacts) -> None:
    """Refuse an exchange that cannot have been; raises as :func:`point_replace`."""
    if held.kind != Kind.REGISTER or held.role == Role.VIRTUAL:
        msg = f"{held.code} has no register that could be replaced."
        raise BadInputError(msg, code="meter.interval", name=held.code)
    if facts.at > timezone.now():
        msg = f"{facts.at} is still to come."
        raise BadInputError(msg, code="meter.future", day=facts.at.isoformat())
    if not held.lives_on(timezone.localdate(facts.at)):
        msg = f"{held.code} was not in use on {facts.at}."
        raise BadInputError(msg, code="meter.life", name=held.code)
    if not facts.evidence.strip():
        msg = "Name the slip of the exchange."
        raise BadInputError(msg, code="meter.evidence")
    new_digits = held.digits if facts.digits is None else facts.digits
    for value, digits in ((facts.final, held.digits), (facts.initial, new_digits)):
        if value < 0 or (digits is not None and value >= 10**digits):
            msg = f"A dial of {digits} digits cannot show {value}."
            raise BadInputError(
                msg, code="meter.dial", value=str(value), digits=digits or ""
            )


def _told(held: MeterPoint, facts: ExchangeFacts) -> dict[str, object]:
    return {"meter": held.code, **attrs.asdict(facts)}
