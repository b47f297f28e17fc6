"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=100,
        label=pgettext_lazy("room", "目标"),
        route="plans:index",
        section="plans:",
        icon="target",
    )
)
