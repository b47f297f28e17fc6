"""Letters of the city and exemptions: entered by one person, compared by another."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from dafeng.assessment.records import PathPoint
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.convert import decree_record as as_record
from dafeng.web.assessment.models import Decree, Exemption
from dafeng.web.assessment.services.decrees import (
    Grounds,
    Letter,
    decree_approve,
    decree_record,
    decree_withdraw,
    exemption_grant,
)
from dafeng.web.assessment.services.running import decrees_of, exemptions_of
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import PlanUnit, Target
from tests.web.layers import layer

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan

LETTER = Letter(
    number="市发改函〔2024〕8号",
    issued_on=date(2024, 3, 1),
    value=Decimal("14.5"),
    unit="%",
    comparator=">=",
    year=2025,
    base_year=2020,
    path=((2024, Decimal("11.6")), (2023, Decimal("8.7"))),
)
GROUNDS = Grounds(subject="T006", ground="本年不清查", document="会议纪要〔2025〕3号")


@layer
def goal(plan: Plan) -> Target:
    """The target whose figure the city hands down."""
    return Target.objects.get(plan=plan, key="T005")


def form_of(goal: Target, **facts: str) -> dict[str, str]:
    return {
        "target": str(goal.pk),
        "number": "市发改函〔2024〕8号",
        "issued_on": "2024-03-01",
        "comparator": ">=",
        "value": "14.5",
        "unit": "%",
        "year": "2025",
        "base_year": "2020",
        "path": "2023 8.7\n2024 11.6\n",
    } | facts


def test_a_letter_counts_once_a_second_person_agreed(
    client: Client, goal: Target, plan: Plan, office: User, leader: User
) -> None:
    client.force_login(office)
    answer = client.post("/assessment/decrees/new/", form_of(goal))
    assert answer.status_code == 302
    decree = Decree.objects.get()
    assert decrees_of(plan, date(2026, 1, 1)) == ()
    client.post(f"/assessment/decrees/{decree.pk}/approve/")
    decree.refresh_from_db()
    assert decree.state == "entered"
    client.force_login(leader)
    assert "等待另一人核对" in client.get("/assessment/decrees/").content.decode()
    client.post(f"/assessment/decrees/{decree.pk}/approve/")
    decree.refresh_from_db()
    assert (decree.state, decree.approved_by) == ("approved", leader)
    (record,) = decrees_of(plan, date(2026, 1, 1))
    assert record.goal == "T005"
    assert record.value == Decimal("14.5")
    assert record.path == (
        PathPoint(year=2023, value=Decimal("8.7")),
        PathPoint(year=2024, value=Decimal("11.6")),
    )
    assert decrees_of(plan, date(2024, 2, 1)) == ()
    actions = set(AuditRow.objects.values_list("action", flat=True))
    assert actions >= {"assessment.decree.record", "assessment.decree.approve"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "", "number"),
        ("value", "很多", "value"),
        ("path", "2023", "读不出年份和数值"),
        ("path", "2023 1\n2023 2", "2023 年写了两次"),
        ("base_year", "2030", "基年不能晚于目标年"),
        ("issued_on", "2069-01-01", "发文日期还没有到"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    client: Client, goal: Target, office: User, field: str, value: str, words: str
) -> None:
    client.force_login(office)
    answer = client.post("/assessment/decrees/new/", form_of(goal, **{field: value}))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "data-error-summary" in text
    assert words in text
    assert "市发改函〔2024〕8号" in text or field == "number"
    assert not Decree.objects.exists()


def test_only_the_office_enters_letters(
    client: Client, goal: Target, officer: User, stranger: User
) -> None:
    decree_record(target=goal, by=None, letter=LETTER)
    client.force_login(officer)
    assert client.get("/assessment/decrees/new/").status_code == 403
    assert LETTER.number in client.get("/assessment/decrees/").content.decode()
    with pytest.raises(PermissionDenied):
        decree_record(target=goal, by=stranger, letter=LETTER)


def test_letters_of_another_district_are_not_seen(
    client: Client, goal: Target, stranger: User
) -> None:
    decree = decree_record(target=goal, by=None, letter=LETTER)
    client.force_login(stranger)
    assert LETTER.number not in client.get("/assessment/decrees/").content.decode()
    address = f"/assessment/decrees/{decree.pk}/approve/"
    assert client.post(address).status_code == 404


def test_the_database_refuses_the_same_person(goal: Target, office: User) -> None:
    decree = decree_record(target=goal, by=office, letter=LETTER)
    with pytest.raises(BadInputError) as refused:
        decree_approve(decree=decree, by=office)
    assert refused.value.code == "decree.same_person"
    with pytest.raises(IntegrityError):
        Decree.objects.filter(pk=decree.pk).update(approved_by=office)


def test_a_letter_is_entered_and_approved_once(goal: Target, leader: User) -> None:
    decree = decree_record(target=goal, by=None, letter=LETTER)
    with pytest.raises(ValidationError):
        decree_record(target=goal, by=None, letter=LETTER)
    decree_approve(decree=decree, by=leader)
    with pytest.raises(BadInputError) as refused:
        decree_approve(decree=decree, by=leader)
    assert refused.value.code == "decree.decided"


def test_a_withdrawn_letter_counts_no_more_and_can_be_entered_again(
    client: Client, goal: Target, plan: Plan, office: User
) -> None:
    decree = decree_record(target=goal, by=None, letter=LETTER)
    decree_approve(decree=decree, by=None)
    client.force_login(office)
    address = f"/assessment/decrees/{decree.pk}/withdraw/"
    assert "请写明理由" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "登记错了一位数"})
    assert decrees_of(plan, date(2026, 1, 1)) == ()
    with pytest.raises(BadInputError) as refused:
        decree_withdraw(decree=decree, by=office, reason="再撤")
    assert refused.value.code == "decree.decided"
    decree_record(target=goal, by=office, letter=LETTER)
    assert Decree.objects.count() == 2
    assert "登记错了一位数" in client.get("/assessment/decrees/").content.decode()


def test_withdrawing_needs_a_reason(goal: Target, office: User) -> None:
    decree = decree_record(target=goal, by=None, letter=LETTER)
    with pytest.raises(BadInputError) as refused:
        decree_withdraw(decree=decree, by=office, reason=" ")
    assert refused.value.code == "decree.reason"


def test_a_letter_that_differs_from_the_plan_is_shown(
    client: Client, plan: Plan, office: User
) -> None:
    target = Target.objects.get(plan=plan, key="T001")
    decree_record(target=target, by=None, letter=LETTER)
    client.force_login(office)
    text = client.get("/assessment/decrees/").content.decode()
    assert "与方案不同" in text
    assert "方案为 12 %" in text


def test_a_letter_of_tomorrow_is_refused(goal: Target) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    letter = Letter(
        number="x", issued_on=tomorrow, value=Decimal(1), unit="%", comparator=">="
    )
    with pytest.raises(BadInputError) as refused:
        decree_record(target=goal, by=None, letter=letter)
    assert refused.value.code == "decree.future"


def test_the_record_of_a_letter_has_the_digits_that_were_written(goal: Target) -> None:
    decree = decree_record(target=goal, by=None, letter=LETTER)
    assert str(as_record(Decree.objects.get(pk=decree.pk)).value) == "14.5"


# Exemptions ---------------------------------------------------------------------------


def test_an_exemption_needs_a_ground_and_a_document(
    client: Client, plan: Plan, leader: User
) -> None:
    client.force_login(leader)
    unit = PlanUnit.objects.get(plan=plan, name="区农业农村委")
    given = {"unit": str(unit.pk), "subject": "T006", "ground": "", "document": ""}
    text = client.post("/assessment/exemptions/new/", given).content.decode()
    assert "没有理由的免予考核不予登记" in text
    assert '<option value="T006" selected>' in text
    given |= {"ground": "本年不清查", "document": "会议纪要〔2025〕3号"}
    given |= {"valid_from": "2025-12-31", "valid_to": "2025-01-01"}
    text = client.post("/assessment/exemptions/new/", given).content.decode()
    assert "终止日早于起始日" in text
    given |= {"valid_from": "2025-01-01", "valid_to": "2025-12-31"}
    assert client.post("/assessment/exemptions/new/", given).status_code == 302
    (record,) = exemptions_of(plan)
    assert (record.unit, record.subject) == ("区农业农村委", "T006")
    assert "会议纪要〔2025〕3号" in record.approved_by
    assert AuditRow.objects.filter(action="assessment.exemption.grant").exists()
    assert "本年不清查" in client.get("/assessment/exemptions/").content.decode()


def test_only_what_the_plan_holds_can_be_exempted(plan: Plan, office: User) -> None:
    made = exemption_grant(plan=plan, unit=None, by=office, grounds=GROUNDS)
    assert str(made) == "T006"
    with pytest.raises(BadInputError) as refused:
        exemption_grant(
            plan=plan,
            unit=None,
            by=office,
            grounds=Grounds(subject="T999", ground="x", document="y"),
        )
    assert refused.value.code == "exemption.subject"


def test_a_unit_does_not_exempt_itself(
    client: Client, plan: Plan, officer: User
) -> None:
    client.force_login(officer)
    assert client.get("/assessment/exemptions/new/").status_code == 403
    with pytest.raises(PermissionDenied):
        exemption_grant(plan=plan, unit=None, by=officer, grounds=GROUNDS)
    assert not Exemption.objects.exists()
