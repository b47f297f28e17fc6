"""A unit that ends or goes into another one: its tasks, duties, reports and keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dafeng.web.api.models import Scope, Token
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.services import organisation_end, organisation_merge
from dafeng.web.work.models import ReportingDuty, TaskUnit
from dafeng.web.work.services.duties import DutyFacts, duty_set
from dafeng.web.work.services.rounds import round_open
from dafeng.work import Recurrence
from tests.web.layers import layer
from tests.web.plans.building import person
from tests.web.work.reporting import QUARTER
from tests.web.work.tasking import Realm, realm_made, task

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

TODAY = timezone.localdate()


@layer
def realm() -> Realm:
    return realm_made()


@layer
def duty(realm: Realm) -> ReportingDuty:
    facts = DutyFacts(
        unit=realm.bureau, form="进展报表", frequency=Recurrence.QUARTERLY
    )
    return duty_set(organisation=realm.root, by=None, facts=facts)


def key_of(realm: Realm) -> Token:
    return Token.objects.create(
        unit=realm.bureau,
        person=realm.officer,
        name="取数",
        head="abcdefgh",
        sha256="0" * 64,
        scopes=[Scope.READ.value],
        created_at=timezone.now(),
        expires_on=TODAY + timedelta(days=9),
    )


@pytest.mark.usefixtures("duty")
def test_a_unit_with_open_work_does_not_end_and_its_page_says_what_there_is(
    client: Client, realm: Realm
) -> None:
    task(realm, "in-progress")
    task(realm, "closed", number="2")
    key_of(realm)
    with pytest.raises(ValidationError) as caught:
        organisation_end(by=None, organisation=realm.bureau, on=TODAY)
    words = " ".join(caught.value.messages)
    for one in ("未办结的任务 1", "报送责任 1", "有效的接口令牌 1"):
        assert one in words
    client.force_login(person("system", realm.root, RoleCode.SYSTEM_ADMIN))
    page = client.get(f"/units/{realm.bureau.code}/end/").text
    assert "未办结的任务 1" in page


def test_a_unit_that_goes_into_another_hands_its_work_over(
    realm: Realm, duty: ReportingDuty
) -> None:
    led = task(realm, "in-progress")
    helped = task(realm, "assigned", number="2", lead=realm.town)
    done = task(realm, "closed", number="3")
    for unit in (realm.bureau, realm.farm):
        TaskUnit.objects.create(task=helped, organisation=unit, role="support")
    key = key_of(realm)
    organisation_merge(by=None, organisation=realm.bureau, into=realm.farm, on=TODAY)
    for one in (led, helped, done, duty, key):
        one.refresh_from_db()
    assert led.lead == realm.farm
    assert done.lead == realm.bureau
    assert [one.organisation for one in helped.units.all()] == [realm.farm]
    assert duty.valid_to is not None
    fresh = ReportingDuty.objects.get(unit=realm.farm, valid_to__isnull=True)
    assert (fresh.form, fresh.frequency) == (duty.form, duty.frequency)
    assert key.revoked_at is not None
    moved = AuditRow.objects.get(action="organisation.merge").data["moved"]
    assert moved["work.tasks"] == 2
    assert moved["work.duties"] == moved["api.tokens"] == 1


def test_a_report_on_its_way_is_ended_before_the_unit_is(
    realm: Realm, duty: ReportingDuty, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.LAKE_ROOT = tmp_path / "lake"
    duty.valid_from = date(2026, 1, 1)
    duty.save()
    round_open(
        organisation=realm.root,
        by=None,
        period=QUARTER,
        frequency=Recurrence.QUARTERLY,
    )
    with pytest.raises(ValidationError, match="未核实的报送 1"):
        organisation_merge(
            by=None, organisation=realm.bureau, into=realm.farm, on=TODAY
        )
