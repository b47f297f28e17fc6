"""Roles given and taken back, with the post that goes with them."""

from __future__ import annotations

from datetime import date

import attrs
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import (
    Delegation,
    Membership,
    Organisation,
    Role,
    RoleCode,
    User,
)
from dafeng.web.core.permissions import ADMINISTRATORS, may, require
from dafeng.web.core.rights import forget_roles
from dafeng.web.core.services.organisations import refuse_ended
from dafeng.web.core.services.sessions import sessions_end

STAFF_ROLES = (
    RoleCode.UNIT_OFFICER,
    RoleCode.ENTERPRISE_MANAGER,
    RoleCode.READER,
)
"""What the head of a unit may give to its people."""


@attrs.frozen(kw_only=True)
class Post:
    """What somebody is called in a unit: 副局长."""

    title: str = ""
    deputy: bool = False


NO_POST = Post()


@transaction.atomic
def membership_grant(
    *,
    by: User | None,
    user: User,
    organisation: Organisation,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
    post: Post = NO_POST,
) -> Membership:
    """Give a person a role in a unit; nobody gives a role to oneself.

    The security administrator gives every role; the head of a unit gives those of its
    staff to its own people.
    """
    if by is not None:
        _require_right(by, role, organisation, user)
        refuse_oneself(by, user)
    refuse_ended(organisation)
    # Two grants at once must not make one person two administrators.
    User.objects.select_for_update().get(pk=user.pk)
    _refuse_second_administrator(user, role)
    today = timezone.localdate()
    # A role whose last day is over may be given again; its row stays as it was.
    Membership.objects.filter(
        user=user, organisation=organisation, role=role, valid_to__lt=today
    ).update(revoked=True)
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from or today,
        valid_to=valid_to,
        post=post.title,
        deputy=post.deputy,
    )
    membership.full_clean()
    membership.save()
    forget_roles(user)
    if role.code in settings.SECOND_FACTOR_ROLES and not user.demo:
        # Whoever is signed in meets the duty of a second factor at once.
        sessions_end(user)
    audit.record(
        by=by,
        action="membership.grant",
        target=membership,
        data=_membership_data(membership),
    )
    return membership


@transaction.atomic
def membership_edit(
    *, by: User, membership: Membership, post: Post, valid_to: date | None
) -> Membership:
    """Change the post and the last day; who holds what where stays."""
    _require_right(by, membership.role, membership.organisation, membership.user)
    kept = Membership.objects.select_for_update().get(pk=membership.pk)
    refuse_oneself(by, kept.user)
    if kept.revoked:
        raise ValidationError(_("这项任职已撤销。"), code="membership.revoked")
    before = _membership_data(kept)
    kept.post, kept.deputy, kept.valid_to = post.title, post.deputy, valid_to
    kept.full_clean()
    kept.save(update_fields=["post", "deputy", "valid_to"])
    forget_roles(kept.user)
    audit.record(
        by=by,
        action="membership.edit",
        target=kept,
        data={"before": before, "after": _membership_data(kept)},
    )
    return kept


@transaction.atomic
def membership_revoke(*, by: User, membership: Membership) -> Membership:
    """Take a role back; the row stays, with its last day."""
    _require_right(by, membership.role, membership.organisation, membership.user)
    kept = Membership.objects.select_for_update().get(pk=membership.pk)
    if kept.revoked:
        return kept
    refuse_oneself(by, kept.user)
    today = timezone.localdate()
    kept.revoked = True
    kept.valid_to = max(kept.valid_from, min(kept.valid_to or today, today))
    kept.full_clean(validate_constraints=False)
    kept.save(update_fields=["revoked", "valid_to"])
    forget_roles(kept.user)
    audit.record(
        by=by,
        action="membership.revoke",
        target=kept,
        data=_membership_data(kept),
    )
    return kept


def role_of(code: RoleCode) -> Role:
    """Return the row of one of the roles that the program speaks of."""
    return Role.objects.get(code=code)


def right_to_grant(role: Role) -> str:
    """Code of the right that it takes to give or take back a role."""
    return "core.member.staff" if role.code in STAFF_ROLES else "core.member.grant"


def may_grant(by: User, membership: Membership) -> bool:
    """Whether to offer somebody to take a role back or to change it."""
    code = right_to_grant(membership.role)
    return by.pk != membership.user_id and may(by, code, membership.organisation)


def refuse_oneself(by: User, user: User) -> None:
    """Refuse that somebody gives or takes a role of their own."""
    if by.pk == user.pk:
        raise ValidationError(
            _("自己的角色须由他人授予或撤销。"), code="membership.oneself"
        )


def _require_right(
    by: User, role: Role, organisation: Organisation, user: User
) -> None:
    """Ask for the right in the unit of the role, and for a head in the person's too."""
    if may(by, "core.member.grant", organisation):
        require(by, "core.member.grant", organisation)
        return
    if user.organisation is not None:
        require(by, right_to_grant(role), user.organisation)
    require(by, right_to_grant(role), organisation)


def _refuse_second_administrator(user: User, role: Role) -> None:
    """Keep the three administrators apart, in all units; they stand in for nobody."""
    if role.code not in ADMINISTRATORS:
        return
    today = timezone.localdate()
    standing = Membership.objects.filter(
        user=user, revoked=False, role__code__in=ADMINISTRATORS
    ).exclude(valid_to__lt=today)
    other = standing.exclude(role=role).select_related("role").first()
    if other is not None:
        raise ValidationError(
            _("%(user)s已是%(other)s；三类管理员须由不同的人担任。"),
            code="membership.administrators",
            params={"user": user, "other": other.role},
        )
    lent = Delegation.objects.filter(deputy=user, withdrawn=False, valid_to__gte=today)
    if lent.exists():
        raise ValidationError(
            _("%(user)s正代理他人职务，不能担任管理员。"),
            code="membership.deputy",
            params={"user": user},
        )


def _membership_data(membership: Membership) -> dict[str, object]:
    return {
        "user": membership.user.username,
        "organisation": membership.organisation.code,
        "role": membership.role.code,
        "post": membership.post,
        "deputy": membership.deputy,
        "from": membership.valid_from,
        "to": membership.valid_to,
    }
