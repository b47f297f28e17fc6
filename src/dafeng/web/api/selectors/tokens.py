"""Finding tokens: those a person may see, and the one that a key belongs to."""

from __future__ import annotations

import hmac
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, Model, QuerySet
from django.utils import timezone

from dafeng.web.api.keys import digest_of, parts_of
from dafeng.web.api.models import Token
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.questions import Given, Question
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.core.services.signing_in import words_against


def tokens_for(user: Person) -> QuerySet[Token]:
    """Tokens of the units where the person may see them, revoked ones last."""
    paths = paths_where(user, "api.token.view")
    rows = Token.objects.filter(within("unit__path", paths))
    return rows.select_related("unit", "person")


def tokens_good(person: User) -> int:
    """How many keys of a person open something today, as far as they decide that."""
    today = timezone.localdate()
    rows = Token.objects.filter(person=person, revoked_at__isnull=True)
    return rows.filter(expires_on__gte=today).count()


def tokens_of_unit(unit: Organisation) -> int:
    """How many keys act for a unit today."""
    today = timezone.localdate()
    rows = Token.objects.filter(unit=unit, revoked_at__isnull=True)
    return rows.filter(expires_on__gte=today).count()


def token_of_key(key: str) -> Token | None:
    """The token that a key opens today; None for a wrong, old or revoked one.

    Nor does a key open anything whose person may not sign in here: the account is
    closed, or of the sample in a house that is none.
    """
    token = _known(key)
    if token is None:
        return None
    person = token.person
    good = token.good_on(timezone.localdate()) and person.is_active
    return token if good and not words_against(person) else None


def ended_unit_of_key(key: str) -> Organisation | None:
    """The unit of a key that was right until its unit ended; None for any other key."""
    token = _known(key)
    if token is None or token.unit.valid_to is None:
        return None
    return token.unit if token.unit.valid_to < timezone.localdate() else None


def _known(key: str) -> Token | None:
    """The token of a key, whether it still opens anything or not."""
    parts = parts_of(key)
    if parts is None:
        return None
    head, secret = parts
    token = _with_head(head)
    if token is None or not hmac.compare_digest(token.sha256, digest_of(secret)):
        return None
    return token


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


_TOKEN, _UNIT, _PERSON = map(_columns, (Token, Organisation, User))


def _by_head() -> QuerySet[Token, tuple[Any, ...]]:
    return Token.objects.filter(head=Given("head", CharField())).values_list(
        *_TOKEN,
        *(f"unit__{name}" for name in _UNIT),
        *(f"person__{name}" for name in _PERSON),
    )


_BY_HEAD = Question(_by_head)
"""Every request of a program asks it; gateways send thousands in a minute."""


def _with_head(head: str) -> Token | None:
    for row in _BY_HEAD.rows(head=head):
        of_token, rest = row[: len(_TOKEN)], row[len(_TOKEN) :]
        of_unit, of_person = rest[: len(_UNIT)], rest[len(_UNIT) :]
        token = Token.from_db(DEFAULT_DB_ALIAS, _TOKEN, of_token)
        token.unit = Organisation.from_db(DEFAULT_DB_ALIAS, _UNIT, of_unit)
        token.person = User.from_db(DEFAULT_DB_ALIAS, _PERSON, of_person)
        return token
    return None
