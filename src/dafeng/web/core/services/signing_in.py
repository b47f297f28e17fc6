"""Who is let in, who is not and why, and what must be done first."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit, rates
from dafeng.web.core.models import House, RoleCode, User
from dafeng.web.core.permissions import require
from dafeng.web.core.services.second_factors import (
    second_factor_is_required,
    second_factor_of,
)

_NAME_SHOWN = 2


class Refused(StrEnum):
    """Why somebody was not let in; kept in the audit."""

    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    LOCKED = "locked"
    DEMO = "demo"
    CODE = "code"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Duty(StrEnum):
    """What must be done before anything else."""

    PASSWORD = "password"  # noqa: S105 - a duty, not a secret
    SECOND_FACTOR = "second-factor"


def words_against(user: User) -> str:
    """Say why a person with the right password is not let in; empty: may come in."""
    if user.demo and not demo_accounts_open():
        return _("这是演示账户，只能在演示数据的系统里登录。")
    return ""


def demo_accounts_open() -> bool:
    """Whether the accounts of the sample may sign in: only a synthetic house's may."""
    house = House.objects.first()
    return bool(settings.DEMO and house is not None and house.synthetic)


def duties_of(user: User) -> tuple[Duty, ...]:
    """Return what a person who just signed in must do first.

    Roles count wherever the person holds them, not only in the unit acted for now.
    """
    duties = []
    roles = set(
        user.memberships.filter(revoked=False).values_list("role__code", flat=True)
    )
    if user.must_change_password or _password_is_old(user, roles):
        duties.append(Duty.PASSWORD)
    if second_factor_is_required(user) and second_factor_of(user) is None:
        duties.append(Duty.SECOND_FACTOR)
    return tuple(duties)


def sign_in_refused(*, name: str, reason: Refused, address: str) -> None:
    """Keep in the audit that somebody was not let in.

    A name that nobody has is cut: people type their password into the wrong field.
    """
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User(username="", display_name=f"{name[:_NAME_SHOWN]}…")
    data = {"reason": reason.value, "address": address}
    audit.record(by=None, action="session.refuse", target=user, data=data)


def locked_until(name: str) -> datetime | None:
    """Return until when a name is locked out somewhere; None when it is not."""
    now = timezone.now()
    attempts = (
        AccessAttempt.objects.filter(
            username=name, attempt_time__gte=now - settings.AXES_COOLOFF_TIME
        )
        .values("ip_address")
        .annotate(failures=Sum("failures_since_start"), latest=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-latest")
    )
    first = attempts.first()
    return None if first is None else first["latest"] + settings.AXES_COOLOFF_TIME


@transaction.atomic
def sign_in_unlock(*, by: User, user: User) -> None:
    """Let a person try again before the time is over."""
    require(by, "core.security.manage", user.organisation)
    reset(username=user.username)
    rates.clear("second-factor", str(user.pk))
    audit.record(by=by, action="sign-in.unlock", target=user)


def _password_is_old(user: User, roles: set[str]) -> bool:
    administrators = {
        RoleCode.SYSTEM_ADMIN,
        RoleCode.SECURITY_ADMIN,
        RoleCode.AUDIT_ADMIN,
    }
    days = settings.PASSWORD_DAYS
    if roles & administrators:
        days = settings.ADMINISTRATORS_PASSWORD_DAYS
    if days is None or user.password_set_at is None or user.demo:
        return False
    return timezone.now() - user.password_set_at > timedelta(days=days)
