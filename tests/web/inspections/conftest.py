"""A small district with offices, inspectors and enterprises, and a plan to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import translation

from dafeng.inspections import Severity
from dafeng.web.core.models import RoleCode
from dafeng.web.inspections.services.drawing import plan_draw
from dafeng.web.inspections.services.findings import FindingFacts, finding_add
from dafeng.web.inspections.services.inspections import (
    RecordFacts,
    record_sign,
    record_write,
)
from dafeng.web.inspections.services.plans import (
    PlanFacts,
    plan_approve,
    plan_draft,
    plan_publish,
)
from dafeng.web.inspections.services.rosters import inspectors_set, subjects_fill
from dafeng.web.office.services.letters import registry_set
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.inspections.models import (
        Inspection,
        InspectionFinding,
        InspectionPlan,
    )

VISITED = date(2026, 4, 8)
FACTS = FindingFacts(
    rule="《节约能源法》第十七条",
    fact="两台列入淘汰目录的电动机仍在运行。",
    severity=Severity.SERIOUS,
    demand="停用并更换。",
)


@attrs.frozen(kw_only=True)
class People:
    """Who acts: the office twice, inspectors of two bureaus, others."""

    office: User
    second: User
    leader: User
    inspectors: tuple[User, ...]
    head: User
    market: User
    stranger: User
    manager: User


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district with three bureaus, a town and twelve enterprises in it."""
    root = organisation("demo", "示范区人民政府", kind="government")
    for code, name in (("fgw", "区发改委"), ("gxj", "区工信局"), ("scj", "区市场局")):
        organisation(code, name, parent=root)
    town = organisation("town", "甲镇", parent=root, kind="township")
    for number in range(12):
        organisation(
            f"works-{number:02}", f"第{number}厂", parent=town, kind="enterprise"
        )
    return root


@layer
def people(district: Organisation) -> People:
    """Everybody who acts, and somebody of another district."""
    units = {unit.code: unit for unit in district.children.all()}
    head = person("head", units["fgw"], RoleCode.UNIT_HEAD)
    inspectors = tuple(
        person(f"inspector{number}", units[code], RoleCode.UNIT_OFFICER)
        for number, code in enumerate(("fgw", "fgw", "gxj", "gxj"))
    )
    elsewhere = organisation("other", "他区", kind="government")
    works = units["town"].children.get(code="works-00")
    return People(
        office=person("office", district, RoleCode.CARBON_OFFICE),
        second=person("second", district, RoleCode.CARBON_OFFICE),
        leader=person("leader", district, RoleCode.LEADER),
        inspectors=inspectors,
        head=head,
        market=person("market", units["scj"], RoleCode.UNIT_OFFICER),
        stranger=person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
        manager=person("manager", works, RoleCode.ENTERPRISE_MANAGER),
    )


@layer
def facts(district: Organisation) -> PlanFacts:
    """What the plan says."""
    units = {unit.code: unit for unit in district.children.all()}
    return PlanFacts(
        year=2026,
        title="节能监察抽查计划",
        lead=units["fgw"],
        offices=[units["gxj"]],
        quota=6,
        planned_from=date(2026, 4, 1),
        planned_to=date(2026, 11, 30),
        rules_on=date(2026, 3, 2),
    )


@layer
def draft(district: Organisation, people: People, facts: PlanFacts) -> InspectionPlan:
    """A plan with roster and inspectors, ready to be approved."""
    plan = plan_draft(organisation=district, by=people.office, facts=facts)
    energy = {f"works-{n:02}": Decimal(2000 * n) for n in range(11)}
    subjects_fill(plan=plan, by=people.office, energy=energy)
    inspectors_set(plan=plan, by=people.office, users=people.inspectors)
    plan.refresh_from_db()
    return plan


@layer
def approved(draft: InspectionPlan, people: People) -> InspectionPlan:
    """The plan, approved: its seed is sealed."""
    plan_approve(plan=draft, by=people.leader)
    draft.refresh_from_db()
    return draft


@layer
def plan(approved: InspectionPlan, people: People) -> InspectionPlan:
    """The plan, drawn and published."""
    plan_draw(plan=approved, by=people.office, word="3081.52")
    return plan_publish(plan=approved, by=people.office)


@layer
def inspection(plan: InspectionPlan) -> Inspection:
    """The first inspection, not begun."""
    return plan.inspections.select_related("subject", "plan").first()


def sent_to(inspection: Inspection) -> list[User]:
    return [one.user for one in inspection.sent.select_related("user")]


@layer
def visited(inspection: Inspection) -> Inspection:
    """The inspection with its record, unsigned."""
    record_write(
        inspection=inspection,
        by=sent_to(inspection)[0],
        facts=RecordFacts(visited_on=VISITED, facts="查阅台账，抽查设备。"),
        version=inspection.version,
    )
    inspection.refresh_from_db()
    return inspection


@layer
def finding(visited: Inspection) -> InspectionFinding:
    """A finding of the inspection."""
    return finding_add(inspection=visited, by=sent_to(visited)[0], facts=FACTS)


@layer
def signed(visited: Inspection, finding: InspectionFinding) -> Inspection:
    """The inspection with a finding, signed by both."""
    assert finding.pk
    for user in sent_to(visited):
        record_sign(inspection=visited, by=user)
    visited.refresh_from_db()
    return visited


@layer
def numbered(district: Organisation) -> None:
    """The office has characters for its letters."""
    registry_set(organisation=district, by=None, signs="示双碳办")
