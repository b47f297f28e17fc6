"""People that somebody may see, the roles they hold, and who stands in for whom."""

from __future__ import annotations

import attrs
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from dafeng.web.core.acting import memberships_in_force
from dafeng.web.core.models import (
    Delegation,
    Membership,
    Organisation,
    Role,
    RoleCode,
    User,
)
from dafeng.web.core.permissions import PERSONAL_ROLES, may
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors.scope import Person, within


@attrs.frozen(kw_only=True)
class PeopleFilter:
    """What the page of people is narrowed to; empty fields do not narrow."""

    text: str = ""
    unit: Organisation | None = None
    role: Role | None = None


def memberships_visible_to(user: Person) -> QuerySet[Membership]:
    """Roles held in units whose members the person may see; ended ones stay out."""
    paths = paths_where(user, "core.member.view")
    return (
        Membership.objects.filter(
            within("organisation__path", paths), revoked=False, user__is_active=True
        )
        .exclude(valid_to__lt=timezone.localdate())
        .select_related("user__organisation", "organisation", "role")
    )


def memberships_of(user: User) -> QuerySet[Membership]:
    """Roles that a person holds today, in every unit."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(user=user, revoked=False)
        .exclude(valid_to__lt=today)
        .select_related("organisation", "role")
    )


def past_memberships_visible_to(user: Person, person: User) -> QuerySet[Membership]:
    """Roles that somebody held before, in units whose members ``user`` may see."""
    paths = paths_where(user, "core.member.view")
    over = Q(revoked=True) | Q(valid_to__lt=timezone.localdate())
    return (
        Membership.objects.filter(
            within("organisation__path", paths), over, user=person
        )
        .select_related("organisation", "role")
        .order_by("-valid_to", "-pk")
    )


def people_visible_to(user: Person) -> QuerySet[User]:
    """Active people who are of a unit, or serve one, whose members ``user`` may see."""
    paths = paths_where(user, "core.member.view")
    serving = Membership.objects.filter(
        within("organisation__path", paths), revoked=False
    ).exclude(valid_to__lt=timezone.localdate())
    return User.objects.filter(
        within("organisation__path", paths) | Q(pk__in=serving.values("user")),
        is_active=True,
    ).select_related("organisation")


def people_found(user: Person, wanted: PeopleFilter) -> QuerySet[User]:
    """Visible people, narrowed, each with ``held``: the visible roles of today."""
    held = memberships_visible_to(user)
    people = people_visible_to(user)
    if wanted.text:
        people = people.filter(
            Q(display_name__icontains=wanted.text) | Q(username__icontains=wanted.text)
        )
    if wanted.role is not None:
        people = people.filter(pk__in=held.filter(role=wanted.role).values("user"))
    if wanted.unit is not None:
        path = wanted.unit.path
        serving = held.filter(organisation__path__startswith=path).values("user")
        people = people.filter(
            Q(organisation__path__startswith=path) | Q(pk__in=serving)
        )
    return people.prefetch_related(
        Prefetch("memberships", queryset=held, to_attr="held")
    ).order_by("organisation__path", "username")


def phone_shown(viewer: Person, person: User) -> str:
    """Return a telephone number: whole for oneself and for who keeps the account."""
    if not person.phone or viewer.pk == person.pk:
        return person.phone
    keeps = person.organisation is not None and may(
        viewer, "core.user.invite", person.organisation
    )
    return person.phone if keeps else _hidden(person.phone)


def invited_user(*, key: str, token: str) -> User | None:
    """Return whom an invitation's address names, while it is good."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(key)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


def first_holder(role: RoleCode, *, root: Organisation | None = None) -> User | None:
    """Return who held a role first, of those who hold it; in one unit where named."""
    rows = Membership.objects.filter(role__code=role, revoked=False)
    if root is not None:
        rows = rows.filter(organisation=root)
    held = rows.select_related("user__organisation").order_by("pk").first()
    return None if held is None else held.user


def roles() -> QuerySet[Role]:
    """Every role of the house, in order."""
    return Role.objects.all()


def delegations_given_by(user: User) -> QuerySet[Delegation]:
    """Delegations of the person's own roles, newest first."""
    return Delegation.objects.filter(membership__user=user).select_related(
        "membership__organisation", "membership__role", "membership__user", "deputy"
    )


def delegations_held_by(user: User) -> QuerySet[Delegation]:
    """Delegations to the person, newest first."""
    return Delegation.objects.filter(deputy=user).select_related(
        "membership__organisation", "membership__role", "membership__user", "deputy"
    )


def memberships_to_delegate(user: User) -> QuerySet[Membership]:
    """Own roles in force in which somebody else may act."""
    return memberships_in_force(on=timezone.localdate()).filter(
        Q(user=user), ~Q(role__code__in=PERSONAL_ROLES)
    )


def delegations_to_withdraw(user: User) -> QuerySet[Delegation]:
    """Delegations that the person gave, and those of roles that one may take back."""
    paths = paths_where(user, "core.member.grant")
    return Delegation.objects.filter(
        Q(membership__user=user) | within("membership__organisation__path", paths)
    ).select_related("deputy")


def delegations_visible_to(user: Person, person: User) -> QuerySet[Delegation]:
    """Delegations by or to somebody, in units whose members ``user`` may see."""
    paths = paths_where(user, "core.member.view")
    return Delegation.objects.filter(
        within("membership__organisation__path", paths),
        Q(membership__user=person) | Q(deputy=person),
    ).select_related(
        "membership__organisation", "membership__role", "membership__user", "deputy"
    )


def deputy_named(username: str, *, of: User) -> User | None:
    """Return who signs in with this name, in the district of a person."""
    if of.organisation is None:
        return None
    root = of.organisation.path.split("/")[1]
    return User.objects.filter(
        username=username, is_active=True, organisation__path__startswith=f"/{root}/"
    ).first()


def _hidden(phone: str) -> str:
    """``138****1234``; a short number shows its last two figures."""
    if len(phone) < 8:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
