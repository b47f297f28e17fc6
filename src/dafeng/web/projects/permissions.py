"""Who may do what with projects: the office keeps the register, units report."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register
from dafeng.web.projects.models import Project

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE = RoleCode.ENTERPRISE_MANAGER

VIEW = "projects.project.view"
KEEP = "projects.project.keep"
REPORT = "projects.progress.report"

register(
    VIEW,
    _("查看项目"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, RoleCode.VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
register(KEEP, _("登记项目、阶段和手续，合并重复项目"), roles=[OFFICE])
register(REPORT, _("填报项目进展和照片"), roles=[OFFICE, HEAD, OFFICER, ENTERPRISE])


@attrs.frozen
class Reporters:
    """The units whose people report on a project: the responsible one, the builder.

    A town in which a project lies sees it, and reports only what it answers for.
    """

    project: Project

    def owner_paths(self) -> Iterable[str]:
        """Their paths."""
        yield self.project.unit.path
        if self.project.builder_unit is not None:
            yield self.project.builder_unit.path
