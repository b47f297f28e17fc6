"""Who may do what with the cases of supervision.

The office drafts, checks and reviews; somebody else with the right to issue signs.  A
unit reads what was issued to it, its officer answers, its head confirms.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OFFICE, LEADER, AUDITOR = RoleCode.CARBON_OFFICE, RoleCode.LEADER, RoleCode.AUDITOR
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, READER = RoleCode.ENTERPRISE_MANAGER, RoleCode.READER

register(
    "supervision.case.view",
    _("查看印发的督办件"),
    roles=[OFFICE, LEADER, AUDITOR, HEAD, OFFICER, ENTERPRISE, READER],
)
register(
    "supervision.draft.view",
    _("查看未印发的督办件"),
    roles=[OFFICE, LEADER, AUDITOR],
)
register("supervision.case.draft", _("起草、修改督办件"), roles=[OFFICE])
register("supervision.case.check", _("审核督办件"), roles=[OFFICE])
# A head of a bureau holds the role below the district, so it does not cover its cases.
register("supervision.case.issue", _("签发、撤回督办件"), roles=[LEADER, HEAD])
register("supervision.case.review", _("审核回复，复核、销号"), roles=[OFFICE])
register(
    "supervision.case.receive",
    _("签收督办件"),
    roles=[OFFICER, HEAD, ENTERPRISE],
)
register(
    "supervision.reply.write",
    _("起草回复，登记整改完成"),
    roles=[OFFICER, ENTERPRISE],
)
register("supervision.reply.confirm", _("确认回复"), roles=[HEAD, ENTERPRISE])
