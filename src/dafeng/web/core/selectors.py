"""Reading: every list is scoped by what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

import attrs
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from dafeng.web.core.models import (
    AuditRow,
    House,
    Membership,
    Organisation,
    Role,
    User,
)
from dafeng.web.core.rights import paths_where, roles_of

Person = User | AnonymousUser


@attrs.frozen(kw_only=True)
class AuditFilter:
    """What the audit page is narrowed to; empty fields do not narrow."""

    action: str = ""
    actor: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None


def the_house() -> House | None:
    """Return whose house this is; None before it was prepared."""
    return House.objects.first()


def within(field: str, paths: tuple[str, ...]) -> Q:
    """Return the condition that a path lies in one of the subtrees."""
    if not paths:
        return Q(pk__in=())
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths))


def organisations_visible_to(user: Person) -> QuerySet[Organisation]:
    """Units below those where the person holds a role, and the person's own unit."""
    paths = tuple({held.path for held in roles_of(user)})
    condition = within("path", paths)
    if isinstance(user, User) and user.organisation_id:
        condition |= Q(pk=user.organisation_id)
    return Organisation.objects.filter(condition).select_related("parent")


def organisations_with_people(user: Person) -> QuerySet[Organisation]:
    """Visible units, each with ``people``: how many hold a role there."""
    units = organisations_visible_to(user).annotate(
        people=Count(
            "memberships__user",
            filter=Q(memberships__revoked=False, memberships__user__is_active=True),
            distinct=True,
        )
    )
    return units.order_by("path")


def as_tree(units: Iterable[Organisation]) -> list[Organisation]:
    """Sort units so that each stands right before those below it.

    The database cannot: a collation of people's words passes over the slashes.
    """
    return sorted(units, key=lambda unit: unit.path.split("/"))


def units_above(unit: Organisation) -> QuerySet[Organisation]:
    """Return the units on the way from the root to ``unit``, without it."""
    codes = unit.path.strip("/").split("/")[:-1]
    return Organisation.objects.filter(code__in=codes)


def organisations_where(user: Person, right: str) -> QuerySet[Organisation]:
    """Units on which the person has ``right``."""
    return Organisation.objects.filter(within("path", paths_where(user, right)))


def memberships_visible_to(user: Person) -> QuerySet[Membership]:
    """Roles held in units whose members the person may see; revoked ones stay out."""
    paths = paths_where(user, "core.member.view")
    return Membership.objects.filter(
        within("organisation__path", paths), revoked=False, user__is_active=True
    ).select_related("user__organisation", "organisation", "role")


def memberships_of(user: User) -> QuerySet[Membership]:
    """Roles that a person holds today."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(user=user, revoked=False)
        .exclude(valid_to__lt=today)
        .select_related("organisation", "role")
    )


def people_visible_to(user: Person) -> QuerySet[User]:
    """Active people of the units whose members ``user`` may see."""
    paths = paths_where(user, "core.member.view")
    return User.objects.filter(
        within("organisation__path", paths), is_active=True
    ).select_related("organisation")


def invited_user(*, key: str, token: str) -> User | None:
    """Return whom an invitation's address names, while it is good."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(key)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


def roles() -> QuerySet[Role]:
    """Every role of the house, in order."""
    return Role.objects.all()


def audit_rows_visible_to(user: Person, wanted: AuditFilter) -> QuerySet[AuditRow]:
    """Rows of the audit, newest first; all of them, or none without the right."""
    rows = AuditRow.objects.select_related("actor", "unit")
    if not paths_where(user, "core.audit.view"):
        return rows.none()
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.actor:
        rows = rows.filter(actor_label__icontains=wanted.actor)
    if wanted.target:
        rows = rows.filter(target_label__icontains=wanted.target)
    if wanted.since:
        rows = rows.filter(time__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(time__date__lte=wanted.until)
    return rows


def audit_actions() -> list[str]:
    """Every action code that occurs in the audit."""
    return list(
        AuditRow.objects.order_by("action").values_list("action", flat=True).distinct()
    )
