"""Keys of gateways: tokens of their enterprise with one scope, to write readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dafeng.web.api.models import Scope, Token
from dafeng.web.api.services.tokens import token_issue, token_revoke
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.gateway_keys import (
    GatewayKeys,
    GivenKey,
    register_gateway_keys,
)


def _give(by: User, unit: Organisation, name: str, until: date) -> GivenKey:
    issued = token_issue(
        by=by, unit=unit, name=name, scopes=[Scope.READINGS], expires_on=until
    )
    return GivenKey(head=issued.token.head, key=issued.key)


def _close(by: User, head: str) -> None:
    token = Token.objects.filter(head=head).first()
    if token is not None:
        token_revoke(by=by, token=token)


def _good(heads: Iterable[str], day: date) -> Mapping[str, bool]:
    rows = Token.objects.filter(head__in=list(heads))
    return {token.head: token.good_on(day) for token in rows}


register_gateway_keys(GatewayKeys(give=_give, close=_close, good=_good))
