"""Keys of gateways: the room of the programs' interface, above, gives and closes them.

This room knows that a gateway has a key, by which head it is found and until when it
is good. Without that room a gateway has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import attrs

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, User


@attrs.frozen(kw_only=True)
class GivenKey:
    """A new key, shown once and kept nowhere; ``head`` is what stays of it."""

    head: str
    key: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class GatewayKeys:
    """What the room above can do.

    Attributes
    ----------
    give : callable
        Give a key for an enterprise: who gives it, the enterprise, its name, its last
        day.
    close : callable
        Close the key with a head at once; one that is closed or unknown stays so.
    good : callable
        Which of some heads open anything on a day.
    """

    give: Callable[[User, Organisation, str, date], GivenKey]
    close: Callable[[User, str], None]
    good: Callable[[Iterable[str], date], Mapping[str, bool]]


_kept: list[GatewayKeys] = []


def register_gateway_keys(keys: GatewayKeys) -> None:
    """Say who gives keys; call it from ``AppConfig.ready``."""
    _kept[:] = [keys]


def gateway_keys() -> GatewayKeys:
    """Return who gives keys.

    Raises
    ------
    BadInputError
        ``gateway.no_keys``: no room does.
    """
    if not _kept:
        msg = "No room gives keys to gateways."
        raise BadInputError(msg, code="gateway.no_keys")
    return _kept[0]


def keys_good(heads: Iterable[str], on: date) -> Mapping[str, bool]:
    """Which of some heads open anything on a day; one that nobody knows is not told."""
    return _kept[0].good(heads, on) if _kept else {}
