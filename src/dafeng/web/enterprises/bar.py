"""The room's entry, among the rooms of enterprises."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room
from dafeng.web.enterprises.permissions import VIEW

register_room(
    Room(
        order=159,
        label=pgettext_lazy("room", "披露"),
        route="enterprises:enterprises",
        section="enterprises:",
        icon="building-factory",
        right=VIEW,
        under=Under.ENTERPRISES,
    )
)
