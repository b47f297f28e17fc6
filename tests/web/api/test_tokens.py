"""Keys of programs: what opens, what does not, and what stays secret."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from dafeng.web.api.keys import digest_of, written
from dafeng.web.api.models import Reply, Scope, Token
from dafeng.web.api.services.tokens import token_issue, token_revoke
from dafeng.web.api.tidying import replies_tidy
from dafeng.web.core.models import AuditRow, House, Organisation, Role, RoleCode
from dafeng.web.core.services import membership_grant
from dafeng.web.work.models import Task
from tests.web.api.conftest import Program, key_for
from tests.web.layers import layer
from tests.web.plans.building import person

if TYPE_CHECKING:
    from dafeng.web.core.models import User


def test_a_key_opens_the_house_and_says_who_asks(program: Program) -> None:
    assert program.get("/house").json()["name_zh"] == "示范区"
    who = program.get("/me").json()
    assert who["username"] == "office"
    assert who["unit"] == "demo"
    assert who["scopes"] == sorted(Scope.values)


@pytest.mark.usefixtures("district")
def test_without_a_key_there_is_a_problem_and_no_answer() -> None:
    for path in ("/house", "/plans", "/units/demo"):
        answer = Program().get(path)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/api/v1/readings", b"{}", content_type="application/json")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "sent", ["Bearer wrong", "Bearer dfg_0000_x", "Basic b2s6b2s=", "Bearer "]
)
def test_a_wrong_key_is_refused_even_with_a_session(office: User, sent: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    for act, path in ((client.get, "/api/v1/house"), (client.post, "/api/v1/readings")):
        answer = act(path, headers={"Authorization": sent})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_key_is_kept_nowhere(office: User, district: Organisation) -> None:
    issued = key_for(office, district)
    secret = issued.key.rsplit("_", 1)[1]
    kept = str(Token.objects.values().get(pk=issued.token.pk))
    told = str(list(AuditRow.objects.values_list("data", flat=True)))
    assert secret not in kept + told + repr(issued)


def test_a_revoked_key_is_closed_at_once(office: User, district: Organisation) -> None:
    issued = key_for(office, district)
    token_revoke(by=office, token=issued.token)
    assert Program(issued.key).get("/house").status_code == 401
    token_revoke(by=office, token=issued.token)
    assert AuditRow.objects.filter(action="token.revoke").count() == 1


def test_a_key_past_its_term_is_closed(office: User, district: Organisation) -> None:
    issued = key_for(office, district)
    Token.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert Program(issued.key).get("/house").status_code == 401


def test_a_key_ends_with_the_person_behind_it(
    office: User, district: Organisation
) -> None:
    issued = key_for(office, district)
    office.is_active = False
    office.save()
    assert Program(issued.key).get("/house").status_code == 401


def test_terms_and_scopes_are_checked(office: User, district: Organisation) -> None:
    today = timezone.localdate()
    for scopes, until in (
        ([], today + timedelta(days=9)),
        (["everything"], today + timedelta(days=9)),
        (["read"], today),
        (["read"], today + timedelta(days=400)),
    ):
        with pytest.raises(ValidationError):
            token_issue(
                by=office, unit=district, name="x", scopes=scopes, expires_on=until
            )


def test_only_who_answers_for_a_unit_gives_its_keys(district: Organisation) -> None:
    unit = Organisation.objects.get(code="fgw")
    officer = person("officer", unit, RoleCode.UNIT_OFFICER)
    head = person("head", unit, RoleCode.UNIT_HEAD)
    with pytest.raises(PermissionDenied):
        key_for(officer, unit)
    with pytest.raises(PermissionDenied):
        key_for(head, district)
    assert key_for(head, unit).token.unit == unit


def test_the_page_gives_a_key_once_and_lists_it(
    office: User, district: Organisation
) -> None:
    client = Client()
    client.force_login(office)
    until = timezone.localdate() + timedelta(days=30)
    form = {
        "unit": district.code,
        "name": "能管系统",
        "scopes": ["read", "reports"],
        "expires_on": until.isoformat(),
    }
    shown = client.post("/api/tokens/new/", form).content.decode()
    token = Token.objects.get(name="能管系统")
    assert f"dfg_{token.head}_" in shown
    listed = client.get("/api/tokens/").content.decode()
    assert token.head in listed
    assert f"dfg_{token.head}_" not in listed
    client.post(f"/api/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.usefixtures("district")
def test_another_units_key_is_not_there() -> None:
    one, other = (Organisation.objects.get(code=code) for code in ("fgw", "nyw"))
    issued = key_for(person("head", one, RoleCode.UNIT_HEAD), one)
    client = Client()
    client.force_login(person("other", other, RoleCode.UNIT_HEAD))
    assert issued.token.head not in client.get("/api/tokens/").content.decode()
    answer = client.post(f"/api/tokens/{issued.token.pk}/revoke/")
    assert answer.status_code == 404


def test_an_account_of_the_sample_has_no_key_in_a_real_house(
    office: User, district: Organisation
) -> None:
    office.demo = True
    office.save()
    key = key_for(office, district).key
    assert Program(key).get("/house").status_code == 200
    House.objects.update(synthetic=False)
    assert Program(key).get("/house").status_code == 401


def test_a_key_of_repeats_is_no_answer_for_another_unit(
    office: User, district: Organisation
) -> None:
    unit = Organisation.objects.get(code="fgw")
    role = Role.objects.get(code=RoleCode.CARBON_OFFICE)
    membership_grant(by=None, user=office, organisation=unit, role=role)
    sent = {"title": "任务", "lead": "fgw", "due_on": "2027-06-30"}
    again = {"Idempotency-Key": "2027-06"}
    answers = [
        Program(key_for(office, one).key).post("/tasks", sent, **again).status_code
        for one in (district, unit)
    ]
    assert answers == [201, 422]


def test_old_answers_to_repeats_go(office: User) -> None:
    now = timezone.now()
    for key, days in (("new", 1), ("old", 9)):
        at = now - timedelta(days=days)
        Reply.objects.create(person=office, key=key, asked="", created_at=at)
    assert replies_tidy() == "1 answers"
    assert Reply.objects.get().key == "new"


def test_a_page_of_another_site_writes_nothing_with_the_session(office: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    sent = {"title": "任务", "lead": "demo", "due_on": "2027-06-30"}
    for more in ({}, {"Idempotency-Key": "2027-06"}):
        answer = client.post(
            "/api/v1/tasks", sent, content_type="application/json", headers=more
        )
        assert answer.status_code == 403
    assert not Task.objects.exists()


# Keys end with the password of their person ------------------------------------------


@layer
def system(district: Organisation) -> User:
    return person("system", district, RoleCode.SYSTEM_ADMIN)


def of_a_reader(district: Organisation) -> tuple[User, Program]:
    """Somebody who reads, and a program with a key that opens the house."""
    reader = person("reader", district, RoleCode.UNIT_OFFICER)
    until = timezone.localdate() + timedelta(days=30)
    key = Token(
        unit=district,
        person=reader,
        name="取数",
        head="abcdefgh",
        sha256=digest_of("secret"),
        scopes=[Scope.READ.value],
        created_at=timezone.now(),
        expires_on=until,
    )
    key.save()
    return reader, Program(key=written(key.head, "secret"))


@pytest.mark.parametrize("way", ["reinvite", "close"])
def test_keys_are_closed_with_the_password_or_the_account_of_their_person(
    district: Organisation, system: User, way: str
) -> None:
    reader, program = of_a_reader(district)
    assert program.get("/house").status_code == 200
    client = Client()
    client.force_login(system)
    page = client.get(f"/members/person/{reader.pk}/").text
    assert "1 个有效；重设密码或关闭账户时一并吊销" in page
    answer = client.post(f"/members/person/{reader.pk}/{way}/", follow=True)
    assert "个接口令牌" in answer.text
    assert "吊销" in answer.text
    assert program.get("/house").status_code == 401
    row = AuditRow.objects.get(action="token.revoke")
    assert row.actor == system
    assert row.data["because"] == "person"
    assert AuditRow.objects.get(action=f"user.{way}").data["keys"] == 1
    assert "接口令牌" not in client.get(f"/members/person/{reader.pk}/").text


def test_who_has_no_keys_is_told_nothing_of_them(
    district: Organisation, system: User
) -> None:
    clerk = person("clerk", district, RoleCode.UNIT_OFFICER)
    client = Client()
    client.force_login(system)
    answer = client.post(f"/members/person/{clerk.pk}/reinvite/")
    assert "个接口令牌" not in answer.text
