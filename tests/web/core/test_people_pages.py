"""The pages about people and roles: who is shown to whom, and how much of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.core.rights import all_rights
from dafeng.web.core.selectors import phone_shown
from tests.web.core.conftest import person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

PHONE = "13800001234"


def text(response: HttpResponse) -> str:
    return response.content.decode()


def with_phone(user: User, phone: str = PHONE) -> User:
    user.phone = phone
    user.save(update_fields=["phone"])
    return user


def test_a_number_is_whole_for_oneself_and_for_who_keeps_the_account(
    district: District, office: User, system: User, head: User, reader: User
) -> None:
    with_phone(reader)
    shown = {user: phone_shown(user, reader) for user in (reader, system, head, office)}
    assert shown == {
        reader: PHONE,
        system: PHONE,
        head: PHONE,
        office: "138****1234",
    }
    other = with_phone(person("other", district.water))
    assert phone_shown(head, other) == "138****1234"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        ("13800001234", "138****1234"),
        ("022-68200001", "022*****0001"),
        ("12345", "***45"),
        ("1", "1"),
    ],
)
def test_a_number_of_any_length_is_hidden_in_its_middle(
    office: User, reader: User, phone: str, shown: str
) -> None:
    assert phone_shown(office, with_phone(reader, phone)) == shown


def test_pages_and_files_show_the_hidden_number(
    office: User, reader: User, browser: Browser
) -> None:
    with_phone(reader)
    client = browser(office)
    pages = [
        text(client.get("/members/")),
        text(client.get(f"/members/person/{reader.pk}/")),
        b"".join(client.get("/members.csv").streaming_content).decode(),
    ]
    for page in pages:
        assert PHONE not in page
        assert "138****1234" in page
    assert AuditRow.objects.first().action == "user.export"


def test_people_are_found_by_name_unit_and_role(
    district: District, office: User, head: User, stranger: User, browser: Browser
) -> None:
    guest = person("guest", district.root)
    services.membership_grant(
        by=None,
        user=guest,
        organisation=district.station,
        role=services.role_of(RoleCode.READER),
    )
    client = browser(office)

    def found(query: str) -> set[str]:
        page = text(client.get(f"/members/?{query}"))
        people = (office, head, stranger, guest)
        return {one.username for one in people if f"/person/{one.pk}/" in page}

    assert found("") == {"office", "head", "stranger", "guest"}
    assert found("q=head") == {"head"}
    assert found("q=STRANGER") == {"stranger"}
    assert found("unit=energy") == {"head", "guest"}
    assert found("role=unit-officer") == {"stranger"}
    assert found("unit=energy&role=unit-officer") == set()
    assert found("unit=nowhere&role=king") == {"office", "head", "stranger", "guest"}


def test_people_of_other_units_are_not_shown(
    head: User, reader: User, stranger: User, browser: Browser
) -> None:
    client = browser(head)
    page = text(client.get("/members/"))
    assert reader.display_name in page
    assert stranger.display_name not in page
    assert client.get(f"/members/person/{stranger.pk}/").status_code == 404
    assert client.get(f"/members/person/{reader.pk}/").status_code == 200


def test_a_guest_from_another_unit_shows_only_what_is_held_here(
    district: District, head: User, stranger: User, browser: Browser
) -> None:
    services.membership_grant(
        by=None,
        user=stranger,
        organisation=district.energy,
        role=services.role_of(RoleCode.READER),
    )
    page = text(browser(head).get(f"/members/person/{stranger.pk}/"))
    assert "读者" in page
    assert "责任单位经办人" not in page


def test_the_page_of_a_person_keeps_roles_that_ended(
    security: User, reader: User, browser: Browser
) -> None:
    services.membership_revoke(by=security, membership=reader.memberships.get())
    page = text(browser(security).get(f"/members/person/{reader.pk}/"))
    assert "以往任职" in page
    assert "尚无角色" in page


def test_a_person_is_changed_by_a_form_and_the_audit_hides_the_number(
    district: District, system: User, reader: User, browser: Browser
) -> None:
    client = browser(system)
    address = f"/members/person/{reader.pk}/edit/"
    assert reader.display_name in text(client.get(address))
    answer = client.post(
        address,
        {"display_name": "王五", "phone": PHONE, "organisation": district.water.pk},
    )
    assert answer["Location"] == f"/members/person/{reader.pk}/"
    reader.refresh_from_db()
    assert (reader.display_name, reader.phone) == ("王五", PHONE)
    assert reader.organisation == district.water
    row = AuditRow.objects.filter(action="user.edit").get()
    assert row.data["after"]["phone"] == "138****1234"
    client.post(
        address,
        {"display_name": "王五", "phone": PHONE, "organisation": district.water.pk},
    )
    assert AuditRow.objects.filter(action="user.edit").count() == 1


def test_only_the_system_administrator_changes_people(
    security: User, head: User, office: User, reader: User, browser: Browser
) -> None:
    for user in (security, head, office):
        client = browser(user)
        assert client.get(f"/members/person/{reader.pk}/edit/").status_code == 403


def test_a_head_is_offered_the_roles_of_the_staff_and_the_own_people(
    head: User, reader: User, stranger: User, browser: Browser
) -> None:
    page = text(browser(head).get("/members/grant/"))
    assert "责任单位经办人" in page
    assert "双碳办</option>" not in page
    assert f'value="{reader.pk}"' in page
    assert stranger.display_name not in page
    assert "水务局" not in page


def test_a_post_is_changed_by_a_form(
    security: User, reader: User, browser: Browser
) -> None:
    held = reader.memberships.get()
    client = browser(security)
    last = timezone.localdate() + timedelta(days=30)
    answer = client.post(
        f"/members/{held.pk}/post/",
        {"title": "科长", "deputy": "on", "valid_to": last.isoformat()},
    )
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "科长" in page
    assert "副职" in page
    assert last.isoformat() in page
    early = client.post(f"/members/{held.pk}/post/", {"valid_to": "2000-01-01"})
    assert "终止日早于起始日" in text(early)


def test_names_with_marks_are_shown_as_text(
    district: District, office: User, browser: Browser
) -> None:
    user = person("marks", district.energy, RoleCode.READER)
    user.display_name = "<script>alert(1)</script>"
    user.save()
    client = browser(office)
    for address in ("/members/", f"/members/person/{user.pk}/", "/roles/"):
        assert "<script>alert" not in text(client.get(address))


def test_every_right_of_every_room_stands_in_the_table(
    office: User, browser: Browser
) -> None:
    page = text(browser(office).get("/roles/rights/"))
    for right in all_rights():
        assert str(right.label) in page, right.code


def test_the_page_of_roles_names_the_holders_that_one_may_see(
    head: User, reader: User, stranger: User, browser: Browser
) -> None:
    page = text(browser(head).get("/roles/"))
    assert reader.display_name in page
    assert stranger.display_name not in page
    assert browser(reader).get("/roles/").status_code == 403
