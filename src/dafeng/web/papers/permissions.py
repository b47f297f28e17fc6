"""Who may do what with the documents that the office writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OFFICE, LEADER, AUDITOR = RoleCode.CARBON_OFFICE, RoleCode.LEADER, RoleCode.AUDITOR
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER

register(
    "papers.paper.view",
    _("查看公文"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER],
)
register("papers.draft.view", _("查看未签发的公文"), roles=[OFFICE, LEADER, AUDITOR])
register("papers.paper.make", _("编写、修改公文"), roles=[OFFICE])
register("papers.paper.check", _("审核公文"), roles=[OFFICE])
# Asked of the district: the head of a bureau does not hold it there.
register("papers.paper.issue", _("签发、撤回公文"), roles=[LEADER, HEAD])
