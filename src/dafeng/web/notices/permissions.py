"""Who may look after the background work.  One's own notices need no right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode
from dafeng.web.core.rights import register

register("core.jobs.manage", _("查看和重做后台作业"), roles=[RoleCode.SYSTEM_ADMIN])
