"""Writing: every change of people, units and roles goes through one of these.

``by`` is who acts; None is the program itself, when it sets a house up.  Each service
asks for the right, checks the whole record, saves, and writes one audit row, in one
transaction.
"""

from __future__ import annotations

from datetime import date

import attrs
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import (
    House,
    Membership,
    Organisation,
    OrganisationName,
    Role,
    RoleCode,
    User,
)
from dafeng.web.core.permissions import require
from dafeng.web.core.rights import forget_roles

# Roles whose rights reach beyond the unit that they are held in.
WIDE_ROLES = (RoleCode.CARBON_OFFICE, RoleCode.AUDITOR)


@attrs.frozen(kw_only=True)
class Invitation:
    """A new person and the address, good once and for three days, to set a password."""

    user: User
    path: str


@attrs.frozen(kw_only=True)
class OrganisationFacts:
    """What a new unit is; see :class:`~dafeng.web.core.models.Organisation`."""

    code: str
    name_zh: str
    kind: str
    name_en: str = ""
    short_zh: str = ""
    uscc: str | None = None
    place_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def house_set(
    *,
    name_zh: str,
    name_en: str,
    place_code: str,
    synthetic: bool,
    data_version: str,
    data_date: date,
) -> House:
    """Say whose house this is; the program does this when it prepares or loads one."""
    house = House.objects.first() or House(pk=1)
    wanted = {
        "name_zh": name_zh,
        "name_en": name_en,
        "place_code": place_code,
        "synthetic": synthetic,
        "data_version": data_version,
        "data_date": data_date,
    }
    if all(getattr(house, field) == value for field, value in wanted.items()):
        return house
    for field, value in wanted.items():
        setattr(house, field, value)
    house.full_clean()
    house.save()
    audit.record(by=None, action="house.set", target=house, data=wanted)
    return house


@transaction.atomic
def organisation_create(
    *, by: User | None, facts: OrganisationFacts, parent: Organisation | None
) -> Organisation:
    """Add a unit below ``parent``; without one it is a root, made by set-up."""
    if by is not None:
        require(by, "core.organisation.change", parent)
    above = parent.path if parent else "/"
    unit = Organisation(
        **attrs.asdict(facts), parent=parent, path=f"{above}{facts.code}/"
    )
    unit.full_clean()
    unit.save()
    audit.record(
        by=by,
        action="organisation.create",
        target=unit,
        data={**attrs.asdict(facts), "path": unit.path},
    )
    return unit


@transaction.atomic
def organisation_rename(
    *, by: User | None, organisation: Organisation, name_zh: str, name_en: str
) -> Organisation:
    """Give a unit a new name; the old one is kept, so that older documents find it."""
    if by is not None:
        require(by, "core.organisation.change", organisation)
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {"name_zh": unit.name_zh, "name_en": unit.name_en}
    after = {"name_zh": name_zh, "name_en": name_en}
    if before == after:
        return unit
    if unit.name_zh != name_zh:
        OrganisationName.objects.update_or_create(
            organisation=unit,
            name=unit.name_zh,
            defaults={
                "kind": OrganisationName.Kind.FORMER,
                "until": timezone.localdate(),
            },
        )
    unit.name_zh, unit.name_en = name_zh, name_en
    unit.full_clean()
    unit.save()
    audit.record(
        by=by,
        action="organisation.rename",
        target=unit,
        data={"before": before, "after": after},
    )
    return unit


@transaction.atomic
def organisation_move(
    *, by: User | None, organisation: Organisation, parent: Organisation
) -> Organisation:
    """Put a unit, with all below it, under another parent."""
    if by is not None:
        require(by, "core.organisation.change", organisation)
        require(by, "core.organisation.change", parent)
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if parent.path.startswith(unit.path):
        raise ValidationError(
            _("“%(parent)s”就在“%(unit)s”之内，不能作它的上级。"),
            code="organisation.cycle",
            params={"parent": parent, "unit": unit},
        )
    before, after = unit.path, f"{parent.path}{unit.code}/"
    if before == after:
        return unit
    below = Organisation.objects.select_for_update().filter(path__startswith=before)
    for child in below.exclude(pk=unit.pk):
        child.path = after + child.path.removeprefix(before)
        child.save(update_fields=["path"])
    unit.path, unit.parent = after, parent
    unit.full_clean()
    unit.save(update_fields=["path", "parent"])
    audit.record(
        by=by,
        action="organisation.move",
        target=unit,
        data={"before": before, "after": after},
    )
    return unit


