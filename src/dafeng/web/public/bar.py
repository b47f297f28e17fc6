"""The room's entry, on the first page of the office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=370,
        label=_("对外公开"),
        route="public:office",
        section="public:",
        icon="world",
        right="public.event.view",
        under=Under.OFFICE,
    )
)
