"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=150,
        label=pgettext_lazy("room", "考核"),
        route="assessment:index",
        section="assessment:",
        icon="list-check",
    )
)
