"""Rights of sign-in and of the audit's keepers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

register("core.security.manage", _("管理登录安全"), roles=[RoleCode.SECURITY_ADMIN])
register(
    "core.audit.verify",
    _("查验审计记录"),
    roles=[RoleCode.AUDIT_ADMIN, RoleCode.AUDITOR],
)
register("core.audit.retire", _("移出到期的审计记录"), roles=[RoleCode.AUDIT_ADMIN])
