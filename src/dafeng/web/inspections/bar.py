"""The room's entry: the room of supervision gathers it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=162,
        label=_("监察"),
        route="inspections:start",
        section="inspections:",
        icon="search",
        right="inspections.inspection.view",
        under=Under.SUPERVISION,
    )
)
