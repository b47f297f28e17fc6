"""A tiny district with one thing of every kind, and somebody for every role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from django.conf import settings
from django.utils import timezone

from dafeng.assessment.allocation import Group
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.accounts.services.importing import import_upload
from dafeng.web.accounts.services.running import account_make
from dafeng.web.accounts.services.sealing import run_seal
from dafeng.web.api.keys import digest_of, new_key, written
from dafeng.web.api.models import Scope, Token
from dafeng.web.assessment.services.allocating import Split, allocation_make
from dafeng.web.assessment.services.decrees import Letter, decree_record
from dafeng.web.assessment.services.objecting import objection_file
from dafeng.web.core import services
from dafeng.web.core.acting import acting_unit
from dafeng.web.core.models import Delegation, Organisation, RoleCode, User
from dafeng.web.pathways.services.running import outlook_store
from dafeng.web.pathways.services.saving import Label, scenario_save
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.accounts.building import PLACE, fill, gas_workbook
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.pathways.building import tiny_case
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored
from tests.web.walking.house_work import (
    DistrictWork,
    UnitWork,
    district_work,
    tasks_of,
    unit_work,
)

if TYPE_CHECKING:
    from dafeng.web.accounts.models import AccountRun, ImportBatch
    from dafeng.web.assessment.models import AssessmentRun, Objection, ProposalRow
    from dafeng.web.assessment.models.decrees import AllocationRun, Decree
    from dafeng.web.pathways.models import OutlookRun, SavedScenario

OF_A_UNIT = (
    RoleCode.UNIT_HEAD,
    RoleCode.UNIT_OFFICER,
    RoleCode.ENTERPRISE_MANAGER,
    RoleCode.READER,
)
"""Held in the own bureau; the others are held in the whole district."""
WHO = ("nobody", "stranger", *RoleCode.values)
"""``nobody`` is not signed in; ``stranger`` is the office of another district."""


@attrs.frozen(kw_only=True)
class Unit:
    """One bureau and what is its own."""

    unit: Organisation
    works: Organisation
    clerk: User
    delegation: Delegation
    batch: ImportBatch
    proposal: ProposalRow
    objection: Objection
    line_id: str
    token: Token
    work: UnitWork


@attrs.frozen(kw_only=True)
class WalkedHouse:
    root: Organisation
    own: Unit
    other: Unit
    people: dict[str, User]
    plan: Plan
    result: AssessmentRun
    newer: AssessmentRun
    account: AccountRun
    decree: Decree
    allocation: AllocationRun
    outlook: OutlookRun
    scenario: SavedScenario
    work: DistrictWork
    keys: dict[str, str]
    """Of a program that acts for somebody: the key of its token."""


def build() -> WalkedHouse:
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    services.house_set(
        name_zh="示范区",
        name_en="",
        place_code=PLACE,
        synthetic=False,
        data_version="1",
        data_date=timezone.localdate(),
    )
    own, other = (
        organisation("fgw", "区发改委", parent=root),
        organisation("nyw", "区农业农村委", parent=root),
    )
    for town, name in (("town-a", "甲镇"), ("town-b", "乙镇")):
        organisation(town, name, parent=root, kind="township")
    for unit, works in ((own, "works-a"), (other, "works-b")):
        organisation(works, f"{unit.name_zh}{works}", parent=unit, kind="enterprise")
    for body in ("body-a", "body-b"):
        organisation(body, f"核查机构{body}", parent=root, kind="verifier")
    plan = plan_stored(root)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    plan = plan_publish(plan=plan, by=None)
    result = frozen(result_stored(plan))
    people = {"stranger": person("stranger", _elsewhere(), RoleCode.CARBON_OFFICE)}
    for role in RoleCode:
        home = own if role in OF_A_UNIT else root
        people[role.value] = person(f"a-{role.value}", home, role)
    verifier = people[RoleCode.VERIFIER.value]
    verifier.organisation = Organisation.objects.get(code="body-a")
    verifier.save()
    lake = Lake(Path(settings.LAKE_ROOT))
    fill(lake)
    account_make(by=None, organisation=root, year=2022)
    account = run_seal(run=account_make(by=None, organisation=root, year=2023), by=None)
    office = people[RoleCode.CARBON_OFFICE.value]
    duties = {unit: tasks_of(root, unit, office) for unit in (own, other)}
    work = district_work(root, office)
    units = [
        _unit(
            unit, result, account, lambda clerk, duty=duty: unit_work(duty, work, clerk)
        )
        for unit, duty in duties.items()
    ]
    outlook = outlook_store(plan=plan, case=tiny_case(), by=None)
    return WalkedHouse(
        root=root,
        own=units[0],
        other=units[1],
        people=people,
        plan=plan,
        result=result,
        newer=result_stored(plan, "2026"),
        account=account,
        decree=_decree(plan),
        allocation=_allocation(plan, lake, office),
        outlook=outlook,
        scenario=_scenario(outlook, office),
        work=work,
        keys={name: _key(user, f"walk-{name}")[1] for name, user in people.items()},
    )


def _scenario(outlook: OutlookRun, by: User) -> SavedScenario:
    return scenario_save(
        by=by,
        run=outlook,
        label=Label(name="情景"),
        scenario="plan",
        convention="average",
        levers={"boilers": Decimal("0.5")},
    )


def _elsewhere() -> Organisation:
    return organisation("elsewhere", "他区人民政府", kind="government")


def _key(user: User, name: str) -> tuple[Token, str]:
    """A program's key for everything, whoever may issue one."""
    head, secret = new_key()
    token = Token.objects.create(
        unit=acting_unit(user),
        person=user,
        name=name,
        head=head,
        sha256=digest_of(secret),
        scopes=Scope.values,
        created_at=timezone.now(),
        expires_on=timezone.localdate() + timedelta(days=30),
    )
    return token, written(head, secret)


