"""A plan of each bureau, drawn; an inspection with all that hangs on it; a case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dafeng.inspections import Severity
from dafeng.web.core.models import User
from dafeng.web.inspections.models import (
    CasePart,
    Inspection,
    InspectionFinding,
    InspectionNotice,
    InspectionPlan,
    PartKind,
    RecordFile,
    SharedCase,
)
from dafeng.web.inspections.services.cases import CaseFacts, PartAsked, case_open
from dafeng.web.inspections.services.drawing import plan_draw
from dafeng.web.inspections.services.findings import FindingFacts, finding_add
from dafeng.web.inspections.services.inspections import (
    RecordFacts,
    record_file_add,
    record_write,
)
from dafeng.web.inspections.services.plans import PlanFacts, plan_approve, plan_draft
from dafeng.web.inspections.services.rosters import inspectors_set, subjects_fill
from dafeng.web.office.services.papers import paper_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit

DAY, VISITED = date(2026, 3, 2), date(2026, 4, 8)


def plan_of(unit: Unit) -> InspectionPlan:
    """The bureau's plan, drawn: all enterprises of the district are on its list."""
    standing = InspectionPlan.objects.filter(title=unit.unit.code).first()
    if standing is not None:
        return standing
    root = unit.unit.parent
    assert root is not None
    facts = PlanFacts(
        year=2026,
        title=unit.unit.code,
        lead=unit.unit,
        offices=[],
        quota=2,
        planned_from=DAY,
        planned_to=date(2026, 12, 31),
        rules_on=DAY,
    )
    plan = plan_draft(organisation=root, by=None, facts=facts)
    subjects_fill(plan=plan, by=None, energy={})
    users = User.objects.filter(
        organisation=unit.unit, username__endswith=unit.unit.code
    )
    inspectors_set(plan=plan, by=None, users=list(users))
    plan_approve(plan=plan, by=None)
    plan_draw(plan=plan, by=None)
    return plan


def inspection_of(unit: Unit) -> Inspection:
    """The inspection of the bureau's enterprise, with a record."""
    row = plan_of(unit).inspections.get(subject=unit.works)
    if not row.facts:
        facts = RecordFacts(visited_on=VISITED, facts="查阅台账。")
        row = record_write(inspection=row, by=None, facts=facts, version=row.version)
        record_file_add(
            inspection=row, by=None, paper=paper_of("a.csv", b"\xef\xbb\xbfa,b\n1,2\n")
        )
        finding = FindingFacts(
            rule="第一条", fact="不符", severity=Severity.MINOR, demand="整改"
        )
        finding_add(inspection=row, by=None, facts=finding)
        InspectionNotice.objects.create(
            inspection=row, form="opinion", drafted_at=row.plan.drafted_at
        )
    return row


def finding_of(unit: Unit) -> InspectionFinding:
    return inspection_of(unit).findings.get()


def number_of(unit: Unit) -> int:
    """Of the file and of the notice: each is the first of its inspection."""
    row = inspection_of(unit)
    file, notice = RecordFile.objects.get(inspection=row), row.notices.get()
    assert file.pk == notice.pk
    return int(file.pk)


def case_of(unit: Unit) -> SharedCase:
    """A case that the bureau opened, and of which it has the only part."""
    standing = SharedCase.objects.filter(organisation=unit.unit).first()
    if standing is not None:
        return standing
    return case_open(
        organisation=unit.unit,
        by=None,
        facts=CaseFacts(subject=unit.works, title="案件", summary="摘要"),
        parts=[PartAsked(office=unit.unit, kind=PartKind.PENALTY)],
    )


def part_of(unit: Unit) -> CasePart:
    return case_of(unit).parts.get()
