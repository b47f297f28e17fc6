"""Everything that somebody should look at in a list of projects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import parse_unit
from dafeng.projects.approvals import approval_findings
from dafeng.projects.duplicates import alike_projects
from dafeng.projects.high_energy import HighEnergy, high_energy_verdict

if TYPE_CHECKING:
    from dafeng.projects.records import Project


def project_findings(projects: Iterable[Project], on: date) -> tuple[Finding, ...]:
    """Findings of every project on a day, and pairs that may be one."""
    held = list(projects)
    return (
        *(finding for one in held for finding in _of_one(one, on)),
        *(
            Finding(
                code="project.alike",
                severity=Severity.WARNING,
                place=pair.one.name,
                value=f"{pair.other.name} ({pair.likeness})",
                rule="One project stands once in the register.",
                hint="Merge them, or say that they are two.",
            )
            for pair in alike_projects(held)
        ),
    )


def _of_one(project: Project, on: date) -> Iterable[Finding]:
    yield from approval_findings(project, on)
    if project.capacity is None:
        yield _finding(
            project,
            "project.size_unknown",
            "",
            "A size that is not known adds nothing to any sum.",
            "Enter size and unit.",
        )
    elif not _known(project.unit):
        yield _finding(
            project,
            "project.unit_unknown",
            project.unit,
            "Sizes add up in units of the table alone.",
            "See whether it is a misprint, and correct the unit.",
        )
    if high_energy_verdict(project, on).answer is HighEnergy.UNKNOWN:
        missing = high_energy_verdict(project, on).missing
        yield _finding(
            project,
            "project.class_unknown",
            ", ".join(missing),
            "The sector and the energy of a year decide whether it is 两高.",
            "Enter what is missing.",
        )
    if project.started and project.operated and project.operated < project.started:
        yield _finding(
            project,
            "project.days_backward",
            f"{project.started} {project.operated}",
            "Operation follows the begin of building.",
            "Correct the days.",
        )


def _known(unit: str) -> bool:
    try:
        parse_unit(unit)
    except UnitError:
        return False
    return True


def _finding(project: Project, code: str, value: str, rule: str, hint: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place=project.name,
        value=value,
        rule=rule,
        hint=hint,
    )
