"""Spans of days and months that rules speak of; rows of ``data/times.csv``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dafeng.base.tables import packaged_rows
from dafeng.projects.records import Project, ProjectClass
from dafeng.projects.stages import stage_facts


@cache
def times() -> dict[str, int]:
    """Days or months by their code."""
    rows = packaged_rows("dafeng.projects", "times.csv")
    return {row["code"]: int(row["number"]) for row in rows}


def report_due(project: Project) -> date | None:
    """Last day for the next report of a project that is being built; else None.

    A month after the newest report, or after building began.
    """
    if stage_facts(project.stage).listed is not ProjectClass.BUILDING:
        return None
    newest = project.newest
    before = project.started if newest is None else newest.on
    return None if before is None else before + timedelta(days=times()["report-every"])
