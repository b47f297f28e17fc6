"""Who is away lets somebody act, for some days; the audit names both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.web.core import services
from dafeng.web.core.acting import act_for, acting_of, acting_unit, on_behalf_of
from dafeng.web.core.models import (
    AuditRow,
    Delegation,
    OrganisationKind,
    RoleCode,
    User,
)
from dafeng.web.core.permissions import PERSONAL_ROLES, RightMissingError, may, require
from tests.web.core.conftest import person, unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def give(by: User, deputy: User, *, first: int = 0, last: int = 9) -> Delegation:
    today = timezone.localdate()
    return services.delegation_give(
        by=by,
        membership=by.memberships.get(),
        deputy=deputy,
        valid_from=today + timedelta(days=first),
        valid_to=today + timedelta(days=last),
        reason="出差",
    )


def test_the_deputy_acts_for_the_unit_and_the_audit_names_both(
    district: District, head: User, stranger: User
) -> None:
    give(head, stranger)
    act_for(stranger, district.energy.pk)
    services.user_invite(
        by=stranger, username="new", display_name="新", organisation=district.energy
    )
    assert on_behalf_of(stranger) == ("head同志 (head)",)
    row = AuditRow.objects.filter(action="user.create").first()
    assert row.actor == stranger
    assert row.unit == district.energy
    assert row.on_behalf_of == "head同志 (head)"


def test_the_deputys_own_unit_comes_first_and_the_other_is_a_choice(
    district: District, head: User, stranger: User, browser: Browser
) -> None:
    give(head, stranger)
    assert acting_unit(again(stranger)) == district.water
    client = browser(stranger)
    assert client.get("/members/").status_code == 403
    client.post("/account/acting/", {"unit": "energy"})
    page = client.get("/members/")
    assert page.status_code == 200
    assert "代理head同志 (head)的职务" in page.content.decode()
    assert "您代理" in client.get("/account/delegations/").content.decode()


def test_an_act_that_the_own_role_allows_is_ones_own(
    district: District, head: User, reader: User
) -> None:
    give(head, reader)
    user = again(reader)
    require(user, "core.organisation.view", district.energy)
    assert on_behalf_of(user) == ()
    require(user, "core.user.invite", district.energy)
    assert on_behalf_of(user) == ("head同志 (head)",)
    require(user, "core.organisation.view", district.energy)
    assert on_behalf_of(user) == ()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 5)])
def test_it_holds_on_its_first_and_on_its_last_day(
    district: District, head: User, reader: User, first: int, last: int
) -> None:
    give(head, reader, first=first, last=last)
    assert may(again(reader), "core.user.invite", district.energy)


def test_it_does_not_hold_before_its_first_day(
    district: District, head: User, reader: User
) -> None:
    give(head, reader, first=1, last=2)
    assert not may(again(reader), "core.user.invite", district.energy)


def test_it_ends_by_itself(district: District, head: User, reader: User) -> None:
    given = give(head, reader)
    yesterday = timezone.localdate() - timedelta(days=1)
    Delegation.objects.filter(pk=given.pk).update(
        valid_from=yesterday, valid_to=yesterday
    )
    assert not may(again(reader), "core.user.invite", district.energy)


def test_it_ends_with_the_role_and_with_the_account_of_who_gave_it(
    district: District, security: User, head: User, reader: User, stranger: User
) -> None:
    give(head, reader)
    services.membership_revoke(by=security, membership=head.memberships.get())
    assert not may(again(reader), "core.user.invite", district.energy)
    second = person("second", district.energy, RoleCode.UNIT_HEAD)
    give(second, stranger)
    second.is_active = False
    second.save()
    assert len(acting_of(again(stranger)).seats) == 1


@pytest.mark.parametrize("who", ["head", "security"])
def test_who_gave_it_or_grants_roles_takes_it_back(
    district: District,
    head: User,
    security: User,
    reader: User,
    who: str,
) -> None:
    given = give(head, reader)
    by = {"head": head, "security": security}[who]
    kept = services.delegation_withdraw(by=by, delegation=given)
    assert (kept.withdrawn, kept.valid_to) == (True, timezone.localdate())
    assert not may(again(reader), "core.user.invite", district.energy)
    assert services.delegation_withdraw(by=by, delegation=given) == kept
    rows = AuditRow.objects.filter(action="delegation.withdraw")
    assert rows.count() == 1


def test_nobody_else_takes_it_back(
    head: User, reader: User, stranger: User, browser: Browser
) -> None:
    given = give(head, reader)
    for user in (reader, stranger):
        with pytest.raises(RightMissingError):
            services.delegation_withdraw(by=user, delegation=given)
        address = f"/account/delegations/{given.pk}/withdraw/"
        assert browser(user).post(address).status_code == 404
    given.refresh_from_db()
    assert not given.withdrawn


class TestRefused:
    def test_to_oneself(self, head: User) -> None:
        with pytest.raises(ValidationError, match="不能委托给自己"):
            give(head, head)

    def test_a_role_that_one_holds_by_delegation(
        self, head: User, reader: User, stranger: User
    ) -> None:
        given = give(head, reader)
        with pytest.raises(ValidationError, match="不能再委托") as caught:
            services.delegation_give(
                by=again(reader),
                membership=given.membership,
                deputy=stranger,
                valid_from=given.valid_from,
                valid_to=given.valid_to,
                reason="出差",
            )
        assert caught.value.code == "delegation.not_own"

    @pytest.mark.parametrize("role", PERSONAL_ROLES)
    def test_a_role_given_to_the_person(
        self, district: District, reader: User, role: RoleCode
    ) -> None:
        with pytest.raises(ValidationError, match="不能委托他人"):
            give(person("one", district.root, role), reader)

    def test_to_an_administrator(self, head: User, system: User) -> None:
        with pytest.raises(ValidationError, match="管理员不能代理"):
            give(head, system)

    def test_to_somebody_of_another_district_or_with_a_closed_account(
        self, head: User, reader: User
    ) -> None:
        elsewhere = person("far", unit("elsewhere", "他区", None), RoleCode.READER)
        reader.is_active = False
        reader.save()
        for deputy in (elsewhere, reader, person("homeless", elsewhere.organisation)):
            with pytest.raises(ValidationError, match="本地区"):
                give(head, deputy)

    def test_days_that_are_over_turned_round_or_beyond_the_own_term(
        self, head: User, reader: User
    ) -> None:
        for first, last in ((-1, 3), (5, 4)):
            with pytest.raises(ValidationError) as caught:
                give(head, reader, first=first, last=last)
            assert "日" in str(caught.value)
        held = head.memberships.get()
        held.valid_to = timezone.localdate() + timedelta(days=3)
        held.save()
        with pytest.raises(ValidationError, match="任期的最后一天"):
            give(head, reader, last=4)

    def test_a_second_deputy_for_the_same_days(
        self, head: User, reader: User, stranger: User
    ) -> None:
        give(head, reader, first=0, last=5)
        with pytest.raises(ValidationError, match="同一时间只能委托一人"):
            give(head, stranger, first=5, last=6)
        assert give(head, stranger, first=6, last=7).pk

    def test_without_a_reason(self, head: User, reader: User) -> None:
        with pytest.raises(ValidationError) as caught:
            services.delegation_give(
                by=head,
                membership=head.memberships.get(),
                deputy=reader,
                valid_from=timezone.localdate(),
                valid_to=timezone.localdate(),
                reason="  ",
            )
        assert set(caught.value.message_dict) == {"reason"}

    def test_to_make_a_deputy_an_administrator(
        self, district: District, security: User, head: User, reader: User
    ) -> None:
        give(head, reader)
        with pytest.raises(ValidationError, match="正代理他人职务"):
            services.membership_grant(
                by=security,
                user=reader,
                organisation=district.root,
                role=services.role_of(RoleCode.AUDIT_ADMIN),
            )


@pytest.mark.database
@pytest.mark.parametrize("change", [{"reason": ""}, {"valid_to": "2000-01-01"}])
def test_the_database_refuses_a_broken_delegation(
    head: User, reader: User, change: dict[str, str]
) -> None:
    given = give(head, reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=given.pk).update(**change)


class TestPages:
    def test_it_is_given_and_taken_back_by_forms(
        self, head: User, reader: User, browser: Browser
    ) -> None:
        client, today = browser(head), timezone.localdate()
        assert "委托他人代理" in client.get("/account/delegations/").content.decode()
        entered = {
            "membership": head.memberships.get().pk,
            "deputy": reader.username,
            "valid_from": today.isoformat(),
            "valid_to": (today + timedelta(days=3)).isoformat(),
            "reason": "休假",
        }
        answer = client.post("/account/delegations/new/", entered)
        assert answer["Location"] == "/account/delegations/"
        page = client.get("/account/delegations/").content.decode()
        assert "休假" in page
        assert "代理您的职务" in page
        given = Delegation.objects.get()
        client.post(f"/account/delegations/{given.pk}/withdraw/")
        assert "已收回" in client.get("/account/delegations/").content.decode()

    def test_bad_values_are_named_and_nothing_is_lost(
        self, head: User, browser: Browser
    ) -> None:
        today = timezone.localdate().isoformat()
        entered = {
            "membership": head.memberships.get().pk,
            "deputy": "nobody-here",
            "valid_from": today,
            "valid_to": today,
            "reason": "休假",
        }
        page = browser(head).post("/account/delegations/new/", entered)
        assert "本地区没有这个用户名" in page.content.decode()
        assert 'value="休假"' in page.content.decode()
        assert not Delegation.objects.exists()

    def test_a_forged_membership_is_not_among_the_choices(
        self, head: User, reader: User, stranger: User, browser: Browser
    ) -> None:
        today = timezone.localdate().isoformat()
        entered = {
            "membership": stranger.memberships.get().pk,
            "deputy": reader.username,
            "valid_from": today,
            "valid_to": today,
            "reason": "休假",
        }
        page = browser(head).post("/account/delegations/new/", entered)
        assert page.status_code == 200
        assert not Delegation.objects.exists()


def test_a_head_does_not_reset_the_password_of_who_stands_in_for_a_leader(
    district: District, head: User, reader: User
) -> None:
    """The address of a new password would open what the leader delegated."""
    services.user_reinvite(by=head, user=reader)
    leader = person("leader", district.root, RoleCode.LEADER)
    given = give(leader, reader)
    with pytest.raises(RightMissingError):
        services.user_reinvite(by=again(head), user=reader)
    services.delegation_withdraw(by=leader, delegation=given)
    services.user_reinvite(by=again(head), user=reader)


def test_people_of_an_enterprise_act_for_no_other_unit(
    district: District, head: User, stranger: User
) -> None:
    district.water.kind = OrganisationKind.ENTERPRISE
    district.water.save()
    with pytest.raises(ValidationError) as refused:
        give(head, again(stranger))
    assert refused.value.code == "delegation.outsider"
    assert not Delegation.objects.exists()
