"""The room's entry, on the first page of the office."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room
from dafeng.web.enterprises.permissions import VIEW

register_room(
    Room(
        order=365,
        label=pgettext_lazy("room", "企业"),
        route="enterprises:enterprises",
        section="enterprises:",
        icon="building-factory",
        right=VIEW,
        under=Under.OFFICE,
    )
)
