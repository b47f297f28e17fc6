"""Roles, rights, invitations: who may give what to whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import NotFoundError
from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, Membership, Role, RoleCode, User
from dafeng.web.core.permissions import RightMissingError, may, require
from dafeng.web.core.rights import all_rights, right_of
from dafeng.web.core.selectors import memberships_visible_to
from tests.web.core.conftest import person

if TYPE_CHECKING:
    from tests.web.core.conftest import District


@pytest.mark.usefixtures("db")
def test_every_house_begins_with_the_roles_the_program_speaks_of() -> None:
    assert set(Role.objects.values_list("code", flat=True)) == set(RoleCode.values)
    assert all(role.purpose_en and role.purpose_zh for role in Role.objects.all())


def test_a_role_reaches_the_units_below_and_no_others(
    district: District, head: User
) -> None:
    assert may(head, "core.user.invite", district.energy)
    assert may(head, "core.user.invite", district.station)
    assert not may(head, "core.user.invite", district.water)
    assert not may(head, "core.user.invite", district.root)


def test_a_missing_right_says_which_one(district: District, reader: User) -> None:
    with pytest.raises(RightMissingError) as caught:
        require(reader, "core.organisation.change", district.energy)
    assert caught.value.right.code == "core.organisation.change"
    assert caught.value.obj == district.energy


def test_nobody_and_the_inactive_have_no_rights(office: User) -> None:
    assert not any(may(AnonymousUser(), right.code) for right in all_rights())
    office.is_active = False
    assert not any(may(office, right.code) for right in all_rights())


def test_an_unknown_right_is_the_programmers_mistake() -> None:
    with pytest.raises(NotFoundError, match="core.audit.view"):
        right_of("core.audit.veiw")


def test_a_role_ends_on_its_last_day(district: District) -> None:
    user = person("late", district.energy, RoleCode.UNIT_HEAD)
    today = timezone.localdate()
    held = Membership.objects.filter(user=user)
    held.update(valid_from=today - timedelta(days=9), valid_to=today)
    assert may(User.objects.get(pk=user.pk), "core.user.invite", district.energy)
    held.update(valid_to=today - timedelta(days=1))
    assert not may(User.objects.get(pk=user.pk), "core.user.invite", district.energy)


def test_the_carbon_office_grants_and_revokes(
    district: District, office: User, reader: User
) -> None:
    given = services.membership_grant(
        by=office,
        user=reader,
        organisation=district.energy,
        role=services.role_of(RoleCode.UNIT_OFFICER),
    )
    assert AuditRow.objects.first().data["role"] == "unit-officer"
    kept = services.membership_revoke(by=office, membership=given)
    assert kept.revoked
    assert kept.valid_to == timezone.localdate()
    assert AuditRow.objects.first().action == "membership.revoke"


def test_a_revoked_role_is_gone_at_once(
    district: District, office: User, head: User
) -> None:
    services.membership_revoke(by=office, membership=head.memberships.get())
    assert not may(User.objects.get(pk=head.pk), "core.user.invite", district.energy)


def test_a_revoked_role_can_be_given_again(office: User, head: User) -> None:
    held = head.memberships.get()
    services.membership_revoke(by=office, membership=held)
    again = services.membership_grant(
        by=office, user=head, organisation=held.organisation, role=held.role
    )
    assert again.pk != held.pk


def test_nobody_gives_a_role_to_oneself(district: District, office: User) -> None:
    with pytest.raises(ValidationError, match="须由他人"):
        services.membership_grant(
            by=office,
            user=office,
            organisation=district.root,
            role=services.role_of(RoleCode.AUDITOR),
        )
    with pytest.raises(ValidationError, match="须由他人"):
        services.membership_revoke(by=office, membership=office.memberships.get())


def test_a_head_grants_no_roles(district: District, head: User, reader: User) -> None:
    with pytest.raises(RightMissingError):
        services.membership_grant(
            by=head,
            user=reader,
            organisation=district.energy,
            role=services.role_of(RoleCode.UNIT_OFFICER),
        )


@pytest.mark.usefixtures("stranger")
def test_a_head_sees_the_members_of_the_own_unit_only(
    head: User,
    reader: User,
) -> None:
    seen = {row.user.username for row in memberships_visible_to(head)}
    assert seen == {"head", "reader"}
    assert not memberships_visible_to(reader).exists()


def test_an_invited_person_has_no_password_yet(district: District, head: User) -> None:
    invitation = services.user_invite(
        by=head, username="new", display_name="新人", organisation=district.station
    )
    assert not invitation.user.has_usable_password()
    assert invitation.path.startswith("/welcome/")


@pytest.mark.parametrize("username", ["office", "two words", ""])
def test_a_name_that_cannot_be_used_is_refused(
    district: District, office: User, username: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        services.user_invite(
            by=office, username=username, display_name="某", organisation=district.root
        )
    assert set(caught.value.message_dict) == {"username"}


@pytest.mark.database
def test_the_database_refuses_the_same_role_twice(head: User) -> None:
    held = head.memberships.get()
    held.pk = None
    held._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()


@pytest.mark.database
def test_the_database_refuses_a_role_that_ends_before_it_begins(head: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        head.memberships.update(valid_to=date(2000, 1, 1))


@pytest.mark.database
def test_the_database_refuses_a_language_that_the_site_has_not(head: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=head.pk).update(language="fr")