def _unit(
    unit: Organisation,
    result: AssessmentRun,
    account: AccountRun,
    work: Callable[[User], UnitWork],
) -> Unit:
    head = person(f"head-{unit.code}", unit, RoleCode.UNIT_HEAD)
    clerk = person(f"clerk-{unit.code}", unit, RoleCode.UNIT_OFFICER)
    today = timezone.localdate()
    delegation = services.delegation_give(
        by=head,
        membership=head.memberships.get(),
        deputy=clerk,
        valid_from=today + timedelta(days=30),
        valid_to=today + timedelta(days=60),
        reason="出差",
    )
    score = result.scores.get(organisation=unit)
    works = unit.children.get()
    return Unit(
        unit=unit,
        works=works,
        clerk=clerk,
        delegation=delegation,
        batch=import_upload(
            organisation=unit,
            kind="gas",
            name="gas.xlsx",
            content=gas_workbook(100),
            by=clerk,
        ),
        proposal=result.proposals.get(organisation=unit),
        objection=objection_file(score=score, by=clerk, text="请复核"),
        line_id=account.lines.filter(owner_unit=works)[0].line_id,
        token=_key(clerk, "walk")[0],
        work=work(clerk),
    )


def _decree(plan: Plan) -> Decree:
    letter = Letter(
        number="市发改函〔2024〕8号",
        issued_on=date(2024, 3, 1),
        value=Decimal("14.5"),
        unit="%",
        comparator=">=",
        year=2025,
        base_year=2020,
        path=(),
    )
    target = Target.objects.get(plan=plan, key="T005")
    return decree_record(target=target, by=None, letter=letter)


def _allocation(plan: Plan, lake: Lake, by: User) -> AllocationRun:
    """A figure of the district, split over its towns by what they state."""
    Plan.objects.filter(pk=plan.pk).update(place_code=PLACE)
    plan.refresh_from_db()
    rows = [
        {
            "place": PLACE,
            "series": "park.energy",
            "scope": town,
            "period": "2025",
            "value_e6": 600 * 10**6,
            "unit": "tce等价",
            "basis": "reported",
            "quality": "B",
            "evidence": "",
            "entered_by": "clerk",
            "approved_by": "",
            "synthetic": False,
            "note": "",
        }
        for town in ("town-a", "town-b")
    ]
    lake.append(OBSERVATIONS, rows, key="towns", learned_at=timezone.now())
    split = Split(
        year=2030,
        rule="equal-rate",
        group=Group.PARTS,
        energy=Decimal(900),
        title="分解",
    )
    return allocation_make(by=by, plan=plan, split=split)
