"""The pages of the core: they work, for whom they should, and safely."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, Organisation, RoleCode, User
from dafeng.web.core.views.errors import broken
from tests.web.core.conftest import PASSWORD, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

OPEN = ("/about/", "/login/")
CLOSED = (
    "/account/",
    "/account/password/",
    "/account/delegations/",
    "/account/delegations/new/",
    "/units/",
    "/units/?q=energy&kind=bureau&on=2020-01-01",
    "/units/energy/",
    "/units/energy/new/",
    "/units/energy/rename/",
    "/units/energy/move/",
    "/units/energy/merge/",
    "/units/energy/end/",
    "/members/",
    "/members.csv",
    "/roles/",
    "/roles/rights/",
)
OF_ADMINISTRATORS = {
    "/members/grant/": RoleCode.SECURITY_ADMIN,
    "/members/invite/": RoleCode.SYSTEM_ADMIN,
    "/audit/": RoleCode.AUDIT_ADMIN,
    "/audit.csv": RoleCode.AUDIT_ADMIN,
}


def text(response: HttpResponse) -> str:
    return response.content.decode()


def summary(response: HttpResponse) -> str:
    """The list of errors on top of a form."""
    found = re.search(r"error-summary.*?</ul>", text(response), re.DOTALL)
    assert found, text(response)
    return found[0]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("address", OPEN)
def test_some_pages_are_open_to_everybody(browser: Browser, address: str) -> None:
    assert browser(None).get(address).status_code == 200


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("address", [*CLOSED, *OF_ADMINISTRATORS])
def test_the_others_ask_who_one_is(browser: Browser, address: str) -> None:
    response = browser(None).get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=/")


@pytest.mark.parametrize("address", CLOSED)
def test_the_carbon_office_opens_what_is_of_the_work(
    office: User, browser: Browser, address: str
) -> None:
    assert browser(office).get(address).status_code == 200


@pytest.mark.parametrize("address", OF_ADMINISTRATORS)
def test_what_administrators_do_is_for_the_one_whose_it_is(
    district: District, office: User, browser: Browser, address: str
) -> None:
    one = person("one", district.root, OF_ADMINISTRATORS[address])
    assert browser(one).get(address).status_code == 200
    assert browser(office).get(address).status_code == 403


@pytest.mark.parametrize(
    "address", [one for one in CLOSED if one.startswith("/units/energy/")]
)
def test_another_units_officer_does_not_even_learn_that_a_unit_is_there(
    stranger: User, browser: Browser, address: str
) -> None:
    response = browser(stranger).get(address)
    assert response.status_code == 404
    assert "能源局" not in text(response)


@pytest.mark.parametrize(
    "address",
    [
        "/units/energy/new/",
        "/units/energy/rename/",
        "/units/energy/move/",
        "/units/energy/merge/",
        "/units/energy/end/",
        "/members/",
        "/members.csv",
        "/members/grant/",
        "/members/invite/",
        "/audit/",
        "/audit.csv",
    ],
)
def test_a_reader_of_the_unit_is_told_which_right_is_missing(
    reader: User, browser: Browser, address: str
) -> None:
    response = browser(reader).get(address)
    assert response.status_code == 403
    assert "有这项权限的角色" in text(response)


@pytest.mark.usefixtures("db")
def test_every_answer_carries_a_strict_policy_and_the_safety_headers(
    browser: Browser,
) -> None:
    response = browser(None).get("/about/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_pages_hold_no_inline_style_or_script(office: User, browser: Browser) -> None:
    for address in {*OPEN, *CLOSED} - {"/members.csv"}:
        page = text(browser(office).get(address, follow=True))
        assert not re.search(r"<[^>]*\sstyle=", page), address
        assert not re.search(r"<[^>]*\son\w+=", page), address
        for script in re.findall(r"<script[^>]*>", page):
            assert "src=" in script or "application/json" in script, address


@pytest.mark.parametrize(
    ("address", "role", "queries"),
    [
        ("/units/", RoleCode.CARBON_OFFICE, 8),
        ("/units/energy/", RoleCode.CARBON_OFFICE, 17),
        ("/members/", RoleCode.CARBON_OFFICE, 10),
        ("/roles/", RoleCode.CARBON_OFFICE, 7),
        ("/audit/", RoleCode.AUDITOR, 9),
        ("/about/", RoleCode.CARBON_OFFICE, 6),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    district: District,
    browser: Browser,
    address: str,
    role: RoleCode,
    queries: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        person(f"p{number}", district.energy, RoleCode.READER)
    client = browser(person("one", district.root, role))
    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200


class TestComingIn:
    @pytest.mark.usefixtures("office")
    def test_the_right_password_opens_the_house(self, browser: Browser) -> None:
        client = browser(None)
        answer = client.post(
            "/login/?next=/units/", {"username": "office", "password": PASSWORD}
        )
        assert answer["Location"] == "/units/"
        assert AuditRow.objects.first().action == "session.start"

    @pytest.mark.usefixtures("office")
    def test_a_wrong_one_keeps_the_name_and_says_so_on_top(
        self, browser: Browser
    ) -> None:
        answer = browser(None).post(
            "/login/", {"username": "office", "password": "wrong"}
        )
        assert answer.status_code == 200
        assert "密码" in summary(answer)
        assert 'value="office"' in text(answer)

    @pytest.mark.usefixtures("office")
    @pytest.mark.parametrize(
        "address",
        [
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "/\\elsewhere.example",
            "javascript:alert(1)",
            "http:///elsewhere.example",
        ],
    )
    def test_one_is_never_sent_to_another_site(
        self, browser: Browser, address: str
    ) -> None:
        answer = browser(None).post(
            "/login/", {"username": "office", "password": PASSWORD, "next": address}
        )
        assert answer["Location"] == "/"
        switched = browser(None).post("/language/", {"language": "en", "next": address})
        assert switched["Location"] == "/"

    @pytest.mark.usefixtures("office")
    def test_many_wrong_passwords_lock_the_name_out_for_a_while(
        self, browser: Browser
    ) -> None:
        client = browser(None)
        for _ in range(8):
            answer = client.post("/login/", {"username": "office", "password": "no"})
        assert answer.status_code == 429
        assert "15 分钟" in text(answer)
        late = client.post("/login/", {"username": "office", "password": PASSWORD})
        assert late.status_code == 429
        assert SESSION_KEY not in client.session

    def test_going_out_needs_a_form_and_ends_the_session(
        self, office: User, browser: Browser
    ) -> None:
        client = browser(office)
        assert client.get("/logout/").status_code == 405
        client.post("/logout/")
        assert client.get("/account/").status_code == 302
        assert AuditRow.objects.first().action == "session.end"

    def test_a_password_can_be_changed_and_must_be_a_good_one(
        self, office: User, browser: Browser
    ) -> None:
        client = browser(office)
        weak = client.post(
            "/account/password/",
            {"old_password": PASSWORD, "new_password1": "1", "new_password2": "1"},
        )
        assert "new_password2" in summary(weak)
        good = {
            "new_password1": "staple-battery-9",
            "new_password2": "staple-battery-9",
        }
        answer = client.post("/account/password/", {"old_password": PASSWORD, **good})
        assert answer["Location"] == "/account/"
        assert client.get("/account/").status_code == 200
        office.refresh_from_db()
        assert office.check_password("staple-battery-9")
        assert "staple" not in str(AuditRow.objects.first().data)

    def test_an_invitation_works_once(
        self, district: District, system: User, browser: Browser
    ) -> None:
        answer = browser(system).post(
            "/members/invite/",
            {
                "username": "new",
                "display_name": "新人",
                "organisation": district.water.pk,
            },
        )
        found = re.search(r"http://testserver(/welcome/\S+/)<", text(answer))
        assert found
        good = {
            "new_password1": "staple-battery-9",
            "new_password2": "staple-battery-9",
        }
        guest = browser(None)
        assert guest.get(found[1]).status_code == 200
        assert guest.post(found[1], good)["Location"] == "/login/"
        assert guest.get(found[1]).status_code == 404
        entered = guest.post(
            "/login/", {"username": "new", "password": "staple-battery-9"}
        )
        assert entered.status_code == 302

    @pytest.mark.usefixtures("office")
    @pytest.mark.parametrize("key", ["MQ", "x", "////", "OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
    def test_a_made_up_invitation_leads_nowhere(
        self, browser: Browser, key: str
    ) -> None:
        address = f"/welcome/{key}/abc-def/"
        assert browser(None).get(address).status_code == 404


class TestLanguageAndTheme:
    @pytest.mark.usefixtures("db")
    def test_chinese_is_the_language_of_those_who_say_nothing(
        self,
    ) -> None:
        page = text(Client().get("/about/"))
        assert '<html lang="zh-Hans"' in page
        assert "关于本系统" in page

    def test_a_switch_holds_for_the_next_pages_and_for_the_person(
        self, office: User, browser: Browser
    ) -> None:
        client = browser(office)
        answer = client.post("/language/", {"language": "en", "next": "/about/?a=1"})
        assert answer["Location"] == "/about/?a=1"
        page = text(client.get("/about/"))
        assert '<html lang="en"' in page
        assert "About this system" in page
        office.refresh_from_db()
        assert office.language == "en"

    def test_signing_in_brings_ones_own_language(
        self, office: User, browser: Browser
    ) -> None:
        services.language_set(by=office, language="en")
        client = browser(None)
        client.post("/login/", {"username": "office", "password": PASSWORD})
        assert '<html lang="en"' in text(client.get("/about/"))

    @pytest.mark.usefixtures("db")
    def test_an_unknown_language_changes_nothing(self, browser: Browser) -> None:
        client = browser(None)
        client.post("/language/", {"language": "xx"})
        assert '<html lang="zh-Hans"' in text(client.get("/about/"))

    @pytest.mark.usefixtures("db")
    def test_the_theme_is_written_into_the_page(self, browser: Browser) -> None:
        client = browser(None)
        assert "data-bs-theme" not in text(client.get("/about/"))
        client.post("/theme/", {"theme": "dark"})
        assert 'data-bs-theme="dark"' in text(client.get("/about/"))
        client.post("/theme/", {"theme": "pink"})
        assert 'data-bs-theme="dark"' in text(client.get("/about/"))


class TestChanging:
    def test_a_unit_is_added_by_a_form(self, office: User, browser: Browser) -> None:
        answer = browser(office).post(
            "/units/energy/new/",
            {"code": "grid", "name_zh": "电网办", "kind": "bureau"},
        )
        assert answer["Location"] == "/units/grid/"
        assert Organisation.objects.get(code="grid").path == "/district/energy/grid/"

    def test_a_bad_value_is_named_on_top_and_at_the_field_and_nothing_is_lost(
        self, office: User, browser: Browser
    ) -> None:
        entered = {
            "code": "energy",
            "name_zh": "电网办",
            "kind": "enterprise",
            "uscc": "91350100M000100Y44",
        }
        answer = browser(office).post("/units/energy/new/", entered)
        assert answer.status_code == 200
        listed = summary(answer)
        assert "#id_code" in listed
        assert "#id_uscc" in listed
        assert "不是统一社会信用代码" in listed
        assert 'value="电网办"' in text(answer)
        assert Organisation.objects.filter(code="energy").count() == 1

    def test_a_unit_is_renamed_and_moved_by_forms(
        self, district: District, office: User, browser: Browser
    ) -> None:
        client = browser(office)
        client.post("/units/energy/rename/", {"name_zh": "能源办", "name_en": "Energy"})
        client.post("/units/station/move/", {"parent": district.water.pk})
        page = text(client.get("/units/station/"))
        assert "水务局" in page
        assert "能源办" in text(client.get("/units/energy/"))

    def test_a_move_below_itself_is_refused_in_words(
        self, district: District, office: User, browser: Browser
    ) -> None:
        answer = browser(office).post(
            "/units/energy/move/", {"parent": district.station.pk}
        )
        assert "不能作它的上级" in summary(answer)

    def test_a_role_is_granted_and_revoked_by_forms(
        self, district: District, security: User, reader: User, browser: Browser
    ) -> None:
        client = browser(security)
        role = services.role_of(RoleCode.ANALYST)
        answer = client.post(
            "/members/grant/",
            {"user": reader.pk, "organisation": district.water.pk, "role": role.pk},
        )
        assert answer["Location"] == f"/members/person/{reader.pk}/"
        held = reader.memberships.get(role=role)
        assert "分析员" in text(client.get(answer["Location"]))
        client.post(f"/members/{held.pk}/revoke/")
        held.refresh_from_db()
        assert held.revoked

    @pytest.mark.usefixtures("district")
    def test_the_same_role_twice_is_refused_in_words(
        self, security: User, reader: User, browser: Browser
    ) -> None:
        held = reader.memberships.get()
        answer = browser(security).post(
            "/members/grant/",
            {
                "user": reader.pk,
                "organisation": held.organisation_id,
                "role": held.role_id,
            },
        )
        assert "已担任这个角色" in summary(answer)

    def test_nobody_revokes_for_oneself_or_in_another_unit(
        self, security: User, head: User, stranger: User, browser: Browser
    ) -> None:
        own = security.memberships.get()
        assert browser(security).post(f"/members/{own.pk}/revoke/").status_code == 302
        other = stranger.memberships.get()
        assert browser(head).post(f"/members/{other.pk}/revoke/").status_code == 404
        mine = head.memberships.get()
        assert browser(head).post(f"/members/{mine.pk}/revoke/").status_code == 403
        own.refresh_from_db()
        assert not own.revoked

    def test_acts_are_offered_to_those_who_may_and_not_on_oneself(
        self, district: District, head: User, reader: User, browser: Browser
    ) -> None:
        address = f"/members/person/{reader.pk}/"
        offered = {
            RoleCode.SYSTEM_ADMIN: {"关闭账户", "重设密码", "更改资料"},
            RoleCode.SECURITY_ADMIN: {"撤销角色", "重设密码", "授予角色"},
            RoleCode.UNIT_HEAD: {"撤销角色", "重设密码", "授予角色"},
            RoleCode.CARBON_OFFICE: set(),
        }
        for role, acts in offered.items():
            one = person(f"one-{role.value}", district.root, role)
            page = text(browser(one).get(address))
            every = {"关闭账户", "重设密码", "更改资料", "撤销角色", "授予角色"}
            shown = {act for act in every if f"{act}</button>" in page} | {
                act for act in every if f"{act}</a>" in page
            }
            assert shown == acts, role
        page = text(browser(head).get(f"/members/person/{head.pk}/"))
        assert "撤销角色" not in page
        assert "重设密码" not in page

    def test_a_lost_password_is_answered_by_a_new_invitation(
        self, head: User, reader: User, stranger: User, browser: Browser
    ) -> None:
        client = browser(head)
        answer = client.post(f"/members/person/{reader.pk}/reinvite/")
        found = re.search(r"http://testserver(/welcome/\S+/)<", text(answer))
        assert found
        assert browser(None).get(found[1]).status_code == 200
        other = client.post(f"/members/person/{stranger.pk}/reinvite/")
        assert other.status_code == 404

    def test_nobody_takes_over_a_person_who_may_do_more_elsewhere(
        self, district: District, head: User, reader: User, browser: Browser
    ) -> None:
        services.membership_grant(
            by=None,
            user=reader,
            organisation=district.root,
            role=services.role_of(RoleCode.CARBON_OFFICE),
        )
        answer = browser(head).post(f"/members/person/{reader.pk}/reinvite/")
        assert answer.status_code == 403
        assert "/welcome/" not in text(answer)

    def test_a_closed_account_cannot_come_in_and_stays_in_the_audit(
        self, system: User, head: User, reader: User, browser: Browser
    ) -> None:
        assert (
            browser(head).post(f"/members/person/{reader.pk}/close/").status_code == 403
        )
        inside = browser(reader)
        browser(system).post(f"/members/person/{reader.pk}/close/")
        assert inside.get("/account/").status_code == 302
        entered = browser(None).post(
            "/login/", {"username": "reader", "password": PASSWORD}
        )
        assert entered.status_code == 200
        assert "reader同志" not in text(browser(system).get("/members/"))
        assert AuditRow.objects.filter(action="user.close").exists()

    def test_nobody_closes_the_own_account(
        self, system: User, browser: Browser
    ) -> None:
        browser(system).post(f"/members/person/{system.pk}/close/")
        system.refresh_from_db()
        assert system.is_active


class TestAudit:
    def test_the_auditor_reads_it_and_narrows_it(
        self, auditor: User, browser: Browser
    ) -> None:
        client = browser(auditor)
        page = text(client.get("/audit/?action=organisation.create&target=水务"))
        assert page.count("<code>organisation.create</code>") == 1
        assert "水务局" in page

    def test_the_file_holds_what_the_page_shows(
        self, auditor: User, browser: Browser
    ) -> None:
        answer = browser(auditor).get("/audit.csv?action=organisation.create")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[0].startswith("序号,时间,动作")
        assert len(lines) == 1 + 4
        assert answer["Content-Type"] == "text/csv; charset=utf-8"

    def test_a_wrong_date_narrows_nothing_and_breaks_nothing(
        self, auditor: User, browser: Browser
    ) -> None:
        assert browser(auditor).get("/audit/?since=soon&page=999").status_code == 200


class TestErrors:
    @pytest.mark.usefixtures("db")
    def test_an_address_that_is_not_there(self, browser: Browser) -> None:
        answer = browser(None).get("/nowhere/")
        assert answer.status_code == 404
        assert "没有这个页面" in text(answer)

    @pytest.mark.usefixtures("office")
    def test_a_form_without_its_token(
        self,
    ) -> None:
        client = Client(enforce_csrf_checks=True)
        answer = client.post("/login/", {"username": "office", "password": PASSWORD})
        assert answer.status_code == 403
        assert "表单已过期" in text(answer)

    @pytest.mark.usefixtures("db")
    def test_too_much_at_once(self, browser: Browser) -> None:
        answer = browser(None).post("/login/", {"username": "x" * 17_000_000})
        assert answer.status_code == 400
        assert "超过了上限" in text(answer)

    def test_a_file_above_the_limit_is_refused_before_it_is_read(
        self, office: User, browser: Browser, settings: SettingsWrapper
    ) -> None:
        settings.UPLOAD_MAX_BYTES = 1000
        file = SimpleUploadedFile("plan.txt", b"x" * 2000)
        answer = browser(office).post("/plan/new/", {"document": file})
        assert answer.status_code == 400
        assert "超过了上限" in text(answer)

    def test_a_fault_of_the_program_needs_no_database(self, rf: RequestFactory) -> None:
        answer = broken(rf.get("/"))
        assert answer.status_code == 500
        assert "已有数据没有改变" in text(answer)

    @pytest.mark.usefixtures("db")
    def test_the_house_says_whether_it_is_well(self, browser: Browser) -> None:
        answer = browser(None).get("/healthz")
        assert (answer.status_code, answer.content) == (200, b"ok\n")