@transaction.atomic
def user_create(
    *,
    by: User | None,
    username: str,
    display_name: str,
    organisation: Organisation,
    password: str | None = None,
) -> User:
    """Add a person; without a password nobody can sign in as that person yet."""
    if by is not None:
        require(by, "core.user.invite", organisation)
    user = User(username=username, display_name=display_name, organisation=organisation)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
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
    *, by: User, username: str, display_name: str, organisation: Organisation
) -> Invitation:
    """Add a person and return the address where that person sets a first password."""
    user = user_create(
        by=by, username=username, display_name=display_name, organisation=organisation
    )
    return Invitation(user=user, path=invitation_path(user))


@transaction.atomic
def user_reinvite(*, by: User, user: User) -> Invitation:
    """Give an address for a new password to somebody who lost the old one.

    Whoever holds the address can act as that person, so the right is asked for in every
    unit where the person holds a role; for a role that reaches beyond its unit it takes
    the right to grant roles there.
    """
    require(by, "core.user.invite", user.organisation)
    held_roles = Membership.objects.filter(user=user, revoked=False)
    for held in held_roles.select_related("role", "organisation"):
        wide = held.role.code in WIDE_ROLES
        code = "core.member.grant" if wide else "core.user.invite"
        require(by, code, held.organisation)
    audit.record(by=by, action="user.reinvite", target=user)
    return Invitation(user=user, path=invitation_path(user))


@transaction.atomic
def user_close(*, by: User, user: User) -> User:
    """Close the account of somebody who left; the person stays named in the audit."""
    require(by, "core.user.close", user.organisation)
    _refuse_oneself(by, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    forget_roles(user)
    audit.record(by=by, action="user.close", target=user)
    return user


def invitation_path(user: User) -> str:
    """Address to set a password; it dies when the password is set."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("core:welcome", args=[key, default_token_generator.make_token(user)])


def session_started(*, by: User) -> None:
    """Keep in the audit that a person signed in."""
    audit.record(by=by, action="session.start", target=by)


def session_ended(*, by: User) -> None:
    """Keep in the audit that a person signed out."""
    audit.record(by=by, action="session.end", target=by)


@transaction.atomic
def password_set(*, by: User, password: str) -> User:
    """Set one's own password; the audit keeps the fact, not the word."""
    by.set_password(password)
    by.save(update_fields=["password"])
    audit.record(by=by, action="user.password", target=by)
    return by


@transaction.atomic
def language_set(*, by: User, language: str) -> User:
    """Keep the language in which a person reads the site; not an act for the audit."""
    by.language = language
    by.full_clean(exclude=["password"])
    by.save(update_fields=["language"])
    return by


@transaction.atomic
def membership_grant(
    *,
    by: User | None,
    user: User,
    organisation: Organisation,
    role: Role,
    valid_to: date | None = None,
) -> Membership:
    """Give a person a role in a unit, from today; nobody gives a role to oneself."""
    if by is not None:
        require(by, "core.member.grant", organisation)
        _refuse_oneself(by, user)
    today = timezone.localdate()
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=today,
        valid_to=valid_to,
    )
    membership.full_clean()
    membership.save()
    forget_roles(user)
    audit.record(
        by=by,
        action="membership.grant",
        target=membership,
        data=_membership_data(membership),
    )
    return membership


@transaction.atomic
def membership_revoke(*, by: User, membership: Membership) -> Membership:
    """Take a role back; the row stays, with its last day."""
    require(by, "core.member.grant", membership.organisation)
    kept = Membership.objects.select_for_update().get(pk=membership.pk)
    if kept.revoked:
        return kept
    _refuse_oneself(by, kept.user)
    kept.revoked = True
    kept.valid_to = timezone.localdate()
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


def _refuse_oneself(by: User, user: User) -> None:
    if by.pk == user.pk:
        raise ValidationError(
            _("自己的角色须由他人授予或撤销。"), code="membership.oneself"
        )


def _membership_data(membership: Membership) -> dict[str, object]:
    return {
        "user": membership.user.username,
        "organisation": membership.organisation.code,
        "role": membership.role.code,
        "from": membership.valid_from,
        "to": membership.valid_to,
    }
