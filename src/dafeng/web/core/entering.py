"""From a proven name to a session: what lies between is the same for every way in.

The pages, the lockout and the audit are the house's own.  allauth's account flow would
bring its own addresses, templates and sign-up; the house takes its second factors, its
list of sessions and its OpenID Connect client, and starts the session itself.
"""

from __future__ import annotations

from enum import StrEnum

import attrs
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from dafeng.web.core.addresses import address_of
from dafeng.web.core.models import User
from dafeng.web.core.services.second_factors import second_factor_of
from dafeng.web.core.services.sessions import (
    session_ended,
    session_kept,
    session_started,
)
from dafeng.web.core.services.signing_in import Duty, duties_of
from dafeng.web.core.views.appearance import keep_language

SINCE, SEEN, DUTIES = "dafeng_since", "dafeng_seen", "dafeng_duties"
_WAITING = "dafeng_waiting"
_WAIT_SECONDS = 600
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_BROWSER_LENGTH = 200


class Way(StrEnum):
    """How somebody proved who one is."""

    PASSWORD = "password"  # noqa: S105 - a way, not a secret
    OUTSIDE = "outside"


@attrs.frozen(kw_only=True)
class Waiting:
    """Somebody whose name is proven and whose second factor is not."""

    user: User
    way: str
    after: str


def admit(request: HttpRequest, user: User, way: Way, after: str) -> HttpResponse:
    """Let a person in, or ask for the second factor first."""
    if second_factor_of(user) is None:
        return enter(request, user, way.value, after)
    request.session[_WAITING] = {
        "user": user.pk,
        "way": way.value,
        "after": after,
        "since": timezone.now().timestamp(),
    }
    return HttpResponseRedirect(reverse("core:second-factor"))


def waiting(request: HttpRequest) -> Waiting | None:
    """Return who waits before the second factor in this browser, for ten minutes."""
    kept = request.session.get(_WAITING)
    if not kept or timezone.now().timestamp() - kept["since"] > _WAIT_SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None:
        return None
    return Waiting(user=user, way=kept["way"], after=kept["after"])


def enter(request: HttpRequest, user: User, how: str, after: str) -> HttpResponse:
    """Start the session of a person, and lead to where one wanted to go."""
    request.session.pop(_WAITING, None)
    start_session(request, user, backend=_BACKEND)
    duties = duties_of(user)
    if duties:
        request.session[DUTIES] = [duty.value for duty in duties]
    address = address_of(request)
    session_started(by=user, how=how, address=address)
    request.session.save()
    session_kept(
        by=user,
        key=request.session.session_key or "",
        address=address,
        browser=request.META.get("HTTP_USER_AGENT", "")[:_BROWSER_LENGTH],
    )
    response = HttpResponseRedirect(after)
    keep_language(response, user.language)
    return response


def leave(request: HttpRequest, why: str) -> None:
    """End the session of a request."""
    if isinstance(request.user, User):
        session_ended(by=request.user, why=why)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    end_session(request)


def key_changed(request: HttpRequest, old_key: str | None) -> None:
    """Keep the list of sessions right when a session got a new key."""
    UserSession.objects.filter(session_key=old_key).update(
        session_key=request.session.session_key
    )


def done(request: HttpRequest, duty: Duty) -> None:
    """Strike a duty off."""
    left = [one for one in request.session.get(DUTIES, []) if one != duty.value]
    request.session[DUTIES] = left


def duty_of(request: HttpRequest) -> Duty | None:
    """Return what the person of a request must do before anything else."""
    if not isinstance(request.user, User):
        return None
    duties = request.session.get(DUTIES, [])
    if request.user.must_change_password or Duty.PASSWORD in duties:
        return Duty.PASSWORD
    return Duty.SECOND_FACTOR if Duty.SECOND_FACTOR in duties else None


def stamp(*, request: HttpRequest, **_signal: object) -> None:
    """Write into a new session when it began; told by Django that somebody came in."""
    now = timezone.now().timestamp()
    request.session[SINCE] = request.session[SEEN] = now


def why_over(request: HttpRequest) -> str:
    """Say why the session of a request is over; empty: it goes on."""
    session = request.session
    now = timezone.now().timestamp()
    if SINCE not in session:  # it began before the house knew limits
        stamp(request=request)
        return ""
    if now - session[SINCE] > settings.SESSION_LONGEST.total_seconds():
        return "longest"
    if now - session[SEEN] > settings.SESSION_IDLE.total_seconds():
        return "idle"
    return ""


def seen(request: HttpRequest) -> None:
    """Note that the person is there: once a minute, for each note is a write."""
    now = timezone.now()
    if now.timestamp() - request.session[SEEN] < _NOTE_SECONDS:
        return
    request.session[SEEN] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=now
    )


_NOTE_SECONDS = 60
