"""The room's entry, beside the other rooms of enterprises."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room
from dafeng.web.verification.permissions import VIEW

register_room(
    Room(
        order=157,
        label=pgettext_lazy("room", "核查"),
        route="verification:reports",
        section="verification:",
        icon="clipboard-check",
        right=VIEW,
        under=Under.ENTERPRISES,
    )
)
