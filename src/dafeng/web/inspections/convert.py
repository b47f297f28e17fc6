"""From rows to the core's records."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from dafeng.inspections import (
    DrawCase,
    Exclusion,
    Inspector,
    PastFinding,
    Severity,
    Subject,
)
from dafeng.web.inspections.models import (
    FindingState,
    Inspection,
    InspectionFinding,
    InspectionPlan,
    InspectionState,
)


def draw_case(plan: InspectionPlan) -> DrawCase:
    """Everything that the draw of a plan hangs on, as it stands now."""
    rows = list(plan.subjects.select_related("organisation"))
    units = [row.organisation_id for row in rows]
    past, looked = _past(units), _looked(units)
    return DrawCase(
        plan=plan.key,
        on=plan.rules_on,
        quota=plan.quota,
        subjects=tuple(
            Subject(
                id=row.organisation.code,
                name=row.organisation.name_zh,
                energy_tce=row.energy_tce,
                looked_on=looked.get(row.organisation_id),
                past=tuple(past[row.organisation_id]),
            )
            for row in rows
        ),
        inspectors=tuple(
            Inspector(
                id=row.user.username,
                name=row.user.display_name,
                office=row.office.code,
            )
            for row in plan.inspectors.select_related("user", "office")
        ),
        exclusions=tuple(
            Exclusion(
                inspector=row.user.username,
                subject=row.subject.code,
                reason=row.reason,
            )
            for row in plan.exclusions.select_related("user", "subject")
        ),
    )


def record_digest(inspection: Inspection) -> str:
    """SHA-256 of what the inspectors sign: record, findings and files."""
    told = {
        "inspection": inspection.pk,
        "subject": inspection.subject.code,
        "visited_on": inspection.visited_on and inspection.visited_on.isoformat(),
        "place": inspection.place,
        "facts": inspection.facts,
        "findings": [
            [one.order, one.severity, one.rule, one.fact, one.demand]
            for one in inspection.findings.order_by("order")
        ],
        "files": sorted(inspection.files.values_list("sha256", flat=True)),
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _past(units: Iterable[int]) -> dict[int, list[PastFinding]]:
    rows = InspectionFinding.objects.filter(inspection__subject__in=units)
    found: dict[int, list[PastFinding]] = defaultdict(list)
    for row in rows.select_related("inspection").order_by("found_on", "pk"):
        found[row.inspection.subject_id].append(
            PastFinding(
                severity=Severity(row.severity),
                found_on=row.found_on,
                still_open=row.state == FindingState.OPEN,
            )
        )
    return found


def _looked(units: Iterable[int]) -> dict[int, date]:
    rows = Inspection.objects.filter(subject__in=units, visited_on__isnull=False)
    seen = rows.exclude(state=InspectionState.CANCELLED).order_by("visited_on")
    days = seen.values_list("subject", "visited_on")
    return {unit: day for unit, day in days if day is not None}
