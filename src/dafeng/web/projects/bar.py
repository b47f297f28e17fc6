"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, register_room
from dafeng.web.projects.permissions import VIEW

register_room(
    Room(
        order=125,
        label=pgettext_lazy("room", "项目"),
        route="projects:projects",
        section="projects:",
        icon="building-factory",
        right=VIEW,
    )
)
