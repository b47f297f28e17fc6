"""Who may do what with budgets and the register of key energy users."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.core.models import RoleCode, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.rights import register

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE = RoleCode.ENTERPRISE_MANAGER

VIEW = "budgets.budget.view"
KEEP = "budgets.ledger.keep"
PROPOSE = "budgets.budget.propose"
CHECK = "budgets.budget.check"
APPROVE = "budgets.budget.approve"

register(
    VIEW,
    _("查看用能预算"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, RoleCode.VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
register(KEEP, _("管理重点用能单位名单和用能预算"), roles=[OFFICE, HEAD, OFFICER])
register(PROPOSE, _("提出预算建议、申请调整和年度自报"), roles=[OFFICE, ENTERPRISE])
register(CHECK, _("审核用能预算"), roles=[OFFICE, HEAD, OFFICER])
register(APPROVE, _("核定用能预算"), roles=[LEADER, HEAD])


def may_propose(user: User, row: KeyUser) -> bool:
    """Whether somebody writes for a unit: its own people, or who keeps the budgets."""
    return may(user, PROPOSE, row) or may(user, KEEP, row.ledger)


def require_proposer(user: User, row: KeyUser) -> None:
    """Refuse who may not write for a unit."""
    if not may(user, PROPOSE, row):
        require(user, KEEP, row.ledger)


def keeps_ledger(user: User, ledger: BudgetYear) -> bool:
    """Whether somebody keeps the budgets of a district and year."""
    return may(user, KEEP, ledger)
