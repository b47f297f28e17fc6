"""Who may give programs a token, and see what they do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

OWNERS = (RoleCode.UNIT_HEAD, RoleCode.ENTERPRISE_MANAGER, RoleCode.CARBON_OFFICE)

register(
    "api.token.view",
    _("查看接口令牌"),
    roles=[*OWNERS, RoleCode.SECURITY_ADMIN],
)
register("api.token.issue", _("签发本单位的接口令牌"), roles=OWNERS)
register(
    "api.token.revoke", _("吊销接口令牌"), roles=[*OWNERS, RoleCode.SECURITY_ADMIN]
)
