"""The bell at the end of the bar, and the background work among the admin pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, Tool, Under, register_room, register_tool

register_tool(Tool(order=10, template="notices/_bell.html"))
register_room(
    Room(
        order=940,
        label=_("后台作业"),
        route="jobs:jobs",
        section="jobs:",
        icon="clock",
        right="core.jobs.manage",
        under=Under.ADMIN,
    )
)
