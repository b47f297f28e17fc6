"""Gateways of enterprises, and the keys with which they send."""

from __future__ import annotations

from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.gateway_keys import gateway_keys
from dafeng.web.meters.models import Gateway
from dafeng.web.meters.permissions import GATEWAY
from dafeng.web.meters.services.holding import held_enterprise, see_reason


@attrs.frozen(kw_only=True)
class GatewayFacts:
    """What the register says of a gateway."""

    code: str
    name: str
    kind: str = Gateway.Kind.API


@attrs.frozen(kw_only=True)
class Opened:
    """A gateway with a new key, which is shown once."""

    gateway: Gateway
    key: str = attrs.field(repr=False)


@transaction.atomic
def gateway_register(
    *, enterprise: Organisation, by: User | None, facts: GatewayFacts
) -> Gateway:
    """Enter a gateway; it sends when it has a key.

    Raises
    ------
    ValidationError
        A field cannot be, or the code stands in the register.
    """
    firm = held_enterprise(enterprise, by, GATEWAY)
    row = Gateway(enterprise=firm, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"enterprise": firm.code, **attrs.asdict(facts)}
    audit.record(by=by, action="meters.gateway.register", target=row, data=data)
    return row


@transaction.atomic
def gateway_key_give(*, gateway: Gateway, by: User, until: date) -> Opened:
    """Give a gateway a key, in the place of the one that it has.

    Raises
    ------
    BadInputError
        ``gateway.closed``: it was taken out; ``gateway.folder``: it needs none.
    ValidationError
        The last day is over, or more than a year away.
    """
    held = _held(gateway, by)
    _see_open(held)
    if held.kind == Gateway.Kind.FOLDER:
        msg = f"{held.code} sends files, and needs no key."
        raise BadInputError(msg, code="gateway.folder")
    before = held.key_head
    if before:
        gateway_keys().close(by, before)
    name = f"{held.code} {timezone.localtime():%Y-%m-%d %H:%M:%S}"
    given = gateway_keys().give(by, held.enterprise, name, until)
    held.key_head, held.key_until = given.head, until
    held.full_clean()
    held.save()
    data = {"before": before, "after": given.head, "until": until}
    audit.record(by=by, action="meters.gateway.key", target=held, data=data)
    return Opened(gateway=held, key=given.key)


@transaction.atomic
def gateway_key_close(*, gateway: Gateway, by: User) -> Gateway:
    """Close the key of a gateway at once; without one it stays as it was."""
    held = _held(gateway, by)
    if not held.key_head:
        return held
    gateway_keys().close(by, held.key_head)
    before, held.key_head, held.key_until = held.key_head, "", None
    held.full_clean()
    held.save()
    data = {"before": before, "after": None}
    audit.record(by=by, action="meters.gateway.close_key", target=held, data=data)
    return held


@transaction.atomic
def gateway_withdraw(*, gateway: Gateway, by: User, reason: str) -> Gateway:
    """Take a gateway out, with its key; what it sent stays.

    Raises
    ------
    BadInputError
        ``gateway.closed``, ``meter.reason``.
    """
    held = _held(gateway, by)
    _see_open(held)
    why = see_reason(reason)
    if held.key_head:
        gateway_keys().close(by, held.key_head)
    held.key_head, held.key_until = "", None
    held.withdrawn_at, held.withdrawn_reason = timezone.now(), why
    held.full_clean()
    held.save()
    data = {"reason": why}
    audit.record(by=by, action="meters.gateway.withdraw", target=held, data=data)
    return held


def _held(gateway: Gateway, by: User) -> Gateway:
    rows = Gateway.objects.select_for_update(of=("self",))
    held = rows.select_related("enterprise").get(pk=gateway.pk)
    require(by, GATEWAY, held)
    return held


def _see_open(gateway: Gateway) -> None:
    if gateway.withdrawn_at is not None:
        msg = f"{gateway.code} was taken out."
        raise BadInputError(msg, code="gateway.closed")
