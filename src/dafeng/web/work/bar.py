"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=120,
        label=_("任务"),
        route="work:tasks",
        section="work:",
        icon="checklist",
        right="work.task.view",
    )
)
