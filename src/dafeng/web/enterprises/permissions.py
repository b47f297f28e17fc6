"""Who may do what with the register of disclosure."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register
from dafeng.web.enterprises.models import Enterprise

OFFICE, LEADER = RoleCode.CARBON_OFFICE, RoleCode.LEADER
HEAD, OFFICER = RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER
ENTERPRISE, VERIFIER = RoleCode.ENTERPRISE_MANAGER, RoleCode.VERIFIER

VIEW = "enterprises.enterprise.view"
KEEP = "enterprises.enterprise.keep"
PUBLISH = "enterprises.publication.enter"
VERIFY = "enterprises.verified.enter"

register(
    VIEW,
    _("查看企业披露登记"),
    roles=(
        *(OFFICE, LEADER, HEAD, OFFICER, ENTERPRISE, VERIFIER),
        *(RoleCode.AUDITOR, RoleCode.ANALYST, RoleCode.READER),
    ),
)
register(KEEP, _("登记企业、披露类别和应披露事项"), roles=[OFFICE, HEAD, OFFICER])
register(
    PUBLISH,
    _("登记企业的信息公布和保密申明"),
    roles=[OFFICE, HEAD, OFFICER, ENTERPRISE],
)
register(VERIFY, _("登记核定值"), roles=[OFFICE, HEAD, OFFICER, VERIFIER])


@attrs.frozen
class Publishers:
    """The units whose people enter what an enterprise published: its own, the keeper's.

    A town in which an enterprise lies reads, and enters nothing for it.
    """

    enterprise: Enterprise

    def owner_paths(self) -> Iterable[str]:
        """Their paths."""
        yield from self.enterprise.register.owner_paths()
        if self.enterprise.unit is not None:
            yield self.enterprise.unit.path
