"""Entries of the core in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=900,
        label=pgettext_lazy("room", "单位"),
        route="core:organisations",
        section="core:organisation",
        icon="sitemap",
        right="core.organisation.view",
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
    )
)
