"""Who serves two units acts for one at a time, with what is held there alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from dafeng.base.errors import NotFoundError
from dafeng.web.core import services
from dafeng.web.core.acting import (
    SESSION_KEY,
    act_for,
    act_only_for,
    acting_of,
    acting_unit,
)
from dafeng.web.core.models import AuditRow, Membership, Organisation, RoleCode, User
from dafeng.web.core.permissions import RightMissingError, may
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import organisations_visible_to, people_visible_to
from tests.web.core.conftest import person
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]


@layer
def both(district: District) -> User:
    """Head of the energy bureau, and officer of the water bureau."""
    user = person("both", district.energy, RoleCode.UNIT_HEAD)
    services.membership_grant(
        by=None,
        user=user,
        organisation=district.water,
        role=services.role_of(RoleCode.UNIT_OFFICER),
    )
    return user


def again(user: User) -> User:
    """The same person, as the next request reads it."""
    return User.objects.get(pk=user.pk)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_one_begins_with_the_own_unit(district: District, both: User) -> None:
    assert acting_unit(both) == district.energy
    assert may(both, "core.user.invite", district.energy)


def test_without_a_role_in_the_own_unit_one_begins_with_the_first(
    district: District,
) -> None:
    user = person("guest", district.root)
    assert acting_unit(user) == district.root
    for unit in (district.water, district.energy):
        services.membership_grant(
            by=None,
            user=user,
            organisation=unit,
            role=services.role_of(RoleCode.READER),
        )
    assert acting_unit(user) == district.energy


def test_a_right_of_one_unit_is_none_while_acting_for_another(
    district: District, both: User
) -> None:
    act_for(both, district.water.pk)
    assert not may(both, "core.user.invite", district.energy)
    assert not may(both, "core.user.invite")
    assert paths_where(both, "core.user.invite") == ()
    assert list(organisations_visible_to(both)) == [district.water]
    assert not people_visible_to(both).exists()
    with pytest.raises(RightMissingError):
        services.user_invite(
            by=both, username="new", display_name="新", organisation=district.energy
        )


@pytest.mark.parametrize("choice", [None, 0, 10**9])
def test_a_unit_in_which_nothing_is_held_is_no_choice(
    district: District, both: User, choice: int | None
) -> None:
    act_for(both, choice)
    assert acting_unit(both) == district.energy


def test_a_program_acts_for_its_unit_or_for_none(
    district: District, both: User
) -> None:
    act_only_for(both, district.water.pk)
    assert acting_of(both).seat is not None
    assert acting_unit(both) == district.water
    both.memberships.filter(organisation=district.water).update(revoked=True)
    act_only_for(both, district.water.pk)
    assert acting_of(both).roles == ()
    assert not may(both, "core.user.invite", district.energy)


def test_forged_numbers_of_the_other_unit_lead_nowhere(
    district: District, both: User, reader: User, browser: Browser
) -> None:
    client = browser(both)
    held = reader.memberships.get()
    ways = {
        f"/units/{district.energy.code}/": client.get,
        f"/units/{district.energy.code}/rename/": client.post,
        f"/members/person/{reader.pk}/reinvite/": client.post,
        f"/members/{held.pk}/revoke/": client.post,
    }
    client.post("/account/acting/", {"unit": "water"})
    for address, ask in ways.items():
        assert ask(address).status_code == 404, address
    held.refresh_from_db()
    assert not held.revoked
    client.post("/account/acting/", {"unit": "energy"})
    assert client.get(f"/units/{district.energy.code}/").status_code == 200
    assert client.post(f"/members/{held.pk}/revoke/").status_code == 302


def test_the_choice_holds_for_the_session_and_is_the_first_of_the_next(
    district: District, both: User, browser: Browser
) -> None:
    client = browser(both)
    answer = client.post("/account/acting/", {"unit": "water", "next": "/about/"})
    assert answer["Location"] == "/about/"
    assert client.session[SESSION_KEY] == district.water.pk
    assert "现在代表水务局" in text(client.get("/about/"))
    other = browser(again(both))
    assert "/units/water/" in text(other.get("/units/"))
    row = AuditRow.objects.filter(action="acting.switch").get()
    assert (row.target_label, row.data["before"]) == ("水务局", "energy")


def test_two_windows_of_one_person_may_act_for_two_units(
    both: User, browser: Browser
) -> None:
    office, home = browser(both), browser(again(both))
    office.post("/account/acting/", {"unit": "energy"})
    home.post("/account/acting/", {"unit": "water"})
    assert "/units/energy/" in text(office.get("/units/"))
    assert "/units/water/" in text(home.get("/units/"))


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("code", ["district", "station", "nowhere", "", "<b>"])
def test_a_unit_that_is_not_ones_own_cannot_be_chosen(
    both: User, browser: Browser, code: str
) -> None:
    client = browser(both)
    assert client.post("/account/acting/", {"unit": code}).status_code == 404
    assert SESSION_KEY not in client.session
    with pytest.raises(NotFoundError):
        services.acting_switch(by=both, code=code)


def test_a_role_that_ended_takes_its_unit_along(
    district: District, both: User, browser: Browser
) -> None:
    client = browser(both)
    client.post("/account/acting/", {"unit": "water"})
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=both, organisation=district.water).update(
        valid_from=yesterday, valid_to=yesterday
    )
    assert client.get("/units/water/").status_code == 404
    assert client.get("/units/energy/").status_code == 200


def test_a_unit_that_ended_gives_no_rights(district: District, head: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Organisation.objects.filter(pk=district.energy.pk).update(valid_to=yesterday)
    assert not may(again(head), "core.user.invite")
    assert acting_of(again(head)).seats == ()


def test_the_audit_names_the_unit_that_was_acted_for(
    district: District, both: User
) -> None:
    act_for(both, district.water.pk)
    services.acting_switch(by=both, code="water")
    assert AuditRow.objects.first().unit == district.water


def test_who_has_one_unit_notices_nothing(head: User, browser: Browser) -> None:
    page = text(browser(head).get("/about/"))
    assert "代表单位" not in page
    assert "能源局" in page


@pytest.mark.usefixtures("both")
def test_who_has_two_chooses_in_the_menu(both: User, browser: Browser) -> None:
    page = text(browser(both).get("/about/"))
    assert "代表单位" in page
    assert '<option value="water">' in page
    assert '<option value="energy" selected>' in page


def test_switching_needs_a_form(both: User, browser: Browser) -> None:
    assert browser(both).get("/account/acting/").status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(both, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/account/acting/", {"unit": "water"}).status_code == 403
