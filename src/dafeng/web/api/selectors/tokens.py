"""Finding tokens: those a person may see, and the one that a key belongs to."""

from __future__ import annotations

import hmac

from django.db.models import QuerySet
from django.utils import timezone

from dafeng.web.api.keys import digest_of, parts_of
from dafeng.web.api.models import Token
from dafeng.web.core.models import Organisation, User
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
    parts = parts_of(key)
    if parts is None:
        return None
    head, secret = parts
    token = Token.objects.select_related("unit", "person").filter(head=head).first()
    if token is None or not hmac.compare_digest(token.sha256, digest_of(secret)):
        return None
    person = token.person
    good = token.good_on(timezone.localdate()) and person.is_active
    return token if good and not words_against(person) else None
