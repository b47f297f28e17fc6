"""Sessions and the password: begun, ended, changed."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import KeptPassword, User
from dafeng.web.core.permissions import require

PASSWORDS_KEPT = 5


def session_started(*, by: User, how: str = "password", address: str = "") -> None:
    """Keep in the audit that a person signed in, how, and from where."""
    data = {"how": how, "address": address}
    audit.record(by=by, action="session.start", target=by, data=data)


def session_ended(*, by: User, why: str = "left") -> None:
    """Keep in the audit that a person signed out, or was signed out."""
    audit.record(by=by, action="session.end", target=by, data={"why": why})


@transaction.atomic
def session_kept(*, by: User, key: str, address: str, browser: str) -> None:
    """Note an open session of a person; the oldest of too many end."""
    UserSession.objects.update_or_create(
        session_key=key, defaults={"user": by, "ip": address, "user_agent": browser}
    )
    standing = UserSession.objects.purge_and_list(by)
    standing.sort(key=lambda session: session.created_at, reverse=True)
    for session in standing[settings.SESSIONS_PER_PERSON :]:
        session.end()
        session_ended(by=by, why="too-many")


@transaction.atomic
def session_close(*, by: User, session_id: int) -> None:
    """End one's own session in another browser.

    Raises
    ------
    ValidationError
        It has ended already, or is not one's own.
    """
    session = UserSession.objects.filter(user=by, pk=session_id).first()
    if session is None:
        raise ValidationError(_("这个登录已经结束。"), code="session.gone")
    session.end()
    session_ended(by=by, why="closed")


@transaction.atomic
def password_set(*, by: User, password: str) -> User:
    """Set one's own password; the audit keeps the fact, not the word.

    The form has checked the password.  Every other session of the person ends: its
    seal holds the old one.
    """
    now = timezone.now()
    if by.has_usable_password():
        KeptPassword.objects.create(user=by, password=by.password, until=now)
    latest = by.kept_passwords.values("pk")[:PASSWORDS_KEPT]
    by.kept_passwords.exclude(pk__in=[row["pk"] for row in latest]).delete()
    by.set_password(password)
    by.must_change_password = False
    by.password_set_at = now
    by.save(update_fields=["password", "must_change_password", "password_set_at"])
    audit.record(by=by, action="user.password", target=by)
    return by


@transaction.atomic
def sessions_close_all(*, by: User, user: User) -> int:
    """End every session of a person whose account may be in wrong hands."""
    require(by, "core.security.manage", user.organisation)
    ended = sessions_end(user)
    audit.record(by=by, action="session.close", target=user, data={"sessions": ended})
    return ended


def sessions_end(user: User) -> int:
    """End every session of a person, so that the next sign-in asks for all duties."""
    standing = list(UserSession.objects.filter(user=user))
    for session in standing:
        session.end()
    return len(standing)
