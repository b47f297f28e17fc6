"""Reading what the security administrator, and everybody of oneself, may know."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from dafeng.web.core.models import Membership, User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors.scope import within

_GRACE = timedelta(minutes=2)


@attrs.frozen(kw_only=True)
class Standing:
    """How safely a person signs in."""

    person: User
    locked_until: datetime | None
    has_factor: bool
    wants_factor: bool
    sessions: int

    @property
    def lacks_factor(self) -> bool:
        """Whether a role asks for a second factor that is not there yet."""
        return self.wants_factor and not self.has_factor


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Sessions of a person that are still open, the latest first."""
    return _open_sessions().filter(user=user).order_by("-last_seen_at")


def people_kept_safe_by(user: User, sought: str = "") -> QuerySet[User]:
    """Active people of the units whose sign-in ``user`` looks after."""
    paths = paths_where(user, "core.security.manage")
    people = User.objects.filter(
        within("organisation__path", paths), is_active=True
    ).select_related("organisation")
    if sought:
        people = people.filter(
            Q(username__icontains=sought) | Q(display_name__icontains=sought)
        )
    factor = Authenticator.objects.filter(
        user=OuterRef("pk"), type=Authenticator.Type.TOTP
    )
    wanted = Membership.objects.filter(
        user=OuterRef("pk"),
        revoked=False,
        role__code__in=settings.SECOND_FACTOR_ROLES,
    )
    return people.annotate(
        has_factor=Exists(factor), wants_factor=Exists(wanted)
    ).order_by("organisation__path", "username")


def standings(people: list[User]) -> list[Standing]:
    """Return how the people of one page stand, in as many queries as for one person."""
    locked = _locked({person.username for person in people})
    counts: dict[int, int] = {}
    open_sessions = _open_sessions().filter(user__in=people)
    for user_id in open_sessions.values_list("user_id", flat=True):
        counts[user_id] = counts.get(user_id, 0) + 1
    return [
        Standing(
            person=person,
            locked_until=locked.get(person.username),
            has_factor=getattr(person, "has_factor", False),
            wants_factor=getattr(person, "wants_factor", False) and not person.demo,
            sessions=counts.get(person.pk, 0),
        )
        for person in people
    ]


def _locked(names: set[str]) -> dict[str, datetime]:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = (
        AccessAttempt.objects.filter(username__in=names, attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), latest=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("latest")
    )
    return {row["username"]: row["latest"] + settings.AXES_COOLOFF_TIME for row in rows}


def _open_sessions() -> QuerySet[UserSession]:
    now = timezone.now()
    sessions: QuerySet[UserSession] = UserSession.objects.filter(
        last_seen_at__gte=now - settings.SESSION_IDLE - _GRACE,
        created_at__gte=now - settings.SESSION_LONGEST,
    )
    return sessions
