"""Who may do what with reports, verifications and own accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import Hand
from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register
from dafeng.web.verification.models import EmissionReport

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, VERIFIER = RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER

VIEW = "verification.report.view"
WRITE = "verification.report.write"
VERIFY = "verification.report.verify"
CONFIRM = "verification.report.confirm"
MONTH = "verification.month.confirm"
ACCOUNT = "verification.account.make"

register(
    VIEW,
    _("查看排放报告和核查"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
register(WRITE, _("编制和提交排放报告、存证、控制方案"), roles=[ENTERPRISE])
register(VERIFY, _("核查排放报告"), roles=[VERIFIER])
register(CONFIRM, _("建立报告、安排和确认核查、登记清缴"), roles=[OFFICE])
register(MONTH, _("确认企业月度计量数据入账"), roles=[OFFICE])
register(ACCOUNT, _("编制企业碳账"), roles=[OFFICE, ENTERPRISE])

RIGHT_OF: Mapping[Hand, str] = {
    Hand.UNIT: WRITE,
    Hand.VERIFIER: VERIFY,
    Hand.OFFICE: CONFIRM,
}
"""The right that a hand of the moves needs."""


@attrs.frozen
class Writers:
    """Whose people write a report: those of the enterprise alone."""

    report: EmissionReport

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.report.enterprise.path


def object_for(report: EmissionReport, hand: Hand) -> object:
    """Return what the right of a hand is asked for on."""
    return Writers(report) if hand is Hand.UNIT else report
