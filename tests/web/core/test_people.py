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
from dafeng.web.core.permissions import (
    ADMINISTRATORS,
    RightMissingError,
    may,
    require,
)
from dafeng.web.core.rights import all_rights, right_of
from dafeng.web.core.selectors import memberships_visible_to
from dafeng.web.core.services import Post
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


def test_the_security_administrator_grants_and_revokes(
    district: District, security: User, reader: User
) -> None:
    given = services.membership_grant(
        by=security,
        user=reader,
        organisation=district.energy,
        role=services.role_of(RoleCode.UNIT_OFFICER),
    )
    assert AuditRow.objects.first().data["role"] == "unit-officer"
    kept = services.membership_revoke(by=security, membership=given)
    assert kept.revoked
    assert kept.valid_to == timezone.localdate()
    assert AuditRow.objects.first().action == "membership.revoke"


def test_a_revoked_role_is_gone_at_once(
    district: District, security: User, head: User
) -> None:
    services.membership_revoke(by=security, membership=head.memberships.get())
    assert not may(User.objects.get(pk=head.pk), "core.user.invite", district.energy)


def test_a_revoked_role_can_be_given_again(security: User, head: User) -> None:
    held = head.memberships.get()
    services.membership_revoke(by=security, membership=held)
    again = services.membership_grant(
        by=security, user=head, organisation=held.organisation, role=held.role
    )
    assert again.pk != held.pk


def test_an_ended_role_can_be_given_again(
    district: District, security: User, reader: User
) -> None:
    held = reader.memberships.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=held.pk).update(
        valid_from=yesterday, valid_to=yesterday
    )
    services.membership_grant(
        by=security, user=reader, organisation=district.energy, role=held.role
    )
    assert reader.memberships.count() == 2
    held.refresh_from_db()
    assert held.valid_to == yesterday


def test_a_role_comes_with_a_post_and_a_first_and_last_day(
    district: District, security: User, reader: User
) -> None:
    today = timezone.localdate()
    given = services.membership_grant(
        by=security,
        user=reader,
        organisation=district.energy,
        role=services.role_of(RoleCode.UNIT_HEAD),
        valid_from=today + timedelta(days=1),
        valid_to=today + timedelta(days=9),
        post=Post(title="副局长", deputy=True),
    )
    assert (given.post, given.deputy) == ("副局长", True)
    assert not may(User.objects.get(pk=reader.pk), "core.user.invite", district.energy)
    kept = services.membership_edit(
        by=security, membership=given, post=Post(title="局长"), valid_to=None
    )
    assert (kept.post, kept.deputy, kept.valid_to) == ("局长", False, None)
    data = AuditRow.objects.first().data
    assert (data["before"]["post"], data["after"]["post"]) == ("副局长", "局长")


def test_nobody_gives_a_role_to_oneself(district: District, security: User) -> None:
    with pytest.raises(ValidationError, match="须由他人"):
        services.membership_grant(
            by=security,
            user=security,
            organisation=district.root,
            role=services.role_of(RoleCode.AUDITOR),
        )
    with pytest.raises(ValidationError, match="须由他人"):
        services.membership_revoke(by=security, membership=security.memberships.get())


@pytest.mark.parametrize("role", services.STAFF_ROLES)
def test_a_head_grants_the_roles_of_the_staff_inside_the_own_unit(
    district: District, head: User, reader: User, role: RoleCode
) -> None:
    given = services.membership_grant(
        by=head,
        user=reader,
        organisation=district.station,
        role=services.role_of(role),
    )
    services.membership_revoke(by=head, membership=given)
    with pytest.raises(RightMissingError):
        services.membership_grant(
            by=head,
            user=reader,
            organisation=district.water,
            role=services.role_of(role),
        )


@pytest.mark.parametrize(
    "role", [role for role in RoleCode if role not in services.STAFF_ROLES]
)
def test_a_head_grants_no_other_role(
    district: District, head: User, reader: User, role: RoleCode
) -> None:
    with pytest.raises(RightMissingError):
        services.membership_grant(
            by=head,
            user=reader,
            organisation=district.energy,
            role=services.role_of(role),
        )


