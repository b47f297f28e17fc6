"""Entries of the core in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=900,
        label=pgettext_lazy("room", "单位"),
        route="core:organisations",
        section="core:organisation",
        icon="sitemap",
        right="core.organisation.view",
        under=Under.ADMIN,
    )
)
register_room(
    Room(
        order=910,
        label=pgettext_lazy("room", "人员"),
        route="core:members",
        section="core:member",
        icon="users",
        right="core.member.view",
        under=Under.ADMIN,
    )
)
register_room(
    Room(
        order=915,
        label=_("角色与权限"),
        route="core:roles",
        section="core:roles",
        also=("core:rights",),
        icon="key",
        right="core.role.view",
        under=Under.ADMIN,
    )
)
register_room(
    Room(
        order=920,
        label=_("审计"),
        route="core:audit",
        section="core:audit",
        icon="list-details",
        right="core.audit.view",
        under=Under.ADMIN,
    )
)
register_room(
    Room(
        order=930,
        label=_("登录安全"),
        route="core:security",
        section="core:security",
        icon="shield-lock",
        right="core.security.manage",
        under=Under.ADMIN,
    )
)
