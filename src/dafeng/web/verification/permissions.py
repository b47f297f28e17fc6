"""Who may do what with reports, verifications and own accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from dafeng.enterprises.reporting import Hand
from dafeng.web.core.acting import acting_unit, home_of
from dafeng.web.core.models import Organisation, OrganisationKind, RoleCode, User
from dafeng.web.core.rights import (
    holds,
    paths_where,
    register,
    register_rule,
)
from dafeng.web.core.stewards import open_to_stewards
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

_READERS = (
    *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE),
    *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
)


def body_of(user: User | AnonymousUser) -> Organisation | None:
    """Return the body that a person verifies for: the one acted for, or the own one."""
    if not isinstance(user, User):
        return None
    for unit in (acting_unit(user), home_of(user)):
        if unit is not None and unit.kind == OrganisationKind.VERIFIER:
            covers = paths_where(user, VERIFY)
            return unit if any(unit.path.startswith(one) for one in covers) else None
    return None


def _given_to(user: User | AnonymousUser, obj: object) -> bool:
    """Whether a report was given to the body of the person."""
    body = body_of(user)
    verification = getattr(obj, "verification", None)
    held = None if verification is None else verification.body_id
    return body is not None and body.pk == held


def _verifies(user: User | AnonymousUser, obj: object = None) -> bool:
    """Whether somebody verifies at all, or verifies this report."""
    return body_of(user) is not None if obj is None else _given_to(user, obj)


_reads = holds(*_READERS)


def _sees(user: User | AnonymousUser, obj: object = None) -> bool:
    """Readers see by their units, verifiers what was given to their body."""
    return bool(_reads.test(user, obj)) or _verifies(user, obj)


register_rule(
    VIEW,
    _("查看排放报告和核查"),
    predicate=Predicate(_sees, name="verification:sees"),
    roles=_READERS,
)
open_to_stewards(VIEW)
register(WRITE, _("编制和提交排放报告、存证、控制方案"), roles=[ENTERPRISE])
register_rule(
    VERIFY,
    _("查看和核查交给本机构的排放报告"),
    predicate=Predicate(_verifies, name="verification:verifies"),
    roles=[VERIFIER],
)
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