def test_a_head_grants_nothing_to_people_of_another_unit(
    district: District, head: User, stranger: User
) -> None:
    with pytest.raises(RightMissingError):
        services.membership_grant(
            by=head,
            user=stranger,
            organisation=district.energy,
            role=services.role_of(RoleCode.READER),
        )


def test_the_carbon_office_grants_invites_and_closes_nobody(
    district: District, office: User, reader: User
) -> None:
    with pytest.raises(RightMissingError):
        services.membership_grant(
            by=office,
            user=reader,
            organisation=district.energy,
            role=services.role_of(RoleCode.UNIT_OFFICER),
        )
    with pytest.raises(RightMissingError):
        services.user_invite(
            by=office, username="new", display_name="新", organisation=district.energy
        )
    with pytest.raises(RightMissingError):
        services.user_close(by=office, user=reader)


class TestAdministrators:
    @pytest.mark.parametrize("second", ADMINISTRATORS)
    @pytest.mark.parametrize("first", ADMINISTRATORS)
    def test_nobody_is_two_of_them_in_whatever_unit(
        self, district: District, first: RoleCode, second: RoleCode
    ) -> None:
        user = person("one", district.root, first)
        if first == second:
            return
        with pytest.raises(ValidationError, match="三类管理员") as caught:
            services.membership_grant(
                by=None,
                user=user,
                organisation=district.water,
                role=services.role_of(second),
            )
        assert caught.value.code == "membership.administrators"

    def test_who_was_one_before_can_become_another(
        self, district: District, system: User, security: User
    ) -> None:
        services.membership_revoke(by=security, membership=system.memberships.get())
        services.membership_grant(
            by=security,
            user=system,
            organisation=district.root,
            role=services.role_of(RoleCode.AUDIT_ADMIN),
        )
        assert may(system, "core.audit.view")
        assert not may(system, "core.user.invite")

    @pytest.mark.parametrize("role", ADMINISTRATORS)
    def test_they_see_nothing_of_the_work(
        self, district: District, role: RoleCode
    ) -> None:
        user = person("one", district.root, role)
        held = {right.code for right in all_rights() if may(user, right.code)}
        assert held
        rooms = {code.split(".")[0] for code in held}
        assert rooms <= {"core", "api", "notices", "desk"}
        assert not {
            code for code in held if code.startswith("core.") and "work" in code
        }

    def test_accounts_and_roles_are_in_two_hands(
        self, district: District, system: User, security: User, reader: User
    ) -> None:
        invitation = services.user_invite(
            by=system, username="new", display_name="新", organisation=district.energy
        )
        with pytest.raises(RightMissingError):
            services.membership_grant(
                by=system,
                user=invitation.user,
                organisation=district.energy,
                role=services.role_of(RoleCode.READER),
            )
        with pytest.raises(RightMissingError):
            services.user_invite(
                by=security, username="x", display_name="新", organisation=district.root
            )
        with pytest.raises(RightMissingError):
            services.user_close(by=security, user=reader)

    def test_a_new_password_for_a_wide_role_is_the_security_administrators(
        self, system: User, security: User, office: User, head: User, reader: User
    ) -> None:
        with pytest.raises(RightMissingError):
            services.user_reinvite(by=system, user=office)
        with pytest.raises(RightMissingError):
            services.user_reinvite(by=system, user=security)
        with pytest.raises(RightMissingError):
            services.user_reinvite(by=head, user=office)
        assert services.user_reinvite(by=security, user=office).path
        assert services.user_reinvite(by=system, user=head).path
        assert services.user_reinvite(by=head, user=reader).path
        with pytest.raises(ValidationError, match="须由他人"):
            services.user_reinvite(by=security, user=security)


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


@pytest.mark.parametrize("username", ["system", "two words", ""])
def test_a_name_that_cannot_be_used_is_refused(
    district: District, system: User, username: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        services.user_invite(
            by=system, username=username, display_name="某", organisation=district.root
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
