"""Projects with approvals that lapse, late milestones, reports that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.projects.permissions import KEEP, REPORT
from dafeng.web.projects.selectors.needs import projects_waiting


def project_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits among the projects that somebody keeps or reports on."""
    keeps, reports = paths_where(user, KEEP), paths_where(user, REPORT)
    if not keeps and not reports:
        return
    page = reverse("projects:projects")
    waiting = projects_waiting(user, on)
    for code, label, found, query, icon in (
        (
            "project.approval",
            _("处理临近失效的项目手续"),
            waiting.approvals,
            "papers=lapsing",
            "clipboard-list",
        ),
        (
            "project.milestone",
            _("推进节点逾期的项目"),
            waiting.milestones,
            "wait=milestone",
            "timeline-event",
        ),
        (
            "project.report",
            _("填报项目进展"),
            waiting.reports,
            "wait=report",
            "edit",
        ),
    ):
        yield Need(
            code=code,
            label=label,
            count=found.count,
            late=found.late,
            url=f"{page}?{query}",
            icon=icon,
        )
