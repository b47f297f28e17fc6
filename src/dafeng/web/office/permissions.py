"""Who may do what with the office's calendar, letters, meetings and decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.inside import register_inside
from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OFFICE, LEADER, AUDITOR = RoleCode.CARBON_OFFICE, RoleCode.LEADER, RoleCode.AUDITOR
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, ANALYST = RoleCode.ENTERPRISE_MANAGER, RoleCode.ANALYST
WORKERS = (OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, RoleCode.VERIFIER, AUDITOR)

register_inside("office.calendar.view", _("查看工作日历"), roles=(*WORKERS, ANALYST))
register("office.calendar.change", _("增改日历事项，登记办结"), roles=[OFFICE])
register(
    "office.letter.view",
    _("查看收发文"),
    roles=(OFFICE, LEADER, AUDITOR, HEAD, OFFICER, ENTERPRISE),
)
register("office.letter.register", _("登记和办理收发文"), roles=[OFFICE])
register_inside(
    "office.decision.view",
    _("查看领导小组决定"),
    roles=(OFFICE, LEADER, AUDITOR, HEAD, OFFICER),
)
register("office.decision.record", _("登记领导小组决定"), roles=[OFFICE])
register(
    "office.meeting.view",
    _("查看领导小组会议"),
    roles=(OFFICE, LEADER, AUDITOR, HEAD, OFFICER),
)
register("office.meeting.prepare", _("筹备领导小组会议，记录纪要"), roles=[OFFICE])
