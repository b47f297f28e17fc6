"""Tokens given to programs and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.api.keys import digest_of, new_key, written
from dafeng.web.api.models import Scope, Token
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require

LONGEST = timedelta(days=366)


@attrs.frozen(kw_only=True)
class Issued:
    """A new token and its key, which is shown once and kept nowhere."""

    token: Token
    key: str = attrs.field(repr=False)


@transaction.atomic
def token_issue(
    *,
    by: User,
    unit: Organisation,
    name: str,
    scopes: Iterable[str],
    expires_on: date,
) -> Issued:
    """Give a program a key: it acts for ``unit`` with the rights of ``by``.

    Raises
    ------
    ValidationError
        No scope, an unknown one, or a term that is over or longer than a year.
    """
    require(by, "api.token.issue", unit)
    wanted = sorted(set(scopes))
    _check(wanted, expires_on)
    head, secret = new_key()
    token = Token(
        unit=unit,
        person=by,
        name=name,
        head=head,
        sha256=digest_of(secret),
        scopes=wanted,
        created_at=timezone.now(),
        expires_on=expires_on,
    )
    token.full_clean()
    token.save()
    data = {"unit": unit.code, "scopes": wanted, "until": expires_on, "head": head}
    audit.record(by=by, action="token.issue", target=token, data=data)
    return Issued(token=token, key=written(head, secret))


def tokens_take_back(by: User, person: User) -> int:
    """Close every key of a person whose own password is set anew, or who left."""
    return _closed(by, Token.objects.filter(person=person), "person")


def tokens_of_unit_close(
    by: User | None, unit: Organisation, _into: Organisation
) -> int:
    """Close every key that acts for a unit which ends; its heir issues its own."""
    return _closed(by, Token.objects.filter(unit=unit), "unit")


def _closed(by: User | None, rows: QuerySet[Token], why: str) -> int:
    """Close those of some keys that are open, each with its row in the audit."""
    kept = rows.select_for_update(of=("self",)).filter(revoked_at__isnull=True)
    now, count = timezone.now(), 0
    for token in kept:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        data = {"head": token.head, "because": why}
        audit.record(by=by, action="token.revoke", target=token, data=data)
        count += 1
    return count


@transaction.atomic
def token_revoke(*, by: User, token: Token) -> Token:
    """Close a key at once; one that is closed stays as it was."""
    require(by, "api.token.revoke", token)
    kept = Token.objects.select_for_update().get(pk=token.pk)
    if kept.revoked_at is None:
        kept.revoked_at = timezone.now()
        kept.save(update_fields=["revoked_at"])
        audit.record(
            by=by, action="token.revoke", target=kept, data={"head": kept.head}
        )
    return kept


def _check(scopes: list[str], expires_on: date) -> None:
    if not scopes or set(scopes) - set(Scope.values):
        raise ValidationError({"scopes": _("请至少选一项范围。")}, code="token.scopes")
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST:
        raise ValidationError(
            {"expires_on": _("有效期须在今天之后、一年之内。")}, code="token.term"
        )
