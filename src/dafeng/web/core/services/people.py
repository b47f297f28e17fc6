"""People: added, invited, changed, closed; what they set for themselves."""

from __future__ import annotations

import attrs
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from dafeng.web.core import audit
from dafeng.web.core.models import (
    Delegation,
    Membership,
    Organisation,
    RoleCode,
    User,
)
from dafeng.web.core.permissions import ADMINISTRATORS, may, require
from dafeng.web.core.program_keys import program_keys_take_back
from dafeng.web.core.rights import forget_roles
from dafeng.web.core.services.memberships import STAFF_ROLES, refuse_oneself

WIDE_ROLES = (RoleCode.CARBON_OFFICE, RoleCode.AUDITOR, *ADMINISTRATORS)
"""Roles whose rights reach beyond the unit that they are held in."""


@attrs.frozen(kw_only=True)
class Invitation:
    """A new person and the address, good once and for three days, to set a password.

    Attributes
    ----------
    keys : int
        How many keys of programs were closed with the old password.
    """

    user: User
    path: str
    keys: int = 0


@transaction.atomic
def user_create(
    *,
    by: User | None,
    username: str,
    display_name: str,
    organisation: Organisation,
    password: str | None = None,
    phone: str = "",
) -> User:
    """Add a person; without a password nobody can sign in as that person yet."""
    if by is not None:
        require(by, "core.user.invite", organisation)
    user = User(
        username=username,
        display_name=display_name,
        organisation=organisation,
        phone=phone,
    )
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
        user.password_set_at = timezone.now()
    user.full_clean()
    user.save()
    audit.record(
        by=by,
        action="user.create",
        target=user,
        data={"username": username, "organisation": organisation.code},
    )
    return user


def user_invite(
    *,
    by: User,
    username: str,
    display_name: str,
    organisation: Organisation,
    phone: str = "",
) -> Invitation:
    """Add a person and return the address where that person sets a first password."""
    user = user_create(
        by=by,
        username=username,
        display_name=display_name,
        organisation=organisation,
        phone=phone,
    )
    return Invitation(user=user, path=invitation_path(user))


@transaction.atomic
def user_reinvite(*, by: User, user: User) -> Invitation:
    """Give an address for a new password to somebody who lost the old one.

    Whoever holds the address can act as that person, so the right is asked for in every
    unit where the person holds a role or stands in for somebody.  A head gives it to
    the unit's staff; for a role that reaches beyond its unit it takes the right to
    grant that role.  Keys that the person gave to programs are closed.
    """
    require(by, "core.user.reset", user.organisation)
    refuse_oneself(by, user)
    held_roles = Membership.objects.filter(user=user, revoked=False)
    for held in held_roles.select_related("role", "organisation"):
        require(by, _right_to_reset(by, held), held.organisation)
    lent = Delegation.objects.filter(
        deputy=user, withdrawn=False, valid_to__gte=timezone.localdate()
    )
    for one in lent.select_related("membership__role", "membership__organisation"):
        held = one.membership
        require(by, _right_to_reset(by, held), held.organisation)
    keys = program_keys_take_back(by=by, person=user)
    audit.record(by=by, action="user.reinvite", target=user, data={"keys": keys})
    return Invitation(user=user, path=invitation_path(user), keys=keys)


@transaction.atomic
def user_close(*, by: User, user: User) -> User:
    """Close the account of somebody who left; the person stays named in the audit.

    Keys that the person gave to programs are closed.
    """
    require(by, "core.user.close", user.organisation)
    refuse_oneself(by, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    forget_roles(user)
    keys = program_keys_take_back(by=by, person=user)
    audit.record(by=by, action="user.close", target=user, data={"keys": keys})
    return user


@transaction.atomic
def user_edit(
    *, by: User, user: User, display_name: str, phone: str, organisation: Organisation
) -> User:
    """Correct a name or a telephone number, or put a person into another unit.

    Roles stay where they are held.
    """
    require(by, "core.user.edit", user.organisation)
    require(by, "core.user.edit", organisation)
    kept = User.objects.select_for_update().get(pk=user.pk)
    before = _user_data(kept)
    kept.display_name, kept.phone = display_name, phone
    kept.organisation = organisation
    kept.full_clean(exclude=["password"])
    kept.save(update_fields=["display_name", "phone", "organisation"])
    forget_roles(kept)
    after = _user_data(kept)
    if before != after:
        audit.record(
            by=by,
            action="user.edit",
            target=kept,
            data={"before": before, "after": after},
        )
    return kept


def people_exported(*, by: User, count: int) -> None:
    """Keep in the audit that somebody took the list of people out of the house."""
    audit.record(by=by, action="user.export", target=by, data={"rows": count})


def invitation_path(user: User) -> str:
    """Address to set a password; it dies when the password is set."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("core:welcome", args=[key, default_token_generator.make_token(user)])


@transaction.atomic
def language_set(*, by: User, language: str) -> User:
    """Keep the language in which a person reads the site; not an act for the audit."""
    by.language = language
    by.full_clean(exclude=["password"])
    by.save(update_fields=["language"])
    return by


def _right_to_reset(by: User, held: Membership) -> str:
    """Right that it takes to let somebody with this role set a new password."""
    if held.role.code in STAFF_ROLES:
        return "core.user.reset"
    if held.role.code in WIDE_ROLES or may(by, "core.member.grant", held.organisation):
        return "core.member.grant"
    return "core.user.edit"


def _user_data(user: User) -> dict[str, object]:
    return {
        "display_name": user.display_name,
        "phone": user.phone,
        "organisation": user.organisation.code if user.organisation else None,
    }
